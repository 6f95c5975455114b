// Rules that PEGTL does not have: tokens read by hand, lookahead by state, recovery. Private to lang/syntax.
#pragma once

#include <algorithm>
#include <cstring>
#include <utility>

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include "lang/diag/catalogue.hpp"
#include "lang/syntax/foreign.hpp"
#include "lang/syntax/scan.hpp"
#include "lang/syntax/state.hpp"

namespace hivemend::lang::syntax::grammar {

namespace p = tao::pegtl;

/// What a rule written by hand tells PEGTL's analysis: whether it can succeed without consuming.
struct may_be_empty {};
struct consumes {};

/// Base of rules that look at characters only.
template <class Derived, class Consumption>
struct token {
    using rule_t = Consumption;
    using subs_t = p::empty_list;

    template <p::apply_mode A, p::rewind_mode, template <class...> class, template <class...> class, class Input>
    [[nodiscard]] static bool match(Input& in, State& state)
    {
        return Derived::read(in, state);
    }
};

template <class Input>
bool advance_to(Input& in, const char* to)
{
    in.bump(static_cast<std::size_t>(to - in.current()));
    return true;
}

template <class Input>
const char* after_blanks(const Input& in)
{
    const auto* at = in.current();
    while (at != in.end() && scan::is_blank(*at))
        ++at;
    return at;
}

template <class Input>
const char* to_line_end(const Input& in, const char* from)
{
    const auto* found = static_cast<const char*>(std::memchr(from, '\n', static_cast<std::size_t>(in.end() - from)));
    return found ? found : in.end();
}

struct blanks : token<blanks, may_be_empty> {
    template <class Input>
    static bool read(Input& in, State&)
    {
        return advance_to(in, after_blanks(in));
    }
};

/// Blanks; inside brackets line ends and comments too.
struct gap : token<gap, may_be_empty> {
    template <class Input>
    static bool read(Input& in, State& state)
    {
        for (;;) {
            const auto* at = after_blanks(in);
            advance_to(in, at);
            if (!state.in_brackets() || at == in.end())
                return true;
            if (*at == '\n') {
                advance_to(in, at + 1);
            } else if (*at == '#') {
                advance_to(in, to_line_end(in, at));
            } else {
                return true;
            }
        }
    }
};

/// Everything between items: blanks, line ends, comments.
struct lines : token<lines, may_be_empty> {
    template <class Input>
    static bool read(Input& in, State& state)
    {
        bool line_is_empty = state.offset(in.current()) == 0 || in.current()[-1] == '\n';
        for (;;) {
            const auto* at = after_blanks(in);
            if (at == in.end())
                return advance_to(in, at);
            if (*at == '\n') {
                if (line_is_empty)
                    state.comments.blank_line();
                line_is_empty = true;
                advance_to(in, at + 1);
            } else if (*at == '#') {
                const auto* end = to_line_end(in, at);
                state.comments.own_line(state.offset(at), state.offset(end));
                advance_to(in, end);
                line_is_empty = false;
            } else {
                return advance_to(in, at);
            }
        }
    }
};

struct anyname : token<anyname, consumes> {
    template <class Input>
    static bool read(Input& in, State&)
    {
        const auto* at = in.current();
        if (at == in.end() || !scan::begins_name(*at))
            return false;
        while (at != in.end() && scan::continues_name(*at))
            ++at;
        return advance_to(in, at);
    }
};

/// A name that is no word of the language.
struct name : token<name, consumes> {
    template <class Input>
    static bool read(Input& in, State&)
    {
        const auto* begin = in.current();
        const auto* at = begin;
        if (at == in.end() || !scan::begins_name(*at))
            return false;
        while (at != in.end() && scan::continues_name(*at))
            ++at;
        return !scan::is_keyword({begin, at}) && advance_to(in, at);
    }
};

/// Exactly this word, followed by no letter, digit or `_`.
template <char... Letters>
struct word_of : token<word_of<Letters...>, consumes> {
    template <class Input>
    static bool read(Input& in, State&)
    {
        static constexpr char letters[] = {Letters...};
        const auto* at = in.current();
        const auto left = static_cast<std::size_t>(in.end() - at);
        if (left < sizeof letters || !std::equal(letters, letters + sizeof letters, at))
            return false;
        at += sizeof letters;
        return (at == in.end() || !scan::continues_name(*at)) && advance_to(in, at);
    }
};

/// Characters of a text up to its `"`, its line end, or a `${`; `stop_at_quote` is no for prose.
template <bool stop_at_quote>
struct run : token<run<stop_at_quote>, consumes> {
    template <class Input>
    static bool read(Input& in, State&)
    {
        const auto* at = in.current();
        const auto* const end = in.end();
        for (; at != end && *at != '\n'; ++at) {
            if (stop_at_quote && *at == '"')
                break;
            if (*at == '$' && opens_interpolation(at, end))
                break;
        }
        return at != in.current() && advance_to(in, at);
    }

