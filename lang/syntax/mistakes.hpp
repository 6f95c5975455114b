// What the parser says about text it does not understand, and whether it is recovering from a mistake. Private to
// lang/syntax.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "lang/source/source.hpp"

namespace hivemend::lang::syntax {

/// What the grammar needed when it met something else.
enum class Wanted {
    item,
    item_end,
    arm_end,
    expression,
    called_name,
    block,
    variable,
    declared_name,
    attribute_name,
    type,
    closing,  // `)` or `]`
    each,
    in,
    when,
    colon,
    equals,
    arrow,
};

/// How many mistakes are shown; the rest of binary junk teaches nobody.
inline constexpr std::size_t max_mistakes = 20;

/// The next token as a person would name it.
struct Found {
    std::uint32_t begin;
    std::uint32_t end;
    std::string words;  // "`}`", "the end of the line"
};
Found found_at(std::string_view text, std::size_t at);

/// The diagnostics of one parse. After a mistake the parser is *recovering*: what fails next is its consequence and is
/// not said.
class Mistakes {
public:
    Mistakes(std::string_view text, SourceId source) : text_(text), source_(source) {}

    /// Says what is wrong where `wanted` was not found, starts recovering.
    void missing(Wanted wanted, std::uint32_t at);
    /// The innermost open bracket, which `missing(closing)` names.
    std::vector<std::uint32_t> brackets;

    /// The text is not UTF-8, which has been said; characters beyond ASCII between the words are a consequence.
    bool bytes_are_foreign = false;

    /// A line whose braces do not fit has its one message; what else is strange there follows from it. By place.
    struct Quiet {
        std::uint32_t begin, end;
    };
    std::vector<Quiet> quiet;

    /// Starts recovering; the diagnostic has been given, or is not needed.
    void begin_recovery(std::uint32_t at) { recovering_ = true, at_ = at; }
    void end_recovery() { recovering_ = false; }
    bool recovering() const { return recovering_; }
    std::uint32_t at() const { return at_; }

    /// Makes the line quiet; false when it is already, or when a text that is not closed has swallowed the brace, which
    /// is said instead.
    bool quiet_line(std::uint32_t at);
    /// Nothing more is said from here to the end, where the rest of the text is missing.
    void quiet_end(std::uint32_t from);
    /// A text without its closing `"`.
    void unterminated(std::uint32_t begin, std::uint32_t end);

    void too_deep(std::uint32_t at);
    bool was_too_deep() const { return too_deep_; }

    /// A mistake that the grammar goes on behind; null when enough has been said.
    template <class... Args, class... Words>
    Diagnostic* add(const Kind<Args...>& kind, Span where, const Words&... words)
    {
        return may_add(where) ? &collected_.add(kind, where, words...) : nullptr;
    }
    /// The same for a brace, on a line that is quiet from then on.
    template <class... Args, class... Words>
    Diagnostic* add_brace(const Kind<Args...>& kind, Span where, const Words&... words)
    {
        return quiet_line(where.begin) ? &collected_.add(kind, where, words...) : nullptr;
    }

    Span span(std::uint32_t begin, std::uint32_t end) const { return {source_, begin, end}; }
    std::string_view slice(std::uint32_t begin, std::uint32_t end) const { return text_.substr(begin, end - begin); }
    std::string_view text() const { return text_; }
    Diagnostics& collected() { return collected_; }
    /// Goes on where the mistakes of another look at the same text ended.
    void continue_after(const Mistakes& other)
    {
        quiet = other.quiet, count_ = other.count_, bytes_are_foreign = other.bytes_are_foreign;
    }

private:
    bool may_add(Span where);
    bool count(Span where);
    bool is_quiet(std::uint32_t at) const;
    /// Between lines for people, a line that is none has probably lost its `-`.
    void add_prose_help(std::uint32_t at);
    void say_missing(Wanted wanted, const Found& found);
    void missing_item(const Found& found);
    void missing_item_end(const Found& found, bool arm);
    void missing_expression(const Found& found);
    void missing_name(const Found& found, const char* whose);
    void missing_word(const Found& found, const char* word, const char* help);
    void missing_block(const Found& found);
    void missing_closing(const Found& found);
    /// What stands on a later line than the open bracket is the next statement, with mistakes of its own.
    void recover_behind(std::uint32_t found, std::uint32_t opened);
    /// A line that begins with `if` and cannot be read as a statement.
    bool foreign_condition(const Found& found);
    /// Characters that other languages use here; true when one was there and has been explained.
    bool foreign(const Found& found);
    /// `binary = …`: a setting whose key is a word of the language.
    bool keyword_as_key(const Found& found);
    void unexpected(const Found& found, std::string help);

    std::string_view text_;
    SourceId source_;
    Diagnostics collected_;
    std::size_t count_ = 0;
    bool recovering_ = false;
    bool too_deep_ = false;
    std::uint32_t at_ = 0;
    std::uint32_t open_text_end_ = 0;      // where a text that is not closed was taken to end
    std::uint32_t last_end_ = UINT32_MAX;  // where the text ends that was no item
};

}  // namespace hivemend::lang::syntax
