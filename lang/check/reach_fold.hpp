// Expressions without a disk: a value where every disk gives the same one, else words for what it depends on. Private
// to lang/check.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "lang/check/reach.hpp"

namespace hivemend::lang::rules {

struct Folded;

/// An optional that is not there.
struct Missing {};

/// What only a disk, an operator or a person can tell.
struct Open {
    std::string name;               // `os.control_sets`
    std::string shown;              // as a value: `{os.free}`, `"at {os.free}"`, `dword {kind}`
    std::string inserted;           // in place of a `${}`: `{os.free}`, `at {os.free}`
    std::vector<std::string> open;  // the parts in braces
    bool never_absent = false;
    std::vector<Folded> items;  // of a list that is written out
};

struct Folded {
    std::variant<Value, Missing, Open> is;

    const Value* value() const { return std::get_if<Value>(&is); }
    bool missing() const { return std::holds_alternative<Missing>(is); }
    /// Whether it is a condition that comes out so on every disk.
    bool always(bool outcome) const;
    /// As a value: `dword 1`, `{os.free}`, `absent`.
    OpenText shown() const;
    /// As text in a text, a key or a path: no quotes.
    OpenText inserted() const;
};

Folded open_named(std::string name, bool never_absent);

/// What the slots of one procedure or of the playbook are.
using FoldedFrame = std::vector<Folded>;

class Folder {
public:
    /// `read` is told what is read on the way.
    using Read = std::function<void(ReachedRead::What, OpenText, Span)>;

    Folder(const SourceMap& sources, Read read) : sources_(sources), read_(std::move(read)) {}

    Folded fold(const Expr& expr, const FoldedFrame& frame) const;
    /// The source text on one line.
    std::string written(Span span) const;

private:
    Folded fact(const FactRead& fact, const Expr& expr, const FoldedFrame& frame) const;
    Folded element(const ElementRead& element, const Expr& expr, const FoldedFrame& frame) const;
    Folded interpolation(const Interpolation& text, const Expr& expr, const FoldedFrame& frame) const;
    Folded list(const std::vector<Expr>& items, const FoldedFrame& frame) const;
    Folded data(const MakeRegData& data, const FoldedFrame& frame) const;
    Folded compare(const Compare& comparison, const Expr& expr, const FoldedFrame& frame) const;
    Folded logic(const Logic& chain, const Expr& expr, const FoldedFrame& frame) const;
    Folded exists(const Expr& operand, const Expr& expr, const FoldedFrame& frame) const;
    Folded choice(const Choice& choice, const FoldedFrame& frame) const;
    Folded as_written(const Expr& expr) const;

    const SourceMap& sources_;
    Read read_;
};

}  // namespace hivemend::lang::rules
