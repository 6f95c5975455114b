// The page of a kind, and its parts.
#include "lang/diag/explain_page.hpp"

#include <algorithm>

#include "lang/diag/catalogue.hpp"
#include "lang/source/embedded.hpp"

namespace hivemend::lang {
namespace {

/// `{}` is a word of the text, `{{` a brace.
std::string without_places(std::string_view sentence)
{
    std::string out;
    for (std::size_t at = 0; at < sentence.size(); ++at) {
        if (sentence[at] != '{' && sentence[at] != '}') {
            out += sentence[at];
        } else if (sentence.substr(at, 2) == "{{" || sentence.substr(at, 2) == "}}") {
            out += sentence[at++];
        } else {
            out += "…";
            at = sentence.find('}', at);
        }
    }
    return out;
}

}  // namespace

std::optional<std::string_view> explain_page(std::string_view kind)
{
    return embedded_file("lang/diag/explain/" + std::string{kind} + ".md");
}

std::string first_sentence_of_page(std::string_view page)
{
    auto begin = page.find('\n');
    begin = begin == std::string_view::npos ? begin : page.find_first_not_of('\n', begin);
    if (begin == std::string_view::npos)
        return {};
    std::string paragraph{page.substr(begin, std::min(page.find("\n\n", begin), page.find("\n#", begin)) - begin)};
    std::ranges::replace(paragraph, '\n', ' ');
    const auto end = paragraph.find(". ");
    return end == std::string::npos ? paragraph : paragraph.substr(0, end + 1);
}

std::vector<std::string> related_kinds(std::string_view page)
{
    constexpr std::string_view word = "\nRelated: ";
    std::vector<std::string> kinds;
    const auto begin = page.rfind(word);
    if (begin == std::string_view::npos)
        return kinds;
    auto line = page.substr(begin + word.size());
    line = line.substr(0, line.find('\n'));
    for (auto open = line.find('`'); open != std::string_view::npos; open = line.find('`')) {
        const auto close = line.find('`', open + 1);
        if (close == std::string_view::npos)
            break;
        kinds.emplace_back(line.substr(open + 1, close - open - 1));
        line.remove_prefix(close + 1);
    }
    return kinds;
}

std::string sentence_of(std::string_view kind)
{
    const auto all = diag::catalogue();
    const auto entry = std::ranges::find(all, kind, &diag::CatalogueEntry::name);
    if (entry == all.end())
        return {};
    const auto sentence = without_places(entry->sentence);
    const bool has_words = sentence.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos;
    return has_words ? sentence : first_sentence_of_page(explain_page(kind).value_or(""));
}

}  // namespace hivemend::lang
