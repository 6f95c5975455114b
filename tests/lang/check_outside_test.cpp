// Values from outside: `--set` and literals of sample targets.
#include <catch2/catch.hpp>

#include "tests/lang/check_support.hpp"

using namespace hivemend;
using namespace hivemend::lang;

namespace {

struct Outside {
    SourceMap sources;
    Diagnostics diagnostics;
    Library library = load_library(sources, diagnostics);

    std::optional<Value> set(const Type& type, std::string_view text)
    {
        const Parameter parameter{.name = "x", .type = type, .default_value = std::nullopt, .span = {0, 0, 1}};
        return value_from_text({}, parameter, text, library, sources, diagnostics);
    }
    std::optional<Value> sample(const Type& type, std::string_view text)
    {
        return literal(type, text, "target.yaml", library, sources, diagnostics);
    }
};

}  // namespace

TEST_CASE("a --set takes raw text for texts and literals for the rest", "[check]")
{
    Outside outside;
    CHECK(outside.set(simple(Type::Kind::string), "%SystemRoot%\\\"x\" ${y}") ==
          Value{std::string{"%SystemRoot%\\\"x\" ${y}"}});
    CHECK(outside.set(optional_of(simple(Type::Kind::size)), "4GiB") == Value{Size{4ull << 30}});
    CHECK(outside.set(simple(Type::Kind::boolean), "yes") == Value{true});
    CHECK(outside.set(enum_type("dump_kind"), "kernel") == Value{EnumMember{"dump_kind", "kernel", 2}});
    CHECK(outside.set(simple(Type::Kind::guest_path), "\\Windows") == Value{GuestPath{"\\Windows"}});
    const auto loader = outside.set(bcd_object_type("osloader"), "{efd09c92-0000-0000-0000-000000000001}");
    REQUIRE(loader);
    CHECK(loader->get<BootObject>().kind == "osloader");
    CHECK(outside.diagnostics.all().empty());
}

TEST_CASE("a --set of another type is a message that points at the parameter", "[check]")
{
    Outside outside;
    CHECK_FALSE(outside.set(simple(Type::Kind::size), "4"));
    CHECK_FALSE(outside.set(simple(Type::Kind::boolean), "true"));
    CHECK_FALSE(outside.set(simple(Type::Kind::control_set), "ControlSet001"));
    CHECK_FALSE(outside.set(simple(Type::Kind::size), "os.free"));
    CHECK_FALSE(outside.set(simple(Type::Kind::integer), "1 2"));
    CHECK_FALSE(outside.set(simple(Type::Kind::integer), ""));
    CHECK_FALSE(outside.set(bcd_object_type("osloader"), "bootmgr"));
    for (const auto& diagnostic : outside.diagnostics.all()) {
        CHECK(outside.sources[diagnostic.labels.front().span.source].name() == "--set x");
        CHECK(diagnostic.labels.back().span == Span{0, 0, 1});
    }
    CHECK(outside.diagnostics.all().size() == 7);
}

TEST_CASE("sample targets write what only a disk has", "[check]")
{
    Outside outside;
    CHECK(outside.sample(simple(Type::Kind::reg_data), "dword 1") == Value{reg_dword(1)});
    CHECK(outside.sample(simple(Type::Kind::reg_data), "dword dump_kind.kernel") == Value{reg_dword(2)});
    CHECK(outside.sample(simple(Type::Kind::reg_data), "multi_sz [\"a\", \"b\"]") == Value{reg_multi_sz({"a", "b"})});
    CHECK(outside.sample(simple(Type::Kind::device), "partition(os)") == Value{Device{"partition(os)"}});
    CHECK(outside.sample(simple(Type::Kind::device), "boot") == Value{Device{"boot"}});
    CHECK(outside.sample(list_of(simple(Type::Kind::control_set)), "[ControlSet001, \"ControlSet002\"]") ==
          Value{std::vector<Value>{{ControlSet{"ControlSet001"}}, {ControlSet{"ControlSet002"}}}});
    CHECK(outside.diagnostics.all().empty());
    CHECK_FALSE(outside.sample(simple(Type::Kind::reg_data), "1"));
    CHECK_FALSE(outside.sample(simple(Type::Kind::device), "partition(data)"));
    CHECK(outside.diagnostics.all().size() == 2);
}
