// Attributes, and the words of phrases.
#include <algorithm>
#include <array>

#include "lang/check/declared.hpp"
#include "lang/check/offers.hpp"

namespace hivemend::lang::rules {
namespace {

constexpr std::array<std::string_view, 4> attribute_names{"differs", "accept", "slow", "temporary"};
constexpr std::array<std::string_view, 5> dangers{"irreversible", "high_risk", "left_set", "bitlocker", "secure_boot"};

std::string shape_of(std::string_view name)
{
    if (name == "temporary")
        return "@temporary";
    return name == "accept" ? "@accept(high_risk, \"why\")" : "@" + std::string{name} + "(\"why\")";
}

/// The reason, which is the last argument; nothing when the attribute is not as it is written.
std::optional<std::string> reason_of(const syntax::Attribute& attribute, std::size_t arguments)
{
    auto reason = attribute.arguments.size() == arguments ? plain_text(attribute.arguments.back().get()) : std::nullopt;
    return reason && !reason->empty() ? reason : std::nullopt;
}

/// `left_set` in `@accept(left_set, "why")`.
std::string danger_of(Checker& checker, const syntax::Expr& expr)
{
    const auto* call = std::get_if<syntax::Call>(&expr.node);
    const std::string word = call == nullptr || call->arguments ? "" : call->callee.text();
    offer_words(checker, expr.span, std::vector<std::string>(dangers.begin(), dangers.end()), "danger");
    if (std::ranges::find(dangers, word) != dangers.end())
        return word;
    suggest(checker.diagnostics
                .add(diag::unknown_member, expr.span, std::string{"`@accept`"},
                     std::string{checker.sources[expr.span.source].slice(expr.span)})
                .hint("what can be accepted is irreversible, high_risk, left_set, bitlocker and secure_boot"),
            expr.span, word, {dangers.begin(), dangers.end()});
    return {};
}

void say_unknown(Checker& checker, const syntax::Attribute& attribute)
{
    suggest(checker.diagnostics.add(diag::unknown_attribute, attribute.name.span, attribute.name.text),
            attribute.name.span, attribute.name.text, {attribute_names.begin(), attribute_names.end()});
}

void take(Checker& checker, const syntax::Attribute& attribute, Marks& marks)
{
    const std::string& name = attribute.name.text;
    offer_words(checker, attribute.name.span, std::vector<std::string>(attribute_names.begin(), attribute_names.end()),
                "attribute");
    if (std::ranges::find(attribute_names, name) == attribute_names.end())
        return say_unknown(checker, attribute);
    if (name == "temporary" && attribute.arguments.empty()) {
        marks.temporary = attribute.span;
        return;
    }
    const auto reason = reason_of(attribute, name == "accept" ? 2 : 1);
    if (!reason || name == "temporary") {
        checker.diagnostics.add(diag::wrong_shape, attribute.span, "@" + name, shape_of(name));
        marks.broken = true;
        return;
    }
    const std::string what =
        name == "accept" ? danger_of(checker, *attribute.arguments.front()) : std::string{attribute.name.text};
    marks.broken = marks.broken || what.empty();
    if (what.empty())
        return;
    const bool again = name == "differs" ? marks.differs.has_value()
                                         : find_remark(marks.remarks, what) != nullptr ||
                                               find_remark(marks.remarks, "accepts " + what) != nullptr;
    if (again)
        checker.diagnostics.add(diag::duplicate, attribute.span, "`@" + name + "`")
            .hint("one text can give both reasons");
    else if (name == "differs")
        marks.differs = reason;
    else
        marks.remarks.push_back({name == "accept" ? "accepts " + what : what, *reason, attribute.span});
}

}  // namespace

std::span<const std::string_view> known_attributes()
{
    return attribute_names;
}

const Remark* find_remark(const std::vector<Remark>& remarks, std::string_view what)
{
    const auto found = std::ranges::find(remarks, what, &Remark::what);
    return found == remarks.end() ? nullptr : &*found;
}

Marks marks_of(Checker& checker, const syntax::Item& item)
{
    Marks marks;
    for (const auto& attribute : item.attributes)
        take(checker, attribute, marks);
    return marks;
}

void keep_reasons_only(Checker& checker, Marks& marks, const std::string& where)
{
    const auto say = [&](Span span, const std::string& name) {
        checker.diagnostics.add(diag::misplaced, span, "`@" + name + "`", where)
            .hint("it stands before the statement that it is about");
    };
    if (marks.temporary)
        say(*marks.temporary, "temporary");
    for (const auto& remark : marks.remarks)
        if (remark.what.starts_with("accepts "))
            say(remark.span, "accept");
    marks.temporary.reset();
    std::erase_if(marks.remarks, [](const Remark& remark) { return remark.what.starts_with("accepts "); });
}

void reject_attributes(Checker& checker, const syntax::Item& item, const std::string& where)
{
    for (const auto& attribute : item.attributes) {
        const std::string& name = attribute.name.text;
        if (std::ranges::find(attribute_names, name) == attribute_names.end())
            say_unknown(checker, attribute);
        else
            checker.diagnostics.add(diag::misplaced, attribute.span, "`@" + name + "`", where)
                .hint(name == "differs" || name == "slow" ? "it stands before a stage or a statement"
                                                          : "it stands before the statement that it is about");
    }
}

bool is_line(const syntax::Phrase& phrase, std::string_view word)
{
    return phrase.words.size() == 1 && phrase.words.front().text() == word;
}

Span words_span(const syntax::Phrase& phrase, Span item)
{
    if (phrase.words.empty())
        return phrase.literal ? (*phrase.literal)->span : item;
    Span span = phrase.words.front().span;
    span.end = phrase.words.back().span.end;
    return span;
}

bool is_broken(const syntax::Phrase& phrase)
{
    const auto broken = [](const std::optional<syntax::ExprPtr>& expr) {
        return expr && std::holds_alternative<syntax::BrokenExpr>((*expr)->node);
    };
    return broken(phrase.literal) || broken(phrase.value);
}

std::string words_text(const syntax::Phrase& phrase)
{
    std::string text;
    for (const auto& word : phrase.words)
        text += (text.empty() ? "" : " ") + word.text();
    return text;
}

Span end_of(const syntax::Block& block)
{
    const auto end = block.span.end - 1;
    return {block.span.source, end, end};
}

Span head_of(const Checker& checker, const syntax::Item& item)
{
    if (const auto* phrase = std::get_if<syntax::Phrase>(&item.node))
        return words_span(*phrase, item.span);
    Span span = item.span;
    const std::string_view text = checker.sources[span.source].slice(span);
    span.end = span.begin + static_cast<std::uint32_t>(std::min(text.find('\n'), text.size()));
    return span;
}

}  // namespace hivemend::lang::rules
