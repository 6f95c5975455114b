// String literals: plain or with `${}`, as the type that their place asks for.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "lang/check/skeleton.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

/// Whether a value of this type may stand in a text that becomes `target`; keys and paths only begin a text of their
/// own type.
bool may_stand_in_text(const Type& type, Kind target, bool first)
{
    switch (type.kind) {
    case Kind::string:
    case Kind::reg_name:
    case Kind::integer:
    case Kind::size:
    case Kind::enumeration:
    case Kind::version:
    case Kind::control_set:
        return true;
    case Kind::reg_key:
    case Kind::guest_path:
        return first && (target == type.kind || (target == Kind::glob && type.is(Kind::guest_path)));
    default:
        return false;
    }
}

Expr piece_of(Checker& checker, const syntax::Path& path, Kind target, bool first)
{
    Expr piece = path_of(checker, path);
    if (piece.type.is(Kind::error))
        return piece;
    if (piece.type.is(Kind::optional)) {
        const std::string name = path.text();
        checker.diagnostics.add(diag::optional_not_checked, path.span, "`" + name + "`")
            .hint("put the text where it is known to be there: `when exists " + name + " { … }`");
        return broken(path.span);
    }
    if (!may_stand_in_text(piece.type, target, first)) {
        checker.diagnostics.add(diag::not_interpolable, path.span, "`" + path.text() + "`", described(piece.type))
            .hint("a text takes values of type string, reg_name, int, size, version, control_set and of enums");
        return broken(path.span);
    }
    return piece;
}

/// One `${}` in a key or path is one component. What the playbook writes out is checked here, the rest when planning.
bool is_component(Checker& checker, const Expr& piece, Span span, Kind target)
{
    const auto* local = std::get_if<Local>(&piece.node);
    const Binding* binding = local == nullptr ? nullptr : find_binding(checker, local->name);
    if (binding == nullptr || piece.type.is(Kind::reg_key) || piece.type.is(Kind::guest_path))
        return true;
    for (const auto& text : binding->texts) {
        if (target == Kind::reg_key && names_control_set(text)) {
            checker.diagnostics.add(diag::literal_control_set, span, text)
                .label(binding->declared, "written out here")
                .hint("take it from the disk: `for each control_set in os.control_sets { … }`, or "
                      "`os.default_control_set`");
            return false;
        }
        if (!text.empty() && text.find_first_of("\\/") == std::string::npos)
            continue;
        const auto& kind = target == Kind::reg_key ? diag::malformed_key : diag::malformed_path;
        checker.diagnostics.add(kind, span, "would have " + string_literal(text) + " as one component")
            .label(binding->declared, "declared here")
            .hint(
                "a `${}` stands for one component: it is not empty and has no separator; write the separators outside "
                "of it, or give the whole its own type: `let key: reg_key = …`");
        return false;
    }
    return true;
}

Expr interpolation_of(Checker& checker, const syntax::StringLiteral& literal, Span span, const Type& type)
{
    Interpolation text;
    bool sound = true;
    Kind begins_with = Kind::string;
    for (const auto& piece : literal.pieces) {
        if (const auto* plain = std::get_if<std::string>(&piece.content)) {
            text.pieces.emplace_back(*plain);
            continue;
        }
        const bool first = text.pieces.empty();
        Expr value = piece_of(checker, std::get<syntax::Path>(piece.content), type.kind, first);
        sound = sound && !value.type.is(Kind::error);
        if (type.is(Kind::reg_key) || type.is(Kind::guest_path) || type.is(Kind::glob))
            sound = is_component(checker, value, piece.span, type.kind) && sound;
        if (first)
            begins_with = value.type.kind;
        text.pieces.emplace_back(std::move(value));
    }
    if (!sound)
        return broken(span);
    if (type.is(Kind::reg_key) && !check_key(checker, skeleton_of(literal), span, begins_with == Kind::reg_key))
        return broken(span);
    const bool path = type.is(Kind::guest_path) || type.is(Kind::glob);
    if (path &&
        !check_guest_path(checker, skeleton_of(literal), span, begins_with == Kind::guest_path, type.is(Kind::glob)))
        return broken(span);
    return {path ? simple(Kind::guest_path) : type, span, std::move(text)};
}

