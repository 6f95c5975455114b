// Copying and deleting whole keys: the same keys and values, the security of their sources, and every count right.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/windows/hive/cells.hpp"
#include "runtime/windows/hive/copy_key.hpp"
#include "runtime/windows/hive/records.hpp"
#include "tests/windows/support.hpp"

namespace hivemend::windows::test {
namespace {

KeyRef key_at(const HiveImage& image, const std::string& path)
{
    const auto key = image.find(path);
    INFO(path);
    REQUIRE(key);
    return *key;
}

std::uint32_t security_at(const Bytes& hive, const std::string& path)
{
    const HiveImage image(hive);
    return key_node(image, key_at(image, path).cell).security();
}

/// Everything that a walk can tell is wrong: the order of siblings, parents, and what each descriptor counts.
std::vector<std::string> walk_findings(const Bytes& hive)
{
    const HiveImage image(hive);
    std::vector<std::string> found;
    std::map<std::uint32_t, std::uint32_t> users;
    const auto upper = [](std::string name) {
        std::ranges::transform(name, name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
        return name;
    };
    for (const auto key : subtree(image, image.root())) {
        ++users[key_node(image, key.cell).security()];
        std::string last;
        for (const auto child : image.subkeys(key)) {
            const auto name = upper(image.key(child).name);
            if (name <= last)
                found.push_back(fmt::format("`{}` stands behind `{}`", name, last));
            if (key_node(image, child.cell).parent() != key.cell)
                found.push_back(fmt::format("`{}` names another parent", name));
            last = name;
        }
    }
    std::set<std::uint32_t> ring;
    for (auto cell = users.begin()->first; ring.insert(cell).second;)
        cell = le32(image.cell(cell, 20, "a descriptor"), 4);
    for (const auto& [cell, number] : users) {
        if (const auto counted = le32(image.cell(cell, 20, "a descriptor"), 12); counted != number)
            found.push_back(fmt::format("descriptor 0x{:x} counts {} keys, and {} use it", cell, counted, number));
        if (!ring.contains(cell))
            found.push_back(fmt::format("descriptor 0x{:x} is not in the ring", cell));
    }
    if (ring.size() != users.size())
        found.push_back(fmt::format("{} descriptors are in the ring, {} are used", ring.size(), users.size()));
    return found;
}

/// Gives a key a security descriptor of its own, linked behind the root's, in the cell of one of its values. hivex
/// never makes one.
void secure(Bytes& hive, const std::string& path, const std::string& value, std::byte mark)
{
    std::uint32_t cell = 0, old = 0, key = 0, next = 0;
    std::size_t length = 0;
    {
        const HiveImage image(hive);
        key = key_at(image, path).cell;
        old = key_node(image, key).security();
        next = le32(image.cell(old, 20, "a descriptor"), 4);
        for (const auto& one : image.values(key_at(image, path)))
            if (one.name == value)
                cell = le32(image.cell(one.ref.cell, 20, "a value"), 8);
        REQUIRE(cell != 0);
        length = image.cell(cell, 20, "data").size();
    }
    const auto record = [](std::uint32_t at) { return std::size_t{first_bin} + at + 4; };
    // The value keeps its place in the list, with data in its record.
    const auto holder = record_of_value(hive, path, value);
    put_u32(hive, holder + 4, 0x80000004);
    put_u32(hive, holder + 8, 0);
    const Bytes descriptor(hive.begin() + static_cast<std::ptrdiff_t>(record(old)),
                           hive.begin() + static_cast<std::ptrdiff_t>(record(old) + 20 + le32(hive, record(old) + 16)));
    REQUIRE(descriptor.size() <= length);
    std::copy(descriptor.begin(), descriptor.end(), hive.begin() + static_cast<std::ptrdiff_t>(record(cell)));
    hive[record(cell) + 20 + 1] = mark;  // the reserved byte of the descriptor tells it apart
    put_u32(hive, record(cell) + 4, next);
    put_u32(hive, record(cell) + 8, old);
    put_u32(hive, record(cell) + 12, 1);
    put_u32(hive, record(old) + 4, cell);
    put_u32(hive, record(next) + 8, cell);
    put_u32(hive, record(old) + 12, le32(hive, record(old) + 12) - 1);
    put_u32(hive, record(key) + 44, cell);
}

/// `A` with three keys below it; `A` and `A\Sub` have descriptors of their own.
Bytes secured(std::uint32_t minor = 5)
{
    const auto room = lang::reg_binary(filled(300));
    auto hive = hive_with({SetValue{"A", "Room", room}, SetValue{"A", "Text", lang::reg_sz("x")},
                           SetValue{"A\\Sub", "Room", room}, SetValue{"A\\Sub\\Deep", "", dword(7)}, CreateKey{"A\\zz"},
                           SetValue{"Other", "v", dword(1)}},
                          minor);
    secure(hive, "A", "Room", std::byte{1});
    secure(hive, "A\\Sub", "Room", std::byte{2});
    REQUIRE(walk_findings(hive).empty());
    REQUIRE(findings(hive).empty());
    return hive;
}

/// The lines of a listing at and below a key, without its path.
std::vector<std::string> below(const Bytes& hive, const std::string& key)
{
    std::vector<std::string> lines;
    for (const auto& line : listing(hive))
        if (line.starts_with(key + '\\') || line.starts_with(key + " @"))
            lines.push_back(line.substr(key.size()));
    return lines;
}

std::string reason(const Bytes& hive, const CopyKey& copy)
{
    const auto refused = refusal(hive, {copy});
    CHECK(obstacle(HiveImage(hive), copy) == refused);
    return refused.value_or("not refused");
}

void judged_by_others(const Bytes& hive, const std::string& from, const std::string& to)
{
    const TemporaryDirectory directory;
    const auto file = (directory.path() / "hive").string();
    write_file(file, hive);
    if (installed("reglookup")) {
        const auto lines = run(fmt::format("reglookup -s '{}'", file)).output;
        const auto with = [&](const std::string& key) {
            std::multiset<std::string> rest;  // path below the key, type, data, owner and descriptor; no times
            std::istringstream stream(lines);
            for (std::string line; std::getline(stream, line);)
                if (line.starts_with('/' + key + ',') || line.starts_with('/' + key + '/')) {
                    line.erase(0, key.size() + 1);
                    std::string fields;
                    std::size_t number = 0;
                    std::istringstream one(line);
                    for (std::string field; std::getline(one, field, ','); ++number)
                        if (number != 3)  // the time
                            fields += field + ',';
                    rest.insert(fields);
                }
            return rest;
        };
        CHECK_FALSE(with(from).empty());
        CHECK(with(from) == with(to));
    }
    if (installed("regfexport")) {
        CHECK(run(fmt::format("regfexport '{}'", file)).status == 0);
    }
}

}  // namespace

TEST_CASE("a key is copied with everything below it, each with the security of its source")
{
    for (const std::uint32_t minor : {3u, 5u}) {
        const auto before = secured(minor);
        const auto after = edited(before, {CopyKey{"a", "New\\Place"}}).bytes;
        CHECK(below(after, "\\New\\Place") == below(before, "\\A"));
        CHECK(below(after, "\\A") == below(before, "\\A"));
        for (const auto* name : {"", "\\Sub", "\\Sub\\Deep", "\\zz"})
            CHECK(security_at(after, std::string("New\\Place") + name) == security_at(before, std::string("A") + name));
        CHECK(security_at(after, "New") == security_at(before, ""));
        CHECK(security_at(after, "A") != security_at(after, ""));
        CHECK(walk_findings(after) == std::vector<std::string>{});
        CHECK(findings(after).empty());
        judged_by_others(after, "A", "New/Place");
        CHECK(edited(after, {CopyKey{"A", "New\\Place"}}).bytes == after);
        CHECK(edited(after, {CopyKey{"A", "New\\Place", true}}).bytes == after);
    }
}

TEST_CASE("a source that goes in the same edit leaves its security to the copy")
{
    const auto before = secured();
    const auto after = edited(before, {CopyKey{"A", "B"}, DeleteKey{"A"}}).bytes;
    CHECK(below(after, "\\B") == below(before, "\\A"));
    CHECK(security_at(after, "B") == security_at(before, "A"));
    CHECK(security_at(after, "B\\Sub") == security_at(before, "A\\Sub"));
    CHECK(security_at(after, "B\\Sub\\Deep") == security_at(before, ""));
    CHECK(walk_findings(after) == std::vector<std::string>{});
    CHECK(findings(after).empty());
}

TEST_CASE("what is deleted takes the security that only it had along")
{
    const auto before = secured();
    const auto gone = security_at(before, "A\\Sub");
    const auto after = edited(before, {DeleteKey{"A\\Sub"}}).bytes;
    CHECK_FALSE(HiveImage(after).in_use(gone));
    CHECK(walk_findings(after) == std::vector<std::string>{});
    CHECK(findings(after).empty());
    CHECK(below(edited(after, {DeleteKey{"A"}}).bytes, "\\A").empty());
}

TEST_CASE("copies build on what earlier changes of the same edit left")
{
    const auto before = secured();
    const auto after = edited(before, {SetValue{"A\\New", "n", dword(1)}, SetValue{"A", "Text", dword(2)},
                                       DeleteKey{"A\\zz"}, CopyKey{"A", "B"}, SetValue{"A", "Text", dword(3)},
                                       SetValue{"B\\Sub\\Own", "o", dword(4)}, CopyKey{"B", "C"}, DeleteKey{"B"}})
                           .bytes;
    const HiveImage image(after);
    CHECK_FALSE(image.find("B"));
    CHECK_FALSE(image.find("C\\zz"));
    CHECK(image.value(key_at(image, "C"), "Text") == dword(2));
    CHECK(image.value(key_at(image, "A"), "Text") == dword(3));
    CHECK(image.value(key_at(image, "C\\New"), "n") == dword(1));
    CHECK(image.value(key_at(image, "C\\Sub\\Own"), "o") == dword(4));
    CHECK(security_at(after, "C") == security_at(before, "A"));
    CHECK(security_at(after, "C\\Sub") == security_at(before, "A\\Sub"));
    CHECK(security_at(after, "C\\Sub\\Own") == security_at(before, "A\\Sub"));
    CHECK(walk_findings(after) == std::vector<std::string>{});
    CHECK(findings(after).empty());
}

TEST_CASE("a copy goes over what is there and leaves the rest, unless it is exact")
{
    auto hive = secured();
    hive = edited(hive, {SetValue{"B", "TEXT", dword(5)}, SetValue{"B", "Mine", dword(6)}, CreateKey{"B\\Mine\\Too"},
                         SetValue{"B\\sub", "x", dword(8)}})
               .bytes;
    const auto merged = edited(hive, {CopyKey{"A", "B"}}).bytes;
    const HiveImage image(merged);
    const auto values = image.values(key_at(image, "B"));
    REQUIRE(values.size() == 3);
    CHECK(values[0].name == "TEXT");  // the spelling that was there
    CHECK(values[0].data == lang::reg_sz("x"));
    CHECK(values[1].name == "Mine");
    CHECK(image.find("B\\Mine\\Too"));
    CHECK(image.value(key_at(image, "B\\Sub"), "x") == dword(8));
    CHECK(security_at(merged, "B\\sub") == security_at(hive, "B"));  // it was there
    CHECK(security_at(merged, "B\\sub\\Deep") == security_at(hive, "A\\Sub\\Deep"));
    CHECK(walk_findings(merged) == std::vector<std::string>{});

    const auto exact = edited(hive, {CopyKey{"A", "B", true}}).bytes;
    const HiveImage exact_image(exact);
    CHECK_FALSE(exact_image.find("B\\Mine"));
    CHECK(exact_image.values(key_at(exact_image, "B")).size() == 2);
    CHECK(exact_image.values(key_at(exact_image, "B\\Sub")).size() == 1);
    CHECK(walk_findings(exact) == std::vector<std::string>{});
    CHECK(findings(exact).empty());
    CHECK(edited(exact, {CopyKey{"A", "B", true}}).bytes == exact);
}

TEST_CASE("a copy that could not be the same is refused with its reason")
{
    const auto hive = secured();
    CHECK(reason(hive, {"A", "a\\Sub\\Copy"}) == "key `A` cannot be copied to `a\\Sub\\Copy`: one holds the other");
    CHECK(reason(hive, {"A", "a"}) == "key `A` cannot be copied to `a`: one holds the other");
    CHECK(reason(hive, {"A\\Sub", "A"}) == "key `A\\Sub` cannot be copied to `A`: one holds the other");
    CHECK(reason(hive, {"A", ""}) == "key `A` cannot be copied to ``: one holds the other");
    CHECK(reason(hive, {"A", "\xc3\x89"}) ==
          "the new key `\xc3\x89` has a name that is not ASCII, which this version does not create");
    CHECK(refusal(hive, {CopyKey{"A", "Alpha"}}).value_or("") == "");
    CHECK(edited(hive, {CopyKey{"Missing", "B"}}).bytes == hive);

    const auto changed = [&](const std::string& path, std::size_t at, std::uint32_t value) {
        auto bytes = hive;
        put_u32(bytes, record_of(hive, path) + at, value);
        return bytes;
    };
    CHECK(reason(changed("A\\Sub", 48, HiveImage(hive).find("Other").value().cell), {"A", "B"}) ==
          "key `Sub` has a class name, which this version does not copy");
    auto flags = hive;
    put_u16(flags, record_of(hive, "A\\zz") + 2, key_latin1 | key_is_link);
    CHECK(reason(flags, {"A", "B"}) == "key `zz` is a symbolic link, which this version does not copy");
    put_u16(flags, record_of(hive, "A\\zz") + 2, key_latin1 | key_predefined);
    CHECK(reason(flags, {"A", "B"}) == "key `zz` is a predefined handle, which this version does not copy");
    CHECK(reason(changed("A\\Sub", 44, 0x7ff0), {"A", "B"}).starts_with("a security descriptor points to where no"));
}

TEST_CASE("a key with too many subkeys for a copy is refused")
{
    // Without the long tests a few keys say that so many are none too many: hivex takes half a minute for 2,000.
    const bool thorough = std::getenv("HIVEMEND_LONG") != nullptr;
    const auto many_keys = thorough ? most_copied_subkeys : 200;
    auto full = secured();
    for (std::uint32_t i = 0; i <= many_keys;) {  // in parts, because a sanitizer keeps what hivex frees
        std::vector<HiveChange> many;
        for (const auto end = i + 300; i < end && i <= many_keys; ++i)
            many.emplace_back(CreateKey{fmt::format("Many\\{:05}", i)});
        full = edited(full, many).bytes;
    }
    if (thorough)
        CHECK(reason(full, {"Many", "B"}) ==
              "key `Many` has 2001 subkeys, and this version copies keys with up to 2000");
    else
        CHECK(refusal(full, {CopyKey{"Many", "B"}}).value_or("") == "");
}

TEST_CASE("a part of a real SYSTEM hive is copied, and others read the same there")
{
    const auto before = real("hives/SYSTEM-win7x86-clean/SYSTEM");
    if (!before)
        return;
    const HiveImage image(*before);
    const std::size_t step = std::getenv("HIVEMEND_LONG") != nullptr ? 1 : 5;
    std::size_t copied = 0;
    std::vector<HiveChange> changes;
    const auto services = image.subkeys(key_at(image, "ControlSet001\\services"));
    for (std::size_t at = 0; at < services.size(); at += step) {
        const auto name = image.key(services[at]).name;
        const CopyKey copy{"ControlSet001\\services\\" + name, "Copies\\" + name};
        if (const auto stopped = obstacle(image, copy)) {
            CAPTURE(name, *stopped);
            CHECK((stopped->find("not ASCII") != std::string::npos ||
                   stopped->find("class name") != std::string::npos ||
                   stopped->find("symbolic link") != std::string::npos ||
                   stopped->find("this version writes up to") != std::string::npos));
            continue;
        }
        changes.emplace_back(copy);
        ++copied;
    }
    CHECK(copied > 300 / step);
    const auto after = edited(*before, changes).bytes;
    const HiveImage now(after);
    for (const auto& change : changes) {
        const auto& copy = std::get<CopyKey>(change);
        INFO(copy.from);
        const auto from = subtree(now, key_at(now, copy.from)), to = subtree(now, key_at(now, copy.to));
        REQUIRE(from.size() == to.size());
        for (std::size_t i = 0; i < from.size(); ++i) {
            const auto source = key_node(now, from[i].cell), made = key_node(now, to[i].cell);
            CHECK((i == 0 || source.name() == made.name()));
            CHECK(source.security() == made.security());
        }
    }
    CHECK(walk_findings(after) == std::vector<std::string>{});
    CHECK(findings(after).empty());
    const auto one = std::get<CopyKey>(changes.front());
    const auto with_slashes = [](std::string path) {
        std::ranges::replace(path, '\\', '/');
        return path;
    };
    judged_by_others(after, with_slashes(one.from), with_slashes(one.to));
    CHECK(listing(edited(after, {DeleteKey{"Copies"}}).bytes) == listing(*before));
}

}  // namespace hivemend::windows::test
