// Types, values and registry data: what they mean and how they are written.
#include <catch2/catch.hpp>

#include "lang/types/signature.hpp"
#include "lang/types/value.hpp"

using namespace hivemend;
using namespace hivemend::lang;

namespace {

Bytes bytes(std::initializer_list<int> values)
{
    Bytes out;
    for (const int value : values)
        out.push_back(static_cast<std::byte>(value));
    return out;
}

}  // namespace

TEST_CASE("registry data is its type and its bytes", "[types]")
{
    CHECK(reg_dword(0x01020304).bytes == bytes({4, 3, 2, 1}));
    CHECK(reg_qword(1).bytes.size() == 8);
    CHECK(reg_sz("a").bytes == bytes({'a', 0, 0, 0}));
    CHECK(reg_multi_sz({"a", "b"}).bytes == bytes({'a', 0, 0, 0, 'b', 0, 0, 0, 0, 0}));
    CHECK(reg_multi_sz({}).bytes == bytes({0, 0}));
    CHECK(reg_sz("2") != reg_dword(2));
    CHECK(reg_sz("a") != RegData{RegType::sz, bytes({'a', 0})});
    CHECK(as_dword(reg_dword(7)) == 7u);
    CHECK(as_dword(reg_qword(7)) == std::nullopt);
    CHECK(as_string(reg_expand_sz("%SystemRoot%")) == "%SystemRoot%");
    CHECK(as_multi_sz(reg_multi_sz({"a", "b"})) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("registry data is shown as the language writes it, or as bytes when that would be another value", "[types]")
{
    CHECK(to_text(reg_dword(1)) == "dword 1");
    CHECK(to_text(reg_expand_sz("%SystemRoot%\\MEMORY.DMP")) == "expand_sz \"%SystemRoot%\\MEMORY.DMP\"");
    CHECK(to_text(reg_sz("say \"${x}\"")) == "sz \"say \"\"$${x}\"\"\"");
    CHECK(to_text(reg_multi_sz({"a", "b"})) == "multi_sz [\"a\", \"b\"]");
    CHECK(to_text(reg_binary(bytes({0xde, 0xad}))) == "binary \"de ad\"");
    CHECK(to_text(RegData{RegType::dword, bytes({1, 2, 3})}) == "REG_DWORD 01 02 03");
    CHECK(to_text(RegData{RegType::sz, bytes({'a', 0})}) == "REG_SZ 61 00");
    CHECK(to_text(RegData{static_cast<RegType>(0xffff0007), {}}) == "REG_0xffff0007");
}

TEST_CASE("text outside the basic plane and broken text survive or become U+FFFD", "[types]")
{
    CHECK(utf8_of_utf16le(utf16le("Grüße 😀")) == "Grüße 😀");
    CHECK(utf8_of_utf16le(bytes({0x00, 0xd8, 'a', 0})) == "\xEF\xBF\xBD"
                                                          "a");
    CHECK(utf8_of_utf16le(bytes({'a', 0, 'b'})) == "a");
    CHECK(utf8_of_utf16le(utf16le("\xff"
                                  "a\xe2\x82")) == "\xEF\xBF\xBD"
                                                   "a\xEF\xBF\xBD");
    CHECK(utf16le("\xed\xa0\x80") == utf16le("\xEF\xBF\xBD"));
}

TEST_CASE("ids are read with braces in either case and written in lower case", "[types]")
{
    const auto guid = parse_guid("{9DEA862C-5cdd-4e70-acc1-f32b344d4795}");
    REQUIRE(guid);
    CHECK(to_text(*guid) == "{9dea862c-5cdd-4e70-acc1-f32b344d4795}");
    CHECK_FALSE(parse_guid("9dea862c-5cdd-4e70-acc1-f32b344d4795"));
    CHECK_FALSE(parse_guid("{9dea862c-5cdd-4e70-acc1-f32b344d479g}"));
    CHECK_FALSE(parse_guid("{9dea862c-5cdd-4e70-acc1f-32b344d4795}"));
}

TEST_CASE("versions compare by component and a missing one is zero", "[types]")
{
    CHECK(Version{{10, 0}} == Version{{10, 0, 0}});
    CHECK(Version{{10, 0, 9}} < Version{{10, 0, 14393}});
    CHECK(Version{{6, 3}} < Version{{10}});
}

TEST_CASE("values are shown as the language writes them", "[types]")
{
    CHECK(to_text(Value{true}) == "yes");
    CHECK(to_text(Value{Size{300ull << 20}}) == "300MiB");
    CHECK(to_text(Value{Size{1025}}) == "1025B");
    CHECK(to_text(Value{Size{0}}) == "0B");
    CHECK(to_text(Value{Duration{90'000}}) == "90s");
    CHECK(to_text(Value{Date{2024, 6, 3}}) == "2024-06-03");
    CHECK(to_text(Value{std::vector<Value>{{std::string{"a"}}, {std::uint64_t{2}}}}) == "[\"a\", 2]");
    CHECK(interpolated(Value{std::string{"a \"b\""}}) == "a \"b\"");
    CHECK(interpolated(Value{ControlSet{"ControlSet001"}}) == "ControlSet001");
    CHECK(equal_without_case("MemoryDump", "memorydump"));
    CHECK_FALSE(equal_without_case("a", "ab"));
}

TEST_CASE("the format of an element is the second digit of its number", "[types]")
{
    CHECK(element_format(0x25000080) == ElementFormat::integer);
    CHECK(ElementDeclaration{.id = 0x24000001}.type() == list_of(bcd_object_type("")));
    CHECK(ElementDeclaration{.id = 0x25000080, .values = "safe_mode"}.type() == enum_type("safe_mode"));
    CHECK(to_text(optional_of(bcd_object_type("osloader"))) == "optional(bcd_object(osloader))");
    CHECK(Effects{.registry = true, .human = true}.text() == "{ registry, human }");
}
