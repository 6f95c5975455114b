// What each reader prints, taken apart.
#include "tests/windows/listings.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows::test {
namespace {

std::string hex(ByteView bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const auto byte : bytes) {
        text += digits[std::to_integer<unsigned>(byte) >> 4];
        text += digits[std::to_integer<unsigned>(byte) & 15];
    }
    return text;
}

std::string hex(const std::string& text)
{
    return hex(std::as_bytes(std::span(text)));
}

/// Flags, raw name and class name; the security descriptor comes last, because new keys have that of their parent.
std::string raw_fields(const HiveImage& image, KeyRef key)
{
    const auto node = key_node(image, key.cell);
    const std::size_t class_size = le16(node.bytes, 74);
    const auto class_name = node.class_name() == nil || class_size == 0
                                ? ByteView{}
                                : image.cell(node.class_name(), class_size, "a class name").first(class_size);
    const auto security = image.cell(node.security(), 20, "a security descriptor");
    return fmt::format("{:x}/{}/{}/{}", node.flags(), hex(node.raw_name()), hex(class_name),
                       hex(security.subspan(20, le32(security, 16))));
}

std::string raw_value(ByteView name, bool latin1, const lang::RegData& data)
{
    return fmt::format("{}/{:d}/{:x}/{}", hex(name), latin1, static_cast<std::uint32_t>(data.type), hex(data.bytes));
}

void list_raw(const HiveImage& image, KeyRef ref, const std::string& path, Listing& listing)
{
    const auto time = fmt::to_string(le64(key_node(image, ref.cell).bytes, 4));
    ListedKey key{path, time, raw_fields(image, ref), {}};
    for (const auto& value : image.values(ref))
        key.values.push_back(raw_value(value.raw_name, value.latin1_name, value.data));
    listing.push_back(std::move(key));
    for (const auto child : image.subkeys(ref))
        list_raw(image, child, path + '\\' + key_node(image, child.cell).name(), listing);
}

std::optional<Listing> raw_listing(const Bytes& hive)
{
    const HiveImage image(hive);
    Listing listing;
    list_raw(image, image.root(), {}, listing);
    return listing;
}

std::string raw_new_value(const std::string& name, const lang::RegData& data)
{
    return raw_value(std::as_bytes(std::span(name)), true, data);
}

ListedKey raw_below(const ListedKey& parent, const std::string& name)
{
    const auto security = parent.about.substr(parent.about.rfind('/') + 1);
    return {parent.path + '\\' + name, {}, fmt::format("20/{}//{}", hex(name), security), {}};
}

/// What a program prints of a hive; nothing when it is not there, or does not like the hive.
std::optional<std::string> printed(const std::string& program, const Bytes& hive)
{
    if (!installed(program))
        return std::nullopt;
    const TemporaryDirectory directory;
    const auto file = directory.path() / "hive";
    write_file(file, hive);
    auto ran = run(fmt::format("{} '{}' 2>/dev/null", program, file.string()));
    return ran.status == 0 ? std::optional(std::move(ran.output)) : std::nullopt;
}

/// The text up to the next `end`, which is taken away with it.
std::string_view cut(std::string_view& text, std::string_view end)
{
    const auto at = text.find(end);
    const auto part = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + end.size());
    return part;
}

/// PATH,TYPE,VALUE,MTIME: a line for each key, and behind it a line for each of its values. Commas in names and data
/// are escaped; only keys have a time.
std::optional<Listing> reglookup_listing(const Bytes& hive)
{
    const auto text = printed("reglookup", hive);
    if (!text)
        return std::nullopt;
    std::string_view rest = *text;
    REQUIRE(cut(rest, "\n") == "PATH,TYPE,VALUE,MTIME");
    Listing listing;
    while (!rest.empty()) {
        const auto line = cut(rest, "\n");
        auto fields = line;
        const auto path = cut(fields, ",");
        if (cut(fields, ",") == "KEY") {
            cut(fields, ",");
            listing.push_back({std::string(path), std::string(fields), {}, {}});
            continue;
        }
        const auto prefix = (listing.empty() ? std::string{} : listing.back().path) + '/';  // `//` below the root
        if (!line.starts_with(prefix))
            FAIL("reglookup tells a value that is not of the key before it: " << line);
        listing.back().values.emplace_back(line.substr(prefix.size(), line.size() - prefix.size() - 1));
    }
    return listing;
}

