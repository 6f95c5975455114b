// Statements: trees become steps. Private to lang/check.
#pragma once

#include <string>
#include <vector>

#include "lang/check/checker.hpp"
#include "lang/check/declared.hpp"

namespace hivemend::lang::rules {

/// Where a statement stands: the answers of an ask at top level of a stage are known to the end of the file.
enum class Place { file, stage, block };

struct Block {
    Steps steps;
    bool ends = false;  // every way through it meets a verdict
};

/// Checks the items of a block, with a scope of their own.
Block block_of(Checker& checker, const std::vector<syntax::Item>& items, Place place);

/// The statements of a stage or procedure, and the `effects` lines among them.
struct WrittenEffects {
    Effects effects;
    Span span;
};
struct Body {
    Block block;
    std::vector<WrittenEffects> effects;
};
Body body_of(Checker& checker, const std::vector<syntax::Item>& items, Place place);

/// Checks one statement and adds its step.
void statement_of(Checker& checker, const syntax::Item& item, Place place, Block& into);

// In safety.cpp
/// Compares what the statement's declaration says of risk and undo with what its attributes accept.
void answer_dangers(Checker& checker, const syntax::Item& item, Step& step, Marks& marks);
/// Says that nothing asks for what an `@accept` accepts.
void say_unneeded(Checker& checker, const Remark& accepted, const std::string& danger);

// In boot_guards.cpp
/// Warns of elements that BitLocker validates or that Secure Boot does not let through, unless that is accepted.
void answer_boot_guards(Checker& checker, const syntax::Item& item, const Act& act, const Marks& marks);

// In boot_contents.cpp
/// Says what no boot store holds or no boot manager reads: empty lists, one object in two places, paths of another
/// form, a well-known object of another kind.
void check_boot_contents(Checker& checker, const syntax::Phrase& phrase, Span span, const Act& act);

// In matches.cpp
/// `match` as a statement; `ends`: every arm meets a verdict.
Branch match_of(Checker& checker, const syntax::MatchItem& match, Span span, bool& ends);

// In people.cpp
std::optional<Note> note_of(Checker& checker, const syntax::Phrase& phrase, Span span);
std::optional<Ask> ask_of(Checker& checker, const syntax::Phrase& phrase, Span span, Place place);
/// Asks without `expect` and `confirm` that no step comes after.
void report_idle_asks(Checker& checker, const std::vector<Stage>& stages);
/// The title of a stage, note or ask, when the phrase is `word "title" { … }`.
std::optional<std::string> title_of(Checker& checker, const syntax::Phrase& phrase, Span span, const std::string& word);

// In verbs.cpp
/// A primitive or a call of a procedure.
std::optional<Step> verb_of(Checker& checker, const syntax::Phrase& phrase, Span span);
/// All verbs that the text may use.
std::vector<std::string> verbs(const Checker& checker);

// In settings.cpp
/// The lines of `reg add` and its kin.
std::vector<Setting> value_settings(Checker& checker, const PrimitiveDeclaration& verb, const syntax::Block& block);
/// The lines of `bcd set` and its kin, for an object whose kind is known.
std::vector<Setting> element_settings(Checker& checker, const PrimitiveDeclaration& verb, const syntax::Block& block,
                                      const Expr& object);

// In procedures.cpp
/// Checks a procedure of this text when it is run for the first time, or brings one of the library in.
/// Nothing when it is being checked already, which is recursion.
const Procedure* procedure_named(Checker& checker, const std::string& name, Span use);
/// `kind = complete` lines as arguments in the order of the parameters, defaults filled in.
std::vector<Argument> arguments_of(Checker& checker, const std::string& verb, const std::vector<Parameter>& parameters,
                                   const syntax::Block* block, Span span);

}  // namespace hivemend::lang::rules
