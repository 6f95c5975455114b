// What a check carries from place to place. Private to lang/check.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lang/check/check.hpp"
#include "lang/check/library.hpp"
#include "lang/check/probe.hpp"
#include "lang/diag/catalogue.hpp"

namespace hivemend::lang::rules {

/// A name that holds a value: parameter, `let`, loop variable or answer of a `confirm`.
struct Binding {
    std::string name;
    Type type;
    std::uint32_t slot = 0;
    Span declared;
    std::string_view what;             // "a parameter"
    std::vector<std::string> texts{};  // what it can be, as far as the playbook itself writes it out
};

/// The names of one body, which is the playbook or one procedure.
struct Frame {
    std::vector<Binding> bindings;
    std::vector<std::string> present;  // keys of optionals that are known to have a value here, see narrowing.hpp
    std::uint32_t slots = 0;
    int loops = 0;                        // `for each` around this place
    std::size_t file_bindings = 0;        // names of the file; a `confirm` at top level of a stage becomes one
    std::size_t promoted = 0;             // how often that happened
    std::map<std::string, Span> answers;  // what `--confirm` names: slugs of asks and names of confirms
    std::set<std::string> asking_calls;   // procedures with an ask that this stage or body has run
    std::set<std::string> asking;         // the same for the whole body
    std::vector<std::pair<std::string, Span>> pasted;  // what command lines of this block and those around it become
};

/// A procedure that the text may run.
struct ProcedureEntry {
    enum class State { unchecked, checking, checked };
    State state = State::unchecked;
    const syntax::Item* tree = nullptr;         // of this text …
    std::optional<std::uint32_t> in_library{};  // … or of the library
    Span declared;
    bool has_subject = false;
    std::uint32_t index = 0;       // into Checker::lowered, once checked
    std::set<std::string> asking;  // procedures with an ask that it runs, itself included
};

/// Where a literal comes from, which decides what it may name.
enum class Origin { text, operator_value, sample };

struct Checker {
    const Library::Content& library;
    const SourceMap& sources;
    Diagnostics& diagnostics;
    Origin origin = Origin::text;
    Probe* probe = nullptr;  // of completion

    /// The library's, and those of the text.
    std::map<std::string, EnumDeclaration, std::less<>> enums = library.declarations.enums;
    std::map<std::string, EnumDeclaration, std::less<>> own_enums{};  // those of the text alone
    Frame frame{};
    std::map<std::string, ProcedureEntry, std::less<>> procedures{};
    std::vector<Procedure> lowered{};
    int procedure_depth = 0;  // procedures around this place that are being checked because one runs the other
    const syntax::Item* act = nullptr;   // the statement around this place, when it runs a verb
    const syntax::File* file = nullptr;  // the playbook, where there is one
    std::set<std::pair<SourceId, std::uint32_t>> foreign_said{};  // command lines of another shell that were explained
    std::map<std::string, std::string> loaded_hives{};  // under which name a command line has loaded which hive
    std::deque<syntax::File> used_trees{};  // of files beside the playbook, which their procedures point into

    const Declarations& declarations() const { return library.declarations; }
    /// The text of `span` in backticks, or "this" when it is long or spans lines.
    std::string code(Span span) const;
};

/// Leaves a block: names and knowledge of what is present go with it.
class BlockScope {
public:
    explicit BlockScope(Frame& frame)
        : frame_{frame},
          bindings_{frame.bindings.size()},
          pasted_{frame.pasted.size()},
          promoted_{frame.promoted},
          present_{frame.present}
    {}
    ~BlockScope();
    BlockScope(const BlockScope&) = delete;
    BlockScope& operator=(const BlockScope&) = delete;

private:
    Frame& frame_;
    std::size_t bindings_;
    std::size_t pasted_;
    std::size_t promoted_;
    std::vector<std::string> present_;
};

/// Gives `name` a slot, or says why it cannot be had; there is a slot in either case.
std::uint32_t bind(Checker& checker, const syntax::Name& name, Type type, std::string_view what);
/// The texts that a constant is, or that a constant list holds; none for everything else.
std::vector<std::string> texts_in(const Expr& expr);
/// Makes the name that was bound last one of the file.
void promote_to_file(Frame& frame);
const Binding* find_binding(const Checker& checker, std::string_view name);

/// "a `size`", "an `int`"
std::string described(const Type& type);

/// Adds "did you mean" and the edit, when one of `candidates` is near.
void suggest(Diagnostic& diagnostic, Span span, std::string_view wrong, const std::vector<std::string>& candidates);

template <class Table>
std::vector<std::string> names_of(const Table& table)
{
    std::vector<std::string> names;
    for (const auto& entry : table)
        names.push_back(entry.first);
    return names;
}

/// The text of a title or reason that holds no `${}`, or nothing.
std::optional<std::string> plain_text(const syntax::Expr* literal);

/// The first documentation lines as one text.
std::string documentation_of(const syntax::Item& item);

}  // namespace hivemend::lang::rules
