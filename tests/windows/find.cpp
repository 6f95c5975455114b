// Finding Windows and its boot store, in a store that is only names.
#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "lang/types/value.hpp"
#include "runtime/windows/install/find.hpp"
#include "tests/windows/support.hpp"

namespace hivemend::windows::test {
namespace {

/// Answers what paths exist, and nothing else.
class Names final : public storage::Store {
public:
    explicit Names(std::vector<std::string> files) : files_(std::move(files)) {}

    std::optional<Bytes> fetch(const std::string&, std::uint64_t) override { return std::nullopt; }
    storage::Fingerprint note(const std::string&, ByteView) override { return {}; }
    std::vector<storage::Entry> list(const std::string&) override
    {
        std::set<std::string> tops;
        for (const auto& file : files_)
            tops.insert(file.substr(1, file.find('\\', 1) - 1));
        std::vector<storage::Entry> entries;
        for (const auto& name : tops)
            entries.push_back({.name = name, .directory = true});
        return entries;
    }
    bool exists(const std::string& path) override { return spelling(path).has_value(); }
    std::optional<std::string> spelling(const std::string& path) override
    {
        const auto same = [&](const std::string& file) { return lang::equal_without_case(file, path); };
        const auto found = std::ranges::find_if(files_, same);
        return found == files_.end() ? std::nullopt : std::optional(*found);
    }
    std::optional<storage::Fingerprint> fingerprint(const std::string&) override { return std::nullopt; }
    void stage(const std::string&, Bytes, const std::string&) override {}
    void remove(const std::string&) override {}

private:
    std::vector<std::string> files_;
};

class OneStore final : public storage::Transaction {
public:
    explicit OneStore(std::vector<std::string> files) : store_(std::move(files)) {}
    storage::Store& store(storage::Volume) override { return store_; }
    void prepare(storage::UndoSink&) override {}
    void commit() override {}
    std::optional<storage::Pending> pending() override { return std::nullopt; }
    storage::Recovery recover() override { return {}; }
    std::string place() const override { return "test"; }

private:
    Names store_;
};

Installation find(std::vector<std::string> files, std::optional<int> choice = {})
{
    OneStore target(std::move(files));
    return find_installation(target, choice);
}

Error problem(std::vector<std::string> files, std::optional<int> choice = {})
{
    try {
        find(std::move(files), choice);
    } catch (const Error& error) {
        return error;
    }
    FAIL("found one");
    throw 0;
}

}  // namespace

TEST_CASE("Windows and its store are found as they are spelled")
{
    const auto first = find({"\\WINDOWS\\system32\\config\\system", "\\boot\\bcd"});
    CHECK(first.directory == "\\WINDOWS");
    CHECK(first.boot_store == "\\boot\\bcd");
    CHECK(first.generation == 1);
    const auto second = find({"\\WINNT\\System32\\config\\SYSTEM", "\\EFI\\Microsoft\\Boot\\BCD", "\\Users\\x"});
    CHECK(second.directory == "\\WINNT");
    CHECK(second.generation == 2);
    const auto none = find({"\\Windows\\System32\\config\\SYSTEM"});
    CHECK(none.generation == 0);
    CHECK(none.boot_store.empty());
    CHECK(none.notes ==
          std::vector<std::string>{"no boot store: neither `\\EFI\\Microsoft\\Boot\\BCD` nor `\\Boot\\BCD` is there"});
}

TEST_CASE("no Windows, several, or two stores are errors that name what was found")
{
    const auto none = problem({"\\Users\\x"});
    CHECK(none.headline == "there is no Windows here");
    CHECK(none.seen == std::vector<std::string>{"no directory of the volume holds `System32\\config\\SYSTEM`"});
    const std::vector<std::string> two{"\\Old\\System32\\config\\SYSTEM", "\\Windows\\System32\\config\\SYSTEM"};
    const auto several = problem(two);
    CHECK(several.headline == "there are 2 installations of Windows");
    CHECK(several.seen == std::vector<std::string>{"1: \\Windows", "2: \\Old"});
    CHECK(several.help == "choose one with `--windows N`");
    CHECK(find(two, 2).directory == "\\Old");
    CHECK(problem(two, 3).headline == "there is no Windows number 3");
    const auto stores = problem({"\\Windows\\System32\\config\\SYSTEM", "\\Boot\\BCD", "\\EFI\\Microsoft\\Boot\\BCD"});
    CHECK(stores.headline == "there are two boot stores, so it is not known which of them starts this machine");
    CHECK(stores.seen.size() == 2);
}

TEST_CASE("control sets come from the hive and Select")
{
    const auto hive =
        hive_with({CreateKey{"ControlSet002"}, CreateKey{"ControlSet001"}, CreateKey{"ControlSetX"}, CreateKey{"Setup"},
                   SetValue{"Select", "Current", dword(2)}, SetValue{"Select", "Default", dword(1)},
                   SetValue{"Select", "LastKnownGood", dword(3)}});
    const auto sets = read_control_sets(HiveImage(hive));
    CHECK(sets.all == std::vector<std::string>{"ControlSet001", "ControlSet002"});
    CHECK(sets.current == "ControlSet002");
    CHECK(sets.by_default == "ControlSet001");
    CHECK_FALSE(sets.last_known_good);  // the hive has no ControlSet003
    CHECK(read_control_sets(HiveImage(new_hive("R", 5))).all.empty());
}

}  // namespace hivemend::windows::test