    static bool opens_interpolation(const char* at, const char* end)
    {
        const auto left = end - at;
        return (left > 1 && at[1] == '{') || (left > 2 && at[1] == '$' && at[2] == '{');
    }
};

/// The end of a text that has no closing `"`.
struct unterminated : token<unterminated, may_be_empty> {
    template <class Input>
    static bool read(Input& in, State& state)
    {
        in.iterator() = state.text.data() + scan::string_end(state.text, state.string_begin).end;
        return true;
    }
};

/// `- ` first on its line.
struct prose_mark : token<prose_mark, consumes> {
    template <class Input>
    static bool read(Input& in, State& state)
    {
        if (in.empty() || *in.current() != '-' || !scan::begins_prose(state.text, state.offset(in.current())))
            return false;
        in.bump(1);
        return advance_to(in, after_blanks(in));
    }
};

/// A line that is a command of another shell, whose braces and quotes are its own.
struct pasted_command : token<pasted_command, consumes> {
    template <class Input>
    static bool read(Input& in, State& state)
    {
        const auto here = state.offset(in.current());
        if (in.empty() || !scan::first_on_line(state.text, here))
            return false;
        const auto end = foreign_line_end(state.text, here);
        return end && advance_to(in, state.text.data() + *end);
    }
};

/// `{default}` or `{9dea862c-…}` where a block follows: an object as bcdedit writes it.
struct braced : token<braced, consumes> {
    template <class Input>
    static bool read(Input& in, State&)
    {
        const auto* at = in.current();
        if (at == in.end() || *at != '{')
            return false;
        const auto* const inner = ++at;
        while (at != in.end() && (scan::continues_name(*at) || *at == '-'))
            ++at;
        if (at == inner || at == in.end() || *at != '}')
            return false;
        const auto* after = at + 1;
        while (after != in.end() && scan::is_blank(*after))
            ++after;
        return after != in.end() && *after == '{' && advance_to(in, at + 1);
    }
};

/// `9dea862c-5cdd-4e70-acc1-f32b344d4795`: an id without the quotes and braces that make it one.
struct bare : token<bare, consumes> {
    template <class Input>
    static bool read(Input& in, State&)
    {
        constexpr std::string_view shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
        const auto* at = in.current();
        if (static_cast<std::size_t>(in.end() - at) < shape.size())
            return false;
        for (const char wanted : shape) {
            const bool digit = scan::is_digit(*at) || (*at >= 'a' && *at <= 'f') || (*at >= 'A' && *at <= 'F');
            if (wanted == 'x' ? !digit : *at != '-')
                return false;
            ++at;
        }
        const bool goes_on = at != in.end() && (scan::continues_name(*at) || *at == '-');
        return !goes_on && advance_to(in, at);
    }
};

/// `{`, or nothing where one is known to be missing at the end of a line.
struct opening : token<opening, consumes> {
    template <class Input>
    static bool read(Input& in, State& state)
    {
        const auto* at = in.current();
        if (at != in.end() && *at == '{')
            return advance_to(in, at + 1);
        const auto& unopened = state.repairs.unopened;
        if (unopened.empty())
            return false;
        at = after_blanks(in);
        const auto place = state.offset(at != in.end() && *at == '#' ? to_line_end(in, at) : at);
        return std::ranges::binary_search(unopened, place) && place > state.opened_at;
    }
};

/// The end of the open block: where a `}` is known to be missing, or where the text ends too early.
struct missing_close : token<missing_close, may_be_empty> {
    template <p::apply_mode A, p::rewind_mode, template <class...> class, template <class...> class, class Input>
    [[nodiscard]] static bool match(Input& in, State& state)
    {
        const auto& missing = state.repairs.missing;
        if (state.next_missing < missing.size() && state.offset(in.current()) >= missing[state.next_missing].here) {
            state.next_missing += A == p::apply_mode::action;
            state.closed_at = state.offset(in.current());
            return true;
        }
        if (!in.empty())
            return false;
        state.block_met_end = true;
        return true;
    }
};

/// Nothing, where a block has just ended without its `}`: the next item begins here.
struct after_missing_close : token<after_missing_close, may_be_empty> {
    template <class Input>
    static bool read(Input& in, State& state)
    {
        return state.closed_at == state.offset(in.current());
    }
};

/// Nothing, when the parser stands in a block.
struct inside_block : token<inside_block, may_be_empty> {
    template <class Input>
    static bool read(Input&, State& state)
    {
        return state.in_block();
    }
};

/// A mistake: says what was wanted and fails, unless one is being recovered from already.
template <Wanted wanted>
struct complain : token<complain<wanted>, consumes> {
    template <class Input>
    static bool read(Input& in, State& state)
    {
        state.mistakes.missing(wanted, state.offset(in.current()));
        return false;
    }
};

/// `Rule`, or a mistake.
template <class Rule, Wanted wanted>
struct need : p::sor<Rule, complain<wanted>> {};

/// `Then` for as long as `Cond` matches. Unlike `star`, it fails when `Then` does: nothing is read twice.
template <class Cond, class... Then>
struct repeat {
    using rule_t = p::internal::star<p::seq<Cond, Then...>>;
    using subs_t = p::type_list<p::seq<Cond, Then...>>;

