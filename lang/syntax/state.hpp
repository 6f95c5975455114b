// The stacks on which the actions of the grammar build the tree. Private to lang/syntax.
#pragma once

#include <cassert>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/syntax/ast.hpp"
#include "lang/syntax/braces.hpp"
#include "lang/syntax/comments.hpp"
#include "lang/syntax/mistakes.hpp"
#include "lang/syntax/parse.hpp"

namespace hivemend::lang::syntax {

/// Blocks of a `match` that are being read.
struct OpenMatch {
    std::uint32_t begin;
    std::vector<MatchArm> values{};
    std::vector<MatchItem::Arm> blocks{};
};

struct OpenBlock {
    Block block;
    std::uint32_t begin;
};

struct OpenComparison {
    Operator op;
    Span span;
    bool chained = false;
};

/// A list whose members lie on the stack of expressions from `height` on.
struct Mark {
    std::size_t height;
    std::uint32_t begin;
    bool flag = false;    // `and` rather than `or`, in a chain of them
    bool broken = false;  // both in one chain
};

/// Everything one parse knows.
///
/// The grammar decides by the next token and never goes back over an action; only recovery from a mistake drops what an
/// unfinished rule has pushed: `heights` before, `restore` after.
struct State {
    State(std::string_view whole, SourceId id, const BraceRepairs& brace_repairs)
        : text(whole), source(id), repairs(brace_repairs), mistakes(whole, id), comments(whole)
    {
        file.source = id;
    }

    std::string_view text;
    SourceId source;
    const BraceRepairs& repairs;
    Mistakes mistakes;
    Comments comments;

    Path path;
    std::vector<Path> callees;
    std::vector<ExprPtr> exprs;
    std::vector<Mark> marks;
    std::vector<OpenComparison> comparisons;
    std::vector<Name> data_types;
    std::vector<OpenMatch> matches;
    std::vector<TypeName> types;
    std::vector<Item> items;
    std::vector<OpenBlock> blocks;
    Block block;  // the one that was finished last; whoever asked for it takes it at once
    StringLiteral string;
    std::uint32_t string_begin = 0;
    bool string_broken = false;
    File file;

    int depth = 0;
    std::size_t next_missing = 0;          // index into repairs.missing
    std::uint32_t opened_at = 0;           // where a block began last whose `{` is missing
    std::uint32_t closed_at = UINT32_MAX;  // where a block ended whose `}` is missing
    bool block_met_end = false;            // a block was open when the text ended
    bool surplus_brace = false;            // a `}` stood where nothing was open
    std::uint32_t broken_begin = 0;        // where what is being skipped begins, which is before the mistake in it
    int open_at_mistake = 0;               // brackets that were open where the last mistake was

    std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - text.data()); }
    Span span(const char* begin, const char* end) const { return {source, offset(begin), offset(end)}; }
    template <class Input>
    Span span(const Input& in) const
    {
        return span(in.begin(), in.end());
    }

    /// Line ends are blanks inside `(` and `[`, and no longer inside the braces of a `match` there.
    static constexpr std::uint32_t brace_inside = UINT32_MAX;
    bool in_brackets() const { return !mistakes.brackets.empty() && mistakes.brackets.back() != brace_inside; }
    bool in_block() const { return !blocks.empty() || !matches.empty(); }

    void push(Span where, decltype(Expr::node) node)
    {
        exprs.push_back(std::make_unique<Expr>(Expr{where, std::move(node)}));
    }
    ExprPtr pop()
    {
        assert(!exprs.empty() && "a rule that takes an expression has read one");
        auto last = std::move(exprs.back());
        exprs.pop_back();
        return last;
    }
    std::vector<ExprPtr> pop_from(std::size_t height)
    {
        assert(height <= exprs.size() && "marks are taken in the reverse order");
        const auto first = exprs.begin() + static_cast<std::ptrdiff_t>(height);
        std::vector<ExprPtr> members(std::make_move_iterator(first), std::make_move_iterator(exprs.end()));
        exprs.erase(first, exprs.end());
        return members;
    }
    Mark take_mark()
    {
        assert(!marks.empty() && "a rule that takes a mark has set one");
        const auto last = marks.back();
        marks.pop_back();
        return last;
    }
    template <class Node>
    Node& node()
    {
        return std::get<Node>(items.back().node);
    }
    std::vector<Item>& siblings() { return blocks.empty() ? file.items : blocks.back().block.items; }

    struct Heights {
        std::size_t callees, exprs, marks, comparisons, data_types, matches, types, items, blocks, brackets;
        int depth;
    };
    Heights heights() const
    {
        return {callees.size(), exprs.size(), marks.size(), comparisons.size(), data_types.size(),
                matches.size(), types.size(), items.size(), blocks.size(),      mistakes.brackets.size(),
                depth};
    }
    void restore(const Heights& to)
    {
        const auto cut = [](auto& stack, std::size_t size) {
            assert(size <= stack.size() && "a rule takes nothing that it has not pushed");
            stack.erase(stack.begin() + static_cast<std::ptrdiff_t>(size), stack.end());
        };
        cut(callees, to.callees);
        cut(exprs, to.exprs);
        cut(marks, to.marks);
        cut(comparisons, to.comparisons);
        cut(data_types, to.data_types);
        cut(matches, to.matches);
        cut(types, to.types);
        cut(items, to.items);
        cut(blocks, to.blocks);
        cut(mistakes.brackets, to.brackets);
        depth = to.depth;
    }
};

}  // namespace hivemend::lang::syntax
