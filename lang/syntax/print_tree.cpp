// The tree as indented text: one line an item, expressions in a compact prefix form.
#include "lang/syntax/print_tree.hpp"

#include "lang/types/overloaded.hpp"

#include <fmt/format.h>

namespace hivemend::lang::syntax {
namespace {

std::string piece_text(std::string_view text)
{
    std::string out = "\"";
    for (const auto c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

std::string print(const StringLiteral& string)
{
    std::string out;
    for (const auto& piece : string.pieces) {
        if (!out.empty())
            out += " + ";
        if (const auto* text = std::get_if<std::string>(&piece.content))
            out += piece_text(*text);
        else
            out += fmt::format("${{{}}}", std::get<Path>(piece.content).text());
    }
    return out.empty() ? "\"\"" : out;
}

const char* symbol(Operator op)
{
    switch (op) {
    case Operator::equal:
        return "==";
    case Operator::not_equal:
        return "!=";
    case Operator::less:
        return "<";
    case Operator::less_equal:
        return "<=";
    case Operator::greater:
        return ">";
    case Operator::greater_equal:
        return ">=";
    case Operator::in:
        return "in";
    }
    return "?";
}

std::string print(const Expr& expr);

std::string print(const std::vector<ExprPtr>& members)
{
    std::string out;
    for (const auto& member : members)
        out += (out.empty() ? "" : ", ") + print(*member);
    return out;
}

std::string print_patterns(const std::vector<ExprPtr>& patterns)
{
    return patterns.empty() ? "else" : print(patterns);
}

std::string print(const Call& call)
{
    return call.arguments ? fmt::format("{}({})", call.callee.text(), print(*call.arguments)) : call.callee.text();
}

std::string print(const MatchExpr& match)
{
    auto out = fmt::format("(match {}", print(*match.subject));
    for (const auto& arm : match.arms)
        out += fmt::format(" ({} => {})", print_patterns(arm.patterns), print(*arm.value));
    return out + ")";
}

std::string print(const VersionLiteral& version)
{
    std::string out = "version";
    for (const auto component : version.components)
        out += fmt::format(" {}", component);
    return out;
}

std::string print(const Expr& expr)
{
    return std::visit(
        overloaded{
            [](const StringLiteral& it) { return print(it); },
            [](const NumberLiteral& it) { return std::to_string(it.value); },
            [](const SizeLiteral& it) { return fmt::format("(size {})", it.bytes); },
            [](const DurationLiteral& it) { return fmt::format("(duration {}ms)", it.milliseconds); },
            [](const DateLiteral& it) { return fmt::format("(date {:04}-{:02}-{:02})", it.year, it.month, it.day); },
            [](const VersionLiteral& it) { return fmt::format("({})", print(it)); },
            [](const BooleanLiteral& it) { return std::string(it.value ? "yes" : "no"); },
            [](const Call& it) { return print(it); },
            [](const ListLiteral& it) { return fmt::format("[{}]", print(it.items)); },
            [](const Typed& it) { return fmt::format("({} {})", it.type.text, print(*it.operand)); },
            [](const Comparison& it) {
                return fmt::format("({} {} {})", symbol(it.op), print(*it.left), print(*it.right));
            },
            [](const Logic& it) { return fmt::format("({} {})", it.is_and ? "and" : "or", print(it.operands)); },
            [](const Not& it) { return fmt::format("(not {})", print(*it.operand)); },
            [](const Exists& it) { return fmt::format("(exists {})", print(*it.operand)); },
            [](const MatchExpr& it) { return print(it); },
            [](const BrokenExpr&) { return std::string("<broken>"); },
        },
        expr.node);
}

std::string print(const TypeName& type)
{
    auto out = type.name.text;
    for (const auto& argument : type.arguments)
        out += fmt::format("({})", print(argument));
    return out;
}

class TreePrinter {
public:
    /// `source`: null leaves places out.
    explicit TreePrinter(const Source* source) : source_(source) {}

    std::string take() { return std::move(out_); }

    void items(const std::vector<Item>& members, int depth)
    {
        for (const auto& member : members)
            item(member, depth);
    }

private:
    void line(int depth, std::string_view text)
    {
        out_.append(static_cast<std::size_t>(depth) * 2, ' ').append(text) += '\n';
    }

    void item(const Item& it, int depth)
    {
        for (const auto& text : it.documentation)
            line(depth, "doc " + text);
        for (const auto& attribute : it.attributes)
            line(depth, fmt::format("@{}({})", attribute.name.text, print(attribute.arguments)));
        if (source_) {
            const auto place = source_->position(it.span.begin);
            prefix_ = fmt::format("{}:{} ", place.line, place.column);
        }
        std::visit([&](const auto& node) { print_node(node, depth); }, it.node);
    }

    /// The line of an item itself, with its place.
    void head(int depth, std::string_view text) { line(depth, prefix_ + std::string(text)); }

    void block(const Block& it, int depth) { items(it.items, depth); }

    void print_node(const Phrase& it, int depth)
    {
        std::string text = "phrase";
        for (const auto& word : it.words)
            text += ' ' + word.text();
        if (it.literal)
            text += " <" + print(**it.literal) + '>';
        if (it.value)
            text += " = " + print(**it.value);
        head(depth, it.block ? text + " {}" : text);
        if (it.block)
            block(*it.block, depth + 1);
    }
    void print_node(const When& it, int depth)
    {
        head(depth, "when");
        for (const auto& arm : it.arms) {
            line(depth, "if " + print(*arm.condition));
            block(arm.body, depth + 1);
        }
        if (it.otherwise) {
            line(depth, "else");
            block(*it.otherwise, depth + 1);
        }
    }
    void print_node(const ForEach& it, int depth)
    {
        head(depth, fmt::format("for {} in {}", it.variable.text, print(*it.list)));
        block(it.body, depth + 1);
    }
    void print_node(const Param& it, int depth)
    {
        auto text = fmt::format("{} {}: {}", it.is_subject ? "subject" : "param", it.name.text, print(it.type));
        if (it.default_value)
            text += " = " + print(**it.default_value);
        head(depth, it.constraints ? text + " {}" : text);
        if (it.constraints)
            block(*it.constraints, depth + 1);
    }
    void print_node(const Let& it, int depth)
    {
        const auto type = it.type ? ": " + print(*it.type) : std::string();
        head(depth, fmt::format("let {}{} = {}", it.name.text, type, print(*it.value)));
    }
    void print_node(const Expect& it, int depth) { head(depth, "expect " + print(*it.condition)); }
    void print_node(const AppliesWhen& it, int depth) { head(depth, "applies when " + print(*it.condition)); }
    void print_node(const MatchItem& it, int depth)
    {
        head(depth, "match " + print(*it.subject));
        for (const auto& arm : it.arms) {
            line(depth + 1, print_patterns(arm.patterns) + " =>");
            block(arm.body, depth + 2);
        }
    }
    void print_node(const Prose& it, int depth) { head(depth, "prose " + print(it.text)); }
    void print_node(const Broken&, int depth) { head(depth, "<broken>"); }

    const Source* source_;
    std::string out_;
    std::string prefix_;
};

}  // namespace

std::string print_tree(const File& file, const Source& source)
{
    TreePrinter printer(&source);
    printer.items(file.items, 0);
    return printer.take();
}

std::string print_tree(const File& file)
{
    TreePrinter printer(nullptr);
    printer.items(file.items, 0);
    return printer.take();
}

}  // namespace hivemend::lang::syntax
