// Diagnostics as lines that every editor and build tool can take apart.
#include <algorithm>

#include <fmt/format.h>

#include "lang/diag/findings.hpp"
#include "lang/diag/machine_text.hpp"
#include "lang/diag/places.hpp"

namespace hivemend::lang {
namespace {

std::string diagnostic_line(const Diagnostic& one, const SourceMap& sources, Places& places)
{
    const auto& primary = one.labels.front();
    const auto place = places.begin(primary.span);
    auto line = fmt::format("{}:{}:{}: {}[{}]: {}", one_line(sources[primary.span.source].name()), place.line,
                            place.column, severity_word(one.severity), one.kind, one_line(one.headline));
    if (!primary.text.empty())
        line += fmt::format(" ({})", one_line(primary.text));
    for (const auto& help : one.help)
        line += "; help: " + one_line(help);
    for (const auto& fix : one.fixes)
        line += "; fix: " + fix_line(fix);
    return line + '\n';
}

}  // namespace

std::string render_line(const Findings& findings)
{
    Places places(findings.sources);
    std::string out;
    for (const auto& one : findings.diagnostics.all())
        out += diagnostic_line(one, findings.sources, places);
    for (const auto& problem : findings.problems) {
        out += problem.file.empty() ? "error: " : one_line(problem.file) + ": error: ";
        out += one_line(problem.headline);
        for (const auto& note : problem.notes)
            out += "; " + one_line(note);
        out += (problem.help.empty() ? "" : "; help: " + one_line(problem.help)) + '\n';
    }
    return out;
}

}  // namespace hivemend::lang
