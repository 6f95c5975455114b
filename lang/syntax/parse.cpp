// Text to tree: the one translation unit that instantiates the grammar.
#include "lang/syntax/parse.hpp"

#include <fmt/format.h>

#include "lang/diag/catalogue.hpp"
#include "lang/syntax/actions_item.hpp"
#include "lang/syntax/encoding.hpp"

namespace hivemend::lang::syntax {
namespace {

// Line numbers are computed for messages only.
using Input = tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf, std::string_view>;

template <class Rule>
void run(State& state)
{
    Input in(state.text.data(), state.text.size(), std::string_view());
    [[maybe_unused]] const bool matched = tao::pegtl::parse<Rule, action>(in, state);
    assert(matched && "every text is a file: what is not understood is an error production");
}

/// The line whose text is `at`, indented as the line of the brace that is not closed.
std::string closing_line(std::string_view text, std::uint32_t opened)
{
    const auto begin = scan::line_begin(text, opened);
    return std::string(text.substr(begin, scan::skip_blanks(text, begin) - begin)) + "}\n";
}

void report(const BraceRepairs& repairs, Mistakes& mistakes)
{
    const auto text = mistakes.text();
    for (const auto& [opened, here] : repairs.missing) {
        auto* one = mistakes.add(diag::unclosed_block, mistakes.span(opened, opened + 1));
        if (!one)
            break;
        const bool at_end = here == text.size();
        auto found = found_at(text, here);
        if (at_end)
            found.begin = found.end = static_cast<std::uint32_t>(text.find_last_not_of(" \t\r\n") + 1);
        one->label(mistakes.span(found.begin, found.end),
                   at_end ? "the file ends without its `}`" : "its `}` is missing before this line");
        const auto line = static_cast<std::uint32_t>(scan::line_begin(text, here));
        const bool needs_line_end = at_end && line != here;
        one->fix("insert `}`", mistakes.span(line, line), closing_line(text, opened));
        if (needs_line_end)
            one->fixes.back().edits = {{mistakes.span(here, here), "\n" + closing_line(text, opened)}};
    }
    for (const auto at : repairs.surplus)
        if (auto* one = mistakes.add(diag::unopened_block, mistakes.span(at, at + 1)))
            one->hint("delete it, or open the block that it should close");
}

/// Parses again, with the braces that indentation says are meant, so that what follows lands in its own place.
File parse_repaired(std::string_view text, SourceId source, const BraceRepairs& repairs, Diagnostics& diagnostics)
{
    State state(text, source, repairs);
    check_encoding(state.mistakes);
    report(repairs, state.mistakes);
    run<grammar::file>(state);
    diagnostics.append(std::move(state.mistakes.collected()));
    return std::move(state.file);
}

}  // namespace

File parse(const SourceMap& sources, SourceId source, Diagnostics& diagnostics)
{
    const auto text = sources[source].text();
    const BraceRepairs none;
    State state(text, source, none);
    if (check_encoding(state.mistakes)) {
        run<grammar::file>(state);
        if ((state.block_met_end || state.surplus_brace) && !state.mistakes.was_too_deep()) {
            const auto repairs = find_brace_repairs(text);
            if (!repairs.missing.empty() || !repairs.surplus.empty())
                return parse_repaired(text, source, repairs, diagnostics);
            const auto end = static_cast<std::uint32_t>(text.size());
            if (!state.mistakes.collected().has_errors())
                state.mistakes.add(diag::unclosed_block, state.mistakes.span(end, end));
        }
    }
    diagnostics.append(std::move(state.mistakes.collected()));
    return std::move(state.file);
}

ExprPtr parse_expression(const SourceMap& sources, SourceId source, Diagnostics& diagnostics)
{
    const auto text = sources[source].text();
    const BraceRepairs none;
    State state(text, source, none);
    if (check_encoding(state.mistakes))
        run<grammar::lone_expression>(state);
    if (state.exprs.size() != 1)
        state.push({source, 0, static_cast<std::uint32_t>(std::min(text.size(), max_source_bytes))}, BrokenExpr{});
    diagnostics.append(std::move(state.mistakes.collected()));
    return state.pop();
}

}  // namespace hivemend::lang::syntax
