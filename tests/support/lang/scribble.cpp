// Ways to write a tree that nobody would choose.
#include <array>
#include <cstdlib>
#include <utility>

#include "lang/types/overloaded.hpp"
#include "tests/support/lang/random_tree.hpp"

#include <fmt/format.h>

namespace hivemend::test {
namespace {

using namespace lang::syntax;
using lang::overloaded;

/// How tightly an expression holds together; what is looser than its place gets parentheses.
enum Tightness { whole, logic_part, negated, operand };

class Scribbler {
public:
    explicit Scribbler(Chance& chance) : chance_(chance), crlf_(chance.one_in(8)) {}

    Scribbled file(const File& file)
    {
        if (chance_.one_in(8) && !file.items.empty() && !std::holds_alternative<Prose>(file.items.front().node))
            out_.text += "\xEF\xBB\xBF";
        lines();
        for (const auto& one : file.items) {
            item(one);
            end_of_item(one);
            lines();
        }
        return std::move(out_);
    }

private:
    // Between tokens

    void put(std::string_view text) { out_.text += text; }
    void line_end() { put(crlf_ ? "\r\n" : "\n"); }
    void blanks() { put(chance_.pick({"", "", " ", "  ", "\t", "    "})); }
    void space()
    {
        put(" ");
        blanks();
    }
    void comment()
    {
        out_.comments.push_back(fmt::format("{}~{}~{}", chance_.pick({"#", "# ", "### ", "#\t"}), out_.comments.size(),
                                            chance_.pick({"", " \"", " {", " ) # (", " - ${", " é"})));
        put(out_.comments.back());
        put(chance_.pick({"", " ", "\t "}));
        line_end();
    }
    void comment_or_line_end() { chance_.one_in(3) ? comment() : line_end(); }
    /// Where line ends are blanks.
    void gap()
    {
        blanks();
        while (in_brackets_ && chance_.one_in(12)) {
            comment_or_line_end();
            blanks();
        }
    }
    void wide_gap()
    {
        space();
        gap();
    }
    void end_of_line()
    {
        blanks();
        comment_or_line_end();
    }
    /// Between items: blank lines and comments of their own.
    void lines()
    {
        blanks();
        while (chance_.one_in(4)) {
            comment_or_line_end();
            blanks();
        }
    }
    void comma_behind_the_last()
    {
        if (chance_.one_in(3)) {
            put(",");
            gap();
        }
    }

    template <class Write>
    void in_brackets(const char* open, const char* close, Write write)
    {
        const bool before = std::exchange(in_brackets_, true);
        put(open);
        gap();
        write();
        gap();
        put(close);
        in_brackets_ = before;
    }

    // Texts and numbers

    void write(const Path& path) { put(path.text()); }

    void write(const StringLiteral& string, bool in_prose)
    {
        for (const auto& piece : string.pieces) {
            if (const auto* path = std::get_if<Path>(&piece.content)) {
                put("${" + path->text() + "}");
                continue;
            }
            const auto& text = std::get<std::string>(piece.content);
            for (std::size_t at = 0; at < text.size(); ++at) {
                if (text[at] == '"' && !in_prose)
                    put("\"\"");
                else if (text.compare(at, 2, "${") == 0)
                    put("$$");
                else
                    put({&text[at], 1});
            }
        }
    }

    void with_unit(std::uint64_t value, std::initializer_list<std::pair<std::uint64_t, const char*>> units)
    {
        for (const auto& [factor, unit] : units)
            if (factor == 1 || (value % factor == 0 && chance_.one_in(2)))
                return put(fmt::format("{}{}", value / factor, unit));
    }
    void write(const SizeLiteral& it)
    {
        with_unit(it.bytes,
                  {{1ull << 40, "TiB"}, {1ull << 30, "GiB"}, {1ull << 20, "MiB"}, {1ull << 10, "KiB"}, {1, "B"}});
    }
    void write(const DurationLiteral& it)
    {
        with_unit(it.milliseconds, {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "min"}, {1000, "s"}, {1, "ms"}});
    }
    void write(const NumberLiteral& it)
    {
        put(chance_.one_in(2) ? fmt::format("{}", it.value) : fmt::format("0x{:0{}X}", it.value, chance_.below(6)));
    }
    void write(const DateLiteral& it) { put(fmt::format("{:04}-{:02}-{:02}", it.year, it.month, it.day)); }
    void write(const VersionLiteral& it)
    {
        for (std::size_t at = 0; at < it.components.size(); ++at)
            put(fmt::format("{}{}", at == 0 ? "" : ".", it.components[at]));
    }
    void write(const BooleanLiteral& it) { put(it.value ? "yes" : "no"); }