/// Symbols that are no names, such as `1394`, are written as texts; every other member is a word.
Expr symbol_of(Checker& checker, const std::string& text, Span span, const Type& type)
{
    const auto declared = checker.enums.find(type.name);
    if (declared == checker.enums.end())
        return constant(simple(Kind::string), span, {text});
    std::vector<std::string> written;
    for (const auto& member : declared->second.members) {
        const bool is_name = member.name.front() < '0' || member.name.front() > '9';
        if (!is_name && member.name == text)
            return constant(type, span, {member});
        if (is_name && member.name == ascii_lower(text)) {
            checker.diagnostics
                .add(diag::wrong_type, span, checker.code(span), described(simple(Kind::string)), described(type))
                .hint("members are words without quotes")
                .fix("write `" + member.name + "`", span, member.name, Certainty::certain);
            return broken(span);
        }
        written.push_back(is_name ? member.name : string_literal(member.name));
    }
    auto& unknown = checker.diagnostics.add(diag::unknown_member, span, "`" + type.name + "`", text);
    suggest(unknown, span, string_literal(text), written);
    unknown.hint(fmt::format("its members are {}", fmt::join(written, ", ")));
    return broken(span);
}

Expr plain_text_of(Checker& checker, const syntax::StringLiteral& literal, const std::string& text, Span span,
                   const Type& type)
{
    if (type.is(Kind::reg_key))
        return check_key(checker, skeleton_of(literal), span, false) ? constant(type, span, {RegKey{text}})
                                                                     : broken(span);
    if (type.is(Kind::guest_path) || type.is(Kind::glob))
        return check_guest_path(checker, skeleton_of(literal), span, false, type.is(Kind::glob))
                   ? constant(simple(Kind::guest_path), span, {GuestPath{text}})
                   : broken(span);
    if (type.is(Kind::host_path) && checker.origin == Origin::operator_value)
        return constant(type, span, {HostPath{text}});
    if (type.is(Kind::secret) && checker.origin == Origin::operator_value)
        return constant(type, span, {Secret{text}});
    if (type.is(Kind::reg_name))
        return constant(type, span, {text});
    if (type.is(Kind::guid))
        if (const auto guid = parse_guid(text))
            return check_new_id(checker, *guid, span) ? constant(type, span, {*guid}) : broken(span);
    if (type.is(Kind::enumeration))
        return symbol_of(checker, text, span, type);
    if (type.is(Kind::control_set) && checker.origin == Origin::sample)
        return constant(type, span, {ControlSet{text}});
    if (type.is(Kind::bcd_object)) {
        const auto object = check_object_id(checker, text, span, type.name);
        return object ? constant(bcd_object_type(object->kind), span, {*object}) : broken(span);
    }
    return constant(simple(Kind::string), span, {text});
}

}  // namespace

Expr text_of(Checker& checker, const syntax::StringLiteral& literal, Span span, const Type* expected)
{
    Type type = expected == nullptr ? simple(Kind::string) : without_optional(*expected);
    if (type.is(Kind::path))  // a file of the operator comes by a parameter, so a text is one of the patient
        type = simple(Kind::guest_path);
    if (const auto text = literal.plain())
        return plain_text_of(checker, literal, *text, span, type);
    const bool becomes =
        type.is(Kind::reg_key) || type.is(Kind::reg_name) || type.is(Kind::guest_path) || type.is(Kind::glob);
    return interpolation_of(checker, literal, span, becomes ? type : simple(Kind::string));
}

}  // namespace hivemend::lang::rules
