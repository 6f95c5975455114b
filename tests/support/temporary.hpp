// A directory of one test, in memory where the machine lets us, gone with the test; and trees of files as values.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lang/types/reg_data.hpp"

namespace hivemend::test {

/// In HIVEMEND_TEST_TMP, else /dev/shm, else the system's directory for temporary files.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Paths below a root, with slashes; nothing: a directory.
using Tree = std::map<std::string, std::optional<Bytes>>;

Tree read_tree(const std::filesystem::path& root);
/// Makes `root` hold exactly this; the directory itself stays the same one.
void write_tree(const std::filesystem::path& root, const Tree& tree);
/// What differs, for a message: the paths.
std::string difference(const Tree& left, const Tree& right);

Bytes bytes_of(std::string_view text);
/// `size` bytes that differ from seed to seed.
Bytes patterned(std::size_t size, unsigned seed);
void write_file(const std::filesystem::path& path, const Bytes& bytes);
Bytes read_file(const std::filesystem::path& path);

}  // namespace hivemend::test
