// What a check found, for programs that read it: the input of the renderers for lines, JSON, SARIF and GitHub.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/diag/diagnostic.hpp"

namespace hivemend::lang {

/// A document of objects holds no more findings; it says how many it leaves out. GitHub reads no more of one run.
inline constexpr std::size_t most_findings = 25'000;

/// What is wrong with the world and not with a text: a file that is not there, or cannot be read or written.
struct Problem {
    std::string file;  // as it was named
    std::string headline;
    std::vector<std::string> notes{};
    std::string help{};
};

struct Findings {
    const Diagnostics& diagnostics;
    const SourceMap& sources;
    SourceId first_own = 0;            // the sources before it are the standard library's
    std::vector<std::string> files{};  // that were checked, also without a finding
    std::vector<Problem> problems{};
    std::string folder{};        // absolute: what paths are relative to
    std::string tool_version{};  // `0.1.0`
};

/// `file:line:column: error[kind]: headline; help: …; fix: …`, a line each.
std::string render_line(const Findings& findings);
/// One document, described by docs/schemas/diagnostics.schema.json.
std::string render_json(const Findings& findings);
/// SARIF 2.1.0, one run.
std::string render_sarif(const Findings& findings);
/// Workflow commands of GitHub Actions, no more than it shows of each severity; the rest is counted.
std::string render_github(const Findings& findings);

}  // namespace hivemend::lang
