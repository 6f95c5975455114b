// One mistake, one message: what only follows from another mistake is not said.
#include "lang/check/consequences.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "lang/check/places.hpp"
#include "lang/diag/catalogue.hpp"
#include "lang/syntax/scan.hpp"

namespace hivemend::lang::rules {
namespace {

namespace scan = syntax::scan;
using Names = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view word, Names words)
{
    return std::ranges::find(words, word) != words.end();
}

/// Kinds that the parser gives stand first in the catalogue.
bool is_syntax(const Diagnostic& one)
{
    static const auto names = [] {
        std::set<std::string_view> first;
        for (const auto& entry : diag::catalogue()) {
            if (entry.name == diag::missing_header.name)
                break;
            first.insert(entry.name);
        }
        return first;
    }();
    return names.contains(one.kind);
}

bool is_brace(const Diagnostic& one)
{
    return is_one_of(one.kind, {diag::unclosed_block.name, diag::unopened_block.name});
}

/// What the statement would have declared or done is not known.
bool loses_statement(const Diagnostic& one)
{
    if (one.kind == diag::unknown_line.name)
        return one.fixes.empty();  // else it is known which line is meant
    return is_syntax(one) ||
           is_one_of(one.kind, {diag::unknown_statement.name, diag::misplaced.name, diag::wrong_shape.name,
                                diag::unknown_module.name, diag::unknown_file.name});
}

/// Whether names that others use may come from the item, although they are not known: what was read as a `param`, a
/// `let` or a loop has declared its name, whatever else is wrong with it.
bool may_declare(const syntax::Item& item)
{
    return std::holds_alternative<syntax::Broken>(item.node) || std::holds_alternative<syntax::Phrase>(item.node);
}

/// A message and the item that it stands in.
struct Said {
    const Diagnostic* one;
    std::size_t place;
    bool syntax;
    bool loses;
    Span where() const { return one->labels.front().span; }
};

class Consequences {
public:
    Consequences(const std::vector<Diagnostic>& all, const std::vector<const syntax::File*>& trees,
                 const SourceMap& sources)
        : sources_{sources}, places_{trees}
    {
        for (const auto& one : all)
            said_.push_back({&one, places_.at(one.labels.front().span.source, one.labels.front().span.begin),
                             is_syntax(one), loses_statement(one)});
        for (std::size_t i = 0; i < said_.size(); ++i) {
            learn(said_[i]);
            learn_line(i);
        }
        std::ranges::sort(lost_);
        excuse_names_of_the_nameless();
    }

    bool follows(std::size_t index) const
    {
        const Said& said = said_[index];
        if (is_beside_an_earlier(index) || names_what_is_told(index))
            return true;
        return !said.syntax && (is_on_broken_text(said) || is_name_of_something_broken(said) || is_rule_of_whole(said));
    }

private:
    /// What a message leaves in doubt.
    void learn(const Said& said)
    {
        const bool judged = said.place != ItemPlace::none;
        if (judged && said.one->severity == Severity::error) {
            in_doubt_.insert(said.place);
            lines_in_doubt_.insert(line_of(said.where()));
        }
        element_in_doubt_ = element_in_doubt_ || said.one->kind == diag::unknown_element.name;
        if (said.syntax && judged) {
            broken_.insert(said.place);
            if (const auto* param = std::get_if<syntax::Param>(&places_[said.place].item->node))
                typeless_.insert(param->name.text);
        }
        if (is_brace(*said.one))
            for (const auto& label : said.one->labels)
                lines_.insert(line_of(label.span));
        if (said.loses)
            for (const auto& label : said.one->labels)
                lost_.emplace_back(label.span.source, label.span.begin);
        if (judged && said.loses && may_declare(*places_[said.place].item))
            add_words(said);
        // Two items in one line: what the second one declares is not known either.
        if (said.syntax && (!judged || said.one->kind == diag::missing_separator.name)) {
            const auto [source, line] = line_of(said.where());
            add_words_of(sources_[source].line(line), said.place);
        }
    }

    using Line = std::pair<SourceId, std::uint32_t>;
    Line line_of(Span span) const { return {span.source, sources_[span.source].position(span.begin).line}; }

