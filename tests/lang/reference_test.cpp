// The reference: every declaration of the standard library has a page, and the pages lead to each other.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "lang/check/declared.hpp"
#include "lang/check/library_files.hpp"
#include "lang/doc/reference.hpp"
#include "tests/lang/check_support.hpp"

using namespace hivemend::lang;

namespace {

struct Read {
    SourceMap sources;
    Diagnostics diagnostics;
    Library library = load_library(sources, diagnostics);
    std::vector<Topic> all = topics(library, sources);
};

const Topic* find(const std::vector<Topic>& all, Topic::Kind kind, const std::string& name)
{
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Topic& topic) { return topic.kind == kind && topic.name == name; });
    return found == all.end() ? nullptr : &*found;
}

/// What stands between `before` and `after`, everywhere in the text.
std::vector<std::string> between(const std::string& text, const std::string& before, const std::string& after)
{
    std::vector<std::string> found;
    for (auto at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
        const auto begin = at + before.size();
        found.push_back(text.substr(begin, text.find(after, begin) - begin));
    }
    return found;
}

}  // namespace

TEST_CASE("every declaration has a page that says what it is", "[reference]")
{
    const Read read;
    const auto& declared = read.library.declarations();
    const auto has = [&](Topic::Kind kind, const auto& table) {
        for (const auto& entry : table) {
            INFO(entry.first);
            const auto* topic = find(read.all, kind, entry.first);
            REQUIRE(topic != nullptr);
            CHECK_FALSE(topic->summary().empty());
            CHECK_FALSE(topic->declared.empty());
        }
    };
    has(Topic::Kind::statement, declared.primitives);
    has(Topic::Kind::fact, declared.facts);
    has(Topic::Kind::object, declared.objects);
    has(Topic::Kind::element, declared.elements);
    has(Topic::Kind::enumeration, declared.enums);
    CHECK(find(read.all, Topic::Kind::procedure, "crash_dump enable") != nullptr);
    CHECK(find(read.all, Topic::Kind::module, "std.serial_console") != nullptr);
    CHECK(find(read.all, Topic::Kind::object_kind, "osloader") != nullptr);
}

TEST_CASE("every statement shows how it is written", "[reference]")
{
    const Read read;
    for (const auto& topic : read.all) {
        if (topic.kind != Topic::Kind::statement && topic.kind != Topic::Kind::procedure)
            continue;
        INFO(topic.name);
        CHECK(topic.documentation.find("```mend\n") != std::string::npos);
        for (const auto& row : topic.rows)
            CHECK_FALSE((row.documentation.empty() && row.note.empty()));
    }
}

TEST_CASE("every link of the Markdown leads somewhere, and every place has one name", "[reference]")
{
    const Read read;
    const auto text = reference_markdown(read.all);
    const auto anchors = between(text, "<a id=\"", "\"");
    const std::set<std::string> places(anchors.begin(), anchors.end());
    CHECK(places.size() == anchors.size());
    CHECK(places.size() == read.all.size());
    const auto links = between(text, "](#", ")");
    CHECK(links.size() > anchors.size());  // more than the table of contents
    for (const auto& link : links)
        CHECK(places.contains(link));
    CHECK(text.find("[boot_status_policy](#enum-boot-status-policy)") != std::string::npos);
    CHECK(text.find("bcd_object([osloader](#kind-of-boot-object-osloader))") != std::string::npos);
}

TEST_CASE("the reference does not depend on the order of declarations", "[reference]")
{
    const std::string one = "## One.\nfact a.one { type = int }\n";
    const std::string two = "## Two, see `a.one`.\nfact a.two { type = int }\n## Three.\nenum three { x, y = 2 }\n";
    const auto markdown = [](const std::vector<std::string>& texts) {
        SourceMap sources;
        Diagnostics diagnostics;
        std::vector<rules::LibraryFile> files;
        for (const auto& text : texts)
            files.push_back({"std.x", sources.add("std/x.mend", text)});
        const auto library = rules::library_of(files, sources, diagnostics);
        CHECK_FALSE(diagnostics.has_errors());
        return reference_markdown(topics(library, sources));
    };
    const auto text = markdown({one, two});
    CHECK(text == markdown({two, one}));
    CHECK(text.find("Two, see [`a.one`](#fact-a-one).") != std::string::npos);
    CHECK(text.find("| `y` |  | = 2 |  |") != std::string::npos);
}

TEST_CASE("a list shows the first sentence", "[reference]")
{
    Topic topic;
    topic.documentation = "Sets a value\nof a key. It is made\nwhen missing.\n\n```mend\nnote \"x\" { - y }\n```";
    CHECK(topic.summary() == "Sets a value of a key.");
    topic.documentation = "One line, version 1.2 of it";
    CHECK(topic.summary() == "One line, version 1.2 of it");
}

TEST_CASE("every attribute that the checker knows has a page, and its example checks", "[reference]")
{
    const auto topics = attribute_topics();
    const auto known = rules::known_attributes();
    CHECK(topics.size() == known.size());
    for (const auto& name : known) {
        INFO(name);
        const auto* topic = find(topics, Topic::Kind::attribute, "@" + std::string{name});
        REQUIRE(topic != nullptr);
        CHECK(topic->usage.starts_with(topic->name));
        const auto examples = between(topic->documentation, "```mend\n", "```");
        REQUIRE(examples.size() == 1);
        const auto has = [&](const char* words) { return examples.front().find(words) != std::string::npos; };
        const auto effects = has("bcd ") ? "{ boot }" : has("ask ") ? "{ registry, human }" : "{ registry }";
        const auto checked =
            hivemend::test::check_text("example.mend", hivemend::test::playbook(effects, examples.front()), "example");
        CHECK(checked.shown() == "");
    }
}

TEST_CASE("every word of the language has an example that checks", "[reference]")
{
    for (const auto& topic : word_topics()) {
        INFO(topic.name);
        const auto examples = between(topic.documentation, "```mend\n", "```");
        REQUIRE(examples.size() == 1);
        const auto& example = examples.front();
        CHECK(example.find(topic.name) != std::string::npos);
        const auto has = [&](const char* words) { return example.find(words) != std::string::npos; };
        std::string effects;
        for (const auto& [words, effect] : {std::pair{"reg add", "registry"}, {"bcd set", "boot"}, {"ask ", "human"}})
            if (has(words))
                effects += (effects.empty() ? "" : ", ") + std::string{effect};
        const auto text = has("playbook ") ? example : hivemend::test::playbook("{ " + effects + " }", example);
        CHECK(hivemend::test::check_text("example.mend", text, "example").shown() == "");
    }
}

TEST_CASE("a member takes its sentence from the documentation of its enum", "[reference]")
{
    const Read read;
    const auto* codes = find(read.all, Topic::Kind::enumeration, "stop_code");
    REQUIRE(codes != nullptr);
    CHECK(codes->documentation.find("- `") == std::string::npos);
    const auto members = member_topics(*codes);
    CHECK(members.size() >= 20);
    for (const auto& member : members) {
        INFO(member.name);
        CHECK(member.documentation.size() > 30);
        CHECK(member.properties.front().second.starts_with("0x"));
    }
}
