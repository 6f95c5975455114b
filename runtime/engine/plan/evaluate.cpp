// The evaluator. Total: every expression of a checked program comes to a value or to a reason.
#include "runtime/engine/plan/evaluate.hpp"

#include <algorithm>

#include "runtime/engine/fact/fact.hpp"
#include "runtime/engine/plan/reg_value.hpp"
#include "runtime/engine/plan/skeleton.hpp"
#include "runtime/engine/target/default_loader.hpp"
#include "runtime/windows/bcd/codec.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

using lang::Value;

Evaluated known(Value value)
{
    return Known<Value>{std::move(value)};
}

Evaluated yes_or_no(bool value)
{
    return known({value});
}

const Value* value_of(const Evaluated& result)
{
    const auto* found = std::get_if<Known<Value>>(&result);
    return found == nullptr ? nullptr : &found->value;
}

bool stands_in_the_way(const Evaluated& result)
{
    return std::holds_alternative<Unknown>(result) || std::holds_alternative<Refused>(result);
}

Value from_text(const lang::Type& type, std::string text)
{
    using Kind = lang::Type::Kind;
    if (type.is(Kind::reg_key))
        return {lang::RegKey{std::move(text)}};
    if (type.is(Kind::guest_path))
        return {lang::GuestPath{std::move(text)}};
    return {std::move(text)};
}

[[noreturn]] void refuse_missing(const std::string& name, const lang::Type& type)
{
    const auto give = fmt::format("give it with --set {}=VALUE", name);
    if (type.is(lang::Type::Kind::secret))
        throw Error(fmt::format("the secret `{}` was not given, and a step needs it", name), {},
                    {"plans and runs keep no secrets, so each command needs it again"}, give);
    throw Error(fmt::format("parameter `{}` was not given, and a step needs it", name), {}, {}, give);
}

bool is_component(std::string_view text)
{
    return !text.empty() && text.find_first_of(std::string_view("\\/\0", 3)) == std::string_view::npos;
}

}  // namespace

Evaluated Evaluator::evaluate(const lang::Expr& expression, const Frame& frame)
{
    return std::visit(overloaded{
                          [&](const lang::Constant& constant_node) { return constant(constant_node.value); },
                          [](const lang::NotGiven&) -> Evaluated { return Absent{}; },
                          [&](const lang::Local& local) -> Evaluated {
                              const auto& slot = frame.slots.at(local.slot);
                              if (!slot)
                                  refuse_missing(local.name, expression.type);
                              return *slot;
                          },
                          [&](const lang::FactRead& read) -> Evaluated {
                              auto arguments = list(read.arguments, frame);
                              const auto* values = value_of(arguments);
                              if (values == nullptr)
                                  return arguments;
                              return std::visit([](auto answer) -> Evaluated { return answer; },
                                                read_fact(read.fact, target_, values->get<std::vector<Value>>()));
                          },
                          [&](const lang::ElementRead& read) { return element(read, frame); },
                          [&](const lang::Interpolation& text) { return interpolate(text, expression.type, frame); },
                          [&](const lang::ListOf& items) { return list(items.items, frame); },
                          [&](const lang::MakeRegData& data) -> Evaluated {
                              auto operand = evaluate(data.operand.front(), frame);
                              const auto* value = value_of(operand);
                              return value == nullptr ? operand : reg_value(data.type, *value);
                          },
                          [&](const lang::Compare& comparison) { return compare(comparison, frame); },
                          [&](const lang::Logic& chain) { return logic(chain, frame); },
                          [&](const lang::Not& negated) -> Evaluated {
                              auto operand = evaluate(negated.operand.front(), frame);
                              const auto* value = value_of(operand);
                              return value == nullptr ? operand : yes_or_no(!value->get<bool>());
                          },
                          [&](const lang::Exists& question) { return exists(question.operand.front(), frame); },
                          [&](const lang::Choice& choice) { return choose(choice, frame); },
                      },
                      expression.node);
}

Evaluated Evaluator::constants(const std::vector<Value>& items)
{
    std::vector<Value> result;
    for (const auto& item : items) {
        auto one = constant(item);
        const auto* value = value_of(one);
        if (value == nullptr)
            return one;
        result.push_back(*value);
    }
    return known({std::move(result)});
}