    template <p::apply_mode A, p::rewind_mode M, template <class...> class Action, template <class...> class Control,
              class Input>
    [[nodiscard]] static bool match(Input& in, State& state)
    {
        while (Control<Cond>::template match<A, p::rewind_mode::required, Action, Control>(in, state))
            if (!Control<p::seq<Then...>>::template match<A, p::rewind_mode::dontcare, Action, Control>(in, state))
                return false;
        return true;
    }
};

/// `Then` if `Cond` matches, else nothing; fails when `Then` does.
template <class Cond, class... Then>
struct maybe : p::if_then_else<Cond, p::seq<Then...>, p::success> {};

/// Counts nesting; one level too many is a mistake.
template <class... Rules>
struct deeper {
    using rule_t = typename p::seq<Rules...>::rule_t;
    using subs_t = p::type_list<Rules...>;

    template <p::apply_mode A, p::rewind_mode M, template <class...> class Action, template <class...> class Control,
              class Input>
    [[nodiscard]] static bool match(Input& in, State& state)
    {
        if (state.depth >= max_nesting) {
            state.mistakes.too_deep(state.offset(in.current()));
            return false;
        }
        ++state.depth;
        if (!Control<p::seq<Rules...>>::template match<A, M, Action, Control>(in, state))
            return false;
        --state.depth;
        return true;
    }
};

/// After `(` or `[` (or the `{` of a `match`, for which line ends count again).
template <bool line_ends_are_blanks, class... Rules>
struct inside {
    using rule_t = typename p::seq<Rules...>::rule_t;
    using subs_t = p::type_list<Rules...>;

