// JSON against the schemas of docs/schemas, as another program reads them: Debian's python3-jsonschema.
#pragma once

#include <string>
#include <vector>

namespace hivemend::test {

/// A document that a schema describes. Add what a new command prints to tests/cli/schema_test.cpp.
struct SchemaDocument {
    std::string schema;  // `plan`: docs/schemas/plan.schema.json
    std::string what;    // for messages
    std::string text;
    bool strict = false;  // also: one field more or less, in any object of it, is noticed
};

/// What is wrong, one line each; empty when all are as described.
std::string schema_mistakes(const std::vector<SchemaDocument>& documents);

/// Whether the validator is installed; prints that it is not.
bool has_validator();

}  // namespace hivemend::test
