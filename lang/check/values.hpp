// Expressions: names, literals and operators become typed expressions. Private to lang/check.
#pragma once

#include <string_view>

#include "lang/check/checker.hpp"

namespace hivemend::lang::rules {

/// Stands where a diagnostic has been given.
Expr broken(Span span);
Expr constant(Type type, Span span, Value value);

/// The expression with the type it has by itself, or the one that `expected` gives to a bare word or a literal.
/// `expected` may be null; the result need not fit it.
Expr infer(Checker& checker, const syntax::Expr& tree, const Type* expected);

/// An expression that fits `wanted`, or a diagnostic.
Expr value_of(Checker& checker, const syntax::Expr& tree, const Type& wanted);
/// The same for an expression that is inferred already.
Expr fitted(Checker& checker, Expr expr, const Type& wanted);
bool fits(const Type& type, const Type& wanted);

/// A number where an enum is needed: the member that it stands for is the fix. Nothing when no member has it.
std::optional<Expr> member_by_number(Checker& checker, const syntax::Expr& tree, const Type& type);

/// An expression of type bool.
Expr condition(Checker& checker, const syntax::Expr& tree);

// In names.cpp
Expr name_of(Checker& checker, const syntax::Call& call, Span span, const Type* expected);
/// `${path}` inside a text.
Expr path_of(Checker& checker, const syntax::Path& path);
/// "a boot loader entry"
std::string kind_described(std::string_view kind);
/// What to write where a boot object is needed.
inline constexpr std::string_view ways_to_name_an_object =
    "an object is a name such as `bootmgr` or `default`, a parameter such as `param loader: bcd_object(osloader)`, or "
    "an id: `\"{9dea862c-5cdd-4e70-acc1-f32b344d4795}\"`";
/// The element of this name for the kind of the object, or a diagnostic.
const ElementDeclaration* element_named(Checker& checker, std::string_view name, const Expr& object, Span where);
/// The same by its number; one that nothing declares is an element too.
std::optional<ElementDeclaration> element_numbered(Checker& checker, std::uint64_t number, const Expr& object,
                                                   Span where);

// In texts.cpp
/// A string literal as the type that is expected of it, else as a string.
Expr text_of(Checker& checker, const syntax::StringLiteral& literal, Span span, const Type* expected);

// In conditions.cpp
Expr comparison_of(Checker& checker, const syntax::Comparison& comparison, Span span);
Expr logic_of(Checker& checker, const syntax::Logic& logic, Span span);
Expr exists_of(Checker& checker, const syntax::Exists& exists, Span span);

// In matches.cpp
Expr match_of(Checker& checker, const syntax::MatchExpr& match, Span span, const Type* expected);

// In registry_data.cpp
Expr registry_data_of(Checker& checker, const syntax::Typed& typed, Span span);
/// The data, when its operand is a constant.
std::optional<RegData> constant_data(const MakeRegData& made);

}  // namespace hivemend::lang::rules
