// Reading playbooks and targets.
#include "runtime/cli/workbench.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "lang/diag/render.hpp"
#include "lang/diag/suggest.hpp"
#include "lang/source/embedded.hpp"
#include "lang/syntax/parse.hpp"
#include "runtime/engine/primitive/binding.hpp"
#include "runtime/engine/target/memory_target.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hivemend::cli {
namespace {

namespace fs = std::filesystem;

/// The standard library with its texts, which its declarations point into.
struct Shelf {
    lang::SourceMap sources;
    lang::Library library;
};

Shelf read_shelf(Console& console)
{
    Shelf shelf;
    lang::Diagnostics diagnostics;
    shelf.library = lang::load_library(shelf.sources, diagnostics);
    if (diagnostics.has_errors()) {
        console.err << lang::render_text(diagnostics, shelf.sources, console.colours);
        throw Error("the standard library of this build does not check", {}, {},
                    "this is a mistake of the build; report it");
    }
    if (const auto names = engine::undeclared(shelf.library.declarations()); !names.empty())
        throw Error("this build implements what its library does not declare", {}, names,
                    "this is a mistake of the build; report it");
    return shelf;
}

const Shelf& shelf(Console& console)
{
    static const Shelf shelf = read_shelf(console);
    return shelf;
}

bool is_description(const fs::path& path)
{
    return path.extension() == ".yaml" || path.extension() == ".yml";
}

}  // namespace

Workbench::Workbench(Console& its_console)
    : console(its_console), sources(shelf(its_console).sources), library(shelf(its_console).library)
{}

void Workbench::report(lang::Diagnostics& diagnostics)
{
    if (diagnostics.all().empty())
        return;
    diagnostics.sort();
    console.err << lang::render_text(diagnostics, sources, console.colours) << lang::summary(diagnostics) << '\n';
    if (diagnostics.has_errors())
        throw Reported{};
}

std::string read_host_file(const fs::path& path)
{
    std::error_code problem;
    const auto status = fs::status(path, problem);
    if (!fs::exists(status))
        throw Error("there is no such file", path.string());
    if (fs::is_directory(status))
        throw Error("this is a directory, not a file", path.string());
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw system_error(errno, "open", path.string());
    std::string text;
    char buffer[1 << 16];
    while (file.read(buffer, sizeof buffer) || file.gcount() > 0) {
        text.append(buffer, static_cast<std::size_t>(file.gcount()));
        if (text.size() > lang::max_source_bytes)
            throw Error(fmt::format("the file has more than the {} bytes that are read", lang::max_source_bytes),
                        path.string(), {}, "a playbook is text that a person reviews; is this the right file?");
    }
    if (file.bad())
        throw system_error(errno, "read", path.string());
    return text;
}

std::vector<std::string> built_in_playbooks()
{
    std::vector<std::string> names;
    for (const auto& file : lang::embedded_files())
        if (file.path.starts_with("playbooks/"))
            names.push_back(fs::path(file.path).stem().string());
    return names;
}

lang::ReadBeside beside(const fs::path& playbook)
{
    return [folder = playbook.parent_path()](std::string_view name) -> std::optional<std::string> {
        const auto path = folder / name;
        std::error_code problem;
        if (name.find_first_of("/\\") != std::string_view::npos || !fs::is_regular_file(path, problem))
            return std::nullopt;
        return read_host_file(path);
    };
}

PlaybookText find_playbook(const std::string& name)
{
    if (fs::exists(name))
        return {name, read_host_file(name), beside(name)};
    const auto path = fmt::format("playbooks/{}.mend", name);
    if (const auto text = lang::embedded_file(path))
        return {path, std::string(*text)};
    const auto names = built_in_playbooks();
    const auto near = lang::nearest(name, names);
    throw Error(fmt::format("there is no file and no built-in playbook called {}", name), {},
                {fmt::format("built in: {}", fmt::join(names, ", "))},
                near ? fmt::format("did you mean {}?", *near) : "");
}

PlaybookText playbook_at(const std::string& path, std::string text)
{
    return {path, std::move(text), beside(path)};
}

