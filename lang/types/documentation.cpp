// Documentation of declarations, as lists show it.
#include "lang/types/documentation.hpp"

#include <algorithm>

namespace hivemend::lang {

std::string first_sentence(std::string_view documentation)
{
    auto paragraph = std::string{documentation.substr(0, documentation.find("\n\n"))};
    std::ranges::replace(paragraph, '\n', ' ');
    const auto end = paragraph.find(". ");
    return end == std::string::npos ? paragraph : paragraph.substr(0, end + 1);
}

}  // namespace hivemend::lang
