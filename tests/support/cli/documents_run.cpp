// Running blocks of documents.
#include "tests/support/cli/documents_run.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <yaml-cpp/yaml.h>

#include "lang/check/check.hpp"
#include "lang/diag/render.hpp"
#include "runtime/engine/target/memory_target.hpp"
#include "tests/support/cli/command.hpp"
#include "tests/support/documents_check.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/temporary.hpp"

#include <fmt/format.h>

namespace hivemend::test {
namespace {

namespace fs = std::filesystem;

/// The folder that commands run in; the process is back where it was afterwards.
class Scratch {
public:
    Scratch() : before_(fs::current_path())
    {
        for (const auto* folder : {"examples", "playbooks"})
            fs::copy(source_file(folder), work() / folder, fs::copy_options::recursive);
        if (const auto* state = std::getenv("XDG_STATE_HOME"))
            state_ = state;
        ::setenv("XDG_STATE_HOME", (place_.path() / "state").c_str(), 1);
        fs::current_path(work());
    }
    ~Scratch()
    {
        fs::current_path(before_);
        if (state_)
            ::setenv("XDG_STATE_HOME", state_->c_str(), 1);
        else
            ::unsetenv("XDG_STATE_HOME");
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

private:
    fs::path work() const
    {
        fs::create_directories(place_.path() / "work");
        return place_.path() / "work";
    }
    TemporaryDirectory place_;
    fs::path before_;
    std::optional<std::string> state_;
};

std::string with_status(std::string text, int status)
{
    if (!text.empty() && text.back() != '\n')
        text += '\n';
    return status == 0 ? text : text + fmt::format("[exit {}]\n", status);
}

// --- plans

/// Without the head, which names files of this machine, and the last line, which every plan ends with.
std::string body_of_plan(const std::string& text)
{
    const auto begin = text.find("\n\n");
    auto body = begin == std::string::npos ? text : text.substr(begin + 2);
    constexpr std::string_view last = "Nothing was written.\n";
    if (body.ends_with(last))
        body.erase(body.size() - last.size());
    return body;
}

void run_plan(Document& document, const Fence& fence, const Fence* above, const FilesBeside& beside)
{
    const auto block = above == nullptr ? std::nullopt : document.mend(*above);
    if (!block || !block->runs())
        return document.fault(fence.opening, "the nearest mend block above is no playbook to plan");
    if (fence.words.empty())
        return document.fault(fence.opening, "a plan names its target: ```plan gen2");
    const auto target = source_file("examples/targets/" + fence.words.front() + ".yaml");
    if (!fs::exists(target))
        return document.fault(fence.opening, fmt::format("there is no examples/targets/{}.yaml", fence.words.front()));
    const auto playbook = example_file(above->text, beside);
    if (!playbook)
        return;  // what is wrong with it is said where it stands
    const TemporaryDirectory place;
    const auto path = place.path() / playbook->name;
    for (const auto& [name, text] : beside)
        write_text(place.path() / name, text);
    write_text(path, playbook->text);
    std::vector<std::string> arguments{"plan", path.string(), "--target", target.string()};
    arguments.insert(arguments.end(), fence.words.begin() + 1, fence.words.end());
    const auto planned = invoke(arguments);
    document.expect(fence, with_status(planned.err + body_of_plan(planned.out), planned.status));
}

// --- consoles

struct Command {
    std::string line;
    std::size_t number;  // of its first line in the block, from 0
    std::string printed;
};

/// Commands with what stands below them. A command goes on where a line ends in a backslash.
std::vector<Command> commands_of(Document& document, const Fence& fence)
{
    std::vector<Command> commands;
    std::size_t number = 0;
    bool goes_on = false;
    for (std::size_t begin = 0; begin < fence.text.size(); ++number) {
        const auto end = fence.text.find('\n', begin);
        const auto line = fence.text.substr(begin, end - begin);
        begin = end + 1;
        if (goes_on)
            commands.back().line += " " + line;
        else if (line.starts_with("$ "))
            commands.push_back({line.substr(2), number, {}});
        else if (!commands.empty())
            commands.back().printed += line + "\n";
        else if (!line.empty())
            document.fault(fence.opening + 1 + number, "this stands before the first `$ ` and is not run");
        goes_on = !commands.empty() && (goes_on || line.starts_with("$ ")) && commands.back().line.ends_with("\\");
        if (goes_on)
            commands.back().line.pop_back();
    }
    return commands;
}

struct Ran {
    std::string printed;
    bool compared = true;
};

/// What a command printed; nothing when it is none that documents may hold.
std::optional<Ran> run_line(Document& document, std::size_t place, const std::string& whole)
{
    const auto line = whole.substr(0, whole.find(" # "));
    const auto words = shell_words(line);
    constexpr std::array plain{"cat", "cp", "diff", "ls", "mkdir", "sed"};
    if (!words || words->empty()) {
        document.fault(place, "this is no command: a quote is not closed, or it is empty");
        return std::nullopt;
    }
    const auto& name = words->front();
    if (name == "hivemend") {
        const auto result = invoke_together({words->begin() + 1, words->end()});
        return Ran{with_status(result.out, result.status)};
    }
    if (name == "make" && words->size() == 2) {
        const auto makefile = "\n" + read_text(source_file("Makefile"));
        if (makefile.find("\n" + (*words)[1] + ":") == std::string::npos)
            document.fault(place, fmt::format("the Makefile has no target {}", (*words)[1]));
        return Ran{{}, false};
    }
    if (name == "apt-get")
        return Ran{{}, false};
    if (std::ranges::find(plain, name) != plain.end()) {
        const auto result = shell(line);
        return Ran{with_status(result.out, result.status)};
    }
    document.fault(place, fmt::format("documents do not run `{}`", name));
    return std::nullopt;
}

void run_console(Document& document, const Fence& fence)
{
    std::string actual;
    bool differs = false;
    bool has_gap = false;
    for (const auto& command : commands_of(document, fence)) {
        const auto place = fence.opening + 1 + command.number;
        const auto ran = run_line(document, place, command.line);
        if (!ran || !ran->compared)
            continue;
        actual += "$ " + command.line + "\n" + ran->printed;
        has_gap = has_gap || ("\n" + command.printed).find("\n...\n") != std::string::npos;
        // A blank line before the next command is for the eye.
        auto wanted = command.printed;
        while (wanted.ends_with("\n\n") || wanted == "\n")
            wanted.pop_back();
        auto printed = ran->printed;
        while (printed.ends_with("\n\n"))
            printed.pop_back();
        if (matches_lines(printed, wanted))
            continue;
        differs = true;
        if (has_gap)
            document.fault(place, "the output differs, and `...` keeps it from being rewritten:\n" +
                                      line_diff(wanted, printed));
    }
    if (differs && !has_gap)
        document.expect(fence, actual);
}

/// The name that a block has as a file in the folder of the document, or nothing.
std::string file_of(Document& document, const Fence& fence)
{
    if (fence.language == "yaml" && fence.words.size() == 2 && fence.words.front() == "file")
        return fence.words.back();
    const auto block = fence.language == "mend" ? document.mend(fence) : std::nullopt;
    return block ? block->file : "";
}

// --- descriptions and values

bool is_values(const YAML::Node& root)
{
    const auto plain = [](const YAML::Node& node) { return node.IsScalar(); };
    return root.IsMap() && std::ranges::all_of(root, [&](const auto& entry) {
               const auto& value = entry.second;
               return plain(entry.first) && (plain(value) || (value.IsSequence() && std::ranges::all_of(value, plain)));
           });
}

void check_yaml(Document& document, const Fence& fence)
{
    const TemporaryDirectory place;
    const auto path = place.path() / "target.yaml";
    write_text(path, fence.text);
    lang::SourceMap sources;
    lang::Diagnostics mistakes;
    const auto library = lang::load_library(sources, mistakes);
    const auto description = engine::read_description(path.string(), library, sources, mistakes);
    if (description && mistakes.all().empty())
        return;
    try {
        if (is_values(YAML::Load(fence.text)))
            return;
    } catch (const YAML::Exception&) {  // the description says where
    }
    document.fault(fence.opening, "this is neither a description of a target nor values for --vars:\n" +
                                      lang::render_text(mistakes, sources, false));
}

}  // namespace

void run_plan_blocks(Document& document)
{
    const Fence* above = nullptr;
    FilesBeside beside;
    for (const auto& fence : document.fences()) {
        if (fence.language == "plan")
            run_plan(document, fence, above, beside);
        if (fence.language != "mend")
            continue;
        above = &fence;
        if (const auto block = document.mend(fence); block && !block->file.empty())
            beside[block->file] = fence.text;
    }
}

void run_console_blocks(Document& document)
{
    std::optional<Scratch> scratch;
    for (const auto& fence : document.fences()) {
        const bool console = fence.language == "console" || fence.language == "sh";
        const auto file = file_of(document, fence);
        if ((console || !file.empty()) && !scratch)
            scratch.emplace();
        if (!file.empty())
            write_text(fs::current_path() / file, fence.text);
        if (console)
            run_console(document, fence);
    }
}

void check_yaml_blocks(Document& document)
{
    for (const auto& fence : document.fences())
        if (fence.language == "yaml")
            check_yaml(document, fence);
}

}  // namespace hivemend::test
