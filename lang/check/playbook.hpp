// Parts of a playbook file. Private to lang/check.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/check/checker.hpp"

namespace hivemend::lang::rules {

/// What the header says; its effects are compared once the body is known.
struct Header {
    std::string name;
    std::string title;
    std::string documentation;
    std::optional<std::string> source{};
    std::optional<Date> dated{};
    std::optional<Expr> applies_when{};
    bool has_effects = false;
    std::optional<Effects> effects{};
    Span effects_span;
    Span span;
    Span closing;  // the `}`, before which a missing line goes
};

bool is_header(const syntax::Item& item);
Header header_of(Checker& checker, const syntax::Item& item, std::string_view file_stem);
/// The lines in the block of an item that is, or should be, a header.
Header header_lines_of(Checker& checker, const syntax::Item& item, std::string_view file_stem);
/// Compares the effects of the header with those of the body, or offers them.
void check_header_effects(Checker& checker, const Header& header, const Effects& found, Span body_end);

/// What `use` lines have brought so far.
class Uses {
public:
    Uses(Checker& checker, SourceMap& sources, const ReadBeside& read, std::string playbook)
        : checker_{checker}, sources_{sources}, read_{read}, reading_{std::move(playbook)}
    {}
    /// `use std.crash_dump`, `use "procedures.mend"`
    void take(const syntax::Item& item);
    std::vector<UsedFile> files;

private:
    void take_module(const syntax::Path& path);
    void take_file(const std::string& name, Span span);
    void take_declarations(const syntax::File& tree);
    bool is_new(const std::string& what, Span span);

    Checker& checker_;
    SourceMap& sources_;
    const ReadBeside& read_;
    std::map<std::string, Span> used_;  // modules and files, where they were used first
    std::vector<std::string> reading_;  // files around this place: the playbook, then those that use each other
};
/// `procedure words { … }`: known from here on, checked when it is first run.
void declare_procedure(Checker& checker, const syntax::Item& item);

}  // namespace hivemend::lang::rules
