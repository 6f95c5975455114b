// Diagnostics as JSON, for editors: places in bytes, in characters and in UTF-16.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "lang/diag/findings.hpp"
#include "lang/diag/machine_text.hpp"
#include "lang/diag/places.hpp"

#include <fmt/format.h>

namespace hivemend::lang {
namespace {

using Json = nlohmann::ordered_json;

constexpr int diagnostics_format = 1;

/// Sentences are for people and show what is hidden; names of files and replacements are exact.
std::string sentence(std::string_view text)
{
    return fmt::format("{}", fmt::join(shown_lines(text), "\n"));
}

Json sentences(const std::vector<std::string>& texts)
{
    auto list = Json::array();
    for (const auto& text : texts)
        list.push_back(sentence(text));
    return list;
}

class Document {
public:
    explicit Document(const Findings& findings) : findings_(findings), places_(findings.sources) {}

    Json write()
    {
        const auto& all = findings_.diagnostics.all();
        const auto errors =
            std::count_if(all.begin(), all.end(), [](const auto& one) { return one.severity == Severity::error; });
        auto diagnostics = Json::array();
        for (std::size_t number = 0; number < std::min(all.size(), most_findings); ++number)
            diagnostics.push_back(diagnostic(all[number]));
        auto problems = Json::array();
        for (const auto& one : findings_.problems)
            problems.push_back({{"file", one.file},
                                {"message", sentence(one.headline)},
                                {"notes", sentences(one.notes)},
                                {"help", one.help.empty() ? Json::array() : sentences({one.help})}});
        return {{"format", "hivemend diagnostics"},
                {"version", diagnostics_format},
                {"hivemend", findings_.tool_version},
                {"files", findings_.files},
                {"errors", errors},
                {"warnings", static_cast<std::ptrdiff_t>(all.size()) - errors},
                {"left_out", all.size() - diagnostics.size()},
                {"diagnostics", std::move(diagnostics)},
                {"problems", std::move(problems)}};
    }

private:
    Json diagnostic(const Diagnostic& one)
    {
        auto labels = Json::array();
        for (const auto& label : one.labels)
            labels.push_back({{"primary", &label == &one.labels.front()},
                              {"message", sentence(label.text)},
                              {"place", place(label.span)}});
        auto fixes = Json::array();
        for (const auto& fix : one.fixes)
            fixes.push_back(this->fix(fix));
        return {{"kind", one.kind},
                {"severity", severity_word(one.severity)},
                {"message", sentence(one.headline)},
                {"labels", std::move(labels)},
                {"help", sentences(one.help)},
                {"fixes", std::move(fixes)}};
    }

    Json fix(const Fix& fix)
    {
        auto edits = Json::array();
        for (const auto& edit : fix.edits)
            edits.push_back({{"place", place(edit.span)}, {"replacement", edit.replacement}});
        return {{"title", sentence(fix.title)},
                {"certain", fix.certainty == Certainty::certain},
                {"edits", std::move(edits)}};
    }

    Json place(Span span)
    {
        const auto begin = places_.begin(span);
        const auto end = places_.end(span);
        return {{"file", findings_.sources[span.source].name()},
                {"library", is_library(findings_, span.source)},
                {"line", begin.line},
                {"column", begin.column},
                {"end_line", end.line},
                {"end_column", end.column},
                {"bytes", {{"begin", begin.byte}, {"end", end.byte}}},
                {"range", {{"start", position(begin)}, {"end", position(end)}}}};
    }

    /// As the language server protocol counts.
    static Json position(const Place& place) { return {{"line", place.line - 1}, {"character", place.utf16}}; }

    const Findings& findings_;
    Places places_;
};

}  // namespace

std::string render_json(const Findings& findings)
{
    // ASCII only: nothing in the document can move a cursor or turn the direction of text.
    return Document(findings).write().dump(2, ' ', true, Json::error_handler_t::replace) + '\n';
}

}  // namespace hivemend::lang
