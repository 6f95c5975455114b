// hivemend inspect --boot: the listing that a reviewer reads, on practice disks.
#include <catch2/catch.hpp>

#include "tests/support/cli/command.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

/// The working directory of one test, so that targets have short names.
class Workplace {
public:
    Workplace() { fs::current_path(place_.path()); }
    ~Workplace() { fs::current_path(source_file(".")); }
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;
    const fs::path& path() const { return place_.path(); }

private:
    TemporaryDirectory place_;
};

/// `inspect --boot` of a practice disk made from a description, and of the description itself: both are the same.
void check_listing(const fs::path& description, const std::string& golden, std::vector<std::string> options)
{
    INFO(description.string());
    const Workplace place;
    REQUIRE(invoke({"sample", description.string(), "--out", "patient"}).status == 0);
    const auto listed = [&](const std::string& target) {
        std::vector<std::string> arguments{"inspect", "--boot", "--target", target};
        arguments.insert(arguments.end(), options.begin(), options.end());
        const auto result = invoke(arguments);
        INFO(result.err);
        CHECK(result.status == 0);
        return result.out;
    };
    const auto of_disk = listed("patient");
    check_golden(source_file("tests/inspect/" + golden), of_disk);
    if (golden.ends_with(".txt"))
        CHECK(listed(description.string()) == of_disk);
}

fs::path example_target(const std::string& name)
{
    return source_file("examples/targets/" + name + ".yaml");
}

}  // namespace

TEST_CASE("the boot store of a practice disk is listed")
{
    check_listing(example_target("gen2"), "gen2.txt", {});
    check_listing(example_target("gen1-two-control-sets"), "gen1-two-control-sets.txt", {});
    check_listing(source_file("tests/inspect/recovery.yaml"), "recovery.txt", {});
}

TEST_CASE("a verbose listing of the boot store")
{
    check_listing(source_file("tests/inspect/recovery.yaml"), "recovery.verbose.txt", {"--verbose"});
}

TEST_CASE("the boot store as JSON has every element")
{
    check_listing(source_file("tests/inspect/recovery.yaml"), "recovery.json", {"--format", "json"});
}

TEST_CASE("wrong uses of inspect --boot are explained")
{
    const auto said = [](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "inspect");
        const auto result = invoke(arguments);
        CHECK(result.status == 1);
        CHECK(result.out.empty());
        return result.err;
    };
    CHECK(said({"--verbose", "--target", example_target("gen2").string()}) ==
          "error: --verbose requires --boot\n   = help: `hivemend inspect --help` lists its options\n");
    const Workplace place;
    REQUIRE(invoke({"sample", example_target("gen2").string(), "--out", "patient"}).status == 0);
    const auto store = place.path() / "patient/EFI/Microsoft/Boot/BCD";
    auto bytes = read_file(store);
    bytes.resize(4096);
    write_file(store, bytes);
    CHECK_THAT(said({"--boot", "--target", "patient"}), Catch::Contains("error: ") && Catch::Contains("BCD"));
    fs::remove(store);
    const auto without = said({"--boot", "--target", "patient"});
    CHECK_THAT(without, Catch::StartsWith("error: this target has no boot store\n  --> patient\n"));
    CHECK_THAT(without, Catch::Contains("neither `") && Catch::Contains("is there"));
    CHECK_THAT(without, Catch::Contains("help: `hivemend inspect` without --boot shows what it has"));
}

TEST_CASE("a boot store without objects says so")
{
    if (skipped(test_data().empty(), "an empty boot store: no test data"))
        return;
    const Workplace place;
    REQUIRE(invoke({"sample", example_target("gen2").string(), "--out", "patient"}).status == 0);
    const auto store = place.path() / "patient/EFI/Microsoft/Boot/BCD";
    fs::remove(store);
    place_data(test_data() / "bcd/bcdsys/BCD-NEW", store);
    CHECK(invoke({"inspect", "--boot", "--target", "patient"}).out ==
          "\n# the store has no objects\n"
          "# note: the boot store has no boot manager (`bootmgr`), so nothing in it is started\n"
          "# note: no entry of the boot store loads a Windows that could be repaired\n");
}

TEST_CASE("a sound hive that is no boot store is told where it stands, and inspect goes on")
{
    const Workplace place;
    REQUIRE(invoke({"sample", example_target("gen2").string(), "--out", "patient"}).status == 0);
    const auto store = place.path() / "patient/EFI/Microsoft/Boot/BCD";
    fs::copy_file(place.path() / "patient/Windows/System32/config/SOFTWARE", store,
                  fs::copy_options::overwrite_existing);
    const auto told = "the hive is not a boot store: it has no `Objects` key";
    const auto whole = invoke({"inspect", "--target", "patient"});
    CHECK(whole.status == 0);
    CHECK_THAT(whole.out, Catch::Contains("Windows Server 2019") && Catch::Contains(std::string("unknown: ") + told));
    const auto listed = invoke({"inspect", "--boot", "--target", "patient"});
    CHECK(listed.status == 1);
    CHECK_THAT(listed.err, Catch::Contains(told) && Catch::Contains("--> \\EFI\\Microsoft\\Boot\\BCD"));
    CHECK_THAT(invoke({"plan", "safe-mode-on", "--target", "patient"}).err, Catch::Contains(told));
    // What does not touch the store is not held up by it.
    const auto other = invoke({"plan", "last-known-good", "--target", "patient"});
    CHECK(other.err == "");
    CHECK_THAT(other.out,
               Catch::Contains("note: the boot store \\EFI\\Microsoft\\Boot\\BCD cannot be read: the hive is "
                               "not a boot store"));
    fs::resize_file(store, 100);
    const auto cut = invoke({"inspect", "--target", "patient"});
    CHECK(cut.status == 0);
    CHECK_THAT(cut.out, Catch::Contains("unknown: no boot store that can be read"));
}
