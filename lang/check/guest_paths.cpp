// Paths of the patient that are written out, and ids of boot objects.
#include <algorithm>

#include <fmt/format.h>

#include "lang/check/skeleton.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

constexpr std::string_view where_wildcards =
    "`*` and `?` stand in the last component only, and only in `file delete` and `file.find`";

bool malformed(Checker& checker, Span where, std::string what)
{
    checker.diagnostics.add(diag::malformed_path, where, what)
        .hint("write it as the patient does: `\"\\Windows\\System32\"` or `\"C:\\Windows\\System32\"`");
    return false;
}

bool malformed_pattern(Checker& checker, Span where, std::string what)
{
    checker.diagnostics.add(diag::malformed_path, where, what).hint(std::string{where_wildcards});
    return false;
}

void warn_of_letter(Checker& checker, const Skeleton& path)
{
    const char letter = path.text.front();
    if (letter == 'C' || letter == 'c')
        return;
    const Span where = path.place(0, 2);
    checker.diagnostics.add(diag::drive_letter, where, fmt::format("{}:", letter))
        .fix("leave it out", where, "")
        .hint(fmt::format("if `{}:` is a letter of the patient, as its own Windows shows it, all is well", letter))
        .hint("if it is the letter that the repair machine gave the disk, leave it out: `\"\\Windows\\…\"` is on the "
              "volume of Windows");
}

/// "8-4-4-4-4-12" of a text that looks like an id; empty for others.
std::string groups_of(std::string_view inner)
{
    std::string groups;
    for (std::size_t begin = 0; begin <= inner.size();) {
        const auto end = std::min(inner.find('-', begin), inner.size());
        groups += fmt::format("{}{}", groups.empty() ? "" : "-", end - begin);
        begin = end + 1;
    }
    const bool hexadecimal = inner.find_first_not_of("0123456789abcdef-") == std::string_view::npos;
    return hexadecimal && inner.find('-') != std::string_view::npos ? groups : "";
}

}  // namespace

bool check_guest_path(Checker& checker, const Skeleton& path, Span whole, bool continues, bool wildcards)
{
    const std::string_view text = path.text;
    const bool letter = text.size() >= 3 && is_letter(text[0]) && text[1] == ':' && text[2] == '\\';
    const std::size_t start = continues ? 1 : letter ? 2 : 0;
    if (start == text.size())
        return continues || malformed(checker, whole, "is empty");
    if (text[start] != '\\')
        return malformed(checker, path.places[start],
                         continues ? "needs a backslash after the path it goes on from"
                                   : "begins neither with a backslash nor with a drive letter");
    const std::size_t last = text.rfind('\\');
    if (const std::size_t at = text.find_first_of("?*", start); at != std::string_view::npos && wildcards && at < last)
        return malformed_pattern(checker, path.places[at], fmt::format("has the wildcard `{}` in a folder", text[at]));
    if (const std::size_t at = text.find_first_of("?*", start); at != std::string_view::npos && !wildcards)
        return malformed_pattern(checker, path.places[at], fmt::format("has the wildcard `{}`", text[at]));
    const std::string_view never = wildcards ? "/<>:\"|" : "/<>:\"|?*";
    if (const std::size_t at = text.find_first_of(never, start); at != std::string_view::npos)
        return malformed(checker, path.places[at],
                         fmt::format("has the character `{}`, which no file name has", text[at]));
    if (text.find("\\\\") != std::string_view::npos)
        return malformed(checker, whole, "has an empty component");
    if (text.size() > start + 1 && text.back() == '\\')
        return malformed(checker, whole, "ends with a backslash");
    if (letter)
        warn_of_letter(checker, path);
    return true;
}

std::string_view name_without_object(const Guid& id)
{
    static const Guid current = *parse_guid("{fa926493-6f1c-4193-a414-58f0b2456d1e}");
    static const Guid standard = *parse_guid("{1cae1eb7-a0df-4d4d-9851-4860e34ef535}");
    return id == current ? "current" : id == standard ? "default" : "";
}

bool check_new_id(Checker& checker, const Guid& id, Span whole)
{
    const auto name = name_without_object(id);
    if (name.empty())
        return true;
    checker.diagnostics.add(diag::malformed_object_id, whole, to_text(id))
        .hint(fmt::format("bcdedit means `{{{}}}` by it, and no object can have it: write another id", name));
    return false;
}

std::optional<BootObject> check_object_id(Checker& checker, std::string_view text, Span whole, const std::string& kind)
{
    const auto& declared = checker.declarations();
    const auto id = parse_guid(text);
    const auto meant = id ? name_without_object(*id) : "";
    if (id && meant.empty()) {
        const ObjectDeclaration* known = declared.object(*id);
        return known == nullptr ? BootObject{"", *id, kind} : BootObject{known->name, *id, known->kind};
    }
    auto& wrong = checker.diagnostics.add(diag::malformed_object_id, whole, std::string{text});
    const std::string inner =
        ascii_lower(text.starts_with('{') && text.ends_with('}') ? text.substr(1, text.size() - 2) : text);
    if (meant == "default") {
        wrong.hint("it is how bcdedit says `{default}`: whatever `bootmgr.default` names")
            .fix("write the name of the object", whole, "default", Certainty::certain);
    } else if (meant == "current") {
        wrong
            .hint("it is how bcdedit says `{current}`, the Windows that runs bcdedit; on a disk that is repaired, "
                  "`default` is the entry of its Windows")
            .fix("write `default`", whole, "default");
    } else if (declared.objects.contains(inner)) {
        wrong.fix("write the name of the object", whole, inner, Certainty::certain);
    } else if (inner == "current") {
        wrong
            .hint("`{current}` is the Windows that runs bcdedit; on a disk that is repaired, `default` is the entry "
                  "of its Windows")
            .fix("write `default`", whole, "default");
    } else if (parse_guid("{" + inner + "}")) {
        wrong.hint("an id is written with its braces")
            .fix("put braces around it", whole, string_literal("{" + inner + "}"), Certainty::certain);
    } else {
        if (const auto groups = groups_of(inner); !groups.empty())
            wrong.hint("the groups of an id have 8, 4, 4, 4 and 12 hexadecimal digits; here are " + groups);
        wrong.hint("an id is written with braces: `\"{9dea862c-5cdd-4e70-acc1-f32b344d4795}\"`; objects that everybody "
                   "knows have names, such as `bootmgr`");
    }
    return std::nullopt;
}

}  // namespace hivemend::lang::rules
