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

/// The indentation of the line of `at`.
std::string indentation_of(std::string_view text, std::uint32_t at)
{
    const auto begin = scan::line_begin(text, at);
    return std::string(text.substr(begin, scan::skip_blanks(text, begin) - begin));
}

/// The end of the last line before `at` that is not empty, nor a comment without `comments`.
std::uint32_t content_end(std::string_view text, std::uint32_t at, bool comments)
{
    while (at > 0) {
        const auto begin = scan::line_begin(text, at);
        const auto first = scan::skip_blanks(text, begin);
        if (first < at && text[first] != '\n' && (comments || text[first] != '#'))
            break;
        at = static_cast<std::uint32_t>(begin == 0 ? 0 : begin - 1);
    }
    while (at > 0 && scan::is_blank(text[at - 1]))
        --at;
    return at;
}

/// A block that is not closed where its lines end.
void report_missing(const BraceRepairs::MissingClose& missing, Mistakes& mistakes)
{
    const auto text = mistakes.text();
    const auto [opened, here] = missing;
    auto* one = mistakes.add_brace(diag::unclosed_block, mistakes.span(opened, opened + 1));
    if (!one)
        return;
    const bool same_line = scan::line_end(text, opened) >= here;
    const auto end = same_line ? here : content_end(text, here, false);
    const auto found = found_at(text, here);
    const bool alone = scan::skip_blanks(text, found.end) == scan::line_end(text, here);
    const bool other_instead = !same_line && found.begin < found.end && (alone || found.words == "`else`");
    if (other_instead)
        one->label(mistakes.span(found.begin, found.end), "its `}` should stand here");
    else
        one->label(mistakes.span(end, end), "its `}` is missing here");
    if (same_line)
        one->fix("insert `}`", mistakes.span(end, end), " }");
    else
        one->fix("insert `}`", mistakes.span(end, end), "\n" + indentation_of(text, opened) + "}");
    if (other_instead)
        mistakes.quiet_line(here);
}

/// All blocks that are open where the text ends are one mistake: the rest of the text is missing.
void report_end(const BraceRepairs& repairs, std::size_t first, Mistakes& mistakes)
{
    constexpr std::size_t shown = 3;
    const auto text = mistakes.text();
    const auto end = content_end(text, static_cast<std::uint32_t>(text.size()), true);
    const auto opened = repairs.missing[first].opened;
    auto* one = mistakes.add_brace(diag::unclosed_block, mistakes.span(opened, opened + 1));
    if (!one)
        return;
    one->label(mistakes.span(end, end), "the text ends here");
    std::string closing;
    for (auto i = first; i < repairs.missing.size(); ++i) {
        const auto outer = repairs.missing[i].opened;
        closing += "\n" + indentation_of(text, outer) + "}";
        if (i > first && i < first + shown)
            one->label(mistakes.span(outer, outer + 1), "this one has none either");
    }
    one->fix(repairs.missing.size() - first > 1 ? "close all blocks" : "insert `}`", mistakes.span(end, end), closing);
    mistakes.quiet_end(end);
}

void report(const BraceRepairs& repairs, Mistakes& mistakes)
{
    const auto text = mistakes.text();
    for (std::size_t i = 0; i < repairs.missing.size(); ++i) {
        if (repairs.missing[i].here == text.size()) {
            report_end(repairs, i, mistakes);
            break;
        }
        report_missing(repairs.missing[i], mistakes);
    }
    for (const auto at : repairs.unopened)
        if (auto* one = mistakes.add_brace(diag::expected_block, mistakes.span(at, at), "the end of the line"))
            one->hint("the lines below are indented as its block is: it begins with `{` on this line")
                .fix("insert `{`", mistakes.span(at, at), " {");
    for (const auto at : repairs.surplus) {
        const bool opens = text[at] == '{';
        auto* one = opens ? mistakes.add_brace(diag::unclosed_block, mistakes.span(at, at + 1))
                          : mistakes.add_brace(diag::unopened_block, mistakes.span(at, at + 1));
        if (one)
            one->hint(opens ? "delete it, or close it on this line"
                            : "delete it, or open the block that it should close");
    }
}

/// Parses again, with the braces that indentation says are meant, so that what follows lands in its own place.
File parse_repaired(std::string_view text, SourceId source, const BraceRepairs& repairs, Diagnostics& diagnostics)
{
    std::string fitting(text);
    for (const auto at : repairs.surplus)
        fitting[at] = ' ';
    State state(fitting, source, repairs);
    Mistakes mistakes(text, source);
    check_encoding(mistakes);
    report(repairs, mistakes);
    state.mistakes.continue_after(mistakes);
    run<grammar::file>(state);
    diagnostics.append(std::move(mistakes.collected()));
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
        const bool braces = state.block_met_end || state.surplus_brace;
        if ((braces || state.mistakes.collected().has_errors()) && !state.mistakes.was_too_deep()) {
            const auto repairs = find_brace_repairs(text);
            if (!repairs.empty())
                return parse_repaired(text, source, repairs, diagnostics);
            const auto end = static_cast<std::uint32_t>(text.size());
            if (braces && !state.mistakes.collected().has_errors())
                if (auto* one = state.mistakes.add(diag::unclosed_block, state.mistakes.span(end, end)))
                    one->hint("close the block that is open where the text ends");
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
