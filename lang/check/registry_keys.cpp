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

/// The hive that people mean by `system`, `SYSTEM.hiv`, or by BROKENSYSTEM, a name that articles load it under.
std::optional<std::string> hive_meant(std::string_view name)
{
    const std::string meant = upper(name.substr(0, name.find('.')));
    if (is_hive(meant))
        return meant;
    for (const std::string_view hive : {"SYSTEM", "SOFTWARE", "COMPONENTS", "SECURITY", "DEFAULT"})
        if (meant.starts_with(hive) || meant.ends_with(hive))
            return std::string{hive};
    return std::nullopt;
}

bool is_live_root(std::string_view root)
{
    return root == "HKLM" || root == "HKEY_LOCAL_MACHINE" || root == "HKLM:" || root == "HKU" || root == "HKEY_USERS";
}

void say_unknown_hive(Checker& checker, const Skeleton& key, const std::vector<Component>& components)
{
    const Component& first = components.front();
    const Span where = first.text.empty() ? key.places.front() : key.place(first.begin, first.text.size());
    const std::string_view written = checker.sources[where.source].slice(where);
    auto& unknown = checker.diagnostics.add(diag::unknown_hive, where, std::string{written});
    const std::string root = upper(first.text);
    if (const auto meant =
            is_live_root(root) && components.size() > 1 ? hive_meant(components[1].text) : std::nullopt) {
        const std::size_t length = components[1].begin + components[1].text.size() - first.begin;
        unknown.hint("a key begins with its hive, as the disk has it")
            .fix("write `" + *meant + "`", key.place(first.begin, length), *meant, Certainty::certain);
        return;
    }
    if (first.text.find('/') != std::string::npos) {
        std::string meant{written};
        std::ranges::replace(meant, '/', '\\');
        unknown.hint("components are separated by backslashes")
            .fix("write backslashes", where, meant, Certainty::certain);
        return;
    }
    if (first.text.find('.') != std::string::npos && hive_meant(first.text))
        unknown.hint("a hive has no extension");
    if (const auto meant = hive_meant(first.text))
        unknown.fix("write `" + *meant + "`", where, *meant, Certainty::certain);
    else
        suggest(unknown, where, first.text, {hives.begin(), hives.end()});
    unknown.hint("a key begins with one of SYSTEM, SOFTWARE, SAM, SECURITY, DEFAULT, COMPONENTS, in upper case");
}

/// The statement in a loop over the control sets, with `component` as its variable.
void offer_loop(Checker& checker, Diagnostic& one, Span component)
{
    for (const auto& binding : checker.frame.bindings)
        if (binding.type.is(Type::Kind::control_set)) {
            one.fix("write `${" + binding.name + "}`", component, "${" + binding.name + "}");
            return;
        }
    const auto* act = checker.act;
    if (act == nullptr || act->span.source != component.source || find_binding(checker, "control_set") != nullptr) {
        one.fix("take the one that starts next", component, "${os.default_control_set}");
        return;
    }
    const auto text = checker.sources[component.source].text();
    const auto line = text.substr(0, act->span.begin).rfind('\n') + 1;
    const auto indentation = std::string{text.substr(line, act->span.begin - line)};
    if (indentation.find_first_not_of(" \t") != std::string::npos)
        return;  // other words stand before it on its line
    std::string loop = "for each control_set in os.control_sets {\n" + indentation + "    ";
    for (auto at = act->span.begin; at < act->span.end; ++at) {
        if (at == component.begin)
            loop += "${control_set}";
        if (at < component.begin || at >= component.end)
            loop += text[at];
        if (text[at] == '\n')
            loop += "    ";
    }
    one.fix("put the statement into a loop over the control sets", act->span, loop + "\n" + indentation + "}");
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
    auto& literal = checker.diagnostics.add(diag::literal_control_set, where,
                                            std::string{checker.sources[where.source].slice(where)});
    literal
        .hint("take all of them from the disk: `for each control_set in os.control_sets { … }` around the statement, "
              "and `\"SYSTEM\\${control_set}\\…\"` in it")
        .hint("or the one that starts next: `\"SYSTEM\\${os.default_control_set}\\…\"`");
    offer_loop(checker, literal, where);
    return false;
}

}  // namespace hivemend::lang::rules
