// Documentation on its way into the tree.
#include "lang/syntax/comments.hpp"

#include "lang/syntax/scan.hpp"

namespace hivemend::lang::syntax {
namespace {

bool is_documentation(std::string_view comment)
{
    return comment.starts_with("##") && !comment.starts_with("###");
}

std::string without_marks(std::string_view comment)
{
    comment.remove_prefix(2);
    if (comment.starts_with(' '))
        comment.remove_prefix(1);
    return std::string(comment);
}

}  // namespace

void Comments::own_line(std::uint32_t begin, std::uint32_t end)
{
    while (end > begin && scan::is_blank(text_[end - 1]))
        --end;
    const auto comment = text_.substr(begin, end - begin);
    lines_.push_back(is_documentation(comment) ? comment : std::string_view());
}

void Comments::give_to(Item& item)
{
    auto first = lines_.end();
    while (first != lines_.begin() && !(first - 1)->empty())
        --first;
    for (; first != lines_.end(); ++first)
        item.documentation.push_back(without_marks(*first));
    lines_.clear();
}

void Comments::add_to(Item& item)
{
    for (const auto line : lines_)
        if (!line.empty())
            item.documentation.push_back(without_marks(line));
    lines_.clear();
}

}  // namespace hivemend::lang::syntax
