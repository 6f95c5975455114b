// What a name in value position means: member of the expected enum, then value, fact, boot object.
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "lang/check/narrowing.hpp"
#include "lang/check/offers.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

const EnumMember* member_named(const EnumDeclaration& declaration, std::string_view name)
{
    const auto found = std::ranges::find(declaration.members, name, &EnumMember::name);
    return found == declaration.members.end() ? nullptr : &*found;
}

std::vector<std::string> member_names(const EnumDeclaration& declaration)
{
    std::vector<std::string> names;
    for (const auto& member : declaration.members)
        names.push_back(member.name);
    return names;
}

const EnumDeclaration* expected_enum(const Checker& checker, const Type* expected)
{
    if (expected == nullptr || !without_optional(*expected).is(Kind::enumeration))
        return nullptr;
    const auto found = checker.enums.find(without_optional(*expected).name);
    return found == checker.enums.end() ? nullptr : &found->second;
}

Expr fact_read(Checker& checker, const FactDeclaration& fact, const syntax::Call& call, Span span)
{
    std::vector<Expr> arguments;
    const std::size_t given = call.arguments ? call.arguments->size() : 0;
    if (given != fact.parameters.size()) {
        checker.diagnostics.add(diag::wrong_argument_count, span, fact.name, fact.parameters.size(), given);
        return broken(span);
    }
    for (std::size_t i = 0; i < given; ++i)
        arguments.push_back(value_of(checker, *(*call.arguments)[i], fact.parameters[i].type));
    return narrowed(checker.frame, {fact.type, span, FactRead{fact.name, std::move(arguments)}});
}

/// A parameter, fact or object of exactly this one name.
std::optional<Expr> value_named(Checker& checker, const std::string& name, Span span)
{
    if (const Binding* binding = find_binding(checker, name))
        return narrowed(checker.frame, {binding->type, span, Local{binding->slot, binding->name}});
    const auto& declared = checker.declarations();
    if (const auto object = declared.objects.find(name); object != declared.objects.end())
        return constant(bcd_object_type(object->second.kind), span,
                        {BootObject{name, object->second.id, object->second.kind}});
    return std::nullopt;
}

Expr member_of_enum(Checker& checker, const EnumDeclaration& declaration, const EnumMember& member,
                    const syntax::Name& name)
{
    const Binding* other = find_binding(checker, name.text);
    if (other != nullptr && without_optional(other->type) == enum_type(declaration.name)) {
        checker.diagnostics.add(diag::ambiguous_name, name.span, name.text, declaration.name, std::string{other->what})
            .label(other->declared, "declared here")
            .fix("name the member in full", name.span, declaration.name + "." + name.text);
        return broken(name.span);
    }
    return constant(enum_type(declaration.name), name.span, {member});
}

bool means_yes(std::string_view lower)
{
    return lower == "true" || lower == "on" || lower == "enabled" || lower == "enable" || lower == "yes";
}

bool means_no(std::string_view lower)
{
    return lower == "false" || lower == "off" || lower == "disabled" || lower == "disable" || lower == "no";
}

