// Every text of tests/parse: ok_* has the tree beside it and no diagnostic, fail_* has its diagnostics as they are
// shown.
#include <catch2/catch.hpp>

#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"
#include "lang/syntax/print_tree.hpp"
#include "tests/support/golden.hpp"

using namespace hivemend;

namespace {

const std::filesystem::path parse_cases = HIVEMEND_SOURCE_DIR "/tests/parse";

struct Parsed {
    lang::SourceMap sources;
    lang::Diagnostics diagnostics;
    lang::syntax::File file;
};

Parsed parse(const std::filesystem::path& path)
{
    Parsed parsed;
    const auto source = parsed.sources.add(path.filename().string(), test::read_text(path));
    parsed.file = lang::syntax::parse(parsed.sources, source, parsed.diagnostics);
    parsed.diagnostics.sort();
    return parsed;
}

std::filesystem::path golden_beside(std::filesystem::path path, const char* extension)
{
    return path.replace_extension(extension);
}

}  // namespace

TEST_CASE("texts that are right have the expected tree", "[parse]")
{
    for (const auto& path : test::golden_inputs(parse_cases, "ok_", ".mend")) {
        const auto parsed = parse(path);
        CHECK(lang::render_text(parsed.diagnostics, parsed.sources, false) == "");
        test::check_golden(golden_beside(path, ".tree"), lang::syntax::print_tree(parsed.file, parsed.sources[0]));
    }
}

TEST_CASE("texts that are wrong say what is wrong", "[parse]")
{
    for (const auto& path : test::golden_inputs(parse_cases, "fail_", ".mend")) {
        const auto parsed = parse(path);
        CHECK(parsed.diagnostics.has_errors());
        test::check_golden(golden_beside(path, ".diag"), lang::render_text(parsed.diagnostics, parsed.sources, false));
    }
}
