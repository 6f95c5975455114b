// Trees that nobody would write.
#include "tests/support/lang/random_tree.hpp"

#include <utility>

namespace hivemend::test {
namespace {

using namespace lang::syntax;
// Named one by one where the checked program has the same names.
using lang::syntax::Exists;
using lang::syntax::Expr;
using lang::syntax::Logic;
using lang::syntax::Not;

class TreeMaker {
public:
    explicit TreeMaker(Chance& chance) : chance_(chance) {}

    std::vector<Item> items(int depth, std::size_t most)
    {
        std::vector<Item> made;
        for (auto count = chance_.below(most + 1); count > 0; --count)
            made.push_back(item(depth));
        return made;
    }

private:
    template <class Node>
    static ExprPtr expr(Node node)
    {
        return std::make_unique<Expr>(Expr{{}, std::move(node)});
    }

    // Words

    Name name()
    {
        return {chance_.pick({"a", "each", "in", "stage", "optional", "playbook", "default", "procedure", "_x1", "reg",
                              "a_name_that_is_long_enough_to_fill_a_line_together_with_two_or_three_more"}),
                {}};
    }
    Path path()
    {
        Path made{{name()}, {}};
        while (chance_.one_in(3))
            made.names.push_back(chance_.one_in(3) ? Name{chance_.pick({"when", "dword", "match", "no", "else"}), {}}
                                                   : name());
        return made;
    }
    Path word()
    {
        auto made = path();
        if (made.names.size() == 1)
            while (chance_.one_in(4))
                made.names[0].text += std::string("-") + chance_.pick({"key", "each", "efi", "x"});
        return made;
    }

    // Texts

    std::string text(bool in_prose)
    {
        std::string made;
        for (auto count = 1 + chance_.below(4); count > 0; --count)
            made += chance_.pick(
                {"x", "${", "$", "$$", "#", "\\", "{", "}", "ü", " ", "a b", "- ", "[", "日本", ",", "\""});
        if (in_prose) {
            made.erase(0, made.find_first_not_of(' ') == std::string::npos ? made.size() : made.find_first_not_of(' '));
            made.erase(made.find_last_not_of(' ') + 1);
        }
        return made;
    }

    StringLiteral string(bool in_prose)
    {
        StringLiteral made;
        if (chance_.one_in(8))
            return made;
        for (auto count = 1 + chance_.below(4); count > 0; --count) {
            const bool behind_text =
                !made.pieces.empty() && std::holds_alternative<std::string>(made.pieces.back().content);
            if (!behind_text && !chance_.one_in(3)) {
                auto piece = text(in_prose);
                if (!piece.empty())
                    made.pieces.push_back({std::move(piece), {}});
            } else if (!behind_text || !std::get<std::string>(made.pieces.back().content).ends_with('$')) {
                made.pieces.push_back({path(), {}});  // `$${` would be the two characters `${`
            }
        }
        return made;
    }

    // Expressions

    ExprPtr literal()
    {
        switch (chance_.below(6)) {
        case 0:
            return expr(NumberLiteral{chance_.number()});
        case 1:
            return expr(SizeLiteral{chance_.number()});
        case 2:
            return expr(DurationLiteral{chance_.number()});
        case 3:
            return expr(DateLiteral{1601 + static_cast<int>(chance_.below(800)),
                                    1 + static_cast<int>(chance_.below(12)), 1 + static_cast<int>(chance_.below(28))});
        case 4: {
            VersionLiteral version;
            for (auto count = 2 + chance_.below(3); count > 0; --count)
                version.components.push_back(static_cast<std::uint32_t>(chance_.number()));
            return expr(std::move(version));
        }
        default:
            return expr(string(false));
        }
    }

    std::vector<ExprPtr> expressions(int depth, std::size_t least)
    {
        std::vector<ExprPtr> made;
        for (auto count = least + chance_.below(3); count > 0; --count)
            made.push_back(expression(depth + 1));
        return made;
    }

    ExprPtr call(int depth)
    {
        Call made{path(), std::nullopt};
        if (depth < 5 && chance_.one_in(2))
            made.arguments = expressions(depth, 0);
        return expr(std::move(made));
    }

    ExprPtr match(int depth)
    {
        MatchExpr made{expression(depth + 1), {}};
        for (auto count = chance_.below(4); count > 0; --count)
            made.arms.push_back({patterns(depth), expression(depth + 1), {}});
        return expr(std::move(made));
    }