    // Expressions

    void members(const std::vector<ExprPtr>& all)
    {
        for (std::size_t at = 0; at < all.size(); ++at) {
            if (at > 0) {
                gap();
                put(",");
                gap();
            }
            write(*all[at], whole);
        }
        if (!all.empty()) {
            gap();
            comma_behind_the_last();
        }
    }
    void write(const Call& it)
    {
        write(it.callee);
        if (!it.arguments)
            return;
        gap();
        in_brackets("(", ")", [&] { members(*it.arguments); });
    }
    void write(const ListLiteral& it)
    {
        in_brackets("[", "]", [&] { members(it.items); });
    }
    void write(const Typed& it)
    {
        put(it.type.text);
        wide_gap();
        write(*it.operand, operand);
    }
    void write(const Comparison& it)
    {
        static constexpr auto symbols = std::to_array<const char*>({"==", "!=", "<", "<=", ">", ">=", "in"});
        write(*it.left, operand);
        wide_gap();
        put(symbols[static_cast<std::size_t>(it.op)]);
        wide_gap();
        write(*it.right, operand);
    }
    void write(const Logic& it)
    {
        for (std::size_t at = 0; at < it.operands.size(); ++at) {
            if (at > 0) {
                wide_gap();
                put(it.is_and ? "and" : "or");
                wide_gap();
            }
            write(*it.operands[at], logic_part);
        }
    }
    void write(const Not& it)
    {
        put("not");
        wide_gap();
        write(*it.operand, negated);
    }
    void write(const Exists& it)
    {
        put("exists");
        wide_gap();
        write(std::get<Call>(it.operand->node));
    }
    void write(const MatchExpr& it)
    {
        put("match");
        wide_gap();
        write(*it.subject, whole);
        gap();
        arms(it.arms, [&](const MatchArm& arm) { write(*arm.value, whole); });
    }
    void write(const BrokenExpr&) { std::abort(); }

    static Tightness tightness(const Expr& expr)
    {
        return std::visit(overloaded{[](const Logic&) { return whole; }, [](const Comparison&) { return logic_part; },
                                     [](const Not&) { return logic_part; }, [](const Exists&) { return logic_part; },
                                     [](const auto&) { return operand; }},
                          expr.node);
    }

    void write(const Expr& expr, Tightness place)
    {
        // What stands behind `not` may be another negation or a comparison; only a chain needs parentheses there.
        const auto needed = place == negated ? logic_part : place;
        if (tightness(expr) < needed || chance_.one_in(12))
            return in_brackets("(", ")", [&] { bare(expr); });
        bare(expr);
    }
    void bare(const Expr& expr)
    {
        std::visit(overloaded{[&](const StringLiteral& it) {
                                  put("\"");
                                  write(it, false);
                                  put("\"");
                              },
                              [&](const auto& it) { write(it); }},
                   expr.node);
    }

    template <class Arm, class WriteValue>
    void arms(const std::vector<Arm>& all, WriteValue write_value)
    {
        const bool before = std::exchange(in_brackets_, false);
        put("{");
        lines();
        for (const auto& arm : all) {
            if (arm.patterns.empty())
                put("else");
            for (std::size_t at = 0; at < arm.patterns.size(); ++at) {
                if (at > 0) {
                    space();
                    put("or");
                    space();
                }
                write(*arm.patterns[at], operand);
            }
            blanks();
            put("=>");
            blanks();
            write_value(arm);
            separate(&arm == &all.back());
        }
        put("}");
        in_brackets_ = before;
    }

    void separate(bool is_last)
    {
        switch (chance_.below(is_last ? 3 : 2)) {
        case 0:
            end_of_line();
            lines();
            break;
        case 1:
            blanks();
            put(",");
            lines();
            break;
        default:
            blanks();
        }
    }

    // Items

    void write(const TypeName& it)
    {
        put(it.name.text);
        if (it.arguments.empty())
            return;
        blanks();
        in_brackets("(", ")", [&] { write(it.arguments.front()); });
    }

    /// Prose has no comment: it would be text.
    void end_of_item(const Item& it)
    {
        if (!std::holds_alternative<Prose>(it.node))
            return end_of_line();
        blanks();
        line_end();
    }

