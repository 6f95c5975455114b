// Documents whose examples are run: spec.md, README.md, docs/, examples/ and the doc comments of stdlib/.
//
// How to write examples. Every fenced block is run or compared; what cannot be is an error of the document. The word
// behind the fence says how:
//
//   mend                     checks without a word. Without a `playbook` header it gets one called `example`, with the
//                            effects that its body has; line numbers in messages stay those of the block.
//   mend fails KIND          yields exactly one diagnostic, of that kind. A ```text block directly below, after a blank
//                            line, holds the message as `hivemend check` prints it.
//   mend fails several       has more than one mistake; as a `file` for the console blocks below, which show them.
//   mend unformatted         a text in any layout; the ```mend block directly below, after a blank line, is its
//                            canonical form.
//   mend declarations        declarations of a library, read beside the standard library; `fails KIND` as above.
//   mend of FILE             an excerpt: its lines stand in that file of the repository in this order, indentation
//                            aside; a line `...` stands for any lines.
//   mend file NAME           as `mend`; lies as NAME in the folder in which the document's console blocks run, and
//   beside
//                            the playbooks below it, for `use "NAME"`.
//   plan TARGET [options]    the plan, without its head, of the nearest `mend` block above on
//                            examples/targets/TARGET.yaml: ```plan gen2 --set ram=16GiB --confirm y
//   console, sh              lines with `$ hivemend …` are run, one after the other, in a folder of the document's own
//                            that has the repository's examples/ and playbooks/; the lines below are what is printed, a
//                            line `...` stands for any lines, `[exit 3]` ends what did not end with 0. `$ cat`, `$ cp`,
//                            `$ diff`, `$ ls`, `$ mkdir` and `$ sed` run too; `$ make TARGET` must be a target of the
//                            Makefile; `$ apt-get` is not run. ` # …` behind a command is a comment.
//   yaml                     a description of a target, or values for `--vars`; with `file NAME` it lies beside them.
//   grammar, ebnf            shown only.
//
// HIVEMEND_UPDATE=1 writes the text, plan and console blocks anew, in place; a console block with `...` stays as it is.
// A heading of level 3 in spec.md is a rule: it has an example (mend, plan, console) before the next heading of level 3
// or less, or the line `<!-- no example: why -->`.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hivemend::test {

/// A fenced block. Lines are counted from 1.
struct Fence {
    std::size_t opening = 0, closing = 0;  // lines of the fences
    std::string prefix;                    // before each of its lines: indentation, or `## ` in a doc comment
    std::string language;
    std::vector<std::string> words;  // behind the language
    std::string text;                // ends with a line end, unless it is empty
};

/// What a block of language `mend` asks for.
struct MendBlock {
    bool declarations = false;
    bool unformatted = false;
    std::string fails;       // kind, or empty
    std::string excerpt_of;  // file, or empty
    std::string file;        // name, or empty
    /// Whether it is a playbook that checks.
    bool runs() const { return !declarations && !unformatted && fails.empty() && excerpt_of.empty(); }
};

/// One document with what is wrong in it.
class Document {
public:
    /// `name` is what faults say; `update`: rewrite what is compared instead of comparing it.
    Document(std::filesystem::path path, std::string name, bool update);

    const std::string& name() const { return name_; }
    const std::vector<Fence>& fences() const { return fences_; }

    /// The words behind ```mend; a fault when they are none of the above.
    std::optional<MendBlock> mend(const Fence& fence);
    /// The block of this language directly below, if there is one.
    const Fence* block_below(const Fence& fence, std::string_view language) const;

    /// Finds blocks in languages that nothing runs, and ```text that belongs to no block.
    void check_languages();
    /// Finds rules without an example.
    void check_coverage();

    void fault(std::size_t line, const std::string& words);
    /// Compares a block with what it should hold, or writes it anew.
    void expect(const Fence& fence, std::string_view actual);
    /// The same for the ```text block below `fence`, which is made when it is missing.
    void expect_text_below(const Fence& fence, std::string_view actual);

    /// Writes what `expect` made new, and returns the faults, each `name:line: words`.
    std::vector<std::string> finish();

private:
    struct Rewrite {
        std::size_t first, last;  // lines that are replaced: [first, last)
        std::vector<std::string> lines;
    };
    void read_fences();
    std::vector<std::string> as_lines(const Fence& fence, std::string_view text) const;

    std::filesystem::path path_;
    std::string name_;
    bool update_;
    int lock_ = -1;
    bool comments_only_;  // of a .mend file only the doc comments are read
    std::vector<std::string> lines_;
    std::vector<Fence> fences_;
    std::vector<Rewrite> rewrites_;
    std::vector<std::pair<std::size_t, std::string>> faults_;
};

/// A line of words as a shell splits it: blanks separate, quotes keep together. Nothing when a quote is not closed.
std::optional<std::vector<std::string>> shell_words(std::string_view line);

/// Whether the lines are these; a line `...` of `pattern` stands for any lines.
bool matches_lines(std::string_view text, std::string_view pattern);
/// Whether the lines stand in the text in this order, indentation aside; `...` and blank lines of the excerpt aside.
bool holds_in_order(std::string_view text, std::string_view excerpt);

/// Every document of the repository whose examples are run, by its path from the root.
std::vector<std::string> documents();

}  // namespace hivemend::test
