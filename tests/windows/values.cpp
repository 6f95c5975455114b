// Values that stay and large values: records byte for byte where they were, segments as Windows makes them, no cell
// left over, and the times of what changed.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/windows/hive/cells.hpp"
#include "runtime/windows/hive/records.hpp"
#include "tests/support/hive_logs.hpp"
#include "tests/windows/support.hpp"

namespace hivemend::windows::test {
namespace {

lang::RegData large(std::size_t size, int byte = 0x41)
{
    return lang::reg_binary(filled(size, byte));
}

/// Cells in use, and those that the root leads to.
std::size_t cells_left_over(const Bytes& hive)
{
    const HiveImage image(hive);
    std::vector<std::uint32_t> reached;
    for (const auto key : subtree(image, image.root())) {
        add_value_cells(image, key, reached);
        add_list_cells(image, key, reached);
        add_security_cells(image, key, reached);
    }
    std::sort(reached.begin(), reached.end());
    std::size_t left = 0;
    for (std::uint32_t at = 0; at < image.header().bins_size; at += 8)
        left += image.in_use(at) && !std::binary_search(reached.begin(), reached.end(), at) ? 1 : 0;
    return left;
}

/// Records and data of a value, as they lie in the file.
Bytes as_stored(const Bytes& hive, const std::string& key, const std::string& name)
{
    const HiveImage image(hive);
    Bytes bytes;
    for (const auto& value : image.values(*image.find(key)))
        if (value.name == name) {
            std::vector<std::uint32_t> cells{value.ref.cell};
            add_data_cells(image, value, cells);
            for (const auto cell : cells) {
                const auto content = image.cell(cell, 0, "a value");
                bytes.insert(bytes.end(), content.begin(), content.end());
                bytes.push_back(static_cast<std::byte>(cell >> 3 & 0xff));
            }
        }
    return bytes;
}

}  // namespace

TEST_CASE("data over 16,344 bytes lies in segments, and others read it")
{
    for (const std::size_t size : {16'345u, 16'344u * 2, 16'344u * 2 + 1, 100'000u}) {
        INFO(size);
        const auto hive = hive_with({SetValue{"K", "Large", large(size)}, SetValue{"K", "Small", dword(1)}});
        const HiveImage image(hive);
        const auto key = *image.find("K");
        CHECK(image.value(key, "Large") == large(size));
        std::vector<std::uint32_t> cells;
        add_data_cells(image, image.values(key)[0], cells);
        REQUIRE(cells.size() == 2 + (size + 16'343) / 16'344);
        CHECK(has_signature(image.cell(cells[0], 8, "data"), 0, "db"));
        for (std::size_t i = 2; i < cells.size(); ++i)
            CHECK(image.cell(cells[i], 4, "a segment").size() == 16'348);
        CHECK(cells_left_over(hive) == 0);
        CHECK(findings(hive) == "");
        if (!installed("regfexport"))
            continue;
        const TemporaryDirectory place;
        write_file(place.path() / "hive", hive);
        const auto ran = run(fmt::format("regfexport '{}' 2>&1", (place.path() / "hive").string()));
        CHECK(ran.status == 0);
        CHECK_THAT(ran.output, Catch::Contains("41 41 41 41"));
    }
}

TEST_CASE("before version 1.4 large data lies in one cell")
{
    const auto hive = hive_with({SetValue{"K", "Large", large(20'000)}}, 3);
    const HiveImage image(hive);
    std::vector<std::uint32_t> cells;
    add_data_cells(image, image.values(*image.find("K"))[0], cells);
    CHECK(cells.size() == 1);
    CHECK(findings(hive) == "");
}

TEST_CASE("large values beside a change stay byte for byte where they are")
{
    const auto before = hive_with({SetValue{"K", "First", large(50'000)}, SetValue{"K", "Changed", dword(1)},
                                   SetValue{"K", "Last", large(16'345)}});
    for (const auto& change : std::vector<HiveChange>{SetValue{"K", "Changed", dword(2)}, DeleteValue{"K", "Changed"},
                                                      SetValue{"K", "New", large(17'000)}}) {
        const auto after = edited(before, {change}).bytes;
        CHECK(as_stored(after, "K", "First") == as_stored(before, "K", "First"));
        CHECK(as_stored(after, "K", "Last") == as_stored(before, "K", "Last"));
        CHECK(cells_left_over(after) == 0);
        CHECK(findings(after) == "");
    }
}

TEST_CASE("a large value that goes leaves no cell behind")
{
    const auto before = hive_with({SetValue{"K\\L", "Large", large(50'000)}, SetValue{"K\\L", "Other", dword(1)}});
    for (const auto& change :
         std::vector<HiveChange>{DeleteValue{"K\\L", "Large"}, SetValue{"K\\L", "Large", dword(1)},
                                 SetValue{"K\\L", "Large", large(60'000)}, DeleteKey{"K\\L"}, DeleteKey{"K"}}) {
        const auto after = edited(before, {change}).bytes;
        CHECK(cells_left_over(after) == 0);
        CHECK(findings(after) == "");
    }
}

TEST_CASE("what changed carries the time of the change, and so does the key above a new or deleted one")
{
    constexpr std::uint64_t now = 0x01dc5b0000000000;
    const auto before = hive_with({SetValue{"A\\B", "x", dword(1)}, SetValue{"A\\C", "x", dword(1)}});
    const auto times = [&](const HiveChange& change) {
        const HiveChange changes[] = {change};
        const auto after = edit_hive({.name = "TEST", .primary = before}, changes, now).bytes;
        const HiveImage image(after);
        std::string keys;
        for (const auto& key : subtree(image, image.root()))
            if (image.key(key).last_write == now)
                keys += image.key(key).name + " ";
        CHECK(image.header().last_written == HiveImage(before).header().last_written);
        return keys;
    };
    CHECK(times(SetValue{"A\\B", "x", dword(2)}) == "B ");
    CHECK(times(DeleteValue{"A\\C", "x"}) == "C ");
    CHECK(times(SetValue{"A\\B\\D", "x", dword(2)}) == "B D ");
    CHECK(times(DeleteKey{"A\\C"}) == "A ");
    CHECK(times(SetValue{"A\\B", "x", dword(1)}) == "");
}

TEST_CASE("beside a log of the older format the hive is newer than the log")
{
    const auto before = hive_with({SetValue{"A", "x", dword(1)}});
    auto set = hivemend::test::with_pages(before, edited(before, {SetValue{"A", "x", dword(2)}}).bytes);
    set.primary = before;
    const auto written = HiveImage(before).header().last_written;
    const HiveChange changes[] = {SetValue{"A", "x", dword(3)}};
    for (const std::uint64_t now : {written - 5, written + 5}) {
        const auto after = edit_hive(set, changes, now).bytes;
        const auto time = HiveImage(after).header().last_written;
        CHECK(time == std::max(now, written + 1));
        CHECK(le64(after, first_bin + 20) == time);
        CHECK(HiveImage(after).header().sequence1 == 8);
        CHECK(findings(after) == "");
    }
}

}  // namespace hivemend::windows::test