    /// Documentation and prose need lines of their own.
    static bool needs_line(const Item& it)
    {
        return !it.documentation.empty() || std::holds_alternative<Prose>(it.node);
    }

    void block(const Block& it)
    {
        put("{");
        bool on_new_line = false;
        if (chance_.one_in(2)) {
            lines();
        }
        for (const auto& one : it.items) {
            if (needs_line(one) && !on_new_line)
                line_end();
            item(one);
            const bool is_last = &one == &it.items.back();
            on_new_line =
                std::holds_alternative<Prose>(one.node) || (!is_last && needs_line((&one)[1])) || chance_.one_in(2);
            if (on_new_line) {
                end_of_item(one);
                lines_at_begin();
            } else {
                separate(is_last);
            }
        }
        put("}");
    }
    /// Lines, of which the last holds blanks only, so that prose may follow.
    void lines_at_begin()
    {
        while (chance_.one_in(4)) {
            blanks();
            comment_or_line_end();
        }
        blanks();
    }

    void item(const Item& it)
    {
        if (!it.documentation.empty() && chance_.one_in(2)) {
            blanks();
            comment();  // above the documentation, which a blank line would end
        }
        for (const auto& line : it.documentation) {
            blanks();
            put(line.empty() ? std::string("##") : "## " + line);
            line_end();
        }
        blanks();
        for (const auto& attribute : it.attributes) {
            put("@" + attribute.name.text);
            if (!attribute.arguments.empty() || chance_.one_in(2)) {
                blanks();
                in_brackets("(", ")", [&] { members(attribute.arguments); });
            }
            space();
            lines();
        }
        std::visit([&](const auto& node) { write(node, it); }, it.node);
    }

    void assign(const ExprPtr& value)
    {
        blanks();
        put("=");
        blanks();
        write(*value, whole);
    }

    void write(const Phrase& it, const Item&)
    {
        for (const auto& one : it.words) {
            write(one);
            if (&one != &it.words.back())
                space();
        }
        if (it.literal) {
            if (!it.words.empty())
                space();
            bare(**it.literal);
        }
        if (it.value)
            assign(*it.value);
        if (it.block) {
            blanks();
            block(*it.block);
        }
    }
    void write(const When& it, const Item&)
    {
        for (const auto& arm : it.arms) {
            put(&arm == &it.arms.front() ? "when" : "else  when");
            space();
            write(*arm.condition, whole);
            blanks();
            block(arm.body);
            blanks();
        }
        if (it.otherwise) {
            put("else");
            blanks();
            block(*it.otherwise);
        }
    }
    void write(const ForEach& it, const Item&)
    {
        put("for");
        space();
        put("each");
        space();
        put(it.variable.text);
        space();
        put("in");
        space();
        write(*it.list, whole);
        blanks();
        block(it.body);
    }
    void write(const Param& it, const Item&)
    {
        put(it.is_subject ? "subject" : "param");
        space();
        put(it.name.text);
        blanks();
        put(":");
        blanks();
        write(it.type);
        if (it.default_value)
            assign(*it.default_value);
        if (it.constraints) {
            blanks();
            block(*it.constraints);
        }
    }
    void write(const Let& it, const Item&)
    {
        put("let");
        space();
        put(it.name.text);
        blanks();
        if (it.type) {
            put(":");
            blanks();
            write(*it.type);
        }
        assign(it.value);
    }
    void write(const Expect& it, const Item&)
    {
        put("expect");
        space();
        write(*it.condition, whole);
    }
    void write(const AppliesWhen& it, const Item&)
    {
        put("applies  when");
        space();
        write(*it.condition, whole);
    }
    void write(const MatchItem& it, const Item&)
    {
        put("match");
        space();
        write(*it.subject, whole);
        blanks();
        arms(it.arms, [&](const MatchItem::Arm& arm) { block(arm.body); });
    }
    void write(const Prose& it, const Item&)
    {
        put("-");
        space();
        write(it.text, true);
    }
    void write(const Broken&, const Item&) { std::abort(); }

    Chance& chance_;
    bool crlf_;
    bool in_brackets_ = false;
    Scribbled out_;
};

}  // namespace

Scribbled scribble(const lang::syntax::File& file, Chance& chance)
{
    return Scribbler(chance).file(file);
}

}  // namespace hivemend::test
