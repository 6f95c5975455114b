// Procedures: checked when they are first run, brought in from the library, called with arguments.
#include <algorithm>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "lang/check/declared.hpp"
#include "lang/check/flow.hpp"
#include "lang/check/offers.hpp"
#include "lang/check/statements.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

void renumber(Steps& steps, const std::function<std::uint32_t(std::uint32_t)>& number)
{
    for (auto& step : steps) {
        if (auto* invoke = std::get_if<Invoke>(&step.node)) {
            invoke->procedure = number(invoke->procedure);
        } else if (auto* loop = std::get_if<Loop>(&step.node)) {
            renumber(loop->body, number);
        } else if (auto* branch = std::get_if<Branch>(&step.node)) {
            for (auto& arm : branch->arms)
                renumber(arm.body, number);
            if (branch->otherwise)
                renumber(*branch->otherwise, number);
        }
    }
}

/// Copies a procedure of the library, and before it those that it runs, unless they are here already.
std::uint32_t bring_in(Checker& checker, std::uint32_t in_library)
{
    const Procedure& original = checker.library.procedures[in_library];
    const auto here =
        std::ranges::find_if(checker.lowered, [&](const Procedure& other) { return other.span == original.span; });
    if (here != checker.lowered.end())
        return static_cast<std::uint32_t>(here - checker.lowered.begin());
    Procedure copy = original;
    renumber(copy.body, [&](std::uint32_t inner) { return bring_in(checker, inner); });
    checker.lowered.push_back(std::move(copy));
    return static_cast<std::uint32_t>(checker.lowered.size() - 1);
}

bool has_ask(const Steps& steps)
{
    return std::ranges::any_of(steps, [](const Step& step) {
        if (const auto* branch = std::get_if<Branch>(&step.node))
            return (branch->otherwise && has_ask(*branch->otherwise)) ||
                   std::ranges::any_of(branch->arms, [](const auto& arm) { return has_ask(arm.body); });
        return std::holds_alternative<Ask>(step.node);
    });
}

void check_procedure(Checker& checker, const std::string& name, ProcedureEntry& entry)
{
    const auto& phrase = std::get<syntax::Phrase>(entry.tree->node);
    Frame outside;
    std::swap(outside, checker.frame);
    entry.state = ProcedureEntry::State::checking;
    Procedure procedure{.name = name, .documentation = documentation_of(*entry.tree), .span = entry.declared};
    procedure.parameters = parameters_of(checker, phrase.block->items, true);
    procedure.has_subject = has_subject(phrase.block->items);
    Body body = body_of(checker, phrase.block->items, Place::block);
    procedure.body = std::move(body.block.steps);
    procedure.effects = effects_of(procedure.body, checker.declarations(), checker.lowered);
    procedure.slots = checker.frame.slots;
    for (const auto& written : body.effects)
        compare_effects(checker, written.effects, procedure.effects, written.span, end_of(*phrase.block));
    check_writes(checker, procedure.body);
    check_expectations(checker, procedure.body);
    for (const auto& parameter : procedure.parameters)
        check_expectations(checker, parameter.expects);
    entry.asking = std::move(checker.frame.asking);
    if (has_ask(procedure.body))
        entry.asking.insert(name);
    entry.index = static_cast<std::uint32_t>(checker.lowered.size());
    entry.state = ProcedureEntry::State::checked;
    checker.lowered.push_back(std::move(procedure));
    std::swap(outside, checker.frame);
}

const Parameter* parameter_named(const std::vector<Parameter>& parameters, std::string_view name)
{
    const auto found = std::ranges::find(parameters, name, &Parameter::name);
    return found == parameters.end() ? nullptr : &*found;
}

using Given = std::map<std::string, std::pair<Span, Expr>>;

