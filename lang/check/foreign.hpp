// What a pasted command line becomes: statements, or the reason why none is needed. Private to lang/check.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/check/checker.hpp"
#include "lang/syntax/foreign.hpp"

namespace hivemend::lang::rules {

/// Says what the command line at `where` is in the language, or why it needs no statement.
void say_foreign(Checker& checker, Span where);
/// The same in an `ask` or a `note`, whose lines a person reads.
void say_foreign_to_people(Checker& checker, Span where);
/// Says it for the lines of `file` that stand where no statement can, so that none is passed over in silence.
void say_other_foreign(Checker& checker, const syntax::File& file);

namespace foreign {

using Command = syntax::ForeignCommand;
using Word = syntax::ForeignWord;

/// One way to write a command in the language.
struct Statement {
    std::vector<std::string> lines;         // indented from nothing
    std::vector<std::string> parameters{};  // `param name: type` lines that it needs at the top of the file
    std::string title{};                    // empty: the lines themselves
};

/// What a command line becomes.
struct Reply {
    std::string shown;                    // the command as the headline names it: `reg add`
    std::vector<Statement> statements{};  // none: `reason` says why; the first is the likeliest
    std::string reason{};
    std::vector<std::string> hints{};
    std::vector<syntax::ForeignSlip> slips{};
    bool certain = true;   // the line has no other reading
    bool by_hand = false;  // no statement does it, so the one that is offered asks a person
};

/// A value for the language, with what it needs.
using Text = std::optional<std::string>;

Reply reg_reply(Checker& checker, const Command& command);
Reply bcdedit_reply(Checker& checker, const Command& command);
Reply cmdlet_reply(Checker& checker, const Command& command);
/// `sc config NAME start= disabled`: a service, which is a key.
Reply service_reply(Checker& checker, const Command& command);
/// `sfc`, `defrag`, `diskpart`, `copy`, `dir` and all others.
Reply tool_reply(const Command& command);

/// A registry key as a literal of the language.
struct Key {
    std::string literal;
    bool every_control_set = false;  // a loop over them stands around the statement
    std::string variable{};          // of that loop
    std::vector<std::string> parameters{};
};
/// Nothing when the key is in no hive of the patient; then the reply has the reason.
std::optional<Key> key_of(Checker& checker, const Word& word, Reply& reply);
/// The statement, inside the loop that its key needs.
Statement around(const Key& key, std::vector<std::string> lines);
/// `reg add KEY { NAME = DATA }`; a reply without statements when the data cannot be had.
void add_value(const Key& key, const Word& name, std::string_view type, std::string_view data, Reply& reply,
               std::string_view separator = "\\0");
/// The name of a value, in quotes where it needs them.
std::string value_name(const Word& word, Reply& reply);

/// The parameter that a placeholder such as `<ServiceName>` becomes, or nothing.
Text placeholder_name(std::string_view text);
/// `F:\Windows\x` as `"\Windows\x"`; nothing for what is no path of the patient.
Text guest_path_literal(std::string_view text);

inline bool is_switch(const Word& word)
{
    return !word.quoted && word.text.size() > 1 && (word.text[0] == '/' || word.text[0] == '-');
}
/// A switch without its mark, in lower case: `v` of `/V`.
std::string switch_of(const Word& word);

}  // namespace foreign
}  // namespace hivemend::lang::rules
