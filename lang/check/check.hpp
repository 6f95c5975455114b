// Tree to Program: names, types and rules. Needs no disk.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "lang/check/probe.hpp"
#include "lang/check/program.hpp"
#include "lang/diag/diagnostic.hpp"
#include "lang/syntax/ast.hpp"

namespace hivemend::lang {

/// The declarations of stdlib/*.mend, and the procedures that `use std.…` brings.
class Library {
public:
    Library();
    ~Library();
    Library(Library&&) noexcept;
    Library& operator=(Library&&) noexcept;

    const Declarations& declarations() const;

    struct Content;  // private to lang/check
    const Content& content() const { return *content_; }
    Content& content() { return *content_; }

private:
    std::unique_ptr<Content> content_;
};

/// Reads the embedded standard library. Its own mistakes are diagnostics too (a test wants none).
Library load_library(SourceMap& sources, Diagnostics& diagnostics);

/// Reads a file beside the playbook for `use "name"`: its text, or nothing when there is none.
using ReadBeside = std::function<std::optional<std::string>(std::string_view name)>;

/// Checks one playbook. Without errors there is a program; with errors there is none, and all of them are in
/// `diagnostics`. `file_stem` is the name of the file without folder and `.mend` (the playbook's name must equal it,
/// with `-` as `_`), or empty. Without `read` no file is beside it. A `probe` is told what could stand at
/// its place.
std::optional<Program> check(const syntax::File& file, std::string_view file_stem, const Library& library,
                             SourceMap& sources, Diagnostics& diagnostics, const ReadBeside& read = {},
                             Probe* probe = nullptr);

/// A value from outside (`--set name=value`) for a parameter of `program`: raw text for string, secret, host_path and
/// guest_path, else a literal of the type. A wrong one is a diagnostic in `sources` under the name `--set NAME`, with a
/// label at the parameter.
std::optional<Value> value_from_text(const Program& program, const Parameter& parameter, std::string_view text,
                                     const Library& library, SourceMap& sources, Diagnostics& diagnostics);

/// A literal of any type known from its place, for sample targets: `dword 1`, `"text"`, `yes`, `[ "{guid}" ]`.
std::optional<Value> literal(const Type& type, std::string_view text, std::string_view origin, const Library& library,
                             SourceMap& sources, Diagnostics& diagnostics);

}  // namespace hivemend::lang
