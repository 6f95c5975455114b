// Guest paths and spelled paths: splitting, joining and comparing without case.
#include <algorithm>

#include "runtime/storage/error.hpp"
#include "runtime/storage/store/directory_tree.hpp"

namespace hivemend::storage {
namespace {

constexpr std::size_t longest_name = 255;  // bytes, NAME_MAX
constexpr std::size_t deepest_path = 64;   // names

bool is_plain_name(const std::string& name)
{
    return !name.empty() && name != "." && name != ".." && name.size() <= longest_name &&
           name.find('/') == std::string::npos && name.find('\0') == std::string::npos;
}

}  // namespace

std::vector<std::string> split_guest_path(const std::string& guest)
{
    if (guest.empty() || guest.front() != '\\')
        throw Error{"a path on the target begins with a backslash", guest};
    std::vector<std::string> names;
    std::size_t from = 1;
    while (from < guest.size()) {
        const auto to = std::min(guest.find('\\', from), guest.size());
        names.push_back(guest.substr(from, to - from));
        if (!is_plain_name(names.back()))
            throw Error{"a path on the target is made of plain names", guest, {"not one: `" + names.back() + "`"}};
        from = to + 1;
    }
    if (guest.size() > 1 && guest.back() == '\\')
        throw Error{"a path on the target does not end with a backslash", guest};
    if (names.size() > deepest_path)
        throw Error{"a path on the target has more than 64 names", guest};
    return names;
}

std::string guest_path(const std::string& spelled)
{
    auto guest = "\\" + spelled;
    std::replace(guest.begin(), guest.end(), '/', '\\');
    return guest;
}

std::pair<std::string, std::string> split_name(const std::string& spelled)
{
    const auto slash = spelled.rfind('/');
    if (slash == std::string::npos)
        return {"", spelled};
    return {spelled.substr(0, slash), spelled.substr(slash + 1)};
}

std::string fold_case(std::string text)
{
    for (auto& letter : text)
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    return text;
}

}  // namespace hivemend::storage
