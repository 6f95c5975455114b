// Declarations to topics.
#include "lang/doc/reference.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "lang/check/library.hpp"
#include "lang/types/documentation.hpp"

namespace hivemend::lang {
namespace {

std::string upper(std::string_view name)
{
    std::string text{name};
    std::ranges::transform(text, text.begin(), [](char letter) {
        return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    });
    return text;
}

/// Names of enums and kinds in a type.
void mention(const Type& type, std::set<std::string>& into)
{
    if (!type.name.empty())
        into.insert(type.name);
    for (const auto& inner : type.of)
        mention(inner, into);
}

class Topics {
public:
    Topics(const Library& library, const SourceMap& sources)
        : content_(library.content()), declared_(library.declarations()), sources_(sources)
    {}

    std::vector<Topic> all()
    {
        for (const auto& [name, primitive] : declared_.primitives)
            add(statement(primitive), mentioned(primitive));
        for (const auto& [module, procedures] : content_.modules)
            for (const auto& [name, index] : procedures)
                add(procedure(module, content_.procedures[index]), mentioned(content_.procedures[index].parameters));
        for (const auto& [name, fact] : declared_.facts)
            add(this->fact(fact), mentioned(fact));
        for (const auto& [name, object] : declared_.objects)
            add(this->object(object), {object.kind});
        for (const auto& kind : kinds())
            add(object_kind(kind), {});
        for (const auto& [name, element] : declared_.elements)
            add(this->element(element), mentioned(element));
        for (const auto& [name, enumeration] : declared_.enums)
            add(this->enumeration(enumeration), {});
        for (const auto& [module, procedures] : content_.modules)
            if (!procedures.empty())
                add(this->module(module, procedures), names_of(procedures));
        for (auto& attribute : attribute_topics())
            topics_.push_back(std::move(attribute));
        for (auto& word : word_topics())
            topics_.push_back(std::move(word));
        std::ranges::stable_sort(
            topics_, {}, [](const Topic& topic) { return std::tuple(topic.kind, topic.name, topic.properties); });
        return std::move(topics_);
    }

private:
    void add(Topic topic, std::set<std::string> mentions)
    {
        mentions.erase(topic.name);
        topic.mentions.assign(mentions.begin(), mentions.end());
        topics_.push_back(std::move(topic));
    }

    std::string place(Span span) const { return sources_[span.source].name(); }

    std::string_view written(Span span) const { return sources_[span.source].slice(span); }

    // --- statements and procedures

    static TopicRow row(const PrimitiveParameter& parameter)
    {
        return {parameter.name, to_text(parameter.type),
                parameter.default_value ? "default " + to_text(*parameter.default_value) : "", parameter.documentation};
    }

    /// What stands in the block: settings, then parameters; those with a default show it.
    static std::string block(std::vector<std::string> lines)
    {
        return lines.empty() ? "" : fmt::format(" {{ {} }}", fmt::join(lines, ", "));
    }

    static std::string argument(const std::string& name, const std::string& default_text)
    {
        return fmt::format("{} = {}", name, default_text.empty() ? "…" : default_text);
    }

    Topic statement(const PrimitiveDeclaration& primitive) const
    {
        Topic topic{Topic::Kind::statement, primitive.verb, primitive.verb, primitive.documentation,
                    place(primitive.span)};
        std::vector<std::string> lines;
        if (primitive.settings)
            lines.push_back(setting(*primitive.settings));
        topic.rows_title = "parameters";
        if (primitive.subject) {
            topic.usage += " " + upper(primitive.subject->name);
            topic.rows.push_back(row(*primitive.subject));
            topic.rows.back().note = "the subject";
        }
        for (const auto& parameter : primitive.parameters) {
            lines.push_back(argument(parameter.name, parameter.default_value ? to_text(*parameter.default_value) : ""));
            topic.rows.push_back(row(parameter));
        }
        topic.usage += block(std::move(lines));
        topic.properties = {{"effects", primitive.effects.text()},
                            {"risk", primitive.risk == Risk::low      ? "low"
                                     : primitive.risk == Risk::medium ? "medium"
                                                                      : "high"},
                            {"undo", primitive.undo == UndoKind::exact ? "exact" : "none"}};
        return topic;
    }

    static std::string setting(const SettingsShape& shape)
    {
        const std::string name = shape.elements ? "ELEMENT" : "NAME";
        if (!shape.has_value)
            return name + ", …";
        const auto value = shape.elements ? std::string{"value of the element"} : to_text(shape.value);
        return fmt::format(fmt::runtime(shape.value_optional ? "{} [= {}], …" : "{} = {}, …"), name, value);
    }

    static std::set<std::string> mentioned(const PrimitiveDeclaration& primitive)
    {
        std::set<std::string> names;
        if (primitive.subject)
            mention(primitive.subject->type, names);
        for (const auto& parameter : primitive.parameters)
            mention(parameter.type, names);
        return names;
    }

