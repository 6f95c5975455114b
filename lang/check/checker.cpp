// Names of a body, and the words that messages are made of.
#include "lang/check/checker.hpp"

#include <algorithm>
#include <utility>

#include "lang/diag/suggest.hpp"

namespace hivemend::lang::rules {

std::string Checker::code(Span span) const
{
    constexpr std::size_t longest = 48;
    const std::string_view text = sources[span.source].slice(span);
    if (text.empty() || text.size() > longest || text.find_first_of("\n`") != std::string_view::npos)
        return "this";
    return "`" + std::string{text} + "`";
}

BlockScope::~BlockScope()
{
    // Names that became the file's stand before the block's own, so the block's end has moved by their number.
    frame_.bindings.resize(bindings_ + (frame_.promoted - promoted_));
    frame_.pasted.resize(std::min(pasted_, frame_.pasted.size()));
    frame_.present = std::move(present_);
}

void promote_to_file(Frame& frame)
{
    const auto file_end = frame.bindings.begin() + static_cast<std::ptrdiff_t>(frame.file_bindings);
    std::rotate(file_end, frame.bindings.end() - 1, frame.bindings.end());
    ++frame.file_bindings;
    ++frame.promoted;
}

const Binding* find_binding(const Checker& checker, std::string_view name)
{
    const auto found = std::ranges::find(checker.frame.bindings, name, &Binding::name);
    return found == checker.frame.bindings.end() ? nullptr : &*found;
}

std::uint32_t bind(Checker& checker, const syntax::Name& name, Type type, std::string_view what)
{
    const auto& declared = checker.declarations();
    if (const Binding* other = find_binding(checker, name.text)) {
        checker.diagnostics.add(diag::name_taken, name.span, name.text, std::string{other->what})
            .label(other->declared, "declared here")
            .hint("one name means one value in a block and everything inside it; choose another name");
    } else if (declared.facts.contains(name.text)) {
        checker.diagnostics.add(diag::name_taken, name.span, name.text, "a fact").hint("choose another name");
    } else if (declared.objects.contains(name.text)) {
        checker.diagnostics.add(diag::name_taken, name.span, name.text, "a boot object").hint("choose another name");
    }
    const std::uint32_t slot = checker.frame.slots++;
    checker.frame.bindings.push_back({name.text, std::move(type), slot, name.span, what});
    return slot;
}

std::vector<std::string> texts_in(const Expr& expr)
{
    std::vector<std::string> texts;
    const auto* constant = std::get_if<Constant>(&expr.node);
    if (constant == nullptr)
        return texts;
    if (const auto* text = constant->value.get_if<std::string>())
        texts.push_back(*text);
    if (const auto* items = constant->value.get_if<std::vector<Value>>())
        for (const auto& item : *items)
            if (const auto* text = item.get_if<std::string>())
                texts.push_back(*text);
    return texts;
}

std::string described(const Type& type)
{
    const std::string text = to_text(type);
    const bool vowel = std::string_view{"aeiou"}.find(text.front()) != std::string_view::npos;
    return (vowel ? "an `" : "a `") + text + "`";
}

void suggest(Diagnostic& diagnostic, Span span, std::string_view wrong, const std::vector<std::string>& candidates)
{
    if (const auto near = nearest(wrong, candidates)) {
        diagnostic.hint("did you mean `" + *near + "`?");
        const bool only_case = ascii_lower(*near) == ascii_lower(wrong);
        diagnostic.fix("write `" + *near + "`", span, *near, only_case ? Certainty::certain : Certainty::likely);
    }
}

std::optional<std::string> plain_text(const syntax::Expr* literal)
{
    const auto* text = literal == nullptr ? nullptr : std::get_if<syntax::StringLiteral>(&literal->node);
    return text == nullptr ? std::nullopt : text->plain();
}

std::string documentation_of(const syntax::Item& item)
{
    std::string text;
    for (const auto& line : item.documentation)
        text += (text.empty() ? "" : "\n") + line;
    return text;
}

}  // namespace hivemend::lang::rules
