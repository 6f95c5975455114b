// Values that come from outside a playbook: `--set`, and literals of sample targets.
#include <utility>

#include "lang/check/checker.hpp"
#include "lang/check/values.hpp"
#include "lang/syntax/parse.hpp"

namespace hivemend::lang {
namespace {

using Kind = Type::Kind;
using rules::Checker;
using rules::Origin;

/// The value of an expression that reads nothing of a patient.
std::optional<Value> constant_of(Checker& checker, const Expr& expr, const Type& type)
{
    if (const auto* constant = std::get_if<Constant>(&expr.node))
        return constant->value;
    if (const auto* made = std::get_if<MakeRegData>(&expr.node))
        if (const auto data = rules::constant_data(*made))
            return Value{*data};
    checker.diagnostics.add(diag::wrong_type, expr.span, checker.code(expr.span), std::string{"read from a patient"},
                            "a " + to_text(type) + " that is written out");
    return std::nullopt;
}

using Enums = std::map<std::string, EnumDeclaration, std::less<>>;

std::optional<Value> read(const Type& type, std::string text, std::string origin, Origin from, const Enums& enums,
                          const Library& library, SourceMap& sources, Diagnostics& diagnostics)
{
    const SourceId source = sources.add(std::move(origin), std::move(text));
    const auto tree = syntax::parse_expression(sources, source, diagnostics);
    if (!tree || diagnostics.has_errors())
        return std::nullopt;
    Checker checker{library.content(), sources, diagnostics, from};
    checker.enums.insert(enums.begin(), enums.end());
    const Expr expr = rules::value_of(checker, *tree, type);
    return expr.type.is(Kind::error) ? std::nullopt : constant_of(checker, expr, type);
}

/// Types whose text from a command line stands without quotes.
bool is_raw(const Type& type, std::string_view text)
{
    switch (type.kind) {
    case Kind::string:
    case Kind::reg_key:
    case Kind::reg_name:
    case Kind::host_path:
    case Kind::guest_path:
    case Kind::secret:
        return true;
    case Kind::bcd_object:
    case Kind::guid:
        return text.starts_with('{');
    default:
        return false;
    }
}

}  // namespace

std::optional<Value> value_from_text(const Program& program, const Parameter& parameter, std::string_view text,
                                     const Library& library, SourceMap& sources, Diagnostics& diagnostics)
{
    const Type& type = without_optional(parameter.type);
    Diagnostics own;
    const std::string written = is_raw(type, text) ? string_literal(text) : std::string{text};
    auto value =
        read(type, written, "--set " + parameter.name, Origin::operator_value, program.enums, library, sources, own);
    for (Diagnostic diagnostic : own.all())
        diagnostics.append(
            std::move(diagnostic.label(parameter.span, "the parameter is " + rules::described(parameter.type))));
    return value;
}

std::optional<Value> literal(const Type& type, std::string_view text, std::string_view origin, const Library& library,
                             SourceMap& sources, Diagnostics& diagnostics)
{
    Diagnostics own;
    auto value =
        read(without_optional(type), std::string{text}, std::string{origin}, Origin::sample, {}, library, sources, own);
    diagnostics.append(std::move(own));
    return value;
}

}  // namespace hivemend::lang
