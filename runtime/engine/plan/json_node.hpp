// Strict reading of our own JSON: every field is there, none is unknown, each has its type; a mistake names its place.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "runtime/storage/error.hpp"

namespace hivemend::engine {

using Json = nlohmann::ordered_json;

/// What every place of one document shares.
struct JsonDocument {
    std::string format;  // `plan`, `value`
    std::string where;   // path, for messages
};

/// Parses text. Malformed when it is no JSON, over `max_json_bytes`, nested deeper than `max_json_depth`, or names a
/// key twice.
Json parse_json(std::string_view text, const JsonDocument& document);

inline constexpr std::size_t max_json_bytes = 64u << 20;
inline constexpr int max_json_depth = 256;

/// JSON with two spaces, ASCII only: nothing in it can move a cursor or turn the direction of text, and text that is
/// not UTF-8 is replaced.
std::string print_json(const Json& json);

/// A value inside a document with its JSON pointer. The document must outlive it.
class JsonNode {
public:
    JsonNode(const JsonDocument& document, const Json& json, std::string pointer = {})
        : document_(&document), json_(&json), pointer_(std::move(pointer))
    {}

    /// An object with exactly these keys, in any order.
    const JsonNode& with(std::initializer_list<std::string_view> keys) const;
    /// A field of an object that `with` has checked.
    JsonNode operator[](std::string_view key) const;

    /// Whether this is an object with such a field.
    bool has(std::string_view key) const { return json_->is_object() && json_->contains(key); }
    bool is_null() const { return json_->is_null(); }
    bool is_list() const { return json_->is_array(); }
    std::string string() const;
    bool boolean() const;
    std::uint64_t number(std::uint64_t most = UINT64_MAX) const;
    std::vector<JsonNode> items() const;

    template <class T>
    T number_as() const
    {
        return static_cast<T>(number(static_cast<std::uint64_t>(std::numeric_limits<T>::max())));
    }
    template <class Read>
    auto list(Read read) const
    {
        std::vector<decltype(read(*this))> result;
        for (const auto& item : items())
            result.push_back(read(item));
        return result;
    }
    std::vector<std::string> strings() const;

    /// The enum behind a name of the table.
    template <class Table>
    auto member(const Table& table) const
    {
        const auto text = string();
        for (const auto& [value, name] : table)
            if (name == text)
                return value;
        std::string names;
        for (const auto& entry : table)
            names.append(names.empty() ? "" : ", ").append(entry.second);
        fail("is none of " + names);
    }

    /// Throws Malformed: "`/stages/0/title` " and the words.
    [[noreturn]] void fail(const std::string& words) const;

private:
    const JsonDocument* document_;
    const Json* json_;
    std::string pointer_;
};

template <class Value, class Table>
std::string_view name_in(const Table& table, Value value)
{
    for (const auto& [member, name] : table)
        if (member == value)
            return name;
    return {};
}

}  // namespace hivemend::engine