bool is_hexadecimal(std::string_view lower)
{
    return lower.size() <= 16 && lower.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// `REG_DWORD`, `Dword`: the type of data as other tools write it.
bool say_data_word(Checker& checker, const syntax::Name& name)
{
    std::string word = ascii_lower(name.text);
    if (word.starts_with("reg_"))
        word.erase(0, 4);
    constexpr std::array<std::string_view, 6> types{"dword", "qword", "sz", "expand_sz", "multi_sz", "binary"};
    if (std::ranges::find(types, word) == types.end())
        return false;
    checker.diagnostics.add(diag::foreign_word, name.span, name.text, word)
        .hint("data is written with its type and its value: `dword 2`, `sz \"text\"`, `multi_sz [\"a\"]`")
        .fix("write `" + word + "`", name.span, word);
    return true;
}

/// Names of a text may be as many as its lines, and comparing each with each would take the square of that time.
constexpr std::size_t most_suggestions = 100;

Expr unknown_word(Checker& checker, const syntax::Name& name, const Type* expected)
{
    const std::string lower = ascii_lower(name.text);
    if (expected != nullptr && without_optional(*expected).is(Kind::boolean) && (means_yes(lower) || means_no(lower))) {
        const std::string word = means_yes(lower) ? "yes" : "no";
        checker.diagnostics.add(diag::boolean_word, name.span, name.text)
            .fix("write `" + word + "`", name.span, word, Certainty::certain);
        return broken(name.span);
    }
    if (const EnumDeclaration* declaration = expected_enum(checker, expected)) {
        auto& unknown =
            checker.diagnostics.add(diag::unknown_member, name.span, "`" + declaration->name + "`", name.text);
        const auto names = member_names(*declaration);
        if (std::ranges::find(names, lower) != names.end())  // the same word in other letters has no other reading
            unknown.fix("write `" + lower + "`", name.span, lower, Certainty::certain);
        else
            suggest(unknown, name.span, name.text, names);
        unknown.hint(fmt::format("its members are {}", fmt::join(names, ", ")));
        return broken(name.span);
    }
    if (say_data_word(checker, name))
        return broken(name.span);
    auto& unknown = checker.diagnostics.add(diag::unknown_name, name.span, name.text);
    if (expected != nullptr && without_optional(*expected).is(Kind::integer) && is_hexadecimal(lower)) {
        unknown.hint("hexadecimal digits are written with `0x`")
            .fix("write `0x" + lower + "`", name.span, "0x" + lower, Certainty::certain);
        return broken(name.span);
    }
    if (expected != nullptr && without_optional(*expected).is(Kind::volume)) {
        unknown.hint(
            "the volumes of a patient are `os`, which holds Windows, and `system`, which holds the boot store; "
            "drive letters are no names of volumes");
        return broken(name.span);
    }
    const auto& declared = checker.declarations();
    const bool wants_object = expected != nullptr && without_optional(*expected).is(Kind::bcd_object);
    if (wants_object && lower == "current") {
        unknown
            .hint("bcdedit calls the Windows that runs it `{current}`; on a disk that is repaired, `default` is the "
                  "entry of its Windows")
            .fix("write `default`", name.span, "default");
        return broken(name.span);
    }
    if (const auto found = checker.enums.find(name.text); found != checker.enums.end()) {
        unknown.hint("`" + name.text + "` is an enum; its members are written `" + name.text + "." +
                     found->second.members.front().name + "`");
        return broken(name.span);
    }
    if (checker.diagnostics.all().size() > most_suggestions)
        return broken(name.span);
    std::vector<std::string> candidates;
    for (const auto& [fact, declaration] : declared.facts)
        if (declaration.parameters.empty())  // a bare word stands for no fact that takes arguments
            candidates.push_back(fact);
    std::ranges::move(names_of(declared.objects), std::back_inserter(candidates));
    for (const auto& binding : checker.frame.bindings)
        candidates.push_back(binding.name);
    suggest(unknown, name.span, name.text, candidates);
    if (wants_object && unknown.fixes.empty())
        unknown.mark("a boot object is needed here").hint(std::string{ways_to_name_an_object});
    return broken(name.span);
}

Expr element_read(Checker& checker, Expr object, const syntax::Name& element, Span span)
{
    const std::string kind = object.type.name;
    if (kind.empty()) {
        checker.diagnostics.add(diag::kind_not_known, object.span, checker.code(object.span))
            .hint("give it a kind where it is declared: `bcd_object(osloader)`");
        return broken(span);
    }
    const ElementDeclaration* declaration = element_named(checker, element.text, object, element.span);
    if (declaration == nullptr)
        return broken(span);
    std::vector<Expr> of;
    of.push_back(std::move(object));
    return narrowed(checker.frame, {optional_of(declaration->type()), span,
                                    ElementRead{std::move(of), declaration->id, declaration->name}});
}

/// `a.b` where `a.b` is no fact: an element of a boot object, or a member of an enum.
Expr dotted(Checker& checker, const syntax::Path& path, Span span)
{
    const auto& names = path.names;
    if (auto first = value_named(checker, names.front().text, names.front().span)) {
        if (first->type.is(Kind::bcd_object)) {
            Expr element =
                element_read(checker, *std::move(first), names[1], {span.source, span.begin, names[1].span.end});
            if (names.size() == 2 || element.type.is(Kind::error))
                return element;
            checker.diagnostics.add(diag::no_members, span, checker.code(element.span), described(element.type));
            return broken(span);
        }
        if (!first->type.is(Kind::error))
            checker.diagnostics.add(diag::no_members, span, checker.code(names.front().span), described(first->type));
        return broken(span);
    }
    const auto& declared = checker.declarations();
    if (const auto found = checker.enums.find(names.front().text); found != checker.enums.end() && names.size() == 2) {
        if (const EnumMember* member = member_named(found->second, names[1].text))
            return constant(enum_type(found->first), span, {*member});
        auto& unknown =
            checker.diagnostics.add(diag::unknown_member, names[1].span, "`" + found->first + "`", names[1].text);
        const auto members = member_names(found->second);
        suggest(unknown, names[1].span, names[1].text, members);
        unknown.hint(fmt::format("its members are {}", fmt::join(members, ", ")));
        return broken(span);
    }
    suggest(checker.diagnostics.add(diag::unknown_fact, span, path.text()), span, path.text(),
            names_of(declared.facts));
    return broken(span);
}

/// The volumes that every patient has, by their names.
bool is_volume(std::string_view name)
{
    return name == "os" || name == "system";
}

/// `boot` and `partition(os)`: devices are named by what they are on the patient.
std::optional<Expr> device_of(Checker& checker, const syntax::Call& call, Span span)
{
    const std::string name = call.callee.text();
    if (name == "boot" && !call.arguments)
        return constant(simple(Kind::device), span, {Device{"boot"}});
    if (name != "partition")
        return std::nullopt;
    const auto* volume = call.arguments && call.arguments->size() == 1
                             ? std::get_if<syntax::Call>(&call.arguments->front()->node)
                             : nullptr;
    const std::string which = volume == nullptr || volume->arguments ? "" : volume->callee.text();
    if (is_volume(which))
        return constant(simple(Kind::device), span, {Device{"partition(" + which + ")"}});
    checker.diagnostics.add(diag::wrong_shape, span, "partition", "partition(os)` or `partition(system)");
    return broken(span);
}

}  // namespace

