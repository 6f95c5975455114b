// Text and places in it: every diagnostic, plan step and run journal points here.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace hivemend::lang {

/// Index of a source in its SourceMap.
using SourceId = std::uint32_t;

/// A half-open range of bytes [begin, end) of one source.
struct Span {
    SourceId source = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    bool operator==(const Span&) const = default;
};

/// Line and column as people count them: from 1; the column counts code points, not bytes.
struct Position {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

/// The largest text that is read as a playbook: 16 MiB. Spans are 32 bits wide and nobody reviews more.
inline constexpr std::size_t max_source_bytes = 16u << 20;

/// One text with its name. The name is what messages show: a path as the user wrote it, or `std/registry.mend`.
class Source {
public:
    Source(std::string name, std::string text);

    const std::string& name() const { return name_; }
    std::string_view text() const { return text_; }
    /// The bytes of `span`, which must lie inside this source.
    std::string_view slice(Span span) const;
    /// Line and column of a byte offset; an offset past the end is the end.
    Position position(std::uint32_t offset) const;
    /// Line `number` (from 1) without its line end; empty when there is no such line.
    std::string_view line(std::uint32_t number) const;
    std::uint32_t line_count() const;

private:
    std::string name_;
    std::string text_;
    mutable std::vector<std::uint32_t> starts_;  // offsets of line starts, computed when a position is first asked for
    const std::vector<std::uint32_t>& starts() const;
};

/// Owns the texts of one invocation: the playbook, what it uses, the standard library. References stay valid.
class SourceMap {
public:
    SourceId add(std::string name, std::string text);
    const Source& operator[](SourceId id) const;
    std::size_t size() const { return sources_.size(); }

private:
    std::deque<Source> sources_;  // a deque, so that views into texts survive later additions
};

}  // namespace hivemend::lang
