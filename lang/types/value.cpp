// Values of the language: order, equality and text.
#include "lang/types/value.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace hivemend::lang {
namespace {

constexpr char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

constexpr int hex_digit(char letter)
{
    const char small = lower(letter);
    return small >= '0' && small <= '9' ? small - '0' : small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

struct Unit {
    std::uint64_t factor;
    std::string_view name;
};

/// The number with the largest unit that divides it.
std::string with_unit(std::uint64_t number, std::span<const Unit> units)
{
    for (const auto& unit : units)
        if (number != 0 && number % unit.factor == 0)
            return fmt::format("{}{}", number / unit.factor, unit.name);
    return fmt::format("{}{}", number, units.back().name);
}

constexpr std::array<Unit, 5> size_units{
    {{1ull << 40, "TiB"}, {1ull << 30, "GiB"}, {1ull << 20, "MiB"}, {1ull << 10, "KiB"}, {1, "B"}}};
constexpr std::array<Unit, 5> duration_units{
    {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "min"}, {1000, "s"}, {1, "ms"}}};

std::string joined(const std::vector<std::uint32_t>& components)
{
    return fmt::format("{}", fmt::join(components, "."));
}

}  // namespace

std::optional<Guid> parse_guid(std::string_view text)
{
    constexpr std::string_view shape = "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";
    if (text.size() != shape.size())
        return std::nullopt;
    Guid guid;
    std::size_t digit = 0;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] != 'x') {
            if (text[i] != shape[i])
                return std::nullopt;
            continue;
        }
        const int value = hex_digit(text[i]);
        if (value < 0)
            return std::nullopt;
        guid.bytes[digit / 2] = static_cast<std::uint8_t>(guid.bytes[digit / 2] * 16 + value);
        ++digit;
    }
    return guid;
}

std::string to_text(const Guid& guid)
{
    std::string text = "{";
    for (std::size_t i = 0; i < guid.bytes.size(); ++i)
        text += fmt::format("{}{:02x}", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", guid.bytes[i]);
    return text + "}";
}

std::strong_ordering Version::operator<=>(const Version& other) const
{
    const std::size_t length = std::max(components.size(), other.components.size());
    const auto at = [](const Version& version, std::size_t i) {
        return i < version.components.size() ? version.components[i] : 0u;
    };
    for (std::size_t i = 0; i < length; ++i)
        if (const auto order = at(*this, i) <=> at(other, i); order != 0)
            return order;
    return std::strong_ordering::equal;
}

std::string to_text(const Value& value)
{
    return std::visit(
        overloaded{
            [](bool yes) -> std::string { return yes ? "yes" : "no"; },
            [](std::uint64_t number) { return fmt::format("{}", number); },
            [](const std::string& text) { return string_literal(text); },
            [](const Size& size) { return with_unit(size.bytes, size_units); },
            [](const Duration& duration) { return with_unit(duration.milliseconds, duration_units); },
            [](const Date& date) { return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day); },
            [](const Version& version) { return joined(version.components); },
            [](const Guid& guid) { return string_literal(to_text(guid)); },
            [](const EnumMember& member) { return member.name; },
            [](const RegData& data) { return to_text(data); },
            [](const RegKey& key) { return string_literal(key.text); },
            [](const GuestPath& path) { return string_literal(path.text); },
            [](const HostPath& path) { return string_literal(path.text); },
            [](const Volume& volume) { return volume.name; },
            [](const ControlSet& set) { return set.name; },
            [](const BootObject& object) {
                return object.name.empty() && object.id ? string_literal(to_text(*object.id)) : object.name;
            },
            [](const Device& device) { return device.text; },
            [](const Secret&) { return std::string{"(secret)"}; },
            [](const std::vector<Value>& items) {
                std::string list;
                for (const auto& item : items)
                    list += (list.empty() ? "" : ", ") + to_text(item);
                return "[" + list + "]";
            },
        },
        value.data);
}

std::string interpolated(const Value& value)
{
    return std::visit(overloaded{
                          [](const std::string& text) { return text; },
                          [](const Guid& guid) { return to_text(guid); },
                          [](const RegKey& key) { return key.text; },
                          [](const GuestPath& path) { return path.text; },
                          [](const HostPath& path) { return path.text; },
                          [&](const auto&) { return to_text(value); },
                      },
                      value.data);
}

bool equal_without_case(std::string_view left, std::string_view right)
{
    return std::ranges::equal(left, right, {}, lower, lower);
}

std::string ascii_lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

}  // namespace hivemend::lang
