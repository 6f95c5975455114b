// Typed data: `dword 2`, `multi_sz ["a"]`.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

std::optional<RegType> reg_type_of(std::string_view word)
{
    if (word == "dword")
        return RegType::dword;
    if (word == "qword")
        return RegType::qword;
    if (word == "sz")
        return RegType::sz;
    if (word == "expand_sz")
        return RegType::expand_sz;
    if (word == "multi_sz")
        return RegType::multi_sz;
    if (word == "binary")
        return RegType::binary;
    return std::nullopt;
}

/// Pairs of hex digits, with blanks between them or not.
std::optional<Bytes> bytes_of_hex(std::string_view text)
{
    Bytes bytes;
    const auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ') {
            ++at;
            continue;
        }
        if (at + 1 >= text.size() || digit(text[at]) < 0 || digit(text[at + 1]) < 0)
            return std::nullopt;
        bytes.push_back(static_cast<std::byte>(digit(text[at]) * 16 + digit(text[at + 1])));
        at += 2;
    }
    return bytes;
}

/// dword and qword: an int, or an enum whose members have numbers.
Expr number_operand(Checker& checker, const syntax::Expr& tree, RegType type)
{
    const Type integer = simple(Kind::integer);
    Expr operand = infer(checker, tree, &integer);
    if (operand.type.is(Kind::enumeration)) {
        const auto& enums = checker.enums;
        const auto found = enums.find(operand.type.name);
        if (found != enums.end() && std::ranges::all_of(found->second.members, [](const EnumMember& member) {
                return member.number.has_value();
            }))
            return operand;
    }
    operand = fitted(checker, std::move(operand), integer);
    const auto* number = std::get_if<Constant>(&operand.node);
    if (type == RegType::dword && operand.type.is(Kind::integer) && number != nullptr &&
        number->value.get<std::uint64_t>() > UINT32_MAX) {
        checker.diagnostics
            .add(diag::number_out_of_range, operand.span, checker.code(operand.span), "the 32 bits of a `dword`")
            .hint("the largest is 4294967295; `qword` has 64 bits");
        return broken(operand.span);
    }
    return operand;
}

Expr binary_operand(Checker& checker, const syntax::Expr& tree)
{
    Expr operand = value_of(checker, tree, simple(Kind::string));
    if (operand.type.is(Kind::error))
        return operand;
    const auto* text = std::get_if<Constant>(&operand.node);
    if (text != nullptr && bytes_of_hex(text->value.get<std::string>()))
        return operand;
    checker.diagnostics.add(diag::malformed_data, operand.span, "binary", checker.code(operand.span))
        .hint("write pairs of hex digits in quotes: `binary \"de ad be ef\"`");
    return broken(operand.span);
}

Expr strings_operand(Checker& checker, const syntax::Expr& tree)
{
    Expr operand = value_of(checker, tree, list_of(simple(Kind::string)));
    const auto* list = std::get_if<Constant>(&operand.node);
    if (operand.type.is(Kind::error) || list == nullptr)
        return operand;
    const auto& items = list->value.get<std::vector<Value>>();
    if (std::ranges::find(items, Value{std::string{}}) == items.end())
        return operand;
    checker.diagnostics.add(diag::malformed_data, operand.span, "multi_sz", "an empty string")
        .hint("an empty string would end the list for every reader");
    return broken(operand.span);
}

Expr operand_of(Checker& checker, const syntax::Expr& tree, RegType type)
{
    switch (type) {
    case RegType::dword:
    case RegType::qword:
        return number_operand(checker, tree, type);
    case RegType::binary:
        return binary_operand(checker, tree);
    case RegType::multi_sz:
        return strings_operand(checker, tree);
    default:
        return value_of(checker, tree, simple(Kind::string));
    }
}

}  // namespace

std::optional<RegData> constant_data(const MakeRegData& made)
{
    const auto* operand = std::get_if<Constant>(&made.operand.front().node);
    if (operand == nullptr)
        return std::nullopt;
    const Value& value = operand->value;
    if (made.type == RegType::multi_sz) {
        std::vector<std::string> strings;
        for (const auto& item : value.get<std::vector<Value>>())
            strings.push_back(item.get<std::string>());
        return reg_multi_sz(strings);
    }
    if (const auto* text = value.get_if<std::string>())
        return made.type == RegType::binary ? reg_binary(*bytes_of_hex(*text))
               : made.type == RegType::sz   ? reg_sz(*text)
                                            : reg_expand_sz(*text);
    const auto* member = value.get_if<EnumMember>();
    const std::uint64_t number = member != nullptr ? member->number.value_or(0) : value.get<std::uint64_t>();
    return made.type == RegType::dword ? reg_dword(static_cast<std::uint32_t>(number)) : reg_qword(number);
}

Expr registry_data_of(Checker& checker, const syntax::Typed& typed, Span span)
{
    const auto type = reg_type_of(typed.type.text);
    if (!type)
        return broken(span);  // the grammar has only the six words
    std::vector<Expr> operand;
    operand.push_back(operand_of(checker, *typed.operand, *type));
    if (operand.front().type.is(Kind::error))
        return broken(span);
    MakeRegData made{*type, std::move(operand)};
    // An enum stays an operand, so that a plan can say the member's name.
    const bool is_enum = made.operand.front().type.is(Kind::enumeration);
    if (const auto data = is_enum ? std::nullopt : constant_data(made))
        return constant(simple(Kind::reg_data), span, {*data});
    return {simple(Kind::reg_data), span, std::move(made)};
}

}  // namespace hivemend::lang::rules
