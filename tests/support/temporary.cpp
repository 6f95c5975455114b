// Temporary directories and trees of files. Written with plain streams: what a test prepares is not the product's to
// count.
#include "tests/support/temporary.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <unistd.h>

namespace hivemend::test {
namespace fs = std::filesystem;

namespace {

fs::path fastest_place()
{
    if (const char* chosen = std::getenv("HIVEMEND_TEST_TMP"))
        return chosen;
    return ::access("/dev/shm", W_OK | X_OK) == 0 ? fs::path{"/dev/shm"} : fs::temp_directory_path();
}

}  // namespace

TemporaryDirectory::TemporaryDirectory()
{
    auto pattern = (fastest_place() / "hivemend-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("no temporary directory at " + pattern);
    path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory()
{
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

Tree read_tree(const fs::path& root)
{
    Tree tree;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        const auto name = entry.path().lexically_relative(root).generic_string();
        tree[name] = entry.is_directory() ? std::nullopt : std::optional{read_file(entry.path())};
    }
    return tree;
}

void write_tree(const fs::path& root, const Tree& tree)
{
    fs::create_directories(root);
    for (const auto& entry : fs::directory_iterator(root))  // the root stays what it is: runs know it by its inode
        fs::remove_all(entry);
    for (const auto& [name, bytes] : tree)  // sorted, so a directory comes before what is in it
        if (bytes)
            write_file(root / name, *bytes);
        else
            fs::create_directory(root / name);
}

std::string difference(const Tree& left, const Tree& right)
{
    std::string names;
    for (const auto& [name, bytes] : left)
        if (const auto found = right.find(name); found == right.end() || found->second != bytes)
            names += (found == right.end() ? " -" : " !") + name;
    for (const auto& [name, bytes] : right)
        if (!left.contains(name))
            names += " +" + name;
    return names;
}

Bytes bytes_of(std::string_view text)
{
    Bytes bytes(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
        bytes[i] = static_cast<std::byte>(text[i]);
    return bytes;
}

Bytes patterned(std::size_t size, unsigned seed)
{
    Bytes bytes(size);
    std::uint32_t state = seed * 2654435761U + 1;
    for (auto& byte : bytes) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<std::byte>(state >> 24U);
    }
    return bytes;
}

void write_file(const fs::path& path, const Bytes& bytes)
{
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush())
        throw std::runtime_error("cannot write " + path.string());
}

Bytes read_file(const fs::path& path)
{
    std::ifstream file{path, std::ios::binary};
    if (!file)
        throw std::runtime_error("cannot read " + path.string());
    return bytes_of(std::string{std::istreambuf_iterator<char>{file}, {}});
}

}  // namespace hivemend::test
