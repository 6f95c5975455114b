// A checked playbook: the only thing the runtime sees of a text. Every name is resolved, every type is known, and what
// remains open (facts, parameters, answers of people) is open in the types of its expressions.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lang/source/source.hpp"
#include "lang/types/order.hpp"
#include "lang/types/signature.hpp"
#include "lang/types/value.hpp"

namespace hivemend::lang {

struct Expr;

struct Constant {
    Value value;
};
/// The argument for an optional parameter that was not given and has no default: absent.
struct NotGiven {};
/// A parameter, `let`, loop variable or `confirm` answer of the procedure or playbook being run.
struct Local {
    std::uint32_t slot;
    std::string name;
};
/// A fact of the target; its answer may be unknown, and absent when the type is optional.
struct FactRead {
    std::string fact;
    std::vector<Expr> arguments;
};
/// `loader.safeboot`: optional(type of the element). `object` holds one expression.
struct ElementRead {
    std::vector<Expr> object;
    std::uint32_t element;
    std::string name;
};
/// A string literal with interpolations, becoming the type of the expression (string, reg_key, guest_path, …).
struct Interpolation {
    std::vector<std::variant<std::string, Expr>> pieces;
};
struct ListOf {
    std::vector<Expr> items;
};
/// `dword x`: the operand's value as registry data; the operand may be an int or an enum whose members have numbers.
struct MakeRegData {
    RegType type;
    std::vector<Expr> operand;
};
/// Text compares without case; an absent side of `==` equals nothing.
struct Compare {
    CompareOp op;
    std::vector<Expr> sides;  // two
};
/// Left to right; stops at the first operand that decides.
struct Logic {
    bool is_and;
    std::vector<Expr> operands;
};
struct Not {
    std::vector<Expr> operand;
};
/// Whether an optional has a value, or whether the store has the object.
struct Exists {
    std::vector<Expr> operand;
};
/// `match x { a or b => 1, else => 2 }`: the value beside the first condition that holds.
struct Choice {
    std::vector<Expr> subject;     // one
    std::vector<Expr> conditions;  // one for each arm with patterns
    std::vector<Expr> values;      // one for each arm; the last is of `else` when there is one more than conditions
};

struct Expr {
    Type type;
    Span span;
    std::variant<Constant, NotGiven, Local, FactRead, ElementRead, Interpolation, ListOf, MakeRegData, Compare, Logic,
                 Not, Exists, Choice>
        node;
};

struct Step;
using Steps = std::vector<Step>;

/// One line of a settings block. For `bcd` statements `element` is the element's number for the subject's kind.
struct Setting {
    Span span;
    std::string name;               // as written: `emsport`, `CrashDumpEnabled`; empty when the name is interpolated
    std::optional<Expr> name_expr;  // `"${x}"`
    std::optional<std::uint32_t> element{};
    std::optional<Expr> value{};  // after `=`
};
/// A named parameter of a primitive or procedure: `kind = complete`. Defaults are filled in.
struct Argument {
    std::string name;
    Expr value;
};

/// A primitive: `reg add "…" { … }`
struct Act {
    std::string verb;  // `reg add`
    std::optional<Expr> subject{};
    std::vector<Setting> settings{};
    std::vector<Argument> arguments{};
    bool temporary = false;  // under `@temporary`: given back before the playbook ends
};
struct Branch {
    struct Arm {
        Expr condition;
        Steps body;
    };
    std::vector<Arm> arms;
    std::optional<Steps> otherwise;
    std::optional<Expr> matched{};  // of a `match`, whose arms compare with it; without `otherwise` they cover its type
};
struct Loop {
    std::uint32_t slot;
    std::string name;
    Expr list;
    Steps body;
};
struct LetStep {
    std::uint32_t slot;
    std::string name;
    Expr value;
};
/// One line of prose with `${…}` pieces: an expression of type string.
using ProseLine = Expr;
struct Note {
    std::string title;
    std::vector<ProseLine> lines;
};
struct Confirm {
    std::string name;
    std::uint32_t slot;
    std::string question;
    Span span;
};
/// Waits for a person. With `expects` the tool verifies instead of asking; `slug` answers it by `--confirm`.
struct Ask {
    std::string title;
    std::string slug;
    std::vector<ProseLine> lines;
    std::vector<Expr> expects;
    std::vector<Confirm> confirms;
};
enum class VerdictKind { stop, escalate, unfixable, not_applicable, refuse };
/// Verdicts as playbooks write them.
inline constexpr std::array<std::pair<VerdictKind, std::string_view>, 5> verdict_words{{
    {VerdictKind::stop, "stop"},
    {VerdictKind::escalate, "escalate"},
    {VerdictKind::unfixable, "unfixable"},
    {VerdictKind::not_applicable, "not_applicable"},
    {VerdictKind::refuse, "refuse"},
}};
std::string_view verdict_word(VerdictKind kind);
struct Verdict {
    VerdictKind kind;
    Expr message;
};
/// Runs the body of a procedure in a frame of its own.
struct Invoke {
    std::uint32_t procedure;          // index into Program::procedures
    std::vector<Argument> arguments;  // one for each parameter, in the order of declaration
};

/// What a reviewer must see beside a step or stage: `@slow("why")`, `@accept(high_risk, "why")`.
struct Remark {
    std::string what;  // "slow", "accepts high_risk"
    std::string why;
    Span span;
};

struct Step {
    Span span;
    std::optional<std::string> differs{};  // @differs("why")
    std::vector<Remark> remarks{};
    std::variant<Act, Branch, Loop, LetStep, Note, Ask, Verdict, Invoke> node;
};

/// A parameter of a playbook or procedure; lives in the slot of its index.
struct Parameter {
    std::string name;
    Type type;
    std::string documentation;
    std::optional<Expr> default_value;
    std::vector<Expr> expects;  // constraints over the frame
    Span span;
};

struct Procedure {
    std::string name;  // `crash_dump enable`
    std::string documentation;
    std::vector<Parameter> parameters;
    bool has_subject = false;  // the first parameter is written after the words, without a name
    Effects effects;
    std::uint32_t slots = 0;  // size of its frame
    Steps body;
    Span span;
};

struct Stage {
    std::string title;
    std::string slug;
    std::string documentation;
    std::optional<std::string> differs{};
    std::vector<Remark> remarks{};
    bool optional = false;  // planned only when `--stage` names it
    bool guard = false;     // no effects; conditions, notes and verdicts only: planned with whatever stage is named
    Effects effects{};
    Steps body;
    Span span;
};

/// A file beside the playbook that `use "procedures.mend"` reads.
struct UsedFile {
    std::string name;  // as `use` writes it
    std::string text;
};

struct Program {
    std::string name;
    std::string title;
    std::string documentation;
    std::optional<std::string> source{};  // the article
    std::optional<Date> dated{};
    std::optional<Expr> applies_when{};  // reads facts only
    Effects effects;
    std::map<std::string, EnumDeclaration, std::less<>> enums{};  // of the playbook and the files it uses
    std::vector<UsedFile> used{};                                 // in the order in which they were read
    std::vector<Parameter> parameters;
    std::vector<Procedure> procedures;  // those that are used
    std::vector<Stage> stages;          // statements outside stages form one with an empty title
    std::uint32_t slots = 0;
};

/// What `--confirm` takes for an ask without questions: the slug of its title. One inside a procedure may be met in
/// several stages, so its stage stands before it: `replace-the-drivers.attach-the-disk`.
std::string ask_name(const Stage& stage, const Ask& ask, bool in_procedure);

/// `Enable dump logs and serial console` → `enable-dump-logs-and-serial-console`: ASCII letters and digits, lower case,
/// hyphens between words.
std::string slug(std::string_view title);

}  // namespace hivemend::lang