Expr name_of(Checker& checker, const syntax::Call& call, Span span, const Type* expected)
{
    const auto& names = call.callee.names;
    const std::string text = call.callee.text();
    offer_values(checker, call.callee, expected);
    const bool is_partition = call.arguments && text == "partition";
    if (is_partition || (expected != nullptr && without_optional(*expected).is(Kind::device)))
        if (auto device = device_of(checker, call, span))
            return *std::move(device);
    if (names.size() == 1 && !call.arguments) {
        if (const EnumDeclaration* declaration = expected_enum(checker, expected))
            if (const EnumMember* member = member_named(*declaration, text))
                return member_of_enum(checker, *declaration, *member, names.front());
        if (checker.origin == Origin::sample && expected != nullptr &&
            without_optional(*expected).is(Kind::control_set))
            return constant(simple(Kind::control_set), span, {ControlSet{text}});
        if (checker.origin != Origin::text && expected != nullptr && without_optional(*expected).is(Kind::volume) &&
            is_volume(text))
            return constant(simple(Kind::volume), span, {Volume{text}});
    }
    const auto& declared = checker.declarations();
    if (const auto fact = declared.facts.find(text);
        fact != declared.facts.end() && find_binding(checker, text) == nullptr)
        return fact_read(checker, fact->second, call, span);
    if (call.arguments) {
        suggest(checker.diagnostics.add(diag::unknown_fact, call.callee.span, text), call.callee.span, text,
                names_of(declared.facts));
        return broken(span);
    }
    if (names.size() > 1)
        return dotted(checker, call.callee, span);
    if (auto value = value_named(checker, text, span))
        return *std::move(value);
    return unknown_word(checker, names.front(), expected);
}

Expr path_of(Checker& checker, const syntax::Path& path)
{
    return name_of(checker, syntax::Call{path, std::nullopt}, path.span, nullptr);
}

std::string kind_described(std::string_view kind)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> phrases{{
        {"bootmgr", "the boot manager"},
        {"fwbootmgr", "the boot manager of the firmware"},
        {"osloader", "a boot loader entry"},
        {"resume", "a resume entry"},
        {"memdiag", "the memory tester"},
        {"ntldr", "the loader of old Windows"},
        {"settings", "a settings object"},
        {"osloader_settings", "an object of inherited loader settings"},
        {"resume_settings", "an object of inherited resume settings"},
        {"device", "an object of device options"},
    }};
    const auto found = std::ranges::find(phrases, kind, &std::pair<std::string_view, std::string_view>::first);
    return found == phrases.end() ? fmt::format("a boot object of kind `{}`", kind) : std::string{found->second};
}

