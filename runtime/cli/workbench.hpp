// What several commands share: reading playbooks and targets, with the standard library beside them.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lang/check/check.hpp"
#include "runtime/cli/console.hpp"
#include "runtime/engine/plan/planner.hpp"
#include "runtime/engine/target/windows_target.hpp"

namespace hivemend::cli {

/// Thrown when everything about an error has been printed already.
struct Reported {};

/// Texts of one invocation. The library is read once in a process.
class Workbench {
public:
    explicit Workbench(Console& console);

    Console& console;
    lang::SourceMap sources;
    const lang::Library& library;
    std::map<std::string, std::vector<lang::Span>> vars_places;  // of the values of --vars, by parameter

    const lang::Declarations& declarations() const { return library.declarations(); }

    /// Prints diagnostics; throws Reported when there is an error among them.
    void report(lang::Diagnostics& diagnostics);
};

/// A playbook that is not checked yet, and where the files beside it come from.
struct PlaybookText {
    std::string file;  // as messages show it
    std::string text;
    lang::ReadBeside beside{};  // none: a built-in playbook
    bool nameless = false;      // its name is not that of a file, and is not compared with the header
};

struct Playbook {
    std::string file;
    std::string text;
    lang::Program program;
};

/// Text of a file of the repair machine. Error when it cannot be read or is larger than a source may be.
std::string read_host_file(const std::filesystem::path& path);

/// Names of the playbooks in the binary.
std::vector<std::string> built_in_playbooks();
/// Files in the folder of a playbook. A name that leads out of it is none of them.
lang::ReadBeside beside(const std::filesystem::path& playbook);

/// A file, or the name of a built-in playbook. Error with the nearest names otherwise.
PlaybookText find_playbook(const std::string& name);
/// A text that is not read from a file, as if it lay at `path`.
PlaybookText playbook_at(const std::string& path, std::string text);
/// A playbook as a plan or run keeps it, with the files that it used then.
PlaybookText kept_playbook(const engine::Plan::Playbook& kept);

/// Parses and checks; with errors among the diagnostics there is no program.
std::optional<lang::Program> check_playbook(Workbench& bench, const PlaybookText& playbook,
                                            lang::Diagnostics& diagnostics);
/// The same; diagnostics are printed.
Playbook load_playbook(Workbench& bench, const PlaybookText& playbook);

/// Splits `name=value`. Error without `=`.
std::vector<std::pair<std::string, std::string>> pairs(const std::vector<std::string>& arguments,
                                                       std::string_view option);
/// Splits `name[=yes|no]`.
std::map<std::string, bool> answers(const std::vector<std::string>& arguments, std::string_view option);

/// A description (.yaml) or a directory, for reading.
std::unique_ptr<engine::Target> open_target(Workbench& bench, const std::string& name, std::optional<int> installation,
                                            windows::LogLoss log_loss = windows::LogLoss::refused);
/// A directory. With the lock, for writing.
std::unique_ptr<engine::WindowsTarget> open_windows(const std::string& name, std::optional<int> installation,
                                                    storage::Lock lock,
                                                    windows::LogLoss log_loss = windows::LogLoss::refused);

/// `--state`, else $XDG_STATE_HOME/hivemend, else ~/.local/state/hivemend.
std::filesystem::path state_directory(const std::string& option);

}  // namespace hivemend::cli
