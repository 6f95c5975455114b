// Guards on values: hivex lists all values of a key anew when one of them changes.
#include <fmt/format.h>

#include "lang/types/value.hpp"
#include "runtime/windows/hive/guards.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

constexpr std::uint32_t largest_value = 999'996;  // hivex 1.3.23 allocates cells of up to 1,000,000 bytes …
constexpr std::size_t most_values = 110'000;      // … and lists so many values
constexpr std::uint32_t longest_read = 8'000'000;

std::string grouped(std::uint64_t number)
{
    auto text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

bool fits_latin1(ByteView utf16)
{
    for (std::size_t at = 0; at + 1 < utf16.size(); at += 2)
        if (le16(utf16, at) > 0xff)
            return false;
    return true;
}

bool sound_utf16(ByteView raw)
{
    for (std::size_t at = 0; at + 1 < raw.size(); at += 2) {
        const auto unit = le16(raw, at);
        if (unit < 0xd800 || unit > 0xdfff)
            continue;
        if (unit > 0xdbff || at + 3 >= raw.size() || le16(raw, at + 2) < 0xdc00 || le16(raw, at + 2) > 0xdfff)
            return false;
        at += 2;
    }
    return raw.size() % 2 == 0;
}

/// Why hivex could not write a value under the name that this one has.
std::optional<std::string> unwritable_name(const ValueRecord& value)
{
    if (value.name.find('\0') != std::string::npos)
        return "has a name with a NUL character";
    if (!value.latin1_name && !sound_utf16(value.raw_name))
        return "has a name that is not sound UTF-16";
    if (!value.latin1_name && !value.raw_name.empty() && fits_latin1(value.raw_name))
        return "has a name stored in UTF-16 although Latin-1 would do";
    return std::nullopt;
}

}  // namespace

std::string value_shown(const std::string& value_name)
{
    return value_name.empty() ? "the default value" : fmt::format("value `{}`", value_name);
}

std::optional<std::string> values_obstacle(const HiveImage& image, KeyRef key, const std::string& path,
                                           const std::string& name)
{
    const auto values = image.values(key, HiveImage::Read::names);
    if (values.size() >= most_values)
        return fmt::format("key `{}` holds {} values, more than can be listed anew", path, grouped(values.size()));
    std::size_t named = 0;
    for (const auto& value : values) {
        const auto where = [&] { return fmt::format("{} of key `{}`", value_shown(value.name), path); };
        // hivex stops the process at such a record; no real hive has one.
        if (value.size == 0 && !value.stored_inline)
            return fmt::format("{} has no data, stored as a reference", where());
        if (!lang::equal_without_case(value.name, name))
            continue;
        if (++named > 1)
            return fmt::format("key `{}` holds two values named `{}`", path, value.name);
        if (value.flags & value_tombstone)
            return fmt::format("{} is a tombstone of a layered key", where());
        if (const auto reason = unwritable_name(value))
            return fmt::format("{} {}, which this version does not write", where(), *reason);
    }
    image.values(key);  // every one is readable
    return std::nullopt;
}

std::optional<std::string> deletion_obstacle(const HiveImage& image, KeyRef key)
{
    const auto record = image.key(key);
    if (!(record.flags & key_latin1) && !sound_utf16(key_node(image, key.cell).raw_name()))
        return fmt::format("key `{}` has a name that is not sound UTF-16, which this version does not delete",
                           record.name);
    for (const auto& value : image.values(key)) {
        const auto where = [&] { return fmt::format("{} of key `{}`", value_shown(value.name), record.name); };
        if (value.size == 0 && !value.stored_inline)
            return fmt::format("{} has no data, stored as a reference", where());
        if (!value.latin1_name && !sound_utf16(value.raw_name))
            return fmt::format("{} has a name that is not sound UTF-16, which this version does not delete", where());
        if (value.size > longest_read)
            return fmt::format("{} has {} bytes, this version deletes keys with values of up to {}", where(),
                               grouped(value.size), grouped(longest_read));
    }
    return std::nullopt;
}

std::optional<std::string> data_obstacle(const std::string& name, const lang::RegData& data)
{
    if (data.bytes.size() <= largest_value)
        return std::nullopt;
    return fmt::format("{} would have {} bytes, this version writes up to {}", value_shown(name),
                       grouped(data.bytes.size()), grouped(largest_value));
}

}  // namespace hivemend::windows