    template <p::apply_mode A, p::rewind_mode M, template <class...> class Action, template <class...> class Control,
              class Input>
    [[nodiscard]] static bool match(Input& in, State& state)
    {
        const auto opened = state.offset(in.current()) - 1;
        if (state.depth >= max_nesting) {
            state.mistakes.too_deep(opened);
            return false;
        }
        ++state.depth;
        state.mistakes.brackets.push_back(line_ends_are_blanks ? opened : State::brace_inside);
        if (!Control<p::seq<Rules...>>::template match<A, M, Action, Control>(in, state))
            return false;  // recovery restores both, and wants to know how many brackets are open
        --state.depth;
        state.mistakes.brackets.pop_back();
        return true;
    }
};

/// `Rule`; after a mistake in it, what it pushed is dropped and `Recovery` goes on from the place of the mistake.
template <class Rule, class Recovery>
struct recover {
    using rule_t = typename p::sor<Rule, Recovery>::rule_t;
    using subs_t = p::type_list<Rule, Recovery>;

    template <p::apply_mode A, p::rewind_mode M, template <class...> class Action, template <class...> class Control,
              class Input>
    [[nodiscard]] static bool match(Input& in, State& state)
    {
        const auto heights = state.heights();
        if (Control<Rule>::template match<A, p::rewind_mode::required, Action, Control>(in, state))
            return true;
        if (!state.mistakes.recovering())
            state.mistakes.missing(Wanted::item_end, state.offset(in.current()));
        const auto open = state.mistakes.brackets.size() - heights.brackets;
        state.restore(heights);
        const auto here = state.offset(in.current());
        in.bump(std::max(state.mistakes.at(), here) - here);
        state.open_at_mistake = static_cast<int>(open);
        state.mistakes.end_recovery();  // blocks in what is skipped have mistakes of their own
        const auto outer = std::exchange(state.broken_begin, here);
        const bool recovered = Control<Recovery>::template match<A, M, Action, Control>(in, state);
        state.broken_begin = outer;
        if (recovered)
            return true;
        state.mistakes.begin_recovery(state.mistakes.at());
        return false;
    }
};

/// `Rule`; recovery that found nothing to skip skips one byte, so that a loop over it ends.
template <class Rule>
struct progressing {
    using rule_t = progressing;
    using subs_t = p::type_list<Rule>;

    template <p::apply_mode A, p::rewind_mode M, template <class...> class Action, template <class...> class Control,
              class Input>
    [[nodiscard]] static bool match(Input& in, State& state)
    {
        const auto* before = in.current();
        if (!Control<Rule>::template match<A, M, Action, Control>(in, state))
            return false;
        if (in.current() == before && !in.empty())
            in.bump(1);
        return true;
    }
};

/// What was not understood, up to the end of the item, or to a `{` that opens a block.
template <bool stop_at_brace>
struct junk : token<junk<stop_at_brace>, may_be_empty> {
    template <class Input>
    static bool read(Input& in, State& state)
    {
        const auto here = state.offset(in.current());
        if (state.closed_at == here)
            return true;  // a block has just ended without its `}`: the next item begins here
        const scan::Skip skip{state.in_block(), stop_at_brace, std::exchange(state.open_at_mistake, 0)};
        in.bump(scan::junk_end(state.text, here, skip) - here);
        return true;
    }
};

/// A block that is nested too deeply to be read, skipped without recursion.
struct deep_block : token<deep_block, consumes> {
    template <class Input>
    static bool read(Input& in, State& state)
    {
        const auto here = state.offset(in.current());
        if (in.empty() || *in.current() != '{' || state.depth < max_nesting)
            return false;
        state.mistakes.too_deep(here);
        in.bump(scan::block_end(state.text, here).end - here);
        return true;
    }
};

}  // namespace hivemend::lang::syntax::grammar

namespace tao::pegtl {

template <class Name>
struct analyze_traits<Name, hivemend::lang::syntax::grammar::may_be_empty> : analyze_opt_traits<> {};
template <class Name>
struct analyze_traits<Name, hivemend::lang::syntax::grammar::consumes> : analyze_any_traits<> {};

template <class Name, class Rule>
struct analyze_traits<Name, hivemend::lang::syntax::grammar::progressing<Rule>> : analyze_any_traits<Rule> {};

}  // namespace tao::pegtl
