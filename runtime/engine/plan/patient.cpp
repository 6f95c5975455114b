// Describing a patient by its facts.
#include "runtime/engine/plan/patient.hpp"

#include <algorithm>
#include <iterator>

#include "runtime/engine/fact/fact.hpp"
#include "runtime/engine/target/boot_findings.hpp"

namespace hivemend::engine {
namespace {

std::string fact_text(const Target& target, std::string_view name)
{
    const auto answer = read_fact(name, target, {});
    const auto* known = std::get_if<Known<lang::Value>>(&answer);
    return known == nullptr ? std::string{} : lang::interpolated(known->value);
}

}  // namespace

void describe_patient(Plan& plan, const Target& target)
{
    auto& patient = plan.patient;
    patient.name = target.name();
    patient.kind = target.kind();
    patient.windows_directory = target.windows_directory();
    patient.generation = target.generation().value_or(0);
    patient.product = fact_text(target, "os.product");
    patient.build = fact_text(target, "os.build");
    const auto sets = read_fact("os.control_sets", target, {});
    if (const auto* known = std::get_if<Known<lang::Value>>(&sets))
        for (const auto& set : known->value.get<std::vector<lang::Value>>())
            patient.control_sets.push_back(lang::interpolated(set));
    plan.objects_read = target.objects_read();
    plan.warnings = target.warnings();
    plan.notes = target.notes();
}

void warn_of_what_is_left(Plan& plan, const Target& left, const lang::Effects& effects)
{
    if (effects.boot)
        std::ranges::move(boot_findings(left), std::back_inserter(plan.warnings));
    if (effects.registry)
        std::ranges::move(control_set_findings(left), std::back_inserter(plan.warnings));
}

}  // namespace hivemend::engine
