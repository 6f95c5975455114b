// Lines of a text report: indentation, columns and colours. Everything that is put on a page is escaped, its own words
// too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hivemend::report {

enum class Colour { plain, dim, bold, red, green, yellow, cyan };

/// One line under construction. Columns are code points from the left edge, colours do not count.
class Line {
public:
    Line(std::size_t indent, bool colours);

    Line& add(std::string_view text, Colour colour = Colour::plain);
    /// Blanks up to this column; two when the line is there already.
    Line& column(std::size_t column);
    std::size_t width() const { return width_; }
    /// Without blanks at the end, with a line end.
    std::string finish() const;

private:
    std::string text_;
    std::size_t width_;
    std::size_t blanks_;  // that are written only when something follows
    bool colours_;
};

/// Code points of UTF-8 text.
std::size_t code_points(std::string_view text);

/// The first code points of a text and `…` when it has more than `most`.
std::string cut(const std::string& text, std::size_t most);

/// `1,234,567`
std::string grouped(std::uint64_t number);

/// `1 step`, `3 steps`
std::string counted(std::size_t number, std::string_view noun);

}  // namespace hivemend::report
