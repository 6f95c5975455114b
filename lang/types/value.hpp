// Values of the language: what literals, parameters and facts are once they are known.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lang/types/overloaded.hpp"
#include "lang/types/reg_data.hpp"
#include "lang/types/type.hpp"

namespace hivemend::lang {

/// A GUID in the order in which it is written: `{9dea862c-…}` starts with byte 0x9d.
struct Guid {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const Guid&) const = default;
};

/// Accepts only the form with braces, in either case.
std::optional<Guid> parse_guid(std::string_view text);
/// Lower case, with braces, as Windows writes it into a boot store.
std::string to_text(const Guid& guid);

struct Size {
    std::uint64_t bytes = 0;
    auto operator<=>(const Size&) const = default;
};
struct Duration {
    std::uint64_t milliseconds = 0;
    auto operator<=>(const Duration&) const = default;
};
struct Date {
    int year = 0, month = 0, day = 0;
    auto operator<=>(const Date&) const = default;
};
/// Compared by component; a missing one is 0, so `10.0 == 10.0.0`.
struct Version {
    std::vector<std::uint32_t> components;
    std::strong_ordering operator<=>(const Version& other) const;
    bool operator==(const Version& other) const { return (*this <=> other) == 0; }
};
struct EnumMember {
    std::string enumeration;
    std::string name;
    std::optional<std::uint64_t> number{};
    bool operator==(const EnumMember&) const = default;
};
/// `SYSTEM\ControlSet001\Control`: the hive, then components separated by backslashes.
struct RegKey {
    std::string text;
    bool operator==(const RegKey&) const = default;
};
/// A path of the patient: `\Windows\…` (volume of Windows) or with one of its own drive letters.
struct GuestPath {
    std::string text;
    bool operator==(const GuestPath&) const = default;
};
/// A file of the repair machine; comes only from the operator.
struct HostPath {
    std::string text;
    bool operator==(const HostPath&) const = default;
};
/// Text that only the operator gives; it is never printed, saved or put into another text.
struct Secret {
    std::string text;
    bool operator==(const Secret&) const = default;
};
/// `os` or `system`.
struct Volume {
    std::string name;
    bool operator==(const Volume&) const = default;
};
/// `ControlSet001`; made only by facts.
struct ControlSet {
    std::string name;
    bool operator==(const ControlSet&) const = default;
};
/// An entry of the boot store: a declared object by its name, or an id. `default` has a name and no id: the runtime
/// resolves it.
struct BootObject {
    std::string name;
    std::optional<Guid> id{};
    std::string kind{};
    bool operator==(const BootObject&) const = default;
};
/// What a device element holds. In a program it is `boot`, `partition(os)` or `partition(system)` and has no bytes; on
/// a target it has the bytes of the boot store, by which it is compared, and the text says what they name.
struct Device {
    std::string text;
    std::vector<std::byte> bytes{};
    bool operator==(const Device&) const = default;
};

struct Value {
    using Variant =
        std::variant<bool, std::uint64_t, std::string, Size, Duration, Date, Version, Guid, EnumMember, RegData, RegKey,
                     GuestPath, HostPath, Volume, ControlSet, BootObject, Device, Secret, std::vector<Value>>;
    Variant data;

    bool operator==(const Value&) const = default;

    template <class T>
    const T* get_if() const
    {
        return std::get_if<T>(&data);
    }
    template <class T>
    const T& get() const
    {
        return std::get<T>(data);
    }
};

/// The value as the language writes it: `yes`, `300MiB`, `dword 2`, `"text"`, `[a, b]`, `complete`.
std::string to_text(const Value& value);

/// The text that `${}` puts in place of the value: no quotes; sizes and versions as written.
std::string interpolated(const Value& value);

/// ASCII letters compared without case, as Windows compares names.
bool equal_without_case(std::string_view left, std::string_view right);
std::string ascii_lower(std::string_view text);

}  // namespace hivemend::lang
