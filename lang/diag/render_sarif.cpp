// Diagnostics as SARIF 2.1.0, for code scanning and other programs that collect findings.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>

#include <nlohmann/json.hpp>

#include "lang/diag/explain_page.hpp"
#include "lang/diag/findings.hpp"
#include "lang/diag/machine_text.hpp"
#include "lang/diag/places.hpp"

#include <fmt/format.h>

namespace hivemend::lang {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longest_text = 1000;  // characters that GitHub shows of a description: 1024
constexpr std::size_t nearby = 500;         // bytes of a line to each side of a mark that tell it from others

/// RFC 3986: what is not unreserved is written in hex, the separators of a path aside.
std::string uri_of_path(std::string_view path)
{
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    std::string uri;
    for (const char letter : path)
        uri += plain.find(letter) != std::string_view::npos
                   ? std::string(1, letter)
                   : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(letter)));
    return uri;
}

/// Plain text of a message. `[text](1)` would be a link there, and the text of a playbook makes none.
std::string message_text(std::string_view text)
{
    auto shown = fmt::format("{}", fmt::join(shown_lines(text), "\n"));
    for (auto at = shown.find("]("); at != std::string::npos; at = shown.find("](", at))
        shown.insert(at + 1, " ");
    return shown;
}

Json text_object(std::string_view text)
{
    return {{"text", text}};
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
std::uint64_t hash(std::string_view text, std::uint64_t value = 0xcbf29ce484222325)
{
    for (const char letter : text)
        value = (value ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
    return value;
}

std::string_view trimmed(std::string_view line)
{
    const auto begin = line.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string_view()
                                           : line.substr(begin, line.find_last_not_of(" \t") + 1 - begin);
}

class Run {
public:
    explicit Run(const Findings& findings) : findings_(findings), places_(findings.sources) {}

    Json write()
    {
        const auto& all = findings_.diagnostics.all();
        auto results = Json::array();
        for (std::size_t number = 0; number < std::min(all.size(), most_findings); ++number)
            results.push_back(result(all[number]));
        for (const auto& file : findings_.files)
            artifact(file);
        return {{"tool",
                 {{"driver",
                   {{"name", "hivemend"},
                    {"version", findings_.tool_version},
                    {"semanticVersion", findings_.tool_version},
                    {"rules", std::move(rules_)}}}}},
                {"invocations", Json::array({invocation(all.size())})},
                {"originalUriBaseIds",
                 {{"%SRCROOT%", {{"description", text_object("The folder in which hivemend ran.")}}}}},
                {"artifacts", std::move(artifacts_)},
                {"columnKind", "utf16CodeUnits"},
                {"results", std::move(results)}};
    }

private:
    Json result(const Diagnostic& one)
    {
        const auto& primary = one.labels.front();
        auto main = location(primary);
        if (!primary.text.empty())
            main["message"] = text_object(message_text(primary.text));
        Json json{{"ruleId", one.kind},
                  {"ruleIndex", rule(one)},
                  {"level", severity_word(one.severity)},
                  {"message", text_object(message(one))},
                  {"locations", Json::array({std::move(main)})},
                  {"partialFingerprints", {{"primaryLocationLineHash", fingerprint(one)}}}};
        auto related = Json::array();
        for (std::size_t number = 1; number < one.labels.size(); ++number)
            if (!is_library(findings_, one.labels[number].span.source))
                related.push_back(related_location(one.labels[number], related.size() + 1));
        if (!related.empty())
            json["relatedLocations"] = std::move(related);
        auto fixes = Json::array();
        for (const auto& fix : one.fixes)
            fixes.push_back(this->fix(fix));
        if (!fixes.empty())
            json["fixes"] = std::move(fixes);
        return json;
    }

    /// The headline, then a line for each help and fix, and for what lies in the library, which is no file.
    std::string message(const Diagnostic& one)
    {
        auto text = message_text(one.headline);
        for (const auto& help : one.help)
            text += "\nhelp: " + message_text(help);
        for (const auto& fix : one.fixes)
            text += "\nfix: " + message_text(fix_line(fix));
        for (const auto& label : one.labels)
            if (is_library(findings_, label.span.source))
                text += fmt::format("\nnote: {}:{}: {}", findings_.sources[label.span.source].name(),
                                    places_.begin(label.span).line, message_text(label.text));
        return cut(std::move(text), longest_text);
    }

    /// The same as long as the line and the mark are, wherever the line moves; equal lines are counted.
    std::string fingerprint(const Diagnostic& one)
    {
        const auto span = one.labels.front().span;
        const auto& source = findings_.sources[span.source];
        auto line =
            source.text().substr(0, span.begin + std::min<std::size_t>(source.text().size() - span.begin, nearby));
        line.remove_prefix(span.begin - std::min<std::size_t>(span.begin, nearby));  // a long line is never read whole
        const auto mark = std::min<std::size_t>(span.begin, nearby);
        line = line.substr(0, line.find_first_of("\r\n", mark));
        line.remove_prefix(mark == 0 ? 0 : line.find_last_of('\n', mark - 1) + 1);
        auto value = hash(trimmed(line));
        value = hash(source.slice(span).substr(0, nearby), hash("\n", value));
        value = hash(one.kind, hash("\n", value));
        const auto number = ++seen_[{span.source, value}];
        return fmt::format("{:016x}:{}", value, number);
    }

    std::size_t rule(const Diagnostic& one)
    {
        const auto [found, is_new] = rule_numbers_.try_emplace(std::string{one.kind}, rules_.size());
        if (is_new)
            rules_.push_back(rule_object(one));
        return found->second;
    }

    static Json rule_object(const Diagnostic& one)
    {
        const auto page = explain_page(one.kind).value_or("");
        const auto sentence = sentence_of(one.kind);
        return {{"id", one.kind},
                {"shortDescription", text_object(cut(sentence, longest_text))},
                {"fullDescription", text_object(cut(first_sentence_of_page(page), longest_text))},
                {"help", {{"text", page}, {"markdown", page}}},
                {"defaultConfiguration", {{"level", severity_word(one.severity)}}},
                {"properties",
                 {{"tags", Json::array({"playbook"})},
                  {"precision", "very-high"},
                  {"problem.severity", severity_word(one.severity)}}}};
    }

    Json location(const Label& label)
    {
        return {{"physicalLocation", {{"artifactLocation", artifact_of(label.span)}, {"region", region(label.span)}}}};
    }

    Json related_location(const Label& label, std::size_t number)
    {
        Json json{{"id", number}};
        json.update(location(label));
        json["message"] = text_object(label.text.empty() ? "here" : message_text(label.text));
        return json;
    }

    Json region(Span span)
    {
        const auto begin = places_.begin(span);
        const auto end = places_.end(span);
        return {{"startLine", begin.line},
                {"startColumn", begin.utf16 + 1},
                {"endLine", end.line},
                {"endColumn", end.utf16 + 1}};
    }

    Json fix(const Fix& fix)
    {
        auto changes = Json::array();
        for (const auto& edit : fix.edits)
            changes.push_back({{"artifactLocation", artifact_of(edit.span)},
                               {"replacements", Json::array({{{"deletedRegion", region(edit.span)},
                                                              {"insertedContent", text_object(edit.replacement)}}})}});
        return {{"description", text_object(message_text(fix_line(fix)))}, {"artifactChanges", std::move(changes)}};
    }

    Json artifact_of(Span span)
    {
        return is_library(findings_, span.source)
                   ? Json{{"uri", "hivemend:" + uri_of_path(findings_.sources[span.source].name())}}
                   : artifact(findings_.sources[span.source].name());
    }

    /// A path below the folder is relative to it; another one stands in full.
    Json artifact(const std::string& file)
    {
        const auto path = path_in(findings_.folder, file);
        const bool absolute = path.starts_with('/');
        Json json{{"uri", (absolute ? "file://" : "") + uri_of_path(path)}};
        if (!absolute)
            json["uriBaseId"] = "%SRCROOT%";
        const auto [found, is_new] = artifact_numbers_.try_emplace(path, artifacts_.size());
        if (is_new)
            artifacts_.push_back({{"location", json}, {"encoding", "UTF-8"}});
        json["index"] = found->second;
        return json;
    }

    Json invocation(std::size_t count) const
    {
        auto notes = Json::array();
        for (const auto& problem : findings_.problems) {
            auto text = problem.file.empty() ? "" : message_text(problem.file) + ": ";
            text += message_text(problem.headline);
            for (const auto& note : problem.notes)
                text += "\n" + message_text(note);
            text += problem.help.empty() ? "" : "\nhelp: " + message_text(problem.help);
            notes.push_back({{"level", "error"}, {"message", text_object(cut(std::move(text), longest_text))}});
        }
        if (count > most_findings)
            notes.push_back({{"level", "warning"},
                             {"message", text_object(fmt::format("{} more findings are left out of this document",
                                                                 count - most_findings))}});
        return {{"executionSuccessful", findings_.problems.empty()}, {"toolExecutionNotifications", std::move(notes)}};
    }

    const Findings& findings_;
    Places places_;
    Json rules_ = Json::array();
    Json artifacts_ = Json::array();
    std::map<std::string, std::size_t> rule_numbers_;
    std::map<std::string, std::size_t> artifact_numbers_;
    std::map<std::pair<SourceId, std::uint64_t>, unsigned> seen_;
};

}  // namespace

std::string render_sarif(const Findings& findings)
{
    const Json document{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                        {"version", "2.1.0"},
                        {"runs", Json::array({Run(findings).write()})}};
    return document.dump(2, ' ', true, Json::error_handler_t::replace) + '\n';
}

}  // namespace hivemend::lang
