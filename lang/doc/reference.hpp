// The reference: what the declarations of the standard library say about themselves, as pages of one form.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/check/check.hpp"

namespace hivemend::lang {

/// A parameter, a member of an enum, an element of a kind of object.
struct TopicRow {
    std::string name;
    std::string type;           // as written; empty for members
    std::string note;           // `default yes`, `= 2`, `0x26000090`
    std::string documentation;  // may be several lines
};

/// One page of the reference. Documentation is as it is written: Markdown, with examples in fences.
struct Topic {
    enum class Kind {
        statement,
        procedure,
        fact,
        object,
        object_kind,
        element,
        enumeration,
        word,
        attribute,
        module,
        member
    };

    Kind kind = Kind::statement;
    std::string name;   // `reg add`, `os.free`, `std.crash_dump`
    std::string usage;  // how it is written: `reg add KEY { NAME = reg_data }`
    std::string documentation;
    std::string declared;                                           // `std/registry.mend`, or empty
    std::vector<std::pair<std::string, std::string>> properties{};  // `risk` `low`
    std::string rows_title{};                                       // of the table below
    std::vector<TopicRow> rows{};
    std::vector<std::string> mentions{};  // names of other topics, as written; sorted

    /// The first sentence of the documentation, for lists.
    std::string summary() const;
    /// `fact-os-free`: its place in the Markdown.
    std::string anchor() const;
};

/// `statement`, `boot element`
std::string_view to_text(Topic::Kind kind);

/// All topics, by kind and then by name; elements of one name by their number.
std::vector<Topic> topics(const Library& library, const SourceMap& sources);

/// `@accept` and the other attributes; they are no declarations, and are among all topics.
std::vector<Topic> attribute_topics();

/// `when`, `ask` and the other words of the language, each with an example; among all topics, too.
std::vector<Topic> word_topics();

/// The members of an enum, each with its sentence of the enum's documentation. They are not among all topics.
std::vector<Topic> member_topics(const Topic& enumeration);

/// One topic for a terminal: examples are indented, nothing is marked up.
std::string topic_text(const Topic& topic);

/// All topics as one Markdown document with a table of contents; names of other topics are links.
std::string reference_markdown(const std::vector<Topic>& all);

}  // namespace hivemend::lang
