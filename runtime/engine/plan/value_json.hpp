// Values and registry data as JSON, inside plans and journals.
#pragma once

#include "lang/types/value.hpp"
#include "runtime/engine/plan/json_node.hpp"

namespace hivemend::engine {

/// `{"type": 4, "bytes": "07000000", "text": "dword 7"}`. The text is for people; a reader refuses one that does not
/// say what the bytes are, so that nobody reviews something else than what is applied.
Json to_json(const lang::RegData& data);
lang::RegData reg_data_from(const JsonNode& node);

/// `{"type": "size", "value": 1024}`
Json to_json(const lang::Value& value);
lang::Value value_from(const JsonNode& node);

lang::Guid guid_from(const JsonNode& node);
Bytes bytes_from(const JsonNode& node);

}  // namespace hivemend::engine