Evaluated Evaluator::constant(const Value& value)
{
    if (const auto* items = value.get_if<std::vector<Value>>())
        return constants(*items);
    if (const auto* device = value.get_if<lang::Device>())
        return this->device(*device);
    const auto* object = value.get_if<lang::BootObject>();
    if (object == nullptr || object->id)
        return known(value);
    if (default_)
        return *default_;
    if (const auto earlier = kept.find(object->name); earlier != kept.end()) {
        resolved = Resolution{object->name, lang::to_text(*earlier->second.get<lang::BootObject>().id),
                              "as in the first part of this run"};
        return *(default_ = known(earlier->second));
    }
    // A playbook that gives the disk a default which it had not means that one.
    auto found = default_loader(found_.boot());
    if (std::holds_alternative<Refused>(found))
        found = default_loader(target_.boot());
    if (const auto* loader = std::get_if<DefaultLoader>(&found)) {
        resolved = Resolution{object->name, lang::to_text(loader->id), loader->why};
        default_ = known({lang::BootObject{object->name, loader->id, object->kind}});
    } else if (const auto* unknown = std::get_if<Unknown>(&found)) {
        default_ = *unknown;
    } else {
        default_ = std::get<Refused>(found);
    }
    return *default_;
}

Evaluated Evaluator::device(const lang::Device& named)
{
    const auto value = [](const windows::BcdDevice& device) { return known({windows::device_value(device)}); };
    if (named.text == "boot")
        return value(windows::device_of(windows::BootDevice{}));
    const auto begin = named.text.find('(') + 1;
    const auto partition = target_.partition(named.text.substr(begin, named.text.size() - begin - 1));
    return std::visit(overloaded{[&](const Known<windows::BcdDevice>& found) { return value(found.value); },
                                 [](const auto& other) -> Evaluated { return other; }},
                      partition);
}

Evaluated Evaluator::interpolate(const lang::Interpolation& text, const lang::Type& type, const Frame& frame)
{
    const bool path = type.is(lang::Type::Kind::reg_key) || type.is(lang::Type::Kind::guest_path);
    std::string result;
    for (const auto& piece : text.pieces) {
        if (const auto* fixed = std::get_if<std::string>(&piece)) {
            result += *fixed;
            continue;
        }
        auto evaluated = evaluate(std::get<lang::Expr>(piece), frame);
        const auto* value = value_of(evaluated);
        if (value == nullptr)
            return evaluated;
        const auto inserted = lang::interpolated(*value);
        const bool whole = value->get_if<lang::RegKey>() != nullptr || value->get_if<lang::GuestPath>() != nullptr;
        if (path && !whole && !is_component(inserted))
            return Refused{
                fmt::format("\"{}\" stands for one component of a path, and is empty or holds a separator", inserted)};
        result += inserted;
    }
    return known(from_text(type, std::move(result)));
}

Evaluated Evaluator::element(const lang::ElementRead& read, const Frame& frame)
{
    auto object = evaluate(read.object.front(), frame);
    const auto* named = value_of(object);
    if (named == nullptr)
        return object;
    if (!target_.boot().present())
        return Unknown{"this target has no boot store"};
    const auto found = target_.boot().object(*named->get<lang::BootObject>().id);
    if (!found || !found->elements.contains(read.element))
        return Absent{};
    auto value = windows::decode_element(read.element, found->elements.at(read.element));
    const auto* declared = declarations_.element(read.element, named->get<lang::BootObject>().kind);
    if (!value && lang::element_format(read.element) == lang::ElementFormat::device)
        return Absent{"a device of a kind that is not known"};
    if (!value)
        return Refused{fmt::format("`{}` of {} holds {}, which no such element should hold",
                                   declared != nullptr ? declared->name : fmt::format("0x{:08x}", read.element),
                                   lang::to_text(found->id), to_text(found->elements.at(read.element)))};
    if (const auto* number = value->get_if<std::uint64_t>();
        number != nullptr && declared != nullptr && !declared->values.empty()) {
        const auto& members = declarations_.enums.find(declared->values)->second.members;
        const auto member = std::ranges::find(members, std::optional(*number), &lang::EnumMember::number);
        return known(
            {member != members.end() ? *member : lang::EnumMember{declared->values, std::to_string(*number), *number}});
    }
    return known(std::move(*value));
}

Evaluated Evaluator::compare(const lang::Compare& comparison, const Frame& frame)
{
    auto left = evaluate(comparison.sides[0], frame);
    if (stands_in_the_way(left))
        return left;
    auto right = evaluate(comparison.sides[1], frame);
    if (stands_in_the_way(right))
        return right;
    const auto* first = value_of(left);
    const auto* second = value_of(right);
    if (first == nullptr || second == nullptr)
        return yes_or_no(false);  // absent equals nothing
    return yes_or_no(lang::holds(comparison.op, *first, *second));
}

Evaluated Evaluator::logic(const lang::Logic& chain, const Frame& frame)
{
    for (const auto& operand : chain.operands) {
        auto result = evaluate(operand, frame);
        const auto* value = value_of(result);
        if (value == nullptr)
            return result;
        if (value->get<bool>() != chain.is_and)
            return result;
    }
    return yes_or_no(chain.is_and);
}

