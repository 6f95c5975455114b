// What the tests of this room share: hives of their own, optional real data, and judges that are not our code.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "runtime/windows/hive/edit.hpp"

namespace hivemend::windows::test {

namespace fs = std::filesystem;

/// A new hive with these changes made by edit_hive.
Bytes hive_with(const std::vector<HiveChange>& changes, std::uint32_t minor = 5);
/// Changes a hive; its logs are empty.
EditedHive edited(const Bytes& hive, const std::vector<HiveChange>& changes);
/// Headline of the Error that editing gives, or nothing when it succeeds.
std::optional<std::string> refusal(const Bytes& hive, const std::vector<HiveChange>& changes);

lang::RegData dword(std::uint32_t value);
Bytes filled(std::size_t size, int byte = 0x5a);
void put_u16(Bytes& bytes, std::size_t at, std::uint16_t value);
void put_u32(Bytes& bytes, std::size_t at, std::uint32_t value);
/// Puts the checksum of the base block right again.
void reseal(Bytes& hive);
/// Every key and value, one line each, without cells and times.
std::vector<std::string> listing(ByteView hive);
/// File offset of a key's record, after the size of its cell.
std::size_t record_of(const Bytes& hive, std::string_view path);
/// File offset of a value's record.
std::size_t record_of_value(const Bytes& hive, std::string_view path, std::string_view name);

Bytes read_file(const fs::path& path);
void write_file(const fs::path& path, ByteView bytes);
/// Directory that is removed at the end.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// Real hives and boot stores, when they are there.
std::optional<fs::path> testdata();
/// A file of the real data, unpacked when only its .xz is there; nothing, with one line printed, when there is none.
std::optional<Bytes> real(const std::string& name);
/// A real hive with the logs that lie beside it.
HiveSet real_set(const std::string& path);

struct Ran {
    int status = -1;
    std::string output;
};
Ran run(const std::string& command);
bool installed(const std::string& program);
/// What the independent checker finds wrong; empty when the hive is sound, or when there is no checker (printed once).
std::string findings(const Bytes& hive);

}  // namespace hivemend::windows::test
