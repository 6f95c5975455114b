// Text that grows by whole lines, and knows how far the last one reaches. Private to lang/format.
#pragma once

#include <string>
#include <string_view>

#include "lang/format/columns.hpp"

namespace hivemend::lang::format {

class LineWriter {
public:
    bool empty() const { return text_.empty(); }
    std::size_t column() const { return column_; }
    /// Whether the line has its comment, so that nothing can follow on it.
    bool has_comment() const { return has_comment_; }

    /// Begins a line, with a blank one before it if asked for.
    void new_line(std::size_t indent, bool blank)
    {
        if (!text_.empty())
            text_ += blank ? "\n\n" : "\n";
        text_.append(indent, ' ');
        column_ = indent;
        has_comment_ = false;
    }
    void write(std::string_view text)
    {
        text_ += text;
        column_ += columns(text);
    }
    void comment(std::string_view text)
    {
        write(text);
        has_comment_ = true;
    }
    std::string take()
    {
        if (!text_.empty())
            text_ += '\n';
        return std::move(text_);
    }

private:
    std::string text_;
    std::size_t column_ = 0;
    bool has_comment_ = false;
};

}  // namespace hivemend::lang::format