std::string reglookup_time(std::uint64_t filetime)
{
    const auto seconds = static_cast<std::time_t>(filetime / 10'000'000 - 11'644'473'600);
    std::tm parts{};
    std::array<char, 32> text{};
    gmtime_r(&seconds, &parts);
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts)};
}

std::string reglookup_value(const std::string& name, const lang::RegData& data)
{
    if (const auto number = as_dword(data))
        return fmt::format("{},DWORD,0x{:08X}", name, *number);
    return fmt::format("{},SZ,{}", name, as_string(data).value());
}

ListedKey reglookup_below(const ListedKey& parent, const std::string& name)
{
    return {(parent.path == "/" ? "/" : parent.path + '/') + name, {}, {}, {}};
}

/// Lines for each key, then some for each of its values, which are numbered. It tells no times.
std::optional<Listing> regfexport_listing(const Bytes& hive)
{
    const auto text = printed("regfexport", hive);
    if (!text)
        return std::nullopt;
    std::string_view rest = *text;
    cut(rest, "\nKey path: ");
    Listing listing;
    while (!rest.empty()) {
        auto block = cut(rest, "\nKey path: ");
        const auto path = cut(block, "\nKey: ");  // names may hold line breaks
        const auto trimmed = [](std::string_view part) {
            return std::string(part.substr(0, part.find_last_not_of('\n') + 1));
        };
        ListedKey key{std::string(path), {}, trimmed(cut(block, "\nValue: ")), {}};
        while (!block.empty()) {
            auto value = cut(block, "\nValue: ");
            const auto number = cut(value, " ");
            if (number != fmt::to_string(key.values.size()))
                FAIL("regfexport does not count values one by one: " << value);
            key.values.push_back(trimmed(value));
        }
        listing.push_back(std::move(key));
    }
    return listing;
}

std::string regfexport_time(std::uint64_t)
{
    return {};
}

std::string regfexport_value(const std::string& name, const lang::RegData& data)
{
    if (const auto number = as_dword(data))
        return fmt::format("{}\nType: 32-bit integer little-endian (REG_DWORD_LITTLE_ENDIAN)\nData size: 4\nData: {}",
                           name, *number);
    return fmt::format("{}\nType: string (REG_SZ)\nData size: {}\nData: {}", name, data.bytes.size(),
                       as_string(data).value());
}

ListedKey regfexport_below(const ListedKey& parent, const std::string& name)
{
    return {parent.path + '\\' + name, {}, name, {}};
}

constexpr HiveReader readers[] = {
    {"hivemend", raw_listing, [](std::uint64_t filetime) { return std::to_string(filetime); }, raw_new_value,
     raw_below},
    {"reglookup", reglookup_listing, reglookup_time, reglookup_value, reglookup_below},
    {"regfexport", regfexport_listing, regfexport_time, regfexport_value, regfexport_below}};

}  // namespace

std::span<const HiveReader> hive_readers()
{
    return readers;
}

std::string difference(Listing planned, Listing found)
{
    std::ranges::sort(planned);
    std::ranges::sort(found);
    if (planned == found)
        return {};
    std::string text;
    const auto show = [&](const char* what, const Listing& left, const Listing& right) {
        Listing only;
        std::ranges::set_difference(left, right, std::back_inserter(only));
        text += fmt::format("{} {} keys\n", only.size(), what);
        for (std::size_t i = 0; i < std::min<std::size_t>(only.size(), 3); ++i) {
            text += fmt::format("  {} | {} | {}\n", only[i].path, only[i].time, only[i].about);
            for (const auto& value : only[i].values)
                text += fmt::format("    {}\n", value.substr(0, 100));
        }
    };
    show("planned and not found:", planned, found);
    show("found and not planned:", found, planned);
    return text;
}

}  // namespace hivemend::windows::test
