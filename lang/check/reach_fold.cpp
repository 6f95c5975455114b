// Expressions without a disk.
#include "lang/check/reach_fold.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "lang/types/order.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

Folded known(Value value)
{
    return {std::move(value)};
}

std::optional<RegData> reg_data_of(RegType type, const Value& operand)
{
    const auto* number = operand.get_if<std::uint64_t>();
    const auto* member = operand.get_if<EnumMember>();
    const auto wide = number != nullptr ? std::optional{*number} : member != nullptr ? member->number : std::nullopt;
    if (const auto* ready = operand.get_if<RegData>())
        return *ready;
    if (type == RegType::qword && wide)
        return reg_qword(*wide);
    if (type == RegType::dword && wide && *wide <= std::numeric_limits<std::uint32_t>::max())
        return reg_dword(static_cast<std::uint32_t>(*wide));
    if (operand.get_if<Secret>() != nullptr)
        return std::nullopt;
    if (const auto* items = operand.get_if<std::vector<Value>>(); items != nullptr && type == RegType::multi_sz) {
        std::vector<std::string> texts;
        for (const auto& item : *items)
            texts.push_back(interpolated(item));
        return reg_multi_sz(texts);
    }
    if (type == RegType::sz)
        return reg_sz(interpolated(operand));
    return type == RegType::expand_sz ? std::optional{reg_expand_sz(interpolated(operand))} : std::nullopt;
}

std::string_view type_word(RegType type)
{
    switch (type) {
    case RegType::dword:
        return "dword";
    case RegType::qword:
        return "qword";
    case RegType::sz:
        return "sz";
    case RegType::expand_sz:
        return "expand_sz";
    case RegType::multi_sz:
        return "multi_sz";
    default:
        return "binary";
    }
}

/// Whether only the patient says what it is: `default`, and `partition(os)`, which may be `partition(system)` too.
bool depends_on_the_patient(const Value& value)
{
    if (const auto* items = value.get_if<std::vector<Value>>())
        return std::ranges::any_of(*items, depends_on_the_patient);
    if (const auto* device = value.get_if<Device>())
        return device->text != "boot";
    const auto* object = value.get_if<BootObject>();
    return object != nullptr && !object->id;
}

/// The comparison on every disk; nothing where the disk decides.
std::optional<bool> holds_everywhere(CompareOp op, const Value& left, const Value& right)
{
    const bool open = !(left == right) && (depends_on_the_patient(left) || depends_on_the_patient(right));
    const bool certain = op == CompareOp::in && holds(op, left, right);
    return open && !certain ? std::nullopt : std::optional{holds(op, left, right)};
}

Value text_value(const Type& type, std::string text)
{
    if (type.is(Kind::reg_key))
        return {RegKey{std::move(text)}};
    if (type.is(Kind::guest_path) || type.is(Kind::glob) || type.is(Kind::path))
        return {GuestPath{std::move(text)}};
    return {std::move(text)};
}

void append(std::vector<std::string>& into, const std::vector<std::string>& more)
{
    for (const auto& one : more)
        if (std::ranges::find(into, one) == into.end())
            into.push_back(one);
}

/// In a key the quotes of a text would be in the way.
bool is_bare(const Type& type)
{
    return type.is(Kind::reg_key) || type.is(Kind::guest_path) || type.is(Kind::glob) || type.is(Kind::path);
}

}  // namespace

bool Folded::always(bool outcome) const
{
    const auto* found = value();
    const auto* truth = found == nullptr ? nullptr : found->get_if<bool>();
    return truth != nullptr && *truth == outcome;
}

OpenText Folded::shown() const
{
    return std::visit(overloaded{[](const Value& value) { return OpenText{to_text(value)}; },
                                 [](const Missing&) { return OpenText{"absent"}; },
                                 [](const Open& open) {
                                     return OpenText{open.shown, open.open};
                                 }},
                      is);
}

