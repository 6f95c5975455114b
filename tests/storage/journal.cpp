// The journal's bytes, and what a recovery refuses.
#include <catch2/catch.hpp>

#include <cerrno>
#include <filesystem>

#include "runtime/storage/txn/durable.hpp"
#include "runtime/storage/txn/journal.hpp"
#include "tests/storage/scenario.hpp"

using namespace hivemend;
using namespace hivemend::storage;
using namespace hivemend::test;
namespace fs = std::filesystem;

namespace {

Journal sample_journal()
{
    Journal journal;
    journal.id.fill(std::byte{0x5a});
    const auto print = [](unsigned seed) { return Fingerprint{seed, sha256(patterned(seed, seed))}; };
    journal.entries = {{"Windows/System32/config/SYSTEM", print(1), print(2), 1},
                       {"Windows/new.txt", {}, print(3), 2},
                       {"Windows/old.log", print(4), {}, 0}};
    return journal;
}

std::string refused(const Journal& journal)
{
    return refusal([&] { parse_journal(encode(journal)); });
}

bool after_commit = false;

int fail_after_commit(const durable::Step& step)
{
    if (after_commit && step.moment == durable::Moment::before)
        return EIO;
    after_commit |= step.second_path.ends_with("/.hivemend-redo") && step.moment == durable::Moment::after;
    return 0;
}

// The target as a disk that dies right after the commit leaves it: nothing is in its place yet.
void commit_and_die(const fs::path& root)
{
    write_tree(root, old_tree());
    after_commit = false;
    durable::hook = fail_after_commit;
    const auto text = refusal([&] { change_target(root); });
    durable::hook = nullptr;
    REQUIRE(text == "the change is committed but not finished");
}

}  // namespace

TEST_CASE("a journal is read as it was written")
{
    CHECK(parse_journal(encode(sample_journal())) == sample_journal());
}

