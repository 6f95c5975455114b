// What declarations are made of: types, effects, parameters. Private to lang/check.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lang/check/checker.hpp"

namespace hivemend::lang::rules {

/// The type of that name, or a diagnostic. `in_library`: also the types that only declarations use.
Type type_of(Checker& checker, const syntax::TypeName& name, bool in_library);
/// `type = list(control_set)` in a declaration.
Type type_of(Checker& checker, const syntax::Expr& expr, bool in_library);

/// `effects { registry, boot }`; nothing when a line is wrong, so that what is missing is no second message.
std::optional<Effects> effects_of(Checker& checker, const syntax::Phrase& phrase, Span span);

/// What the steps touch, with all that they run.
Effects effects_of(const Steps& steps, const Declarations& declarations, const std::vector<Procedure>& procedures);
Effects effects_of(const Step& step, const Declarations& declarations, const std::vector<Procedure>& procedures);

/// Compares what is written with what the body has. More in the body is always an error; less is one only when the body
/// is understood, because a mistake in it hides what it does.
void compare_effects(Checker& checker, const Effects& written, const Effects& found, Span where, Span body_end);

/// The parameters among `items`, bound in the frame in their order; a procedure may begin with a `subject`.
std::vector<Parameter> parameters_of(Checker& checker, const std::vector<syntax::Item>& items, bool of_procedure);

/// Whether a procedure takes a subject.
bool has_subject(const std::vector<syntax::Item>& items);

/// The members of `enum name { a = 0, b = 1 }`, whose shape is known to have a name and a block.
EnumDeclaration enum_of(Checker& checker, const syntax::Item& item, const syntax::Phrase& phrase);
/// An enum of a playbook or of a file that it uses; its name must be new.
void declare_own_enum(Checker& checker, const syntax::Item& item);

/// The names that may follow `@`.
std::span<const std::string_view> known_attributes();
/// Says that attributes stand where none can.
void reject_attributes(Checker& checker, const syntax::Item& item, const std::string& where);
/// What the attributes before a stage or statement say.
struct Marks {
    std::optional<std::string> differs{};
    std::vector<Remark> remarks{};
    std::optional<Span> temporary{};
    bool broken = false;  // one of them was not understood, so nothing is said about what they leave out
};
Marks marks_of(Checker& checker, const syntax::Item& item);
/// Takes `@accept` and `@temporary` away where only reasons can stand, and says so.
void keep_reasons_only(Checker& checker, Marks& marks, const std::string& where);
const Remark* find_remark(const std::vector<Remark>& remarks, std::string_view what);

/// A line whose words are exactly `words`, with neither value nor block: `language 1`.
bool is_line(const syntax::Phrase& phrase, std::string_view word);
/// The place of all words of a phrase, or of its literal.
Span words_span(const syntax::Phrase& phrase, Span item);
/// Whether the parser has said already what is wrong with the literal or the value.
bool is_broken(const syntax::Phrase& phrase);
/// The words, joined by blanks.
std::string words_text(const syntax::Phrase& phrase);
/// The place before the `}` of a block.
Span end_of(const syntax::Block& block);
/// The first line of an item, for messages about all of it.
Span head_of(const Checker& checker, const syntax::Item& item);

}  // namespace hivemend::lang::rules
