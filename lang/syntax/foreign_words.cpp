// The words of a command line, with the quotes, blanks and dashes that web pages put into them.
#include "lang/syntax/foreign_words.hpp"

#include <algorithm>
#include <array>

#include "lang/source/utf8.hpp"
#include "lang/syntax/scan.hpp"

namespace hivemend::lang::syntax::foreign {
namespace {

constexpr std::size_t longest_placeholder = 64;

/// A character of a web page, with what it stands for: `"`, `'`, `-`, a blank, or nothing for one that has no width.
struct Character {
    char meant;
    std::size_t length;
    bool slipped;
};

Character character_at(std::string_view text, std::size_t at)
{
    const auto c = text[at];
    if (static_cast<unsigned char>(c) < 0x80)
        return {scan::is_blank(c) ? ' ' : c, 1, false};
    const auto [value, length] = decode_utf8(text.substr(at, 4));
    switch (value) {
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x00AB:
    case 0x00BB:
        return {'"', length, true};
    case 0x2018:
    case 0x2019:
        return {'\'', length, true};
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
        return {'-', length, true};
    case 0x00A0:
    case 0x2007:
    case 0x202F:
    case 0x3000:
        return {' ', length, true};
    case 0x00AD:
    case 0x200B:
    case 0x2060:
    case 0xFEFF:
        return {'\0', length, true};
    default:
        return {'x', length == 0 ? 1 : length, false};
    }
}

std::string_view slip_words(char meant)
{
    switch (meant) {
    case '"':
    case '\'':
        return "this is a typographic quote";
    case '-':
        return "this is a dash, not a hyphen";
    case ' ':
        return "this is not an ordinary blank";
    default:
        return "a character without width stands here";
    }
}

class Splitter {
public:
    Splitter(std::string_view text, std::size_t at, std::size_t end, ForeignCommand& into)
        : text_{text.substr(0, end)}, at_{at}, into_{into}
    {}

    void run()
    {
        while (at_ < text_.size()) {
            const auto c = next();
            if (c.meant == ' ' || c.meant == '\0')
                take(c);
            else
                read_word();
        }
    }

private:
    Character next() const { return character_at(text_, at_); }

    void take(const Character& c)
    {
        if (c.slipped && into_.slips.size() < 4)
            into_.slips.push_back({place(at_), place(at_ + c.length), std::string{slip_words(c.meant)}});
        at_ += c.length;
    }

    void read_word()
    {
        ForeignWord word{{}, place(at_), place(at_)};
        while (at_ < text_.size()) {
            const auto c = next();
            if (c.meant == ' ')
                break;
            if (c.meant == '"' || (c.meant == '\'' && (word.text.empty() || word.text.back() == ':')))
                read_quoted(c, word);
            else if (!read_group(word))
                append(c, word);
        }
        word.end = place(at_);
        into_.words.push_back(std::move(word));
    }

    void append(const Character& c, ForeignWord& word)
    {
        if (c.slipped && c.meant != '\0')
            word.text += c.meant;
        else if (c.meant != '\0')
            word.text += text_.substr(at_, c.length);
        take(c);
    }

    /// Up to the next quote of its sort, straight or not; without one the quote stands for itself.
    void read_quoted(const Character& open, ForeignWord& word)
    {
        auto close = at_ + open.length;
        while (close < text_.size() && character_at(text_, close).meant != open.meant)
            close += character_at(text_, close).length;
        if (close >= text_.size() && open.meant == '\'') {
            append(open, word);
            return;
        }
        take(open);
        while (at_ < close)
            append(next(), word);
        if (at_ < text_.size())
            take(next());
        word.quoted = true;
        word.single = word.single || open.meant == '\'';
    }

    /// `<BOOT LOADER IDENTIFIER>` and `{…}` are one thing, whatever blanks they hold.
    bool read_group(ForeignWord& word)
    {
        const char open = text_[at_];
        if (open != '<' && open != '{')
            return false;
        const auto near = text_.substr(at_, longest_placeholder);
        const auto close = near.find(open == '<' ? '>' : '}');
        const auto second = near.find(open, 1);
        if (close == std::string_view::npos || (second < close))
            return false;
        word.text += near.substr(0, close + 1);
        at_ += close + 1;
        return true;
    }

    static std::uint32_t place(std::size_t at) { return static_cast<std::uint32_t>(at); }

    std::string_view text_;
    std::size_t at_;
    ForeignCommand& into_;
};

}  // namespace

std::string lower(std::string_view text)
{
    std::string small{text};
    std::ranges::transform(small, small.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return small;
}

std::size_t after_prompt(std::string_view line)
{
    constexpr std::size_t longest_prompt = 128;
    const auto near = line.substr(0, longest_prompt);
    const auto mark = near.find('>');
    if (mark == std::string_view::npos)
        return 0;
    auto prompt = lower(near.substr(0, mark));
    if (prompt.starts_with("ps "))
        prompt.erase(0, 3);
    const bool folder = prompt.size() >= 2 && scan::begins_name(prompt[0]) && prompt[1] == ':' &&
                        prompt.find_first_of("\"</=") == std::string::npos;
    return folder || prompt == "diskpart" ? scan::skip_blanks(line, mark + 1) : 0;
}

std::size_t name_end(std::string_view line, std::size_t at)
{
    while (at < line.size() &&
           (scan::continues_name(line[at]) || ((line[at] == '-' || line[at] == '.') && at + 1 < line.size() && at > 0 &&
                                               scan::continues_name(line[at + 1]))))
        ++at;
    return at;
}

std::string name_of(std::string_view word)
{
    auto name = lower(word);
    if (name.ends_with(".exe"))
        name.resize(name.size() - 4);
    return name;
}

std::size_t command_end(std::string_view text, std::size_t at)
{
    auto end = scan::line_end(text, at);
    const auto line = text.substr(at, end - at);
    if (const auto comment = line.find(" # "); comment != std::string_view::npos)
        end = at + comment;
    while (end > at && scan::is_blank(text[end - 1]))
        --end;
    return end;
}

void split(std::string_view text, std::size_t begin, std::size_t end, ForeignCommand& into)
{
    Splitter{text, begin, end, into}.run();
}

}  // namespace hivemend::lang::syntax::foreign
