// Every element of the real boot stores, decoded and written again.
#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/windows/bcd/codec.hpp"
#include "runtime/windows/bcd/device.hpp"
#include "tests/windows/stores.hpp"

namespace hivemend::windows::test {
namespace {

using lang::ElementFormat;

constexpr std::array format_names{"",        "device",  "string",       "object", "object list",
                                  "integer", "boolean", "integer list", "binary"};

/// What decoding and encoding gives; nothing for what does not fit its format.
std::optional<lang::RegData> written_again(std::uint32_t id, const lang::RegData& data)
{
    const auto value = decode_element(id, data);
    if (!value)
        return std::nullopt;
    if (lang::element_format(id) != ElementFormat::device)
        return encode_element(id, *value);
    const auto device = decode_device(data.bytes);
    return device ? std::optional(lang::reg_binary(encode_device(*device))) : std::nullopt;
}

/// How a value differs from what is written: forms that Windows reads, and that stay because nothing rewrites them.
std::string tolerated_form(std::uint32_t id, const lang::RegData& data, const lang::RegData& written)
{
    const auto same_beginning = [&](std::size_t count) {
        return data.type == written.type &&
               std::equal(data.bytes.begin(), data.bytes.begin() + static_cast<std::ptrdiff_t>(count),
                          written.bytes.begin());
    };
    const auto behind = data.bytes.size() - written.bytes.size();
    if (lang::element_format(id) == ElementFormat::string && data.bytes.size() > written.bytes.size() &&
        same_beginning(written.bytes.size())) {
        const bool nul = behind == 2 && data.bytes.back() == std::byte{0} && data.bytes.end()[-2] == std::byte{0};
        return nul ? "string, second NUL" : "string, stray code units behind its NUL";
    }
    if (lang::element_format(id) == ElementFormat::integer && data.bytes.size() < 8 &&
        same_beginning(data.bytes.size()))
        return fmt::format("integer of {} bytes", data.bytes.size());
    return "another form";
}

/// Objects of one store as the list beside the data has them: their number, and for some of them type, the first
/// eight digits of the id, and the number of elements.
struct ListedStore {
    std::size_t objects = 0;
    std::map<std::string, int> rows;
};

std::map<std::string, ListedStore> listed_stores(const std::string& text)
{
    std::map<std::string, ListedStore> stores;
    std::istringstream lines(text);
    std::string current;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string first, name, word;
        words >> first >> name;
        if (first == "##") {
            current = name;
            words >> word >> stores[current].objects;
        } else if (const auto elements = line.rfind(" el="); elements != std::string::npos) {
            const auto count = std::stoul(line.substr(elements + 4));
            ++stores[current].rows[fmt::format("{} {} {}", first, name.substr(0, 9), count)];
        }
    }
    return stores;
}

}  // namespace

TEST_CASE("every element of the real boot stores comes back byte for byte, or in a form that stays")
{
    const auto& stores = real_stores();
    if (stores.empty())
        return;
    std::map<std::string, int> exact, tolerated;
    int objects = 0;
    for (const auto& store : stores)
        for (const auto& object : store.objects) {
            ++objects;
            for (const auto& [id, data] : object.elements) {
                INFO(place_of(store, object, id) << ' ' << to_text(data));
                const auto written = written_again(id, data);
                REQUIRE(written);
                CHECK(written_again(id, *written) == written);
                if (*written == data)
                    ++exact[format_names[static_cast<std::size_t>(lang::element_format(id))]];
                else
                    ++tolerated[tolerated_form(id, data, *written)];
            }
        }
    for (const auto& [form, count] : tolerated)
        std::cout << fmt::format("elements of real stores: {} {}\n", count, form);
    CHECK(objects == 278);
    CHECK(exact == std::map<std::string, int>{{"device", 159},
                                              {"string", 335},
                                              {"object", 41},
                                              {"object list", 181},
                                              {"integer", 166},
                                              {"boolean", 161},
                                              {"integer list", 34}});
    CHECK(tolerated == std::map<std::string, int>{{"integer of 1 bytes", 34},
                                                  {"integer of 3 bytes", 6},
                                                  {"string, second NUL", 53},
                                                  {"string, stray code units behind its NUL", 1}});
}

TEST_CASE("objects and elements of the real boot stores are as many as another reader counted")
{
    const auto base = testdata();
    if (!base || !fs::exists(*base / "CHECK-bcd.txt")) {
        std::cout << "skipped: no CHECK-bcd.txt beside the real boot stores to compare with\n";
        return;
    }
    const auto bytes = read_file(*base / "CHECK-bcd.txt");
    const auto listed = listed_stores({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    CHECK(listed.size() == real_stores().size());
    int rows = 0;
    for (const auto& store : real_stores()) {
        INFO(store.name);
        REQUIRE(listed.contains(store.name));
        CHECK(store.objects.size() == listed.at(store.name).objects);
        std::map<std::string, int> found;
        for (const auto& object : store.objects)
            ++found[fmt::format("{:08x} {} {}", object.type, to_text(object.id).substr(0, 9), object.elements.size())];
        for (const auto& [row, count] : listed.at(store.name).rows) {
            INFO(row);
            CHECK(found[row] == count);
            rows += count;
        }
    }
    CHECK(rows == 159);
}

}  // namespace hivemend::windows::test