Evaluated Evaluator::exists(const lang::Expr& operand, const Frame& frame)
{
    auto result = evaluate(operand, frame);
    if (stands_in_the_way(result))
        return result;
    const auto* value = value_of(result);
    if (value == nullptr)
        return yes_or_no(false);
    const auto* object = value->get_if<lang::BootObject>();
    if (object == nullptr || operand.type.is(lang::Type::Kind::optional))
        return yes_or_no(true);
    if (!target_.boot().present())
        return Unknown{"this target has no boot store"};
    return yes_or_no(target_.boot().object(*object->id).has_value());
}

Evaluated Evaluator::choose(const lang::Choice& choice, const Frame& frame)
{
    for (std::size_t arm = 0; arm < choice.conditions.size(); ++arm) {
        auto holds = evaluate(choice.conditions[arm], frame);
        const auto* value = value_of(holds);
        if (value == nullptr)
            return holds;
        if (value->get<bool>())
            return evaluate(choice.values[arm], frame);
    }
    if (choice.values.size() > choice.conditions.size())
        return evaluate(choice.values.back(), frame);
    return unmatched(choice.subject.front(), frame);
}

Evaluated Evaluator::unmatched(const lang::Expr& subject, const Frame& frame)
{
    auto met = evaluate(subject, frame);
    if (stands_in_the_way(met))
        return met;
    const auto* value = value_of(met);
    return Refused{fmt::format("{} is none of the values that this `match` knows",
                               value == nullptr ? "what is absent" : lang::to_text(*value))};
}

Evaluated Evaluator::list(const std::vector<lang::Expr>& items, const Frame& frame)
{
    std::vector<Value> values;
    for (const auto& item : items) {
        auto result = evaluate(item, frame);
        const auto* value = value_of(result);
        if (value == nullptr)
            return result;
        values.push_back(*value);
    }
    return known({std::move(values)});
}

std::string Evaluator::why(const lang::Expr& condition, const Frame& frame, const lang::SourceMap& sources)
{
    const auto shown = [&](const lang::Expr& expression) {
        const auto result = evaluate(expression, frame);
        return std::visit(overloaded{[](const Known<Value>& found) { return "is " + lang::to_text(found.value); },
                                     [](const Absent& absent) {
                                         return absent.why.empty() ? "is absent" : "is absent: " + absent.why;
                                     },
                                     [](const Unknown& unknown) { return "is not known: " + unknown.why; },
                                     [](const Refused& refused) { return "cannot be settled: " + refused.why; }},
                          result);
    };
    const auto about = [&](const lang::Expr& expression) {
        return fmt::format("`{}` {}", one_line(sources, expression.span), shown(expression));
    };
    if (const auto* chain = std::get_if<lang::Logic>(&condition.node)) {
        for (const auto& operand : chain->operands) {
            const auto result = evaluate(operand, frame);
            const auto* value = value_of(result);
            if (value == nullptr || value->get<bool>() != chain->is_and)
                return why(operand, frame, sources);
        }
        return why(chain->operands.back(), frame, sources);
    }
    if (const auto* negated = std::get_if<lang::Not>(&condition.node))
        return why(negated->operand.front(), frame, sources);
    if (const auto* question = std::get_if<lang::Exists>(&condition.node)) {
        const auto& operand = question->operand.front();
        const auto answer = evaluate(condition, frame);
        const auto* found = value_of(answer);
        if (found == nullptr || !operand.type.is(lang::Type::Kind::bcd_object))
            return about(operand);
        return fmt::format("`{}` is {}in the boot store", one_line(sources, operand.span),
                           found->get<bool>() ? "" : "not ");
    }
    if (const auto* comparison = std::get_if<lang::Compare>(&condition.node)) {
        const auto& left = comparison->sides[0];
        return about(std::holds_alternative<lang::Constant>(left.node) ? comparison->sides[1] : left);
    }
    return about(condition);
}

std::string text_of(Evaluator& evaluator, const lang::Expr& expression, const Frame& frame)
{
    const auto shown = [&](const lang::Expr& piece) {
        const auto result = evaluator.evaluate(piece, frame);
        const auto* value = value_of(result);
        return value == nullptr ? std::string("?") : lang::interpolated(*value);
    };
    const auto* text = std::get_if<lang::Interpolation>(&expression.node);
    if (text == nullptr)
        return shown(expression);
    std::string result;
    for (const auto& piece : text->pieces)
        result += std::visit(overloaded{[](const std::string& fixed) { return fixed; }, shown}, piece);
    return result;
}

}  // namespace hivemend::engine
