// Strict reading of our own JSON.
#include "runtime/engine/plan/json_node.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "lang/diag/escape.hpp"

namespace hivemend::engine {
namespace {

const std::string start_again = "make the plan again";

/// Watches a parse: depth, and keys that stand twice in one object, which JSON leaves open and readers take
/// differently.
class Watch {
public:
    explicit Watch(const JsonDocument& document) : document_(document) {}

    bool operator()(int depth, Json::parse_event_t event, Json& parsed)
    {
        if (depth > max_json_depth)
            throw Malformed(document_.format, 0, fmt::format("the JSON nests deeper than {} levels", max_json_depth),
                            document_.where, start_again);
        if (event == Json::parse_event_t::object_start)
            keys_.emplace_back();
        else if (event == Json::parse_event_t::object_end)
            keys_.pop_back();
        else if (event == Json::parse_event_t::key && !keys_.back().insert(parsed.get<std::string>()).second)
            throw Malformed(document_.format, 0,
                            fmt::format("the JSON has the key `{}` twice in one object",
                                        lang::escape_terminal(parsed.get<std::string>())),
                            document_.where, start_again);
        return true;
    }

private:
    const JsonDocument& document_;
    std::vector<std::set<std::string>> keys_;
};

}  // namespace

Json parse_json(std::string_view text, const JsonDocument& document)
{
    if (text.size() > max_json_bytes)
        throw Malformed(document.format, 0,
                        fmt::format("the {} has {} bytes, more than the {} that are read", document.format, text.size(),
                                    max_json_bytes),
                        document.where);
    try {
        return Json::parse(text, Watch(document));
    } catch (const Json::parse_error& error) {
        throw Malformed(document.format, error.byte, fmt::format("the {} is not JSON", document.format), document.where,
                        start_again);
    } catch (const Json::out_of_range&) {
        throw Malformed(document.format, 0, fmt::format("the {} has a number that is out of range", document.format),
                        document.where, start_again);
    }
}

std::string print_json(const Json& json)
{
    return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

const JsonNode& JsonNode::with(std::initializer_list<std::string_view> keys) const
{
    if (!json_->is_object())
        fail("is not an object");
    for (const auto key : keys)
        if (!json_->contains(key))
            JsonNode(*document_, *json_, pointer_ + "/" + std::string(key)).fail("is missing");
    for (const auto& [key, value] : json_->items())
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            JsonNode(*document_, *json_, pointer_ + "/" + key).fail("is not known to this version");
    return *this;
}

JsonNode JsonNode::operator[](std::string_view key) const
{
    return {*document_, json_->at(std::string(key)), pointer_ + "/" + std::string(key)};
}

std::string JsonNode::string() const
{
    if (!json_->is_string())
        fail("is not text");
    return json_->get<std::string>();
}

bool JsonNode::boolean() const
{
    if (!json_->is_boolean())
        fail("is neither true nor false");
    return json_->get<bool>();
}

std::uint64_t JsonNode::number(std::uint64_t most) const
{
    if (!json_->is_number_unsigned())
        fail("is not a whole number");
    const auto value = json_->get<std::uint64_t>();
    if (value > most)
        fail(fmt::format("is {}, more than {}", value, most));
    return value;
}

std::vector<JsonNode> JsonNode::items() const
{
    if (!json_->is_array())
        fail("is not a list");
    std::vector<JsonNode> result;
    result.reserve(json_->size());
    for (std::size_t i = 0; i < json_->size(); ++i)
        result.emplace_back(*document_, (*json_)[i], fmt::format("{}/{}", pointer_, i));
    return result;
}

std::vector<std::string> JsonNode::strings() const
{
    return list([](const JsonNode& item) { return item.string(); });
}

void JsonNode::fail(const std::string& words) const
{
    const auto pointer = pointer_.empty() ? std::string("/") : lang::escape_terminal(pointer_);
    throw Malformed(document_->format, 0, fmt::format("`{}` of the {} {}", pointer, document_->format, words),
                    document_->where, start_again);
}

}  // namespace hivemend::engine
