// Declarations of the standard library: what statements, facts, boot objects, elements and enums exist.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lang/source/source.hpp"
#include "lang/types/type.hpp"
#include "lang/types/value.hpp"

namespace hivemend::lang {

/// What a statement may touch.
struct Effects {
    bool registry = false, boot = false, files = false, disk = false, human = false;
    bool operator==(const Effects&) const = default;
    Effects operator|(const Effects& other) const;
    Effects operator-(const Effects& other) const;
    /// `{ registry, boot }`
    std::string text() const;
};

enum class Risk { low, medium, high };
enum class UndoKind { exact, none };

/// What the left and right side of a line in a settings block are.
struct SettingsShape {
    bool elements = false;        // left sides are elements of the subject's kind, else names of values
    bool has_value = false;       // a line has `= value`
    bool value_optional = false;  // … which may be left out
    Type value{};                 // of a value's line: `reg_data`, or `list(string)`
};

struct PrimitiveParameter {
    std::string name;
    Type type;
    std::string documentation;
    std::optional<Value> default_value;
};

struct PrimitiveDeclaration {
    std::string verb;  // `reg add`
    std::string documentation;
    std::optional<PrimitiveParameter> subject;
    std::vector<PrimitiveParameter> parameters;
    std::optional<SettingsShape> settings;
    Effects effects;
    Risk risk = Risk::low;
    UndoKind undo = UndoKind::exact;
    Span span;
};

struct FactDeclaration {
    std::string name;  // `os.free`
    std::string documentation;
    std::vector<PrimitiveParameter> parameters;
    Type type;
    Span span;
};

struct EnumDeclaration {
    std::string name;
    std::string documentation;
    std::vector<EnumMember> members;
    Span span;
};

/// Format of a boot element: digit 2 of its number (0x2**5**000080 is an integer). Digit 1 is its class: of every
/// object (1), of the kind of its application (2), of device options (3), of Setup and of manufacturers (4, 5; every
/// object).
enum class ElementFormat {
    device = 1,
    string = 2,
    object = 3,
    object_list = 4,
    integer = 5,
    boolean = 6,
    integer_list = 7,
    binary = 8
};
ElementFormat element_format(std::uint32_t id);

struct ElementDeclaration {
    std::string name;
    std::uint32_t id = 0;
    std::vector<std::string> kinds;  // kinds of object it belongs to; `any`
    std::string values;              // name of the enum of its symbols, or empty
    bool temporary = false;
    std::string command{};   // of bcdedit that writes it besides `/set`: `/bootems`
    std::string needs{};     // another element without which it has no effect
    bool bitlocker = false;  // BitLocker validates it by default: when it changes, it asks for the recovery key
    bool ignored_by_secure_boot = false;  // a start with Secure Boot on does not obey it
    bool starts = false;                  // its objects are started
    std::string documentation;
    Span span;
    bool belongs_to(std::string_view kind) const;
    /// The type of its value in the language: an enum where it has symbols, else by its format.
    Type type() const;
    /// Whether an object of this kind may stand in it, as far as the kind says: an element whose objects are started
    /// holds no settings, and the boot manager is started by the firmware only.
    bool may_hold(std::string_view kind, std::string_view owner) const;
};

struct ObjectDeclaration {
    std::string name;
    std::optional<Guid> id;  // absent for `default`
    std::string kind;
    std::string documentation;
    Span span;
};

/// All declarations that a playbook sees without `use`, by name.
struct Declarations {
    std::map<std::string, PrimitiveDeclaration, std::less<>> primitives;
    std::map<std::string, FactDeclaration, std::less<>> facts;
    std::map<std::string, EnumDeclaration, std::less<>> enums;
    std::multimap<std::string, ElementDeclaration, std::less<>>
        elements;  // one name may have several ids, for different kinds
    std::map<std::string, ObjectDeclaration, std::less<>> objects;

    /// The element of this name for objects of this kind, if there is one.
    const ElementDeclaration* element(std::string_view name, std::string_view kind) const;
    const ElementDeclaration* element(std::uint32_t id, std::string_view kind) const;
    /// The element with this number, declared or not: one that nobody named goes by its number, `0x16000067`. Nothing
    /// when its class is not for this kind, its format is none, or only other kinds have an element of this number.
    std::optional<ElementDeclaration> numbered_element(std::uint32_t id, std::string_view kind) const;
    /// The object declared with this id, if there is one.
    const ObjectDeclaration* object(const Guid& id) const;
};

}  // namespace hivemend::lang
