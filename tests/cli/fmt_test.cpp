// hivemend fmt: what is written, what is said, and what is left alone.
#include <catch2/catch.hpp>

#include <filesystem>

#include <sys/stat.h>

#include "tests/support/cli/command.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

const std::string crooked = "stage   \"One\" {\n  a = [ 1,2 ] # c\n\n\n  b\n}\n";
const std::string canonical = "stage \"One\" {\n    a = [1, 2]  # c\n\n    b\n}\n";
const std::string broken = "stage   \"One\" {\n  a = )\n  b   c\n}\n";

/// Files of one test.
class Folder {
public:
    std::string add(const std::string& name, const std::string& text)
    {
        write_text(place_.path() / name, text);
        return path(name);
    }
    std::string path(const std::string& name) const { return (place_.path() / name).string(); }
    std::string text(const std::string& name) const { return read_text(place_.path() / name); }
    std::size_t count() const
    {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(place_.path()), fs::directory_iterator()));
    }

private:
    TemporaryDirectory place_;
};

unsigned mode_of(const std::string& path)
{
    struct stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    return found.st_mode & 07777U;
}

}  // namespace

TEST_CASE("fmt writes a file anew, once, and keeps its mode", "[fmt]")
{
    Folder folder;
    const auto file = folder.add("a.mend", crooked);
    fs::permissions(file, fs::perms(0640));
    auto result = invoke({"fmt", file});
    CHECK(result.status == 0);
    CHECK(result.both() == file + ": formatted\n");
    CHECK(folder.text("a.mend") == canonical);
    CHECK(mode_of(file) == 0640);

    const auto written = fs::last_write_time(file);
    result = invoke({"fmt", file});
    CHECK(result.status == 0);
    CHECK(result.both() == "");
    CHECK(fs::last_write_time(file) == written);
    CHECK(folder.count() == 1);
}

TEST_CASE("fmt --check lists the files that would change, and changes none", "[fmt]")
{
    Folder folder;
    const auto one = folder.add("one.mend", crooked);
    const auto two = folder.add("two.mend", canonical);
    auto result = invoke({"fmt", one, two, "--check"});
    CHECK(result.status == 1);
    CHECK(result.both() == one + "\n");
    CHECK(folder.text("one.mend") == crooked);
    result = invoke({"fmt", two, "--check"});
    CHECK(result.status == 0);
    CHECK(result.both() == "");
}

TEST_CASE("fmt --diff shows what would change as patch reads it", "[fmt]")
{
    Folder folder;
    const auto file = folder.add("a.mend", crooked);
    const auto result = invoke({"fmt", file, "--diff"});
    CHECK(result.status == 1);
    const std::string hunk = "@@ -1,6 +1,5 @@\n"
                             "-stage   \"One\" {\n"
                             "-  a = [ 1,2 ] # c\n"
                             "+stage \"One\" {\n"
                             "+    a = [1, 2]  # c\n"
                             " \n"
                             "-\n"
                             "-  b\n"
                             "+    b\n"
                             " }\n";
    CHECK(result.both() == "--- " + file + "\n+++ " + file + "\n" + hunk);
    CHECK(folder.text("a.mend") == crooked);
    CHECK(invoke({"fmt", file, "--diff", "--check"}).status == 1);
    CHECK(invoke({"fmt", folder.add("b.mend", canonical), "--diff"}).both() == "");

    if (skipped(!has_program("patch"), "patch is not installed"))
        return;
    folder.add("a.diff", result.out);
    CHECK(shell("patch -s " + file + " " + folder.path("a.diff")).out == "");
    CHECK(folder.text("a.mend") == canonical);
}

TEST_CASE("fmt - formats standard input", "[fmt]")
{
    auto result = invoke({"fmt", "-"}, &crooked);
    CHECK(result.status == 0);
    CHECK(result.out == canonical);
    CHECK(result.err == "");
    CHECK(invoke({"fmt", "-", "--check"}, &crooked).out == "-\n");
    CHECK(invoke({"fmt", "-", "--check"}, &canonical).status == 0);

    result = invoke({"fmt", "-"}, &broken);
    CHECK(result.status == 1);
    CHECK(result.out == "stage \"One\" {\n    a = )\n    b c\n}\n");
    CHECK_THAT(result.err, Catch::StartsWith("error[expected-expression]: ") && Catch::Contains("standard input:2:7"));
}

TEST_CASE("a file with mistakes is formatted as far as it goes, and the next one is formatted, too", "[fmt]")
{
    Folder folder;
    const auto wrong = folder.add("wrong.mend", broken);
    const auto open = folder.add("open.mend", "stage   \"One\" {\n");
    const auto fine = folder.add("fine.mend", crooked);
    const auto result = invoke({"fmt", wrong, folder.path("none.mend"), open, fine});
    CHECK(result.status == 1);
    CHECK(result.out == wrong + ": formatted\n" + fine + ": formatted\n");
    CHECK_THAT(result.err, Catch::Contains("error: there is no such file\n  --> " + folder.path("none.mend")));
    CHECK_THAT(result.err, Catch::Contains(open + ": left as it is, because its braces do not fit together\n"));
    CHECK(folder.text("wrong.mend") == "stage \"One\" {\n    a = )\n    b c\n}\n");
    CHECK(folder.text("open.mend") == "stage   \"One\" {\n");
    CHECK(folder.text("fine.mend") == canonical);
}

TEST_CASE("fmt follows a link to its file, and leaves the link", "[fmt]")
{
    Folder folder;
    folder.add("a.mend", crooked);
    fs::create_symlink("a.mend", folder.path("link.mend"));
    CHECK(invoke({"fmt", folder.path("link.mend")}).status == 0);
    CHECK(fs::is_symlink(folder.path("link.mend")));
    CHECK_FALSE(fs::is_symlink(folder.path("a.mend")));
    CHECK(folder.text("a.mend") == canonical);
}

TEST_CASE("fmt does not write what nobody may write", "[fmt]")
{
    Folder folder;
    const auto file = folder.add("a.mend", crooked);
    fs::permissions(file, fs::perms(0444));
    const auto result = invoke({"fmt", file});
    CHECK(result.status == 1);
    CHECK_THAT(result.err,
               Catch::StartsWith("error: the file is read-only, and its format is not canonical\n  --> " + file));
    CHECK(folder.text("a.mend") == crooked);
    CHECK(mode_of(file) == 0444);
}

TEST_CASE("fmt refuses what is no file of its user", "[fmt]")
{
    auto result = invoke({"fmt", "status-no-memory"});
    CHECK(result.status == 1);
    CHECK_THAT(result.err,
               Catch::StartsWith("error: status-no-memory is a built-in playbook: there is no file to format\n"));
    const Folder folder;
    result = invoke({"fmt", folder.path("")});
    CHECK(result.status == 1);
    CHECK_THAT(result.err, Catch::StartsWith("error: this is a directory, not a file\n"));
}