    void add_words(const Said& said)
    {
        const auto& whole = places_[said.place].whole;
        auto text = sources_[whole.source].slice(whole);
        // The word that is not known, which other statements may begin with too, is not what one of them declares.
        if (said.one->kind == diag::unknown_statement.name)
            text.remove_prefix(
                std::min<std::size_t>(text.size(), scan::name_end(text, said.where().begin - whole.begin)));
        add_words_of(text, said.place);
        text = sources_[whole.source].slice(whole);
        nameless_ += has_lost_its_name(text);
        use_in_doubt_ = use_in_doubt_ || text.starts_with("use");
    }

    /// Whether the text declares a name that is not written where it should be.
    static bool has_lost_its_name(std::string_view text)
    {
        const auto word = [&](std::size_t at) { return text.substr(at, scan::name_end(text, at) - at); };
        auto at = word(0).size();
        if (!is_one_of(word(0), {"param", "let", "for", "confirm"}))
            return false;
        at = scan::skip_blanks(text, at);
        if (word(at) == "each")
            at = scan::skip_blanks(text, at + 4);
        return word(at).empty() || !scan::begins_name(text[at]) || scan::is_keyword(word(at));
    }

    /// A declaration without a name excuses one name that nothing else declares.
    void excuse_names_of_the_nameless()
    {
        for (const auto& said : said_) {
            const auto word = first_word(said);
            if (!may_be_nameless(said) || is_in_doubt(word, said.place) || excused_.contains(word))
                continue;
            if (excused_.size() == nameless_)
                return;
            excused_.insert(std::string{word});
        }
    }

    /// A name that nothing declares, alone, before a dot, or where a member is expected.
    static bool may_be_nameless(const Said& said)
    {
        return is_one_of(said.one->kind, {diag::unknown_name.name, diag::unknown_fact.name, diag::unknown_member.name});
    }

    /// `loader.safeboot` is an unknown fact and `loader` an unknown name: one missing declaration.
    bool names_what_is_told(std::size_t index) const
    {
        const auto word = may_be_nameless(said_[index]) ? first_word(said_[index]) : std::string_view{};
        return !word.empty() && std::ranges::any_of(std::span(said_).first(index), [&](const Said& earlier) {
            return may_be_nameless(earlier) && earlier.one->kind != said_[index].one->kind &&
                   first_word(earlier) == word;
        });
    }

    std::string_view first_word(const Said& said) const
    {
        const auto text = sources_[said.where().source].slice(said.where());
        return text.substr(0, scan::name_end(text, 0));
    }

    /// Every word of the text, and where it stands.
    void add_words_of(std::string_view text, std::size_t place)
    {
        for (std::size_t at = 0; at < text.size();) {
            if (!scan::begins_name(text[at])) {
                ++at;
                continue;
            }
            const auto end = scan::name_end(text, at);
            const auto [found, is_new] = words_.emplace(std::string{text.substr(at, end - at)}, place);
            if (!is_new && found->second != place)
                found->second = several;
            at = end;
        }
    }

    bool is_in_doubt(std::string_view word, std::size_t asking) const
    {
        const auto found = words_.find(word);
        return found != words_.end() && found->second != asking;
    }

    /// The line of a block that a message stands on, when its item is not in a block of that line alone; a kind, or
    /// nothing for mistakes of syntax. Commas part such a line into items that are one statement to who wrote it.
    using PartOfLine = std::tuple<std::size_t, std::uint32_t, std::string_view>;

    std::optional<PartOfLine> part_of_line(const Said& said, std::string_view kind) const
    {
        if (said.place == ItemPlace::none || places_[said.place].parent == ItemPlace::none)
            return std::nullopt;
        const auto parent = places_[said.place].parent;
        const auto& around = places_[parent];
        const auto line = line_of(said.where()).second;
        if (line_of({around.whole.source, around.head_end, 0}).second >= line)
            return std::nullopt;
        return PartOfLine{parent, line, kind};
    }

    void learn_line(std::size_t index)
    {
        const Said& said = said_[index];
        if (const auto part = part_of_line(said, said.syntax ? "" : said.one->kind))
            first_on_line_.emplace(*part, index);
    }

