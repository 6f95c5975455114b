// Checking the mend blocks of documents.
#include "tests/support/documents_check.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "lang/check/check.hpp"
#include "lang/check/library_files.hpp"
#include "lang/diag/render.hpp"
#include "lang/format/format.hpp"
#include "lang/source/embedded.hpp"
#include "lang/syntax/parse.hpp"
#include "tests/support/golden.hpp"

#include <fmt/format.h>

namespace hivemend::test {
namespace {

namespace fs = std::filesystem;
using namespace lang;

/// The standard library, read once for all examples.
struct LibraryShelf {
    SourceMap sources;
    std::vector<rules::LibraryFile> files;
    Library library;

    LibraryShelf()
    {
        for (const auto& file : embedded_files())
            if (file.path.starts_with("stdlib/")) {
                const auto stem = fs::path(file.path).stem().string();
                files.push_back({"std." + stem, sources.add("std/" + stem + ".mend", std::string(file.text))});
            }
        Diagnostics none;
        library = rules::library_of(files, sources, none);
    }
};

LibraryShelf& library_shelf()
{
    static LibraryShelf one;
    return one;
}

bool has_header(std::string_view text)
{
    return text.starts_with("playbook ") || text.find("\nplaybook ") != std::string_view::npos;
}

std::string header(const std::string& effects)
{
    return "playbook example {\n    language 1\n    title \"An example\"\n    " + effects + "\n}\n";
}

struct CheckedBlock {
    Diagnostics diagnostics;
    std::optional<Program> program;
    std::string effects = "effects { }";  // in the header that was put before it

    std::string shown() const { return render_text(diagnostics, library_shelf().sources, false); }
};

/// The header is a source of its own, so that lines of the block keep their numbers.
CheckedBlock check_with(const std::string& text, const std::string& name, const FilesBeside& beside,
                        const std::string& effects)
{
    auto& sources = library_shelf().sources;
    CheckedBlock checked{.effects = effects};
    const auto source = sources.add(name, text);
    auto file = syntax::parse(sources, source, checked.diagnostics);
    std::string stem;
    if (!effects.empty()) {
        const auto head = sources.add("header.mend", header(effects));
        auto tree = syntax::parse(sources, head, checked.diagnostics);
        file.items.insert(file.items.begin(), std::make_move_iterator(tree.items.begin()),
                          std::make_move_iterator(tree.items.end()));
    } else if (name != "example.mend") {
        stem = fs::path(name).stem().string();
    }
    const auto read = [&](std::string_view wanted) {
        const auto found = beside.find(wanted);
        return found == beside.end() ? std::nullopt : std::optional{found->second};
    };
    checked.program = lang::check(file, stem, library_shelf().library, sources, checked.diagnostics, read);
    return checked;
}

/// The line that the checker would have written into the header, when it finds other effects there.
std::optional<std::string> effects_wanted(const CheckedBlock& checked)
{
    for (const auto& diagnostic : checked.diagnostics.all())
        for (const auto& fix : diagnostic.fixes)
            for (const auto& edit : fix.edits)
                if (library_shelf().sources[edit.span.source].name() == "header.mend" &&
                    edit.replacement.starts_with("effects {"))
                    return edit.replacement;
    return std::nullopt;
}

CheckedBlock check_playbook(const std::string& text, const std::string& name, const FilesBeside& beside,
                            const std::string& fails)
{
    if (has_header(text) || fails == "missing-header")
        return check_with(text, name, beside, "");
    auto checked = check_with(text, name, beside, "effects { }");
    if (const auto wanted = effects_wanted(checked))
        return check_with(text, name, beside, *wanted);
    return checked;
}

CheckedBlock check_declarations(const std::string& text)
{
    CheckedBlock checked;
    auto files = library_shelf().files;
    files.push_back({"std.example", library_shelf().sources.add("example.mend", text)});
    rules::library_of(files, library_shelf().sources, checked.diagnostics);
    checked.diagnostics.sort();
    return checked;
}

void check_excerpt(Document& document, const Fence& fence, const std::string& file)
{
    const auto path = fs::path(HIVEMEND_SOURCE_DIR) / file;
    if (!fs::exists(path))
        document.fault(fence.opening, fmt::format("there is no {}", file));
    else if (!holds_in_order(read_text(path), fence.text))
        document.fault(fence.opening, fmt::format("{} does not hold these lines in this order", file));
}

/// The block below is what `hivemend fmt` makes of this one.
void check_unformatted(Document& document, const Fence& fence)
{
    SourceMap sources;
    Diagnostics diagnostics;
    const auto formatted = format::format(sources, sources.add("example.mend", fence.text), diagnostics);
    if (diagnostics.has_errors())
        document.fault(fence.opening, "the block is not right:\n" + render_text(diagnostics, sources, false));
    else if (const auto* below = document.block_below(fence, "mend"))
        document.expect(*below, formatted.text);
    else
        document.fault(fence.closing, "a ```mend block with the canonical form is missing:\n" + formatted.text);
}

void check_block(Document& document, const Fence& fence, const MendBlock& block, const FilesBeside& beside)
{
    const auto checked =
        block.declarations
            ? check_declarations(fence.text)
            : check_playbook(fence.text, block.file.empty() ? "example.mend" : block.file, beside, block.fails);
    const auto& found = checked.diagnostics.all();
    if (block.fails.empty()) {
        if (!found.empty())
            document.fault(fence.opening, "the block is not right:\n" + checked.shown());
        return;
    }
    if (block.fails == "several") {
        if (found.size() < 2)
            document.fault(fence.opening, "the block does not have several mistakes; " + checked.shown());
        return;  // a console block shows them
    }
    if (found.size() != 1 || found.front().kind != block.fails) {
        const auto what = found.empty() ? "nothing is wrong in it" : "what is wrong in it is this:\n" + checked.shown();
        document.fault(fence.opening, fmt::format("the block does not fail with one `{}`; {}", block.fails, what));
        return;
    }
    document.expect_text_below(fence, checked.shown());
}

}  // namespace

void check_mend_blocks(Document& document)
{
    FilesBeside beside;
    for (const auto& fence : document.fences()) {
        if (fence.language != "mend")
            continue;
        const auto block = document.mend(fence);
        if (!block)
            continue;
        if (block->unformatted)
            check_unformatted(document, fence);
        else if (block->excerpt_of.empty())
            check_block(document, fence, *block, beside);
        else
            check_excerpt(document, fence, block->excerpt_of);
        if (!block->file.empty())
            beside[block->file] = fence.text;
    }
}

std::optional<ExampleFile> example_file(const std::string& text, const FilesBeside& beside)
{
    const auto checked = check_playbook(text, "example.mend", beside, "");
    if (!checked.program)
        return std::nullopt;
    if (has_header(text)) {
        auto name = checked.program->name;
        std::ranges::replace(name, '_', '-');
        return ExampleFile{name + ".mend", text};
    }
    return ExampleFile{"example.mend", header(checked.effects) + text};
}

}  // namespace hivemend::test
