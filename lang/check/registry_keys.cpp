// Registry keys that are written out: a closed set of hives, whole components, control sets from the disk.
#include <algorithm>
#include <array>

#include "lang/check/skeleton.hpp"

namespace hivemend::lang::rules {
namespace {

constexpr std::array<std::string_view, 6> hives{"SYSTEM", "SOFTWARE", "SAM", "SECURITY", "DEFAULT", "COMPONENTS"};
constexpr std::size_t longest_component = 255;  // of a key name, in characters

struct Component {
    std::size_t begin;
    std::string text;
};

std::vector<Component> components_of(std::string_view text, std::size_t begin)
{
    std::vector<Component> components;
    for (;;) {
        const std::size_t end = std::min(text.find('\\', begin), text.size());
        components.push_back({begin, std::string{text.substr(begin, end - begin)}});
        if (end == text.size())
            return components;
        begin = end + 1;
    }
}

std::string upper(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return out;
}

bool is_hive(std::string_view name)
{
    return std::ranges::find(hives, name) != hives.end();
}

/// The hive that people mean by `system` or BROKENSYSTEM, the name articles load it under.
std::optional<std::string> hive_meant(std::string_view name)
{
    std::string meant = upper(name);
    constexpr std::string_view prefix = "BROKEN";
    if (meant.starts_with(prefix))
        meant.erase(0, prefix.size());
    return is_hive(meant) ? std::optional{meant} : std::nullopt;
}

void say_unknown_hive(Checker& checker, const Skeleton& key, const std::vector<Component>& components)
{
    const Component& first = components.front();
    const Span where = first.text.empty() ? key.places.front() : key.place(first.begin, first.text.size());
    const std::string_view written = checker.sources[where.source].slice(where);
    auto& unknown = checker.diagnostics.add(diag::unknown_hive, where, std::string{written});
    const std::string root = upper(first.text);
    const bool live = root == "HKLM" || root == "HKEY_LOCAL_MACHINE";
    if (const auto meant = live && components.size() > 1 ? hive_meant(components[1].text) : std::nullopt) {
        const std::size_t length = components[1].begin + components[1].text.size() - first.begin;
        unknown.hint("a key begins with its hive, as the disk has it")
            .fix("write `" + *meant + "`", key.place(first.begin, length), *meant, Certainty::certain);
        return;
    }
    if (const auto meant = hive_meant(first.text))
        unknown.fix("write `" + *meant + "`", where, *meant, Certainty::certain);
    unknown.hint("a key begins with one of SYSTEM, SOFTWARE, SAM, SECURITY, DEFAULT, COMPONENTS, in upper case");
    if (first.text.find('/') != std::string::npos)
        unknown.hint("components are separated by backslashes");
}

bool check_components(Checker& checker, const Skeleton& key, const std::vector<Component>& components, Span whole)
{
    for (std::size_t i = 0; i < components.size(); ++i) {
        const auto& [begin, text] = components[i];
        if (text.empty()) {
            const bool last = i + 1 == components.size();
            checker.diagnostics
                .add(diag::malformed_key, whole, std::string{last ? "ends with a backslash" : "has an empty component"})
                .hint("write the hive and each key once, with one backslash between them");
            return false;
        }
        if (text.size() > longest_component) {
            checker.diagnostics
                .add(diag::malformed_key, key.place(begin, text.size()),
                     std::string{"has a component of more than 255 characters"})
                .hint("no hive can hold such a key");
            return false;
        }
    }
    return true;
}

}  // namespace

bool names_control_set(std::string_view component)
{
    const std::string lower = ascii_lower(component);
    if (lower == "currentcontrolset")
        return true;
    constexpr std::string_view stem = "controlset";
    return lower.starts_with(stem) && lower.size() == stem.size() + 3 &&
           std::ranges::all_of(lower.substr(stem.size()), [](char c) {
               return (c >= '0' && c <= '9') || c == 'x' || c == 'n' ||
                      c == hole;  // articles leave digits to their reader
           });
}

bool check_key(Checker& checker, const Skeleton& key, Span whole, bool continues)
{
    if (key.text.empty()) {
        checker.diagnostics.add(diag::malformed_key, whole, std::string{"is empty"})
            .hint("a key begins with its hive: `\"SYSTEM\\Setup\"`");
        return false;
    }
    if (continues) {
        if (key.text.size() == 1)
            return true;
        if (key.text[1] != '\\') {
            checker.diagnostics.add(diag::malformed_key, key.places[1],
                                    std::string{"needs a backslash after the key it goes on from"});
            return false;
        }
        return check_components(checker, key, components_of(key.text, 2), whole);
    }
    const auto components = components_of(key.text, 0);
    if (!is_hive(components.front().text)) {
        say_unknown_hive(checker, key, components);
        return false;
    }
    if (!check_components(checker, key, components, whole))
        return false;
    if (components.front().text != "SYSTEM" || components.size() < 2 || !names_control_set(components[1].text))
        return true;
    const auto& [begin, text] = components[1];
    const Span where = key.place(begin, text.size());
    checker.diagnostics.add(diag::literal_control_set, where, std::string{checker.sources[where.source].slice(where)})
        .hint("take all of them from the disk: `for each control_set in os.control_sets { … }` around the statement, "
              "and `\"SYSTEM\\${control_set}\\…\"` in it")
        .hint("or the one that starts next: `\"SYSTEM\\${os.default_control_set}\\…\"`");
    return false;
}

}  // namespace hivemend::lang::rules
