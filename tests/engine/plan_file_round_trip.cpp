// Plans as JSON: what is written is read back, and nothing else is taken for a plan.
#include <catch2/catch.hpp>

#include <cctype>
#include <set>

#include <nlohmann/json.hpp>

#include "runtime/engine/plan/plan_file.hpp"
#include "runtime/storage/error.hpp"
#include "tests/support/engine/plan_builder.hpp"

using namespace hivemend;
using namespace hivemend::engine;
using Json = nlohmann::ordered_json;

namespace {

/// What reading says about this text.
std::string complaint(const std::string& text)
{
    try {
        plan_from_json(text, "saved.plan");
    } catch (const Malformed& error) {
        CHECK(error.format == "plan");
        CHECK(error.where == "saved.plan");
        return error.headline;
    }
    return "";
}

/// The complaint after one change of the full plan's JSON.
template <class Edit>
std::string complaint_after(Edit edit)
{
    auto json = Json::parse(to_json(test::full_plan()));
    edit(json);
    return complaint(json.dump());
}

}  // namespace

TEST_CASE("a plan with everything in it comes back equal from its file")
{
    const auto plan = test::full_plan();
    const auto text = to_json(plan);
    CHECK(plan_from_json(text, "saved.plan") == plan);
    CHECK(to_json(plan_from_json(text, "saved.plan")) == text);
    CHECK(plan_from_json(to_json(Plan{}), "saved.plan") == Plan{});
}

TEST_CASE("the plan file says what registry data is, beside its bytes")
{
    const auto text = to_json(test::full_plan());
    CHECK(text.find(R"("type": 4,)") != std::string::npos);
    CHECK(text.find(R"("bytes": "07000000",)") != std::string::npos);
    CHECK(text.find(R"("text": "dword 7")") != std::string::npos);
    CHECK(text.find(R"("element": "0x260000b0")") != std::string::npos);
    CHECK(text.starts_with("{\n  \"format\": \"hivemend plan\",\n  \"version\": 2,\n"));
}

TEST_CASE("the plan file is ASCII, so that it can be shown on a terminal as it is")
{
    auto plan = test::full_plan();
    plan.playbook.title = "caf\u00e9 \u202e\x1b[31m\xc2\x9b";
    plan.notes = {"not UTF-8: \xff"};
    const auto text = to_json(plan);
    for (const unsigned char c : text)
        CHECK((c == '\n' || (c >= 0x20 && c < 0x7f)));
    const auto back = plan_from_json(text, "saved.plan");
    CHECK(back.playbook.title == plan.playbook.title);
    CHECK(back.notes == std::vector<std::string>{"not UTF-8: \ufffd"});
}

TEST_CASE("every field that is taken out of a plan file is missed by its place")
{
    const auto whole = Json::parse(to_json(test::full_plan()));
    std::set<std::string> removed;  // places without their indices: every kind of field once
    const auto flat = whole.flatten();
    for (const auto& [pointer, value] : flat.items()) {
        const Json::json_pointer place(pointer);
        std::string kind = pointer;
        std::erase_if(kind, [](unsigned char c) { return std::isdigit(c) != 0; });
        if (!removed.insert(kind).second)
            continue;
        auto json = whole;
        auto& parent = json.at(place.parent_pointer());
        if (!parent.is_object())
            continue;
        parent.erase(place.back());
        INFO(pointer);
        const auto words = complaint(json.dump());
        CHECK_FALSE(words.empty());
        if (place.parent_pointer().to_string() != "" || (place.back() != "format" && place.back() != "version"))
            CHECK(words.find(place.back()) != std::string::npos);
    }
    CHECK(removed.size() > 60);
}

TEST_CASE("a plan file with a field of another type is refused, naming the place")
{
    CHECK(complaint_after([](Json& json) { json["stages"][0]["title"] = 7; }) ==
          "`/stages/0/title` of the plan is not text");
    CHECK(complaint_after([](Json& json) { json["stages"][0]["steps"] = Json::object(); }) ==
          "`/stages/0/steps` of the plan is not a list");
    CHECK(complaint_after([](Json& json) { json["parameters"][0]["given"] = "yes"; }) ==
          "`/parameters/0/given` of the plan is neither true nor false");
    CHECK(complaint_after([](Json& json) { json["patient"] = nullptr; }) == "`/patient` of the plan is not an object");
    CHECK(complaint_after([](Json& json) { json["patient"]["generation"] = 3; }) ==
          "`/patient/generation` of the plan is 3, more than 2");
    CHECK(complaint_after([](Json& json) { json["patient"]["generation"] = -1; }) ==
          "`/patient/generation` of the plan is not a whole number");
    CHECK(complaint_after([](Json& json) { json["stages"][0]["steps"][0]["line"] = 5000000000; }) ==
          "`/stages/0/steps/0/line` of the plan is 5000000000, more than 4294967295");
    CHECK(complaint_after([](Json& json) {
              json["stages"][0]["steps"][0]["outcome"] = "fine";
          }).starts_with("`/stages/0/steps/0/outcome` of the plan is none of already_so, will_change"));
    CHECK(complaint_after([](Json& json) { json["objects_read"][0]["sha256"] = "ab"; }) ==
          "`/objects_read/0/sha256` of the plan is not 32 bytes");
    CHECK(complaint_after([](Json& json) { json["changes"][0]["change"] = "format_disk"; }) ==
          "`/changes/0/change` of the plan is no kind of change");
    CHECK(complaint_after([](Json& json) { json["changes"][0]["object"] = "{nine}"; }) ==
          "`/changes/0/object` of the plan is no GUID in braces and lower case");
    CHECK(complaint_after([](Json& json) { json["changes"][1]["element"] = "0x26"; }) ==
          "`/changes/1/element` of the plan is not 0x and eight lower-case hex digits");
    CHECK(complaint_after([](Json& json) { json["changes"][1]["after"]["bytes"] = "0"; }) ==
          "`/changes/1/after/bytes` of the plan has half a byte");
    CHECK(complaint_after([](Json& json) { json["changes"][1]["after"]["bytes"] = "zz"; }) ==
          "`/changes/1/after/bytes` of the plan has what is no lower-case hex digit");
    CHECK(complaint_after([](Json& json) { json["extra"] = 1; }) ==
          "`/extra` of the plan is not known to this version");
}

