// Every text of tests/check: ok_* has no diagnostic, fail_* has its diagnostics as they are shown, all of them in one
// run.
#include <catch2/catch.hpp>

#include "lang/source/embedded.hpp"
#include "tests/lang/check_support.hpp"
#include "tests/support/golden.hpp"

using namespace hivemend;

namespace {

const std::filesystem::path folder = HIVEMEND_SOURCE_DIR "/tests/check";

test::Checked check_file(const std::filesystem::path& path)
{
    return test::check_text(path.filename().string(), test::read_text(path), "");
}

std::filesystem::path beside(std::filesystem::path path, const char* extension)
{
    return path.replace_extension(extension);
}

}  // namespace

TEST_CASE("texts that are right are checked without a word", "[check]")
{
    for (const auto& path : test::golden_inputs(folder, "ok_", ".mend")) {
        INFO(path.filename().string());
        const auto checked = check_file(path);
        CHECK(checked.shown() == "");
        CHECK(checked.program.has_value());
    }
}

TEST_CASE("texts that are wrong get all their messages in one run", "[check]")
{
    for (const auto& path : test::golden_inputs(folder, "fail_", ".mend")) {
        INFO(path.filename().string());
        const auto checked = check_file(path);
        CHECK_FALSE(checked.program.has_value());
        test::check_golden(beside(path, ".diag"), checked.shown());
    }
}

TEST_CASE("the standard library has no mistakes", "[check]")
{
    lang::SourceMap sources;
    lang::Diagnostics diagnostics;
    const auto library = lang::load_library(sources, diagnostics);
    CHECK(lang::render_text(diagnostics, sources, false) == "");
    CHECK(library.declarations().primitives.contains("reg add"));
    CHECK(library.declarations().facts.contains("os.control_sets"));
    CHECK(library.declarations().objects.at("default").id == std::nullopt);
}

TEST_CASE("every built-in playbook is right", "[check]")
{
    int found = 0;
    for (const auto& file : lang::embedded_files()) {
        if (!file.path.starts_with("playbooks/"))
            continue;
        ++found;
        const std::string stem = std::filesystem::path{file.path}.stem().string();
        const auto checked = test::check_text(std::string{file.path}, std::string{file.text}, stem);
        CHECK(checked.shown() == "");
        REQUIRE(checked.program);
    }
    CHECK(found > 0);
}