    Topic procedure(const std::string& module, const Procedure& procedure) const
    {
        Topic topic{Topic::Kind::procedure, procedure.name, procedure.name, procedure.documentation,
                    place(procedure.span)};
        topic.rows_title = "parameters";
        std::vector<std::string> lines;
        for (const auto& parameter : procedure.parameters) {
            const bool subject = procedure.has_subject && &parameter == &procedure.parameters.front();
            const std::string given{parameter.default_value ? written(parameter.default_value->span) : ""};
            TopicRow row{parameter.name, to_text(parameter.type), given.empty() ? "" : "default " + given,
                         parameter.documentation};
            for (const auto& expect : parameter.expects)
                row.note += fmt::format("{}{}", row.note.empty() ? "" : ", ", written(expect.span));
            if (subject)
                topic.usage += " " + upper(parameter.name);
            else
                lines.push_back(argument(parameter.name, given));
            topic.rows.push_back(std::move(row));
        }
        topic.usage += block(std::move(lines));
        topic.properties = {{"use", "use " + module}, {"effects", procedure.effects.text()}};
        return topic;
    }

    static std::set<std::string> mentioned(const std::vector<Parameter>& parameters)
    {
        std::set<std::string> names;
        for (const auto& parameter : parameters)
            mention(parameter.type, names);
        return names;
    }

    Topic module(const std::string& name, const std::map<std::string, std::uint32_t, std::less<>>& procedures) const
    {
        Topic topic{Topic::Kind::module, name, "use " + name, {}, {}};
        topic.rows_title = "procedures";
        for (const auto& [procedure, index] : procedures) {
            const auto& declared = content_.procedures[index];
            topic.rows.push_back({procedure, {}, {}, first_sentence(declared.documentation)});
            topic.documentation = title_of(declared.span.source);
        }
        return topic;
    }

    /// The comment that a file of the library begins with.
    std::string title_of(SourceId source) const
    {
        const auto line = sources_[source].line(1);
        return line.starts_with("# ") ? std::string{line.substr(2)} : std::string{};
    }

    static std::set<std::string> names_of(const std::map<std::string, std::uint32_t, std::less<>>& procedures)
    {
        std::set<std::string> names;
        for (const auto& [name, index] : procedures)
            names.insert(name);
        return names;
    }

    // --- facts

    Topic fact(const FactDeclaration& fact) const
    {
        Topic topic{Topic::Kind::fact, fact.name, fact.name, fact.documentation, place(fact.span)};
        topic.rows_title = "parameters";
        std::vector<std::string> names;
        for (const auto& parameter : fact.parameters) {
            names.push_back(parameter.name);
            topic.rows.push_back(row(parameter));
        }
        if (!names.empty())
            topic.usage += fmt::format("({})", fmt::join(names, ", "));
        topic.properties = {{"type", to_text(fact.type)}};
        return topic;
    }

    static std::set<std::string> mentioned(const FactDeclaration& fact)
    {
        std::set<std::string> names;
        mention(fact.type, names);
        for (const auto& parameter : fact.parameters)
            mention(parameter.type, names);
        return names;
    }

    // --- the boot store

    Topic object(const ObjectDeclaration& object) const
    {
        Topic topic{Topic::Kind::object, object.name, object.name, object.documentation, place(object.span)};
        topic.properties = {{"kind", object.kind}, {"id", object.id ? to_text(*object.id) : "found on the patient"}};
        return topic;
    }

    std::set<std::string> kinds() const
    {
        std::set<std::string> kinds;
        for (const auto& [name, object] : declared_.objects)
            kinds.insert(object.kind);
        for (const auto& [name, element] : declared_.elements)
            kinds.insert(element.kinds.begin(), element.kinds.end());
        kinds.erase("any");
        return kinds;
    }

    /// Elements that every object has are left to their own pages, so that this shows what is the kind's own.
    Topic object_kind(const std::string& kind) const
    {
        Topic topic{Topic::Kind::object_kind, kind, "bcd_object(" + kind + ")", {}, {}};
        std::vector<std::string> objects;
        for (const auto& [name, object] : declared_.objects)
            if (object.kind == kind)
                objects.push_back(name);
        topic.documentation = objects.empty()
                                  ? "Boot objects of this kind have no names of their own."
                                  : fmt::format("Boot objects of this kind: `{}`.", fmt::join(objects, "`, `"));
        topic.rows_title = "elements, besides those that every object may have";
        for (const auto& [name, element] : declared_.elements)
            if (std::ranges::find(element.kinds, kind) != element.kinds.end())
                topic.rows.push_back({name, to_text(element.type()), fmt::format("0x{:08x}", element.id),
                                      first_sentence(element.documentation)});
        return topic;
    }