    bool is_beside_an_earlier(std::size_t index) const
    {
        const Said& said = said_[index];
        const auto is_beside = [&](std::string_view kind) {
            const auto part = part_of_line(said, kind);
            const auto first = part ? first_on_line_.find(*part) : first_on_line_.end();
            return first != first_on_line_.end() && first->second != index && said_[first->second].place != said.place;
        };
        return is_beside("") || (!said.syntax && is_beside(said.one->kind));
    }

    bool is_on_broken_text(const Said& said) const
    {
        return broken_.contains(said.place) || lines_.contains(line_of(said.where()));
    }

    bool is_name_of_something_broken(const Said& said) const
    {
        if (!is_one_of(said.one->kind, {diag::unknown_name.name, diag::unknown_fact.name, diag::unknown_statement.name,
                                        diag::unknown_type.name, diag::unknown_member.name,
                                        diag::unknown_parameter.name, diag::kind_not_known.name}))
            return false;
        if (said.one->kind == diag::unknown_statement.name && use_in_doubt_ && names_module(*said.one))
            return true;
        const auto word = first_word(said);
        if (said.one->kind == diag::kind_not_known.name && typeless_.contains(word))
            return true;
        return is_in_doubt(word, said.place) || (may_be_nameless(said) && excused_.contains(word));
    }

    static bool names_module(const Diagnostic& one)
    {
        return std::ranges::any_of(one.help, [](const auto& line) { return line.find("`use std.") != line.npos; });
    }

    /// Whether a message that loses a statement stands in the part of the text from `begin` to `end`.
    bool is_lost_between(const Said& said, std::uint32_t begin, std::uint32_t end) const
    {
        const auto source = said.where().source;
        const auto first = std::ranges::lower_bound(lost_, std::pair{source, begin});
        return first != lost_.end() && *first <= std::pair{source, end};
    }

    /// Whether a `when` around it, which may have asked for what is missing, has a mistake in its own line.
    bool is_under_a_broken_condition(const Said& said) const
    {
        for (auto around = said.place; around != ItemPlace::none; around = places_[around].parent)
            if (around != said.place && in_doubt_.contains(around))
                return true;
        return false;
    }

    /// Whether the line above, which may have held an attribute, was not understood.
    bool has_lost_its_attribute(const Said& said) const
    {
        const auto& source = sources_[said.where().source];
        const auto statement = said.place == ItemPlace::none ? said.where().begin : places_[said.place].whole.begin;
        const auto line = source.position(statement).line;
        const auto above = line > 1 ? source.line(line - 1) : std::string_view{};
        if (above.empty())
            return false;
        const auto begin = static_cast<std::uint32_t>(above.data() - source.text().data());
        return is_lost_between(said, begin, begin + static_cast<std::uint32_t>(above.size()));
    }

    /// The last words in backticks.
    static std::string_view last_code_of(std::string_view headline)
    {
        const auto end = headline.rfind('`');
        const auto begin = end == headline.npos || end == 0 ? headline.npos : headline.rfind('`', end - 1);
        return begin == headline.npos ? "" : headline.substr(begin + 1, end - begin - 1);
    }

    /// Whether a line of the header that was not understood may be the one that is missing.
    bool is_lost_line(std::size_t header, std::string_view wanted) const
    {
        return std::ranges::any_of(said_, [&](const Said& other) {
            if (!other.loses || other.place == ItemPlace::none || header == ItemPlace::none)
                return false;
            if (other.place == header)
                return true;
            if (places_[other.place].parent != header)
                return false;
            const auto text = sources_[other.where().source].slice(places_[other.place].whole);
            const auto word = text.substr(0, scan::name_end(text, 0));
            return text.find(wanted) != text.npos ||
                   !is_one_of(word, {"language", "title", "source", "dated", "applies", "effects"});
        });
    }

