// Gathering an inspection. A dirty or damaged hive is shown and not read further.
#include "runtime/report/inspection.hpp"

#include <algorithm>

#include "runtime/engine/fact/fact.hpp"
#include "runtime/engine/target/boot_findings.hpp"
#include "runtime/engine/target/default_loader.hpp"
#include "runtime/storage/error.hpp"
#include "runtime/windows/bcd/known.hpp"

#include <fmt/format.h>

namespace hivemend::report {
namespace {

using engine::Known;
using engine::overloaded;
using engine::Unknown;

/// The value as text, or the reason in `why`.
std::string fact_text(const engine::Target& target, std::string_view name, std::string* why = nullptr)
{
    const auto answer = engine::read_fact(name, target, {});
    if (const auto* known = std::get_if<Known<lang::Value>>(&answer))
        return lang::interpolated(known->value);
    if (const auto* unknown = std::get_if<Unknown>(&answer); unknown != nullptr && why != nullptr)
        *why = unknown->why;
    return {};
}

std::string fact_or_reason(const engine::Target& target, std::string_view name)
{
    std::string why;
    const auto text = fact_text(target, name, &why);
    return text.empty() ? "unknown: " + why : text;
}

void read_registry(const engine::Target& target, Inspection& result)
{
    result.product = fact_text(target, "os.product");
    result.build = fact_text(target, "os.build");
    const auto sets = engine::read_fact("os.control_sets", target, {});
    if (const auto* known = std::get_if<Known<lang::Value>>(&sets))
        for (const auto& set : known->value.get<std::vector<lang::Value>>())
            result.control_sets.push_back(lang::interpolated(set));
    result.current_control_set = fact_or_reason(target, "os.current_control_set");
    result.default_control_set = fact_or_reason(target, "os.default_control_set");
    std::ranges::move(engine::control_set_findings(target), std::back_inserter(result.warnings));
}

void read_boot(const engine::Target& target, Inspection& result)
{
    for (const auto& object : target.boot().objects()) {
        if (object.type >> 28 != 1)
            continue;  // settings that others inherit, and device options
        result.boot_entries.push_back(
            {lang::to_text(object.id), windows::object_kind(object.type),
             windows::element_value<std::string>(object, windows::element::description).value_or("")});
    }
    const auto found = engine::default_loader(target.boot());
    result.default_loader = std::visit(overloaded{[](const engine::DefaultLoader& loader) { return loader.why; },
                                                  [](const auto& reason) { return "unknown: " + reason.why; }},
                                       found);
    std::ranges::move(engine::boot_findings(target), std::back_inserter(result.warnings));
}

Inspection begin(const engine::Target& target)
{
    Inspection result;
    result.target = target.name();
    result.kind = target.kind();
    result.windows_directory = target.windows_directory();
    result.generation = target.generation().value_or(0);
    result.notes = target.notes();
    return result;
}

}  // namespace

Inspection inspect(const engine::Target& target)
{
    auto result = begin(target);
    read_registry(target, result);
    read_boot(target, result);
    return result;
}

Inspection inspect(const engine::WindowsTarget& target)
{
    auto result = begin(target);
    result.hives = target.hives();
    const auto usable = [&](std::string_view name) {
        const auto hive = std::ranges::find(result.hives, name, &engine::WindowsTarget::HiveStatus::name);
        return hive != result.hives.end() && hive->report.problem.empty();
    };
    if (usable("SYSTEM"))
        read_registry(target, result);
    else
        result.current_control_set = result.default_control_set = "unknown: the SYSTEM hive cannot be read";
    try {
        if (usable("BCD"))
            read_boot(target, result);
        else
            result.default_loader = "unknown: no boot store that can be read";
    } catch (const Malformed& malformed) {  // a sound hive, and no boot store
        result.default_loader = "unknown: " + malformed.headline;
    }
    return result;
}

}  // namespace hivemend::report
