// Parameters of playbooks and procedures.
#include <utility>

#include "lang/check/declared.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

/// A default may read the patient, but no other parameter: it stands for the parameter wherever that is not given.
std::optional<Expr> default_of(Checker& checker, const syntax::Param& param, const Type& type)
{
    if (!param.default_value)
        return std::nullopt;
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

}  // namespace

std::vector<Parameter> parameters_of(Checker& checker, const std::vector<syntax::Item>& items)
{
    std::vector<Parameter> parameters;
    for (const auto& item : items) {
        const auto* param = std::get_if<syntax::Param>(&item.node);
        if (param == nullptr)
            continue;
        reject_attributes(checker, item, "before a `param`");
        if (param->is_subject) {
            checker.diagnostics
                .add(diag::not_in_this_version, param->name.span, std::string{"a procedure with a `subject`"})
                .hint("take it as a `param`");
            continue;
        }
        Parameter parameter;
        parameter.name = param->name.text;
        parameter.type = type_of(checker, param->type, false);
        parameter.documentation = documentation_of(item);
        parameter.span = param->name.span;
        parameter.default_value = default_of(checker, *param, parameter.type);
        bind(checker, param->name, parameter.type, "a parameter");
        add_constraints(checker, *param, parameter);
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

}  // namespace hivemend::lang::rules