TEST_CASE("a plan file whose text for people says something else than its bytes is refused")
{
    CHECK(complaint_after([](Json& json) { json["changes"][1]["after"]["text"] = "binary \"00\""; }) ==
          "`/changes/1/after/text` of the plan does not say what the bytes beside it are");
}

TEST_CASE("what is no plan of this format is called what it is")
{
    CHECK(complaint("") == "the plan is not JSON");
    CHECK(complaint("{\"format\": ") == "the plan is not JSON");
    CHECK(complaint("[]") == "the file is JSON, but not a plan");
    CHECK(complaint("{}") == "the file is JSON, but not a plan");
    CHECK(complaint(R"({"format": "hivemend plan"})") == "`/` of the plan has no `version`");
    CHECK(complaint(R"({"format": "hivemend plan", "version": 1})") ==
          "the plan has format version 1, and this hivemend reads 2");
    CHECK(complaint(R"({"format": "hivemend plan", "format": "hivemend plan"})") ==
          "the JSON has the key `format` twice in one object");
    CHECK(complaint(std::string(100000, '[')) == "the JSON nests deeper than 256 levels");
    CHECK(complaint(R"({"format": "hivemend plan", "version": 1e999})") ==
          "the plan has a number that is out of range");
}

TEST_CASE("each kind of value comes back equal from JSON")
{
    const std::vector<lang::Value> values{
        {true},
        {std::uint64_t{0xffffffffffffffff}},
        {std::string("a \"quoted\" text\n")},
        {lang::Size{1024}},
        {lang::Duration{1500}},
        {lang::Date{2024, 6, 20}},
        {lang::Version{{10, 0, 19045}}},
        {test::guid("{9dea862c-5cdd-4e70-acc1-f32b344d4795}")},
        {lang::EnumMember{"dump_kind", "complete", 1}},
        {lang::EnumMember{"colour", "red", {}}},
        {lang::reg_multi_sz({"a", "b"})},
        {lang::RegKey{"SYSTEM\\Select"}},
        {lang::GuestPath{"\\Windows"}},
        {lang::HostPath{"/tmp/x"}},
        {lang::Volume{"os"}},
        {lang::ControlSet{"ControlSet001"}},
        {lang::BootObject{"bootmgr", test::guid("{9dea862c-5cdd-4e70-acc1-f32b344d4795}"), "bootmgr"}},
        {lang::BootObject{"default", {}, "osloader"}},
        {lang::Device{"boot"}},
        {lang::Secret{}},  // a secret with its text is never written, so only this one comes back equal
        {std::vector<lang::Value>{{std::uint64_t{1}}, {std::vector<lang::Value>{}}}},
    };
    std::set<std::size_t> kinds;
    for (const auto& value : values) {
        const auto text = value_to_json(value);
        INFO(text);
        const auto back = value_from_json(text, "journal");
        CHECK(back.data.index() == value.data.index());
        CHECK(back == value);
        kinds.insert(value.data.index());
    }
    CHECK(kinds.size() == std::variant_size_v<lang::Value::Variant>);
    CHECK(value_to_json({lang::Secret{"hunter2"}}).find("hunter2") == std::string::npos);
}

TEST_CASE("a value that does not say its type exactly is refused")
{
    for (const auto* text :
         {R"({"type": "size"})", R"({"type": "colour", "value": 1})", R"({"type": "size", "value": "1"})",
          R"({"type": "date", "value": [2024, 6]})", R"({"type": "list", "value": [1]})", "7",
          R"({"type": "version", "value": [5000000000]})", R"({"type": "guid", "value": "{9DEA862C}"})"}) {
        INFO(text);
        CHECK_THROWS_AS(value_from_json(text, "journal"), Malformed);
    }
}
