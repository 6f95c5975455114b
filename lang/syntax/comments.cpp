// Comments and blank lines on their way into the tree.
#include "lang/syntax/comments.hpp"

#include <algorithm>
#include <iterator>

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

std::string Comments::trimmed(std::uint32_t begin, std::uint32_t end) const
{
    while (end > begin && scan::is_blank(text_[end - 1]))
        --end;
    return std::string(text_.substr(begin, end - begin));
}

void Comments::inside(std::uint32_t begin, std::uint32_t end)
{
    if (end <= inside_end_)  // a rule that looked ahead has met it before
        return;
    inside_end_ = end;
    inside_.push_back(trimmed(begin, end));
}

void Comments::between_arms()
{
    std::copy_if(std::make_move_iterator(between_.begin()), std::make_move_iterator(between_.end()),
                 std::back_inserter(inside_), [](const std::string& line) { return !line.empty(); });
    between_.clear();
}

void Comments::give_to(Item& item)
{
    if (between_.empty())
        return;
    auto documentation = between_.end();
    while (documentation != between_.begin() && is_documentation(*(documentation - 1)))
        --documentation;
    std::transform(documentation, between_.end(), std::back_inserter(item.documentation), without_marks);
    between_.erase(documentation, between_.end());
    item.layout.blank_line_before = !between_.empty() && between_.front().empty();
    auto& before = item.layout.comments_before;
    for (auto& line : between_)
        if (!line.empty() || (!before.empty() && !before.back().empty()))
            before.push_back(std::move(line));
    between_.clear();
}

void Comments::add_to(Item& item)
{
    for (auto& line : between_) {
        if (is_documentation(line))
            item.documentation.push_back(without_marks(line));
        else if (!line.empty())
            item.layout.comments_before.push_back(std::move(line));
    }
    between_.clear();
}

std::vector<std::string> Comments::take_closing()
{
    std::vector<std::string> closing;
    for (auto& line : between_)
        if (!line.empty() || (!closing.empty() && !closing.back().empty()))
            closing.push_back(std::move(line));
    while (!closing.empty() && closing.back().empty())
        closing.pop_back();
    between_.clear();
    return closing;
}

void Comments::give_inside_to(Item& item)
{
    auto& before = item.layout.comments_before;
    before.insert(before.end(), std::make_move_iterator(inside_.begin()), std::make_move_iterator(inside_.end()));
    inside_.clear();
}

}  // namespace hivemend::lang::syntax