    /// None of them: `else`.
    std::vector<ExprPtr> patterns(int depth)
    {
        return chance_.one_in(4) ? std::vector<ExprPtr>{} : expressions(depth, 1);
    }

    ExprPtr expression(int depth)
    {
        switch (chance_.below(4) < static_cast<std::size_t>(depth) ? chance_.below(3) : chance_.below(11)) {
        case 0:
            return literal();
        case 1:
            return expr(BooleanLiteral{chance_.one_in(2)});
        case 2:
        case 3:
            return call(depth);
        case 4:
            return expr(ListLiteral{expressions(depth, 0)});
        case 5:
            return expr(Typed{{chance_.pick({"dword", "qword", "sz", "expand_sz", "multi_sz", "binary"}), {}},
                              expression(depth + 1)});
        case 6:
            return expr(
                Comparison{static_cast<Operator>(chance_.below(7)), {}, expression(depth + 1), expression(depth + 1)});
        case 7:
            return expr(Logic{chance_.one_in(2), expressions(depth, 2)});
        case 8:
            return expr(Not{expression(depth + 1)});
        case 9:
            return expr(Exists{call(depth)});
        default:
            return match(depth);
        }
    }

    TypeName type(int depth)
    {
        TypeName made{name(), {}, {}};
        if (depth < 3 && chance_.one_in(2))
            made.arguments.push_back(type(depth + 1));
        return made;
    }

    // Items

    Block block(int depth) { return {depth > 3 ? std::vector<Item>{} : items(depth + 1, 2), {}}; }
    std::optional<Block> maybe_block(int depth)
    {
        return chance_.one_in(2) ? std::optional(block(depth)) : std::nullopt;
    }

    decltype(Item::node) phrase(int depth)
    {
        Phrase made;
        if (chance_.one_in(6)) {
            made.literal = literal();
            if (chance_.one_in(2))
                made.value = expression(0);
            return made;
        }
        for (auto count = 1 + chance_.below(3); count > 0; --count)
            made.words.push_back(word());
        if (chance_.one_in(3))
            made.literal = chance_.one_in(3) ? expr(ListLiteral{expressions(0, 0)}) : literal();
        if (chance_.one_in(2))
            made.value = expression(0);
        else
            made.block = maybe_block(depth);
        return made;
    }

    decltype(Item::node) when(int depth)
    {
        When made;
        for (auto count = 1 + chance_.below(3); count > 0; --count)
            made.arms.push_back({expression(0), block(depth), {}});
        made.otherwise = maybe_block(depth);
        return made;
    }

    decltype(Item::node) match_item(int depth)
    {
        MatchItem made{expression(0), {}};
        for (auto count = chance_.below(4); count > 0; --count)
            made.arms.push_back({patterns(0), block(depth), {}});
        return made;
    }

    decltype(Item::node) param(int depth)
    {
        Param made{chance_.one_in(3), name(), type(0), std::nullopt, std::nullopt};
        if (chance_.one_in(2))
            made.default_value = expression(0);
        made.constraints = maybe_block(depth);
        return made;
    }

    decltype(Item::node) node(int depth)
    {
        switch (chance_.below(12)) {
        case 0:
            return when(depth);
        case 1:
            return ForEach{name(), expression(0), block(depth)};
        case 2:
            return param(depth);
        case 3:
            return Let{name(), chance_.one_in(2) ? std::optional(type(0)) : std::nullopt, expression(0)};
        case 4:
            return Expect{expression(0)};
        case 5:
            return AppliesWhen{expression(0)};
        case 6:
            return match_item(depth);
        case 7:
            return Prose{string(true)};
        default:
            return phrase(depth);
        }
    }

    Item item(int depth)
    {
        Item made{{}, {}, {}, node(depth)};
        while (chance_.one_in(6))
            made.documentation.emplace_back(chance_.pick({"Documentation.", "", "# marks", " indented", "```mend"}));
        while (!std::holds_alternative<Prose>(made.node) && chance_.one_in(5))
            made.attributes.push_back({name(), chance_.one_in(3) ? std::vector<ExprPtr>{} : expressions(1, 0), {}});
        return made;
    }

    Chance& chance_;
};

}  // namespace

lang::syntax::File random_tree(Chance& chance)
{
    lang::syntax::File file;
    file.items = TreeMaker(chance).items(0, 4);
    return file;
}

}  // namespace hivemend::test
