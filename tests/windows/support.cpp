// Hives, real data and judges for the tests.
#include "tests/windows/support.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <set>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows::test {
namespace {

void skipped(const std::string& what)
{
    static std::set<std::string> said;
    if (said.insert(what).second)
        std::cout << "skipped: " << what << '\n';
}

void list(const HiveImage& image, KeyRef key, const std::string& path, std::vector<std::string>& lines)
{
    for (const auto& value : image.values(key))
        lines.push_back(fmt::format("{} @{} = {}", path, value.name, to_text(value.data)));
    for (const auto child : image.subkeys(key)) {
        const auto name = path + '\\' + image.key(child).name;
        lines.push_back(name);
        list(image, child, name, lines);
    }
}

}  // namespace

Bytes hive_with(const std::vector<HiveChange>& changes, std::uint32_t minor)
{
    return edited(new_hive("ROOT", minor), changes).bytes;
}

EditedHive edited(const Bytes& hive, const std::vector<HiveChange>& changes)
{
    return edit_hive({.name = "TEST", .primary = hive}, changes);
}

std::optional<std::string> refusal(const Bytes& hive, const std::vector<HiveChange>& changes)
{
    try {
        edited(hive, changes);
        return std::nullopt;
    } catch (const Error& error) {
        return error.headline;
    }
}

lang::RegData dword(std::uint32_t value)
{
    return lang::reg_dword(value);
}

Bytes filled(std::size_t size, int byte)
{
    return Bytes(size, static_cast<std::byte>(byte));
}

void put_u16(Bytes& bytes, std::size_t at, std::uint16_t value)
{
    put(std::span(bytes), at, value);
}

void put_u32(Bytes& bytes, std::size_t at, std::uint32_t value)
{
    put(std::span(bytes), at, value);
}

void reseal(Bytes& hive)
{
    put_u32(hive, 508, base_block_checksum(hive));
}

std::vector<std::string> listing(ByteView hive)
{
    const HiveImage image(hive);
    std::vector<std::string> lines;
    list(image, image.root(), "", lines);
    return lines;
}

std::size_t record_of(const Bytes& hive, std::string_view path)
{
    return std::size_t{first_bin} + HiveImage(hive).find(path).value().cell + 4;
}

std::size_t record_of_value(const Bytes& hive, std::string_view path, std::string_view name)
{
    const HiveImage image(hive);
    for (const auto& value : image.values(image.find(path).value(), HiveImage::Read::names))
        if (value.name == name)
            return std::size_t{first_bin} + value.ref.cell + 4;
    FAIL("no such value");
    return 0;
}

Bytes read_file(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    Bytes bytes(text.size());
    std::transform(text.begin(), text.end(), bytes.begin(), [](char c) { return static_cast<std::byte>(c); });
    return bytes;
}

void write_file(const fs::path& path, ByteView bytes)
{
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

TemporaryDirectory::TemporaryDirectory()
{
    auto name = (fs::temp_directory_path() / "hivemend-test-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
}

TemporaryDirectory::~TemporaryDirectory()
{
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::optional<fs::path> testdata()
{
    const char* named = std::getenv("HIVEMEND_TESTDATA");
    const fs::path path = named ? fs::path(named) : fs::path(HIVEMEND_SOURCE_DIR) / ".." / "shared" / "testdata";
    if (fs::is_directory(path))
        return path;
    skipped("real hives and boot stores: HIVEMEND_TESTDATA names no directory");
    return std::nullopt;
}

std::optional<Bytes> real(const std::string& name)
{
    const auto base = testdata();
    if (!base)
        return std::nullopt;
    if (fs::exists(*base / name))
        return read_file(*base / name);
    const auto packed = base->string() + '/' + name + ".xz";
    if (!fs::exists(packed)) {
        skipped("real data: no " + name);
        return std::nullopt;
    }
    const TemporaryDirectory directory;
    const auto unpacked = directory.path() / "hive";
    if (run(fmt::format("xz -dc '{}' > '{}'", packed, unpacked.string())).status != 0) {
        skipped("real data: xz cannot unpack " + name);
        return std::nullopt;
    }
    return read_file(unpacked);
}

HiveSet real_set(const std::string& path)
{
    HiveSet set{.name = path.substr(path.rfind('/') + 1), .primary = real(path).value_or(Bytes{})};
    for (const auto* suffix : {".LOG", ".LOG1", ".LOG2"})
        if (const auto base = *testdata() / (path + suffix); fs::exists(base) || fs::exists(base.string() + ".xz"))
            set.logs.push_back({set.name + suffix, *real(path + suffix)});
    return set;
}

Ran run(const std::string& command)
{
    Ran ran;
    FILE* pipe = popen((command + (command.find('>') == std::string::npos ? " 2>&1" : "")).c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::array<char, 4096> buffer;
    for (std::size_t got; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        ran.output.append(buffer.data(), got);
    const int status = pclose(pipe);
    ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
}

bool installed(const std::string& program)
{
    if (run(fmt::format("command -v {} > /dev/null", program)).status == 0)
        return true;
    skipped("judge " + program + ": not installed");
    return false;
}

std::string findings(const Bytes& hive)
{
    const auto data = testdata();
    const auto checker = data ? data->parent_path() / "tools" / "regf_check.py" : fs::path{};
    if (!fs::exists(checker) || !installed("python3")) {
        skipped("judge regf_check.py: not there");
        return {};
    }
    const TemporaryDirectory directory;
    const auto file = directory.path() / "hive";
    write_file(file, hive);
    const auto ran = run(fmt::format("python3 '{}' '{}'", checker.string(), file.string()));
    return ran.status == 0 ? std::string{} : ran.output;
}

}  // namespace hivemend::windows::test