PlaybookText kept_playbook(const engine::Plan::Playbook& kept)
{
    return {kept.file, kept.text, [files = kept.files](std::string_view name) -> std::optional<std::string> {
                const auto found = std::ranges::find(files, name, &engine::Plan::Playbook::File::name);
                return found == files.end() ? std::nullopt : std::optional(found->text);
            }};
}

std::optional<lang::Program> check_playbook(Workbench& bench, const PlaybookText& playbook,
                                            lang::Diagnostics& diagnostics)
{
    const auto source = bench.sources.add(playbook.file, playbook.text);
    const auto tree = lang::syntax::parse(bench.sources, source, diagnostics);
    const auto stem = playbook.nameless ? std::string() : fs::path(playbook.file).stem().string();
    auto program = lang::check(tree, stem, bench.library, bench.sources, diagnostics, playbook.beside);
    diagnostics.sort();
    return program;
}

Playbook load_playbook(Workbench& bench, const PlaybookText& playbook)
{
    lang::Diagnostics diagnostics;
    auto program = check_playbook(bench, playbook, diagnostics);
    bench.report(diagnostics);
    if (!program)
        throw Error("the playbook does not check", playbook.file);
    return {playbook.file, playbook.text, std::move(*program)};
}

std::vector<std::pair<std::string, std::string>> pairs(const std::vector<std::string>& arguments,
                                                       std::string_view option)
{
    std::vector<std::pair<std::string, std::string>> result;
    for (const auto& argument : arguments) {
        const auto sign = argument.find('=');
        if (sign == std::string::npos || sign == 0)
            throw Error(fmt::format("{} {} names no value", option, argument), {}, {},
                        fmt::format("write {} name=value", option));
        result.emplace_back(argument.substr(0, sign), argument.substr(sign + 1));
    }
    return result;
}

std::map<std::string, bool> answers(const std::vector<std::string>& arguments, std::string_view option)
{
    std::map<std::string, bool> result;
    for (const auto& argument : arguments) {
        const auto sign = argument.find('=');
        const auto answer = sign == std::string::npos ? "yes" : argument.substr(sign + 1);
        if (answer != "yes" && answer != "no")
            throw Error(fmt::format("{} {} is answered neither yes nor no", option, argument), {}, {},
                        fmt::format("write {0} name, {0} name=yes or {0} name=no", option));
        result.insert_or_assign(argument.substr(0, sign), answer == "yes");
    }
    return result;
}

std::unique_ptr<engine::Target> open_target(Workbench& bench, const std::string& name, std::optional<int> installation,
                                            windows::LogLoss log_loss)
{
    if (!is_description(name))
        return open_windows(name, installation, storage::Lock::none, log_loss);
    lang::Diagnostics diagnostics;
    auto description = engine::read_description(name, bench.library, bench.sources, diagnostics);
    bench.report(diagnostics);
    if (!description)
        throw Error("the description cannot be used", name);
    return engine::memory_target(std::move(*description), name);
}

std::unique_ptr<engine::WindowsTarget> open_windows(const std::string& name, std::optional<int> installation,
                                                    storage::Lock lock, windows::LogLoss log_loss)
{
    if (is_description(name))
        throw Error("a description is not a disk: nothing can be applied to it", name, {},
                    "make a practice disk of it: hivemend sample " + name + " --out DIR");
    std::error_code problem;
    if (!fs::exists(name, problem))
        throw Error("there is no such target", name, {},
                    "a target is a directory that holds a Windows tree, or a .yaml description");
    if (!fs::is_directory(name, problem))
        throw Error("this target is a file, and this version reads directories and .yaml descriptions", name, {},
                    "mount the disk, or copy \\Windows\\System32\\config and the boot store into a directory");
    return std::make_unique<engine::WindowsTarget>(storage::open_directory(name, lock), name, installation, log_loss);
}

fs::path state_directory(const std::string& option)
{
    if (!option.empty())
        return fs::absolute(option);
    if (const auto* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/')
        return fs::path(state) / "hivemend";
    if (const auto* home = std::getenv("HOME"); home != nullptr && *home == '/')
        return fs::path(home) / ".local/state/hivemend";
    throw Error("there is no place to keep runs: neither XDG_STATE_HOME nor HOME is set", {}, {},
                "name one with --state DIR");
}

}  // namespace hivemend::cli
