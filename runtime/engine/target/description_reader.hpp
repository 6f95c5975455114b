// Reads a description: what all its parts share. Private to the description.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "lang/check/check.hpp"
#include "runtime/engine/target/memory_target.hpp"
#include "runtime/engine/target/yaml_tree.hpp"

namespace hivemend::engine {

class DescriptionReader {
public:
    DescriptionReader(lang::SourceId source, const lang::Library& library, lang::SourceMap& sources,
                      lang::Diagnostics& diagnostics)
        : source_(source), library_(library), sources_(sources), diagnostics_(diagnostics)
    {}

    Description read(const YamlNode& root);

private:
    lang::SourceId source_;
    const lang::Library& library_;
    lang::SourceMap& sources_;
    lang::Diagnostics& diagnostics_;
    Description result_;
    std::vector<std::string> refused_partitions_;  // `partition(os)`
    std::map<std::string, lang::Span> seen_;       // what must stand only once, in lower case

    // description.cpp
    void read_generation(const YamlNode& node);
    void read_windows_directory(const YamlNode& node);
    void read_registry(const YamlNode& node);
    void read_key(const YamlNode& path, const YamlNode& values);
    bool is_registry_key(const YamlNode& path);
    void read_facts(const YamlNode& node);
    void read_fact(const YamlNode& name, const YamlNode& answer);

    // description_files.cpp
    void read_files(const YamlNode& node);
    void check_files();

    // description_partitions.cpp
    void read_partitions(const YamlNode& node);
    std::optional<windows::BcdDevice> partition_device(const YamlNode& node, const std::string& place);
    /// A device element: `boot`, or one of the partitions described.
    std::optional<lang::RegData> device_data(const YamlNode& node, const std::string& place);

    // description_boot.cpp
    void read_boot(const YamlNode& node);
    void read_object(const YamlNode& name, const YamlNode& elements);
    std::optional<lang::Guid> object_id(const YamlNode& name);
    std::optional<std::uint32_t> object_type(const YamlNode& name, const YamlNode& elements,
                                             const lang::ObjectDeclaration* declared);
    void read_element(Description::Object& object, std::string_view kind, const YamlEntry& entry);
    std::optional<lang::RegData> element_data(std::uint32_t id, const lang::Type& type, const YamlNode& node);
    std::optional<std::uint32_t> element_number(const YamlNode& name, std::string_view kind, lang::Type& type);

    // description_literal.cpp
    /// A value of this type. Text is the YAML text itself, boot objects are names or ids, lists are YAML lists,
    /// everything else is a literal of the language. `place` is what a message calls it: "`timeout`".
    std::optional<lang::Value> value(const lang::Type& type, const YamlNode& node, const std::string& place);
    std::optional<lang::Value> list(const lang::Type& type, const YamlNode& node, const std::string& place);
    std::optional<lang::Value> literal(const lang::Type& type, const YamlNode& node);
    std::optional<lang::Value> literal(const lang::Type& type, const std::string& text, const YamlNode& node);
    void show_in_yaml(const lang::Diagnostic& diagnostic, lang::SourceId literal, const YamlNode& node);

    lang::Span span(const YamlNode& node) const { return span_of(node, sources_, source_); }
    const lang::Declarations& declarations() const { return library_.declarations(); }
    lang::Diagnostic& wrong(const YamlNode& node, const std::string& place, const std::string& wanted);
    /// Whether this is the first of its name; a second one is a diagnostic.
    bool first_of_its_name(const std::string& space, const YamlNode& name, const std::string& words);
    /// The lines of a block; nothing written is an empty one.
    bool is_block(const YamlNode& node, const std::string& place, const std::string& wanted);
};

/// What is wrong with a path of the patient, or nothing. It becomes a path on the repair machine when a sample is
/// written.
std::string path_mistake(const std::string& text);

/// A list of names for help: "`a`, `b`, `c`".
std::string quoted_list(const std::vector<std::string>& names);

}  // namespace hivemend::engine