    /// Rules about what stands elsewhere, which a statement that was lost may have kept.
    bool is_rule_of_whole(const Said& said) const
    {
        const auto& kind = said.one->kind;
        const auto here = said.where().begin;
        if (kind == diag::never_cleared.name)
            return is_in_doubt(sources_[said.where().source].slice(said.where()), said.place) ||
                   is_lost_between(said, here, UINT32_MAX) || has_lost_its_attribute(said);
        if (kind == diag::missing_parameter.name && said.place != ItemPlace::none)
            return is_lost_between(said, here, places_[said.place].whole.end);
        if (kind == diag::ask_waits_for_nothing.name)
            return is_lost_between(said, here, UINT32_MAX);
        if (kind == diag::written_twice.name || kind == diag::unreachable.name)
            return is_lost_between(said, 0, here);
        if (kind == diag::missing_line.name)
            return is_lost_line(said.place, last_code_of(said.one->headline));
        if (kind == diag::dated_without_source.name && said.place != ItemPlace::none)
            return is_lost_line(places_[said.place].parent, "source");
        if (is_one_of(kind, {diag::trips_bitlocker.name, diag::ignored_by_secure_boot.name}))
            return has_lost_acceptance(said);
        if (kind == diag::no_effect_alone.name)
            return element_in_doubt_ || is_lost_between(said, 0, UINT32_MAX);
        if (kind == diag::optional_not_checked.name)
            return is_under_a_broken_condition(said);
        const bool lacks_an_effect = kind == diag::wrong_effects.name && said.one->labels.size() > 1;
        const auto [source, line] = line_of(said.where());
        if (kind == diag::unneeded_acceptance.name && lines_in_doubt_.contains({source, line + 1}))
            return true;  // what it stands before is not understood
        if (kind == diag::unneeded_acceptance.name || lacks_an_effect)
            return is_lost_between(said, 0, UINT32_MAX);
        return false;
    }

    /// Whether what was not understood just above the statement of this setting may have been its `@accept`.
    bool has_lost_acceptance(const Said& said) const
    {
        if (said.place == ItemPlace::none || places_[said.place].parent == ItemPlace::none)
            return false;
        auto [source, line] = line_of(places_[places_[said.place].parent].whole);
        while (line > 1) {
            const Line above{source, --line};
            const auto text = sources_[source].line(line);
            const auto is_here = [&](const auto& place) {
                return line_of({place.first, place.second, place.second}) == above;
            };
            const auto first = text.find_first_not_of(" \t");
            const bool is_attribute = first != text.npos && text[first] == '@';
            if ((is_attribute || text.find("accept") != text.npos) && std::ranges::any_of(lost_, is_here))
                return true;
            if (!is_attribute)
                return false;
        }
        return false;
    }

    static constexpr std::size_t several = ItemPlace::none - 1;

    const SourceMap& sources_;
    ItemPlaces places_;
    std::vector<Said> said_;
    std::set<std::size_t> in_doubt_;                         // items with any mistake in their own text
    std::set<Line> lines_in_doubt_;                          // … and the lines of these mistakes
    std::set<std::size_t> broken_;                           // items with a mistake of syntax in their own text
    std::set<Line> lines_;                                   // lines on which a brace is missing or too much
    std::map<std::string, std::size_t, std::less<>> words_;  // of items in doubt, and in which of them
    std::vector<std::pair<SourceId, std::uint32_t>> lost_;   // places of messages that lose a statement
    std::map<PartOfLine, std::size_t> first_on_line_;
    bool use_in_doubt_ = false;
    bool element_in_doubt_ = false;                // a setting of a boot object is not known, so it may be any
    std::size_t nameless_ = 0;                     // declarations that have lost their name …
    std::set<std::string, std::less<>> typeless_;  // parameters whose line has a mistake of syntax
    std::set<std::string, std::less<>> excused_;   // … and the names that may be theirs
};

}  // namespace

void drop_consequences(Diagnostics& diagnostics, const std::vector<const syntax::File*>& trees,
                       const SourceMap& sources)
{
    if (diagnostics.all().size() < 2)
        return;
    Diagnostics kept;
    const Consequences consequences{diagnostics.all(), trees, sources};
    for (std::size_t i = 0; i < diagnostics.all().size(); ++i)
        if (!consequences.follows(i))
            kept.append(diagnostics.all()[i]);
    if (!kept.all().empty())  // what explains each other must not vanish together
        diagnostics = std::move(kept);
}

}  // namespace hivemend::lang::rules