TEST_CASE("a journal with any bit changed, cut short or made longer is refused")
{
    const auto whole = encode(sample_journal());
    for (std::size_t bit = 0; bit < whole.size() * 8; bit += 3) {
        auto damaged = whole;
        damaged[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
        REQUIRE_THROWS_AS(parse_journal(damaged), Malformed);
    }
    for (std::size_t size = 0; size < whole.size(); ++size)
        REQUIRE_THROWS_AS(parse_journal(ByteView{whole}.first(size)), Malformed);
    auto longer = whole;
    longer.push_back(std::byte{0});
    CHECK_THROWS_AS(parse_journal(longer), Malformed);
    CHECK_THROWS_AS(parse_journal(Bytes(journal_limit + 1)), Malformed);
}

TEST_CASE("a journal with a right checksum and wrong content is refused")
{
    const std::string outside = "the journal names a path that does not lie plainly beneath the target";
    for (const auto& path :
         {std::string{"../etc/passwd"}, std::string{"Windows/../../x"}, std::string{"/etc/passwd"}, std::string{},
          std::string{"a//b"}, std::string{"a/"}, std::string{"./a"}, std::string("a\0b", 3), std::string{"a\\b"},
          std::string{".hivemend-redo"}, std::string{".hivemend-redo.d/1"}}) {
        auto journal = sample_journal();
        journal.entries[0].path = path;
        INFO(path);
        CHECK(refused(journal) == outside);
    }
    auto journal = sample_journal();
    journal.entries[1].path = "WINDOWS/system32/config/SYSTEM";
    CHECK(refused(journal) == "the journal names a file twice");
    journal = sample_journal();
    journal.entries[1].staged = 1;
    CHECK(refused(journal) == "the journal uses new bytes twice");
    journal = sample_journal();
    journal.entries[2].before = {};
    CHECK(refused(journal) == "the journal has an entry that changes nothing");
    journal = sample_journal();
    journal.entries[1].staged = 0;
    CHECK(refused(journal) == "the journal has new bytes for a file that it removes, or none for one that it writes");
    journal.entries.clear();
    CHECK(refused(journal) == "the journal says that it has 0 entries");
}

TEST_CASE("recovery touches nothing when a file is neither before nor after")
{
    const TemporaryDirectory place;
    const auto root = place.path() / "target";
    commit_and_die(root);
    auto expected = std::string{"a file of an interrupted transaction is neither before nor after"};

    SECTION("somebody wrote to it")
    {
        write_file(root / "Boot/BCD", bytes_of("somebody else"));
    }
    SECTION("somebody removed it")
    {
        fs::remove(root / "Windows/System32/config/SYSTEM");
    }
    SECTION("somebody created the new one")
    {
        write_file(root / "Windows/new.txt", bytes_of("somebody else"));
    }
    SECTION("new bytes are missing")
    {
        fs::remove(root / ".hivemend-redo.d/1");
    }
    SECTION("new bytes are damaged")
    {
        write_file(root / ".hivemend-redo.d/2", bytes_of("somebody else"));
    }
    SECTION("a link is in its place")
    {
        fs::remove(root / "Boot/BCD");
        fs::create_symlink("/etc/passwd", root / "Boot/BCD");
        expected = "a symbolic link is on the way to a file of the target";
    }
    const auto before = read_tree(root);
    CHECK(refusal([&] { recover_target(root); }) == expected);
    CHECK(difference(read_tree(root), before) == "");
    CHECK_FALSE(refusal([&] { change_target(root); }).empty());
    CHECK(difference(read_tree(root), before) == "");
}

TEST_CASE("a pending transaction names each file and what it is")
{
    const TemporaryDirectory place;
    const auto root = place.path() / "target";
    commit_and_die(root);
    fs::remove(root / "Windows/old.log");
    const auto pending = open_directory(root, Lock::none)->pending();
    REQUIRE(pending);
    CHECK(pending->committed);
    CHECK(pending->id.size() == 32);
    CHECK(pending->files == std::vector<std::string>{R"(\Boot\BCD: before)", R"(\Windows\new.txt: before)",
                                                     R"(\Windows\old.log: after)",
                                                     R"(\Windows\System32\config\SYSTEM: before)"});
    const auto recovery = recover_target(root);
    CHECK(recovery.outcome == Recovery::Outcome::completed);
    CHECK(recovery.id == pending->id);
    CHECK(recovery.files == pending->files);
}

TEST_CASE("a damaged journal is refused, untouched, with what to do")
{
    const TemporaryDirectory place;
    const auto root = place.path() / "target";
    commit_and_die(root);
    auto journal = read_file(root / ".hivemend-redo");
    journal[40] ^= std::byte{1};
    write_file(root / ".hivemend-redo", journal);
    const auto before = read_tree(root);
    try {
        recover_target(root);
        FAIL("recovered");
    } catch (const Malformed& error) {
        CHECK(error.headline == "the journal does not have the checksum that it ends with");
        CHECK(error.where == (root / ".hivemend-redo").string());
        CHECK_FALSE(error.help.empty());
    }
    CHECK_THROWS_AS(open_directory(root, Lock::none)->store(Volume::windows).read(boot_store, 1 << 20), Malformed);
    CHECK(difference(read_tree(root), before) == "");
}

TEST_CASE("a transaction does not begin over the leftovers of another")
{
    const TemporaryDirectory place;
    const auto root = place.path() / "target";
    SECTION("committed")
    {
        commit_and_die(root);
        CHECK(refusal([&] { change_target(root); }) == "an interrupted transaction is on the target");
        CHECK(recover_target(root).outcome == Recovery::Outcome::completed);
        CHECK(difference(read_tree(root), new_tree()) == "");
    }
    SECTION("not committed")
    {
        write_tree(root, old_tree());
        fs::create_directory(root / ".hivemend-redo.d");
        write_file(root / ".hivemend-redo.d/1", bytes_of("half a fi"));
        write_file(root / ".hivemend-redo.tmp", bytes_of("half a jour"));
        CHECK(refusal([&] { change_target(root); }) == "an interrupted transaction is on the target");
        CHECK_FALSE(open_directory(root, Lock::none)->pending()->committed);
        CHECK(recover_target(root).outcome == Recovery::Outcome::rolled_back);
        CHECK(recover_target(root).outcome == Recovery::Outcome::nothing);
        CHECK(difference(read_tree(root), old_tree()) == "");
    }
}

TEST_CASE("a staging directory with a foreign file is not cleared")
{
    const TemporaryDirectory place;
    const auto root = place.path() / "target";
    write_tree(root, old_tree());
    fs::create_directory(root / ".hivemend-redo.d");
    write_file(root / ".hivemend-redo.d/1", bytes_of("a"));
    write_file(root / ".hivemend-redo.d/thesis.txt", bytes_of("b"));
    CHECK(refusal([&] { recover_target(root); }) == "the staging directory holds a file that is not hivemend's");
    CHECK(fs::exists(root / ".hivemend-redo.d/1"));
}