OpenText Folded::inserted() const
{
    return std::visit(overloaded{[](const Value& value) { return OpenText{lang::interpolated(value)}; },
                                 [](const Missing&) { return OpenText{"absent"}; },
                                 [](const Open& open) {
                                     return OpenText{open.inserted, open.open};
                                 }},
                      is);
}

Folded open_named(std::string name, bool never_absent)
{
    const std::string braced = "{" + name + "}";
    return {Open{name, braced, braced, {name}, never_absent}};
}

std::string Folder::written(Span span) const
{
    std::string text;
    for (const char letter : sources_[span.source].slice(span)) {
        const bool blank = letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
        if (!blank)
            text += letter;
        else if (!text.empty() && text.back() != ' ')
            text += ' ';
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

Folded Folder::as_written(const Expr& expr) const
{
    return open_named(written(expr.span), !expr.type.is(Kind::optional));
}

Folded Folder::fold(const Expr& expr, const FoldedFrame& frame) const
{
    return std::visit(overloaded{
                          [](const Constant& constant) { return known(constant.value); },
                          [](const NotGiven&) { return Folded{Missing{}}; },
                          [&](const Local& local) {
                              const auto* open = std::get_if<Open>(&frame.at(local.slot).is);
                              return open != nullptr && open->name.empty() ? open_named(local.name, true)
                                                                           : frame[local.slot];
                          },
                          [&](const FactRead& read) { return fact(read, expr, frame); },
                          [&](const ElementRead& read) { return element(read, expr, frame); },
                          [&](const Interpolation& text) { return interpolation(text, expr, frame); },
                          [&](const ListOf& items) { return list(items.items, frame); },
                          [&](const MakeRegData& made) { return data(made, frame); },
                          [&](const Compare& comparison) { return compare(comparison, expr, frame); },
                          [&](const Logic& chain) { return logic(chain, expr, frame); },
                          [&](const Not& negated) {
                              const auto operand = fold(negated.operand.front(), frame);
                              return operand.always(true) || operand.always(false) ? known({operand.always(false)})
                                                                                   : as_written(expr);
                          },
                          [&](const Exists& question) { return exists(question.operand.front(), expr, frame); },
                          [&](const Choice& arms) { return choice(arms, frame); },
                      },
                      expr.node);
}

Folded Folder::fact(const FactRead& fact, const Expr& expr, const FoldedFrame& frame) const
{
    std::string name = fact.fact;
    std::vector<std::string> open;
    for (const auto& argument : fact.arguments) {
        const auto shown = fold(argument, frame).shown();
        name += (&argument == &fact.arguments.front() ? "(" : ", ") + shown.text;
        append(open, shown.open);
    }
    if (!fact.arguments.empty())
        name += ")";
    read_(ReachedRead::What::fact, {name, open}, expr.span);
    return open_named(std::move(name), !expr.type.is(Kind::optional));
}

Folded Folder::element(const ElementRead& element, const Expr& expr, const FoldedFrame& frame) const
{
    const auto object = fold(element.object.front(), frame).shown();
    const std::string name = object.text + "." + element.name;
    read_(ReachedRead::What::element, {name, object.open}, expr.span);
    return open_named(name, false);
}

Folded Folder::interpolation(const Interpolation& text, const Expr& expr, const FoldedFrame& frame) const
{
    OpenText whole;
    for (const auto& piece : text.pieces) {
        const auto* plain = std::get_if<std::string>(&piece);
        const auto inserted = plain != nullptr ? OpenText{*plain} : fold(std::get<Expr>(piece), frame).inserted();
        whole.text += inserted.text;
        append(whole.open, inserted.open);
    }
    if (whole.open.empty())
        return known(text_value(expr.type, std::move(whole.text)));
    auto shown = is_bare(expr.type) ? '"' + whole.text + '"' : string_literal(whole.text);
    return {Open{shown, shown, std::move(whole.text), std::move(whole.open), true}};
}

Folded Folder::list(const std::vector<Expr>& items, const FoldedFrame& frame) const
{
    Open open{.never_absent = true};
    std::vector<Value> values;
    for (const auto& item : items) {
        auto folded = fold(item, frame);
        const auto shown = folded.shown();
        open.shown += (open.items.empty() ? "" : ", ") + shown.text;
        append(open.open, shown.open);
        if (const auto* value = folded.value())
            values.push_back(*value);
        open.items.push_back(std::move(folded));
    }
    if (values.size() == items.size())
        return known({std::move(values)});
    open.name = open.inserted = open.shown = "[" + open.shown + "]";
    return {std::move(open)};
}

Folded Folder::data(const MakeRegData& data, const FoldedFrame& frame) const
{
    const auto operand = fold(data.operand.front(), frame);
    if (const auto* value = operand.value())
        if (auto made = reg_data_of(data.type, *value))
            return known({*std::move(made)});
    auto [text, open] = operand.shown();
    auto shown = fmt::format("{} {}", type_word(data.type), text);
    return {Open{shown, shown, shown, std::move(open), true}};
}

Folded Folder::compare(const Compare& comparison, const Expr& expr, const FoldedFrame& frame) const
{
    const auto left = fold(comparison.sides[0], frame);
    const auto right = fold(comparison.sides[1], frame);
    if (left.missing() || right.missing())
        return known({false});  // absent equals nothing
    if (left.value() != nullptr && right.value() != nullptr)
        if (const auto outcome = holds_everywhere(comparison.op, *left.value(), *right.value()))
            return known({*outcome});
    return as_written(expr);
}

Folded Folder::logic(const Logic& chain, const Expr& expr, const FoldedFrame& frame) const
{
    bool open = false;
    for (const auto& operand : chain.operands) {
        const auto folded = fold(operand, frame);
        if (folded.always(!chain.is_and))
            return known({!chain.is_and});  // also behind an open operand: the chain cannot come out otherwise
        open = open || !folded.always(chain.is_and);
    }
    return open ? as_written(expr) : known({chain.is_and});
}

Folded Folder::exists(const Expr& operand, const Expr& expr, const FoldedFrame& frame) const
{
    const auto folded = fold(operand, frame);
    if (operand.type.is(Kind::bcd_object)) {
        const auto shown = folded.shown();
        read_(ReachedRead::What::object, shown, operand.span);
        return as_written(expr);
    }
    if (folded.missing())
        return known({false});
    const auto* open = std::get_if<Open>(&folded.is);
    return open == nullptr || open->never_absent ? known({true}) : as_written(expr);
}

Folded Folder::choice(const Choice& choice, const FoldedFrame& frame) const
{
    fold(choice.subject.front(), frame);  // for what it reads
    std::vector<Folded> possible;
    bool decided = false;
    for (std::size_t arm = 0; arm < choice.values.size() && !decided; ++arm) {
        const bool has_condition = arm < choice.conditions.size();
        const auto condition = has_condition ? fold(choice.conditions[arm], frame) : known({true});
        if (condition.always(false))
            continue;
        possible.push_back(fold(choice.values[arm], frame));
        decided = condition.always(true);
    }
    if (possible.size() == 1)
        return std::move(possible.front());
    Open open{.never_absent = true};
    std::vector<std::string> names;
    for (const auto& one : possible) {
        const auto* inner = std::get_if<Open>(&one.is);
        const auto name = inner != nullptr ? inner->name : one.shown().text;
        if (std::ranges::find(names, name) == names.end())
            names.push_back(name);
        open.never_absent = open.never_absent && (one.value() != nullptr || (inner != nullptr && inner->never_absent));
    }
    return open_named(fmt::format("{}", fmt::join(names, " or ")), open.never_absent);
}

}  // namespace hivemend::lang::rules
