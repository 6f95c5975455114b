// The listing of real boot stores, by the rules of published listings.
#include <algorithm>
#include <iostream>
#include <regex>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/windows/bcd/codec.hpp"
#include "runtime/windows/bcd/listing.hpp"
#include "tests/windows/stores.hpp"

namespace hivemend::windows::test {
namespace {

/// One object of a listing, taken apart again: names with their lines of values.
struct ReadObject {
    std::string title, underline;
    std::vector<std::pair<std::string, std::vector<std::string>>> rows;
};

std::vector<ReadObject> read_listing(const std::vector<std::string>& lines)
{
    std::vector<ReadObject> objects;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& line = lines[i];
        if (line.empty()) {
            REQUIRE(i + 3 < lines.size());
            objects.push_back({lines[i + 1], lines[i + 2], {}});
            i += 2;
            continue;
        }
        REQUIRE_FALSE(objects.empty());
        auto& rows = objects.back().rows;
        const auto value = line.size() > listing_column ? line.substr(listing_column) : std::string{};
        if (line.front() != ' ')
            rows.push_back({line.substr(0, line.find(' ')), {value}});
        else
            rows.back().second.push_back(value);
    }
    return objects;
}

}  // namespace

TEST_CASE("every real boot store is listed by the rules of published listings")
{
    // The rules are those of two listings of `bcdedit /enum all` that their owners published, of Windows 11 25H2 and of
    // Windows 10 build 19041: objects by type and id, a title underlined to its length, `identifier` first, values in
    // column 24 with one line for each item of a list, elements by number, ids in braces.
    static const std::regex value_forms(R"(\{[a-z]+\}|\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\})");
    std::size_t objects_listed = 0, elements_listed = 0;
    for (const auto& store : real_stores())
        for (const auto detail : {ListingDetail::usual, ListingDetail::verbose}) {
            INFO(store.name);
            const BcdListing listing(store.objects, library(), detail);
            if (store.objects.empty()) {
                CHECK(listing.lines().empty());
                continue;
            }
            const auto read = read_listing(listing.lines());
            REQUIRE(read.size() == store.objects.size());
            CHECK(std::ranges::is_sorted(listing.objects(), {},
                                         [](const BcdObject& one) { return std::pair(one.type, one.id); }));
            for (std::size_t i = 0; i < read.size(); ++i) {
                const auto& shown = read[i];
                const auto& object = listing.objects()[i];
                INFO(shown.title << ' ' << to_text(object.id));
                CHECK_FALSE(shown.title.starts_with("Object"));
                CHECK(shown.underline == std::string(shown.title.size(), '-'));
                REQUIRE_FALSE(shown.rows.empty());
                CHECK(shown.rows.front().first == "identifier");
                CHECK(std::regex_match(shown.rows.front().second.front(), value_forms));
                std::size_t row = 1;
                for (const auto& [id, data] : object.elements) {
                    if (!listing.shows(id))
                        continue;
                    INFO(fmt::format("{:08x}", id));
                    REQUIRE(row < shown.rows.size());
                    CHECK(shown.rows[row].first == listing.name(object, id));
                    auto expected = listing.values(object, id, data);
                    if (expected.empty())
                        expected.emplace_back();
                    CHECK(shown.rows[row].second == expected);
                    for (const auto& line : expected)  // registry data instead of a value: the format is not known
                        CHECK_FALSE(line == to_text(data));
                    ++row;
                    ++elements_listed;
                }
                CHECK(row == shown.rows.size());
                ++objects_listed;
            }
        }
    if (real_stores().empty())
        return;
    std::cout << fmt::format("listings of real stores: {} objects, {} elements, each usual and verbose\n",
                             objects_listed / 2, elements_listed);
    CHECK(objects_listed == 2 * 278);
    CHECK(elements_listed > 2 * 1100);
}

TEST_CASE("a real loader entry has the lines of a published listing of the same kind")
{
    // Published: the output of bcdedit on Windows 10 that belongs to chapter 5 of J. Ledin, "Modern Computer
    // Architecture and Organization". Its entry {current} has these names in this order, and then `debug`, which its
    // owner switched on; values that do not depend on the machine are given too.
    const std::vector<std::pair<std::string, std::string>> published{{"identifier", ""},
                                                                     {"device", ""},
                                                                     {"path", ""},
                                                                     {"description", "Windows 10"},
                                                                     {"locale", "en-US"},
                                                                     {"inherit", "{bootloadersettings}"},
                                                                     {"recoverysequence", ""},
                                                                     {"displaymessageoverride", "Recovery"},
                                                                     {"recoveryenabled", "Yes"},
                                                                     {"isolatedcontext", "Yes"},
                                                                     {"allowedinmemorysettings", "0x15000075"},
                                                                     {"osdevice", ""},
                                                                     {"systemroot", ""},
                                                                     {"resumeobject", ""},
                                                                     {"nx", "OptIn"},
                                                                     {"bootmenupolicy", "Standard"}};
    const auto store = std::ranges::find(real_stores(), "bcd/efi-win10-regipy/BCD", &RealStore::name);
    if (store == real_stores().end())
        return;
    const BcdListing listing(store->objects, library(), ListingDetail::usual);
    const auto objects = read_listing(listing.lines());
    const auto entry = std::ranges::find_if(
        objects, [](const ReadObject& object) { return object.rows.front().second.front() == "{default}"; });
    REQUIRE(entry != objects.end());
    CHECK(entry->title == "Windows Boot Loader");
    REQUIRE(entry->rows.size() == published.size());
    for (std::size_t i = 0; i < published.size(); ++i) {
        CHECK(entry->rows[i].first == published[i].first);
        if (!published[i].second.empty())
            CHECK(entry->rows[i].second == std::vector<std::string>{published[i].second});
    }
}

}  // namespace hivemend::windows::test
