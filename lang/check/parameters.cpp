// Parameters of playbooks and procedures.
#include <utility>

#include "lang/check/declared.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

/// Files and secrets of the operator: a playbook under review cannot name one.
bool is_from_outside_only(const Type& type)
{
    return without_optional(type).is(Type::Kind::host_path) || without_optional(type).is(Type::Kind::secret);
}

/// A default may read the patient, but no other parameter: it stands for the parameter wherever that is not given.
std::optional<Expr> default_of(Checker& checker, const syntax::Param& param, const Type& type)
{
    if (!param.default_value)
        return std::nullopt;
    if (is_from_outside_only(type)) {
        checker.diagnostics
            .add(diag::wrong_shape, (*param.default_value)->span, param.name.text,
                 param.name.text + ": " + to_text(type))
            .hint("what only the operator has comes by `--set` or `--vars`, never from the text of a playbook");
        return broken((*param.default_value)->span);  // so that calls without it are no second message
    }
    Frame frame;
    std::swap(frame, checker.frame);
    Expr value = value_of(checker, **param.default_value, type);
    std::swap(frame, checker.frame);
    return value;
}

void add_constraints(Checker& checker, const syntax::Param& param, Parameter& parameter)
{
    if (!param.constraints)
        return;
    for (const auto& item : param.constraints->items) {
        if (const auto* expect = std::get_if<syntax::Expect>(&item.node))
            parameter.expects.push_back(condition(checker, *expect->condition));
        else if (!std::holds_alternative<syntax::Broken>(item.node))
            checker.diagnostics
                .add(diag::misplaced, head_of(checker, item), std::string{"this"},
                     std::string{"in the block of a `param`"})
                .hint("the block holds `expect` lines");
    }
}

/// The subject of a procedure is written after its words, so it comes first and has no default.
bool subject_stands_well(Checker& checker, const syntax::Param& param, bool of_procedure, bool first)
{
    if (of_procedure && first && !param.default_value)
        return true;
    checker.diagnostics
        .add(diag::misplaced, param.name.span,
             std::string{param.default_value ? "a subject with a default" : "`subject`"},
             std::string{of_procedure ? first ? "in a procedure" : "after other parameters" : "at the top of a file"})
        .hint("the subject is the first parameter of a procedure, and every call writes it: `serial_console enable "
              "loader`");
    return false;
}

}  // namespace

std::vector<Parameter> parameters_of(Checker& checker, const std::vector<syntax::Item>& items, bool of_procedure)
{
    std::vector<Parameter> parameters;
    for (const auto& item : items) {
        const auto* param = std::get_if<syntax::Param>(&item.node);
        if (param == nullptr)
            continue;
        reject_attributes(checker, item, "before a `param`");
        if (param->is_subject)
            subject_stands_well(checker, *param, of_procedure, parameters.empty());
        Parameter parameter;
        parameter.name = param->name.text;
        parameter.type = type_of(checker, param->type, false);
        parameter.documentation = documentation_of(item);
        parameter.span = param->name.span;
        parameter.default_value = default_of(checker, *param, parameter.type);
        bind(checker, param->name, parameter.type, param->is_subject ? "the subject" : "a parameter");
        if (parameter.default_value)
            checker.frame.bindings.back().texts = texts_in(*parameter.default_value);
        add_constraints(checker, *param, parameter);
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

}  // namespace hivemend::lang::rules
