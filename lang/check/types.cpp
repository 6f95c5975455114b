// Names of types.
#include <algorithm>

#include <array>
#include <fmt/format.h>
#include <set>
#include <utility>

#include "lang/check/declared.hpp"
#include "lang/check/offers.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

struct NamedKind {
    std::string_view name;
    Kind kind;
    bool only_in_library = false;
};

constexpr std::array<NamedKind, 19> kinds{{
    {"bool", Kind::boolean},
    {"int", Kind::integer},
    {"string", Kind::string},
    {"size", Kind::size},
    {"duration", Kind::duration},
    {"date", Kind::date},
    {"version", Kind::version},
    {"guid", Kind::guid},
    {"reg_key", Kind::reg_key},
    {"reg_name", Kind::reg_name},
    {"reg_data", Kind::reg_data},
    {"guest_path", Kind::guest_path},
    {"control_set", Kind::control_set},
    {"volume", Kind::volume},
    {"host_path", Kind::host_path},
    {"device", Kind::device},
    {"secret", Kind::secret},
    {"path", Kind::path, true},
    {"glob", Kind::glob, true},
}};

std::set<std::string> object_kinds(const Declarations& declared)
{
    std::set<std::string> names;
    for (const auto& [name, object] : declared.objects)
        names.insert(object.kind);
    for (const auto& [name, element] : declared.elements)
        names.insert(element.kinds.begin(), element.kinds.end());
    names.erase("any");
    return names;
}

Type object_type(Checker& checker, const syntax::TypeName& name)
{
    if (name.arguments.empty())
        return bcd_object_type("");
    const auto& kind = name.arguments.front().name;
    const auto known = object_kinds(checker.declarations());
    offer_words(checker, kind.span, std::vector(known.begin(), known.end()), "kind of boot object");
    if (known.contains(kind.text))
        return bcd_object_type(kind.text);
    auto& unknown = checker.diagnostics.add(diag::unknown_kind, kind.span, kind.text);
    suggest(unknown, kind.span, kind.text, {known.begin(), known.end()});
    unknown.hint(fmt::format("kinds are {}", fmt::join(known, ", ")));
    return simple(Kind::error);
}

std::vector<std::string> type_names(const Checker& checker)
{
    std::vector<std::string> names = names_of(checker.enums);
    for (const auto& named : kinds)
        if (!named.only_in_library)
            names.emplace_back(named.name);
    for (const auto* maker : {"list", "optional", "bcd_object"})
        names.emplace_back(maker);
    return names;
}

Type made_of(Checker& checker, const syntax::TypeName& name, bool in_library)
{
    if (name.arguments.size() != 1) {
        checker.diagnostics.add(diag::wrong_shape, name.span, name.name.text, name.name.text + "(string)")
            .hint("the type inside says what it holds");
        return simple(Kind::error);
    }
    Type inner = type_of(checker, name.arguments.front(), in_library);
    if (inner.is(Kind::error))
        return inner;
    return name.name.text == "list" ? list_of(std::move(inner)) : optional_of(std::move(inner));
}

syntax::TypeName name_of_expr(const syntax::Expr& expr)
{
    const auto* call = std::get_if<syntax::Call>(&expr.node);
    if (call == nullptr)
        return {{"", expr.span}, {}, expr.span};
    syntax::TypeName name{{call->callee.text(), call->callee.span}, {}, expr.span};
    if (call->arguments)
        for (const auto& argument : *call->arguments)
            name.arguments.push_back(name_of_expr(*argument));
    return name;
}

}  // namespace

Type type_of(Checker& checker, const syntax::TypeName& name, bool in_library)
{
    const std::string& text = name.name.text;
    if (checker.probe != nullptr)
        offer_words(checker, name.name.span, type_names(checker), "type");
    if (text == "list" || text == "optional")
        return made_of(checker, name, in_library);
    if (text == "bcd_object")
        return object_type(checker, name);
    if (!name.arguments.empty()) {
        checker.diagnostics.add(diag::wrong_shape, name.span, text, text)
            .hint("only `list`, `optional` and `bcd_object` are made of something");
        return simple(Kind::error);
    }
    if (const auto found = std::ranges::find(kinds, text, &NamedKind::name);
        found != kinds.end() && (!found->only_in_library || in_library))
        return simple(found->kind);
    if (checker.enums.contains(text))
        return enum_type(text);
    suggest(checker.diagnostics.add(diag::unknown_type, name.name.span, text), name.name.span, text,
            type_names(checker));
    return simple(Kind::error);
}

Type type_of(Checker& checker, const syntax::Expr& expr, bool in_library)
{
    return type_of(checker, name_of_expr(expr), in_library);
}

}  // namespace hivemend::lang::rules
