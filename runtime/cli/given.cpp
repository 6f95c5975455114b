// Parameters from the command line.
#include "runtime/cli/given.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>

#include "lang/diag/suggest.hpp"
#include "runtime/cli/vars_file.hpp"
#include "runtime/storage/store/sha256.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hivemend::cli {
namespace {

namespace fs = std::filesystem;
using Kind = lang::Type::Kind;

const lang::Parameter& parameter_named(const lang::Program& program, const std::string& name)
{
    const auto found = std::ranges::find(program.parameters, name, &lang::Parameter::name);
    if (found != program.parameters.end())
        return *found;
    std::vector<std::string> names;
    for (const auto& parameter : program.parameters)
        names.push_back(parameter.name);
    const auto near = lang::nearest(name, names);
    throw Error(fmt::format("the playbook has no parameter `{}`", name), {},
                {fmt::format("parameters: {}", names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", ")))},
                near ? fmt::format("did you mean `{}`?", *near) : "");
}

/// Size and hash of a file, in pieces: it may be an image of gigabytes.
std::string fingerprint_text(const fs::path& path)
{
    std::error_code problem;
    if (!fs::is_regular_file(path, problem))
        throw Error(fs::exists(path, problem) ? "this is not a plain file" : "there is no such file", path.string(), {},
                    "a parameter of type host_path names a file of this machine");
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw system_error(errno, "open", path.string());
    storage::Hasher hasher;
    std::uint64_t size = 0;
    std::array<char, 1 << 16> piece{};
    while (file.read(piece.data(), piece.size()) || file.gcount() > 0) {
        const auto count = static_cast<std::size_t>(file.gcount());
        hasher.add(std::as_bytes(std::span(piece)).first(count));
        size += count;
    }
    if (file.bad())
        throw system_error(errno, "read", path.string());
    return fmt::format("{} bytes, sha256 {}", size, storage::to_hex(hasher.finish()));
}

/// Paths are kept absolute, so that a run or saved plan means the same file wherever it goes on.
void make_absolute(engine::GivenParameter& given, const lang::Type& type)
{
    auto* text = std::get_if<std::string>(&given.value);
    if (text == nullptr || !lang::without_optional(type).is(Kind::host_path))
        return;
    if (text->empty())
        throw Error(fmt::format("parameter `{}` is an empty path", given.name), {}, {},
                    fmt::format("give a file of this machine with --set {}=FILE", given.name));
    *text = fs::absolute(*text).lexically_normal().string();
}

[[noreturn]] void refuse_shape(const std::string& name, bool takes_list)
{
    throw Error(takes_list ? fmt::format("parameter `{}` takes a list, and one value was given", name)
                           : fmt::format("parameter `{}` takes one value, and a list was given", name),
                {}, {},
                takes_list ? "write the list in a file for --vars: a line `- VALUE` for each" : "write one value");
}

class Reading {
public:
    Reading(Workbench& bench, const lang::Program& program) : bench_(bench), program_(program) {}

    std::optional<lang::Value> value(const lang::Parameter& parameter, const engine::GivenParameter& given)
    {
        const auto& type = lang::without_optional(parameter.type);
        const auto* items = std::get_if<std::vector<std::string>>(&given.value);
        if (type.is(Kind::list) != (items != nullptr))
            refuse_shape(parameter.name, type.is(Kind::list));
        const auto places = bench_.vars_places.find(given.name);
        const auto place = [&](std::size_t number) {
            const bool known = places != bench_.vars_places.end() && number < places->second.size();
            return known ? std::optional(places->second[number]) : std::nullopt;
        };
        if (items == nullptr)
            return one(parameter, std::get<std::string>(given.value), place(0));
        auto element = parameter;
        element.type = type.of.front();
        std::vector<lang::Value> list;
        for (std::size_t number = 0; number < items->size(); ++number)
            if (auto read = one(element, (*items)[number], place(number)))
                list.push_back(std::move(*read));
        return list.size() == items->size() ? std::optional(lang::Value{std::move(list)}) : std::nullopt;
    }

    void finish() { bench_.report(diagnostics_); }

private:
    Workbench& bench_;
    const lang::Program& program_;
    lang::Diagnostics diagnostics_;

    /// A secret never becomes a text that a message could show.
    std::optional<lang::Value> one(const lang::Parameter& parameter, const std::string& text,
                                   std::optional<lang::Span> place)
    {
        const auto& type = lang::without_optional(parameter.type);
        if (type.is(Kind::secret))
            return lang::Value{lang::Secret{text}};
        if (type.is(Kind::host_path))
            return lang::Value{lang::HostPath{text}};
        lang::Diagnostics own;
        const auto value_source = static_cast<lang::SourceId>(bench_.sources.size());
        auto value = lang::value_from_text(program_, parameter, text, bench_.library, bench_.sources, own);
        for (auto diagnostic : own.all()) {
            if (place)
                move(diagnostic, value_source, *place);
            diagnostics_.append(std::move(diagnostic));
        }
        return value;
    }

    /// From the text of one value to its place in the file of --vars: exact where the file has the text as it is.
    void move(lang::Diagnostic& diagnostic, lang::SourceId from, lang::Span place) const
    {
        const bool exact = bench_.sources[place.source].slice(place) == bench_.sources[from].text();
        const auto moved = [&](lang::Span span) {
            return exact ? lang::Span{place.source, place.begin + span.begin, place.begin + span.end} : place;
        };
        for (auto& label : diagnostic.labels)
            if (label.span.source == from)
                label.span = moved(label.span);
        if (!exact)
            diagnostic.fixes.clear();  // they would edit a text that is not there
        for (auto& fix : diagnostic.fixes)
            for (auto& edit : fix.edits)
                if (edit.span.source == from)
                    edit.span = moved(edit.span);
    }
};

}  // namespace

bool is_secret(const lang::Program& program, const std::string& name)
{
    const auto found = std::ranges::find(program.parameters, name, &lang::Parameter::name);
    return found != program.parameters.end() && lang::without_optional(found->type).is(Kind::secret);
}

GivenTexts given_texts(Workbench& bench, const lang::Program& program, const std::string& vars_file,
                       const std::vector<std::string>& set)
{
    GivenTexts texts = vars_file.empty() ? GivenTexts{} : read_vars(bench, program, vars_file);
    const auto own = pairs(set, "--set");
    for (auto at = own.begin(); at != own.end(); ++at) {
        if (std::ranges::find(own.begin(), at, at->first, &std::pair<std::string, std::string>::first) != at)
            throw Error(fmt::format("parameter `{}` is given twice", at->first), {}, {}, "give each --set name once");
        std::erase_if(texts, [&](const auto& given) { return given.name == at->first; });
        bench.vars_places.erase(at->first);
        texts.push_back({at->first, at->second});
    }
    return texts;
}

Given read_given(Workbench& bench, const lang::Program& program, const GivenTexts& texts)
{
    Given result;
    Reading reading(bench, program);
    for (auto given : texts) {
        const auto& parameter = parameter_named(program, given.name);
        make_absolute(given, parameter.type);
        if (auto value = reading.value(parameter, given)) {
            if (const auto* path = value->get_if<lang::HostPath>())
                result.described.emplace(given.name, fingerprint_text(path->text));
            result.values.insert_or_assign(given.name, std::move(*value));
        }
        if (!is_secret(program, given.name))
            result.kept.push_back(std::move(given));
    }
    reading.finish();
    return result;
}

}  // namespace hivemend::cli
