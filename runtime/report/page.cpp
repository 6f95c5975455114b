// Lines of a text report.
#include "runtime/report/page.hpp"

#include <algorithm>
#include <cstdint>

#include "lang/diag/escape.hpp"

namespace hivemend::report {
namespace {

std::string_view sequence(Colour colour)
{
    switch (colour) {
    case Colour::plain:
        return "";
    case Colour::dim:
        return "\x1b[2m";
    case Colour::bold:
        return "\x1b[1m";
    case Colour::red:
        return "\x1b[31m";
    case Colour::green:
        return "\x1b[32m";
    case Colour::yellow:
        return "\x1b[33m";
    case Colour::cyan:
        return "\x1b[36m";
    }
    return "";
}

bool starts_code_point(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
}

}  // namespace

Line::Line(std::size_t indent, bool colours) : width_(indent), blanks_(indent), colours_(colours) {}

Line& Line::add(std::string_view text, Colour colour)
{
    const auto shown = lang::escape_terminal(text);
    if (shown.empty())
        return *this;
    text_.append(blanks_, ' ');
    blanks_ = 0;
    const bool coloured = colours_ && colour != Colour::plain;
    text_.append(coloured ? sequence(colour) : "").append(shown).append(coloured ? "\x1b[0m" : "");
    width_ += code_points(shown);
    return *this;
}

Line& Line::column(std::size_t column)
{
    const auto target = std::max(column, width_ + (text_.empty() ? 0 : 2));
    blanks_ += target - width_;
    width_ = target;
    return *this;
}

std::string Line::finish() const
{
    // Text may end in blanks of its own, which nobody sees.
    auto text = text_;
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
}

std::size_t code_points(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, starts_code_point));
}

std::string cut(const std::string& text, std::size_t most)
{
    if (code_points(text) <= most)
        return text;
    std::size_t seen = 0;
    const auto end = std::ranges::find_if(text, [&](char c) { return starts_code_point(c) && seen++ == most; });
    return std::string(text.begin(), end) + "…";
}

std::string grouped(std::uint64_t number)
{
    auto text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string counted(std::size_t number, std::string_view noun)
{
    return grouped(number).append(" ").append(noun).append(number == 1 ? "" : "s");
}

}  // namespace hivemend::report