void take_argument(Checker& checker, const std::string& verb, const std::vector<Parameter>& parameters,
                   const syntax::Item& item, Given& given)
{
    const auto* line = std::get_if<syntax::Phrase>(&item.node);
    if (std::holds_alternative<syntax::Broken>(item.node))
        return;
    reject_attributes(checker, item, "among arguments");
    if (line == nullptr || line->block || line->words.size() != 1 || line->literal) {
        checker.diagnostics
            .add(diag::misplaced, head_of(checker, item), std::string{"this"}, "among the arguments of `" + verb + "`")
            .hint("an argument is written `name = value`");
        return;
    }
    const Span span = words_span(*line, item.span);
    const std::string name = words_text(*line);
    offer_parameters(checker, span, parameters);
    const Parameter* parameter = parameter_named(parameters, name);
    if (parameter == nullptr) {
        std::vector<std::string> names;
        for (const auto& one : parameters)
            names.push_back(one.name);
        auto& unknown = checker.diagnostics.add(diag::unknown_parameter, span, verb, name);
        suggest(unknown, span, name, names);
        if (!names.empty())
            unknown.hint(fmt::format("its parameters are {}", fmt::join(names, ", ")));
        // A misspelt argument is one mistake: the parameter it means is not missing too.
        for (const auto& fix : unknown.fixes)
            given.emplace(fix.edits.front().replacement, std::pair{span, broken(span)});
    } else if (!line->value) {
        checker.diagnostics.add(diag::missing_value, span, name).hint("write `" + name + " = …`");
    } else if (const auto first = given.find(name); first != given.end()) {
        checker.diagnostics.add(diag::duplicate, span, "the argument `" + name + "`")
            .label(first->second.first, "here first")
            .hint("keep the one that is meant");
    } else {
        given.emplace(name, std::pair{span, value_of(checker, **line->value, parameter->type)});
        return;
    }
    if (parameter != nullptr)
        given.emplace(name, std::pair{span, broken(span)});
}

}  // namespace

bool has_subject(const std::vector<syntax::Item>& items)
{
    return std::ranges::any_of(items, [](const syntax::Item& item) {
        const auto* param = std::get_if<syntax::Param>(&item.node);
        return param != nullptr && param->is_subject;
    });
}

const Procedure* procedure_named(Checker& checker, const std::string& name, Span use)
{
    ProcedureEntry& entry = checker.procedures.find(name)->second;
    if (entry.in_library && entry.state == ProcedureEntry::State::unchecked) {
        entry.index = bring_in(checker, *entry.in_library);
        entry.asking = checker.library.asking[*entry.in_library];
        entry.state = ProcedureEntry::State::checked;
    }
    constexpr int deepest = 64;
    if (entry.state == ProcedureEntry::State::unchecked && checker.procedure_depth >= deepest) {
        checker.diagnostics.add(diag::nested_too_deeply, use, deepest)
            .label(entry.declared, "this procedure is run by one that is run by one …");
        return nullptr;
    }
    if (entry.state == ProcedureEntry::State::unchecked) {
        ++checker.procedure_depth;
        check_procedure(checker, name, entry);
        --checker.procedure_depth;
    }
    if (entry.state == ProcedureEntry::State::checked)
        return &checker.lowered[entry.index];
    checker.diagnostics.add(diag::recursive_procedure, use, name)
        .label(entry.declared, "declared here")
        .hint("a plan must end: repeat with `for each` over a list");
    return nullptr;
}

std::vector<Argument> arguments_of(Checker& checker, const std::string& verb, const std::vector<Parameter>& parameters,
                                   const syntax::Block* block, Span span)
{
    Given given;
    if (block != nullptr)
        for (const auto& item : block->items)
            take_argument(checker, verb, parameters, item, given);
    std::vector<Argument> arguments;
    for (const auto& parameter : parameters) {
        if (const auto found = given.find(parameter.name); found != given.end())
            arguments.push_back({parameter.name, std::move(found->second.second)});
        else if (parameter.default_value)
            arguments.push_back({parameter.name, *parameter.default_value});
        else if (parameter.type.is(Type::Kind::optional))
            arguments.push_back({parameter.name, Expr{parameter.type, span, NotGiven{}}});
        else
            checker.diagnostics.add(diag::missing_parameter, span, verb, parameter.name)
                .hint("write `" + verb + " { " + parameter.name + " = … }`");
    }
    return arguments;
}

}  // namespace hivemend::lang::rules