namespace {

/// `integrityservicesenable` as `integrityservices = enable`: an element and a member of its enum run together.
std::optional<std::string> element_and_value(const Checker& checker, std::string_view name,
                                             const std::vector<std::string>& elements)
{
    for (const auto& element : elements) {
        if (!name.starts_with(element))
            continue;
        const auto declared = checker.declarations().elements.find(element);
        const auto values = checker.enums.find(declared->second.values);
        const auto rest = name.substr(element.size());
        if (values != checker.enums.end() && member_named(values->second, rest) != nullptr)
            return fmt::format("{} = {}", element, rest);
    }
    return std::nullopt;
}

/// `` (`bootmgr`)``: the name of the object of this kind, where it is the only one that has a name.
std::string only_object_of(const Declarations& declared, std::string_view kind)
{
    const auto is_of_kind = [&](const auto& entry) { return entry.second.kind == kind; };
    const auto first = std::ranges::find_if(declared.objects, is_of_kind);
    return std::ranges::count_if(declared.objects, is_of_kind) == 1 ? " (`" + first->first + "`)" : "";
}

/// The kinds of object that have an element of this name, in words; with a number, only that one.
std::string owners_of(const Declarations& declared, std::string_view name, std::optional<std::uint32_t> number = {})
{
    std::vector<std::string> owners;
    const auto [first, last] = declared.elements.equal_range(name);
    for (auto at = first; at != last; ++at)
        for (const auto& kind :
             number.value_or(at->second.id) == at->second.id ? at->second.kinds : std::vector<std::string>{})
            if (std::string words = kind_described(kind) + only_object_of(declared, kind);
                std::ranges::find(owners, words) == owners.end())
                owners.push_back(std::move(words));
    std::string text;
    for (std::size_t i = 0; i < owners.size(); ++i)
        text += (i == 0 ? "" : i + 1 == owners.size() ? " and to " : ", to ") + owners[i];
    return text;
}

/// `ems` and `debug` are of Windows; what starts it has `bootems` and `bootdebug`.
void offer_own(const Declarations& declared, Diagnostic& unknown, std::string_view name, const std::string& kind,
               Span where)
{
    if (const auto* own = declared.element("boot" + std::string{name}, kind))
        unknown.hint(fmt::format("for {} it is `{}`", kind_described(kind), own->name))
            .fix("write `" + own->name + "`", where, own->name);
}

}  // namespace

const ElementDeclaration* element_named(Checker& checker, std::string_view name, const Expr& object, Span where)
{
    const std::string& kind = object.type.name;
    const auto& declared = checker.declarations();
    if (const ElementDeclaration* found = declared.element(name, kind))
        return found;
    auto& unknown = checker.diagnostics.add(diag::unknown_element, where, kind_described(kind), std::string{name});
    unknown.label(object.span, checker.code(object.span) + " is " + kind_described(kind));
    if (declared.elements.contains(name)) {
        unknown.hint(fmt::format("`{}` belongs to {}", name, owners_of(declared, name)));
        offer_own(declared, unknown, name, kind, where);
        return nullptr;
    }
    std::vector<std::string> candidates;
    for (const auto& [other, element] : declared.elements)
        if (element.belongs_to(kind))
            candidates.push_back(other);
    if (const auto split = element_and_value(checker, name, candidates)) {
        unknown.hint("a blank and `=` are missing: `" + *split + "`").fix("write `" + *split + "`", where, *split);
        return nullptr;
    }
    suggest(unknown, where, name, candidates);
    return nullptr;
}

std::optional<ElementDeclaration> element_numbered(Checker& checker, std::uint64_t number, const Expr& object,
                                                   Span where)
{
    const std::string& kind = object.type.name;
    const auto& declared = checker.declarations();
    const auto id = static_cast<std::uint32_t>(number);
    if (auto found = id == number ? declared.numbered_element(id, kind) : std::nullopt)
        return found;
    const auto text = fmt::format("{:#010x}", number);
    auto& unknown = checker.diagnostics.add(diag::unknown_element, where, kind_described(kind), text);
    unknown.label(object.span, checker.code(object.span) + " is " + kind_described(kind));
    for (const auto& [name, element] : declared.elements)
        if (element.id == number) {
            unknown.hint(fmt::format("`{}` is `{}`, which belongs to {}", text, name, owners_of(declared, name, id)));
            offer_own(declared, unknown, name, kind, where);
        }
    return std::nullopt;
}

}  // namespace hivemend::lang::rules
