// The tree of a playbook as it was written. It knows words and shapes, not what a word means: that is lang/check.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lang/source/source.hpp"

namespace hivemend::lang::syntax {

/// A name with its place.
struct Name {
    std::string text;
    Span span;
};

/// `os.free`, `loader`, `dword_kind.complete`: one name or several joined by dots.
struct Path {
    std::vector<Name> names;
    Span span;
    std::string text() const;  // joined by dots
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

/// A string in pieces: text with escapes already resolved, or an interpolated path.
struct StringLiteral {
    struct Piece {
        std::variant<std::string, Path> content;
        Span span;
    };
    std::vector<Piece> pieces;
    /// The text, when nothing is interpolated.
    std::optional<std::string> plain() const;
};
struct NumberLiteral {
    std::uint64_t value;
};  // decimal or 0x; too large for 64 bits is a diagnostic of the parser
struct SizeLiteral {
    std::uint64_t bytes;
};
struct DurationLiteral {
    std::uint64_t milliseconds;
};
struct DateLiteral {
    int year, month, day;
};
struct VersionLiteral {
    std::vector<std::uint32_t> components;
};
struct BooleanLiteral {
    bool value;
};
/// `name`, `a.b`, `reg.dword(key, "Start")`. A bare name is a call without arguments.
struct Call {
    Path callee;
    std::optional<std::vector<ExprPtr>> arguments;
};
struct ListLiteral {
    std::vector<ExprPtr> items;
};
/// `dword 2`, `multi_sz ["a"]`
struct Typed {
    Name type;
    ExprPtr operand;
};
enum class Operator { equal, not_equal, less, less_equal, greater, greater_equal, in };
struct Comparison {
    Operator op;
    Span op_span;
    ExprPtr left, right;
};
/// All operands of one `and` chain or one `or` chain.
struct Logic {
    bool is_and;
    std::vector<ExprPtr> operands;
};
struct Not {
    ExprPtr operand;
};
struct Exists {
    ExprPtr operand;
};
struct MatchArm {
    std::vector<ExprPtr> patterns;  // empty: `else`
    ExprPtr value;
    Span span;
};
struct MatchExpr {
    ExprPtr subject;
    std::vector<MatchArm> arms;
};
/// Stands where a diagnostic has been given; never checked further.
struct BrokenExpr {};

struct Expr {
    Span span;
    std::variant<StringLiteral, NumberLiteral, SizeLiteral, DurationLiteral, DateLiteral, VersionLiteral,
                 BooleanLiteral, Call, ListLiteral, Typed, Comparison, Logic, Not, Exists, MatchExpr, BrokenExpr>
        node;
};

/// `list(string)`, `bcd_object(osloader)`
struct TypeName {
    Name name;
    std::vector<TypeName> arguments;  // zero or one
    Span span;
};

struct Item;
struct Block {
    std::vector<Item> items;
    Span span;  // from `{` to `}`
};

/// `@differs("why")`
struct Attribute {
    Name name;
    std::vector<ExprPtr> arguments;
    Span span;
};

/// `words [literal or list] [= value] [{ block }]`: statement, setting, header, declaration. Its meaning comes from
/// declarations. A word is a path (`loader`, `os.free`) or a hyphenated word (`delete-key`), kept as one text.
struct Phrase {
    std::vector<Path> words;         // hyphenated words are paths of one name: `delete-key`
    std::optional<ExprPtr> literal;  // the literal or list after the words, or the quoted key of a setting
    std::optional<ExprPtr> value;    // after `=`
    std::optional<Block> block;
};
struct When {
    struct Arm {
        ExprPtr condition;
        Block body;
        Span span;
    };
    std::vector<Arm> arms;  // `when`, `else when` …
    std::optional<Block> otherwise;
};
struct ForEach {
    Name variable;
    ExprPtr list;
    Block body;
};
struct Param {
    bool is_subject;  // `subject` in a primitive
    Name name;
    TypeName type;
    std::optional<ExprPtr> default_value;
    std::optional<Block> constraints;
};
struct Let {
    Name name;
    std::optional<TypeName> type;
    ExprPtr value;
};
struct Expect {
    ExprPtr condition;
};
struct AppliesWhen {
    ExprPtr condition;
};
struct MatchItem {
    struct Arm {
        std::vector<ExprPtr> patterns;  // empty: `else`
        Block body;
        Span span;
    };
    ExprPtr subject;
    std::vector<Arm> arms;
};
/// One line after `- `; text with `${path}` pieces.
struct Prose {
    StringLiteral text;
};
/// Text that was not understood; a diagnostic says why. `foreign`: a command line of another shell, which lang/check
/// explains, because what it becomes needs the declarations.
struct Broken {
    bool foreign = false;
};

struct Item {
    Span span;
    std::vector<std::string> documentation{};  // `##` lines directly above, without the marks
    std::vector<Attribute> attributes{};
    std::variant<Phrase, When, ForEach, Param, Let, Expect, AppliesWhen, MatchItem, Prose, Broken> node;
};

struct File {
    SourceId source = 0;
    std::vector<Item> items{};
    std::vector<Span> foreign{};  // command lines of another shell, wherever they stand
};

}  // namespace hivemend::lang::syntax
