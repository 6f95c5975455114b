// Whether a text is one: size, UTF-8, control characters.
#include "lang/syntax/encoding.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "lang/diag/catalogue.hpp"
#include "lang/source/utf8.hpp"

namespace hivemend::lang::syntax {
namespace {

/// Characters that a reviewer cannot see, or that make the text around them look different from what is read.
bool is_hidden(std::uint32_t value)
{
    if (value < 0x20)
        return value != '\t' && value != '\n';
    const bool control = value >= 0x7F && value <= 0x9F;
    const bool line_separator = value == 0x2028 || value == 0x2029;
    const bool bidirectional = (value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069);
    return control || line_separator || bidirectional;
}

/// Bytes that can neither be part of a longer character nor hidden, which is nearly all of every playbook.
bool is_plain(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t';
}

bool refuse_what_is_no_text(Mistakes& mistakes)
{
    const auto text = mistakes.text();
    const bool utf16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
    const auto* nul = static_cast<const char*>(std::memchr(text.data(), '\0', text.size()));
    if (!utf16 && !nul)
        return false;
    const auto at = utf16 ? 0 : static_cast<std::uint32_t>(nul - text.data());
    auto* one = mistakes.add(diag::not_text, mistakes.span(at, at + (utf16 ? 2 : 1)),
                             std::string(utf16 ? "the text is UTF-16" : "the text has a NUL byte"));
    if (one)
        one->hint(utf16 ? "save it as UTF-8"
                        : "playbooks are text in UTF-8; this looks like a binary file, or like UTF-16");
    return true;
}

/// Whether so much of the text is none that single places are not worth telling.
bool is_mostly_foreign(std::string_view text)
{
    std::size_t strange = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (is_plain(text[at])) {
            ++at;
            continue;
        }
        const auto [value, length] = decode_utf8(text.substr(at, 4));
        strange += length == 0 || (is_hidden(value) && value != '\r');
        at += length == 0 ? 1 : length;
    }
    return strange >= 16 && strange > text.size() / 10;
}

}  // namespace

bool check_encoding(Mistakes& mistakes)
{
    const auto text = mistakes.text();
    if (text.size() > max_source_bytes) {
        if (auto* one = mistakes.add(diag::source_too_large, mistakes.span(0, 0), text.size(), max_source_bytes))
            one->hint("playbooks are small texts; check the name of the file");
        return false;
    }
    if (std::all_of(text.begin(), text.end(), is_plain))
        return true;
    if (refuse_what_is_no_text(mistakes))
        return false;
    if (is_mostly_foreign(text)) {
        if (auto* one =
                mistakes.add(diag::not_text, mistakes.span(0, 0), std::string("most of this cannot be read as UTF-8")))
            one->hint("playbooks are text in UTF-8; this looks like a binary file");
        return false;
    }
    std::size_t foreign_bytes = 0;
    std::uint32_t first_foreign = 0;
    std::size_t hidden = 0;
    for (std::uint32_t at = 0; at < text.size();) {
        if (is_plain(text[at])) {
            ++at;
            continue;
        }
        const auto [value, length] = decode_utf8(text.substr(at, 4));
        if (length == 0) {
            if (foreign_bytes++ == 0)
                first_foreign = at;
            ++at;
            continue;
        }
        const bool ends_line = value == '\r' && (at + 1 == text.size() || text[at + 1] == '\n');
        if (is_hidden(value) && !ends_line && ++hidden <= 5)
            if (auto* one = mistakes.add(diag::control_character, mistakes.span(at, at + length), value))
                one->hint("delete it; text on a Windows disk that needs it is written as `binary`");
        at += length;
    }
    if (foreign_bytes == 0)
        return true;
    auto* one = mistakes.add(diag::not_utf8, mistakes.span(first_foreign, first_foreign + 1),
                             static_cast<unsigned>(static_cast<unsigned char>(text[first_foreign])));
    if (one && foreign_bytes == 1)
        one->hint("save the text as UTF-8");
    else if (one)
        one->hint(fmt::format("save the text as UTF-8; {} more bytes are not either", foreign_bytes - 1));
    mistakes.bytes_are_foreign = true;
    return true;
}

}  // namespace hivemend::lang::syntax