    Topic element(const ElementDeclaration& element) const
    {
        Topic topic{Topic::Kind::element, element.name,
                    fmt::format("bcd set OBJECT {{ {} = {} }}", element.name, to_text(element.type())),
                    element.documentation, place(element.span)};
        const bool any = std::ranges::find(element.kinds, "any") != element.kinds.end();
        topic.properties = {{"number", fmt::format("0x{:08x}", element.id)},
                            {"type", to_text(element.type())},
                            {"of", any ? "every object" : fmt::format("{}", fmt::join(element.kinds, ", "))}};
        topic.properties.emplace_back("written by", written_by(element));
        if (!element.needs.empty())
            topic.properties.emplace_back("needs", element.needs + ", without which it has no effect");
        topic.properties.emplace_back(
            "BitLocker", element.bitlocker
                             ? "validates it by default: when it changes, the next start may ask for the recovery key"
                             : "does not validate it by default");
        if (element.ignored_by_secure_boot)
            topic.properties.emplace_back("Secure Boot", "while it is on, Windows ignores this element");
        if (element.starts)
            topic.properties.emplace_back("holds", "what can be started: no settings, and no boot manager but in the "
                                                   "firmware's");
        if (element.temporary)
            topic.properties.emplace_back("temporary", "yes: it is cleared again before the playbook ends");
        return topic;
    }

    static std::string written_by(const ElementDeclaration& element)
    {
        const auto set = fmt::format("bcdedit /set {{ID}} {} VALUE", element.name);
        return element.command.empty() ? set : fmt::format("bcdedit {}, {}", element.command, set);
    }

    static std::set<std::string> mentioned(const ElementDeclaration& element)
    {
        std::set<std::string> names{element.kinds.begin(), element.kinds.end()};
        mention(element.type(), names);
        return names;
    }

    /// Lines ``- `member`: what it is`` of the documentation go to the members.
    Topic enumeration(const EnumDeclaration& enumeration) const
    {
        Topic topic{Topic::Kind::enumeration, enumeration.name, enumeration.name, enumeration.documentation,
                    place(enumeration.span)};
        topic.rows_title = "members";
        for (const auto& member : enumeration.members) {
            // Stop codes are known by their digits in hex.
            const auto* form = enumeration.name == "stop_code" ? "= 0x{:02X}" : "= {}";
            topic.rows.push_back({member.name,
                                  {},
                                  member.number ? fmt::format(fmt::runtime(form), *member.number) : "",
                                  take_line(topic.documentation, "- `" + member.name + "`: ")});
        }
        return topic;
    }

    /// The rest of the line that begins so; the line is taken away.
    static std::string take_line(std::string& documentation, const std::string& beginning)
    {
        const auto at = documentation.find("\n" + beginning);
        if (at == std::string::npos)
            return {};
        const auto end = std::min(documentation.find('\n', at + 1), documentation.size());
        auto rest = documentation.substr(at + 1 + beginning.size(), end - at - 1 - beginning.size());
        documentation.erase(at, end - at);
        while (documentation.ends_with('\n'))
            documentation.pop_back();
        return rest;
    }

    const Library::Content& content_;
    const Declarations& declared_;
    const SourceMap& sources_;
    std::vector<Topic> topics_;
};

}  // namespace

std::string Topic::summary() const
{
    return first_sentence(documentation);
}

std::string Topic::anchor() const
{
    std::string text{to_text(kind)};
    text += "-" + name;
    for (const auto& [label, value] : properties)
        if (kind == Topic::Kind::element && label == "number")
            text += "-" + value;  // one name may be several elements
    std::ranges::replace_if(
        text, [](char letter) { return letter == ' ' || letter == '.' || letter == '_' || letter == '@'; }, '-');
    return text;
}

std::string_view to_text(Topic::Kind kind)
{
    switch (kind) {
    case Topic::Kind::statement:
        return "statement";
    case Topic::Kind::procedure:
        return "procedure";
    case Topic::Kind::fact:
        return "fact";
    case Topic::Kind::object:
        return "boot object";
    case Topic::Kind::object_kind:
        return "kind of boot object";
    case Topic::Kind::element:
        return "boot element";
    case Topic::Kind::enumeration:
        return "enum";
    case Topic::Kind::word:
        return "word of the language";
    case Topic::Kind::attribute:
        return "attribute";
    case Topic::Kind::member:
        return "member";
    case Topic::Kind::module:
        break;
    }
    return "module";
}

std::vector<Topic> member_topics(const Topic& enumeration)
{
    std::vector<Topic> topics;
    for (const auto& row : enumeration.rows) {
        Topic topic{Topic::Kind::member, row.name, enumeration.name + "." + row.name, row.documentation,
                    enumeration.declared};
        if (!row.note.empty())
            topic.properties = {{"number", row.note.substr(row.note.find(' ') + 1)}};
        topic.mentions = {enumeration.name};
        topics.push_back(std::move(topic));
    }
    return topics;
}

std::vector<Topic> topics(const Library& library, const SourceMap& sources)
{
    return Topics{library, sources}.all();
}

}  // namespace hivemend::lang
