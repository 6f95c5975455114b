// Parts of a playbook file. Private to lang/check.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lang/check/checker.hpp"

namespace hivemend::lang::rules {

/// What the header says; its effects are compared once the body is known.
struct Header {
    std::string name;
    std::string title;
    std::string documentation;
    std::optional<std::string> source{};
    std::optional<Date> dated{};
    bool has_effects = false;
    std::optional<Effects> effects{};
    Span effects_span;
    Span span;
    Span closing;  // the `}`, before which a missing line goes
};

bool is_header(const syntax::Item& item);
Header header_of(Checker& checker, const syntax::Item& item, std::string_view file_stem);
/// Compares the effects of the header with those of the body, or offers them.
void check_header_effects(Checker& checker, const Header& header, const Effects& found);

/// `use std.crash_dump`
void take_use(Checker& checker, const syntax::Item& item, std::map<std::string, Span>& used);
/// `procedure words { … }`: known from here on, checked when it is first run.
void declare_procedure(Checker& checker, const syntax::Item& item);

}  // namespace hivemend::lang::rules
