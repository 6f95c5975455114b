// The plan, console and yaml blocks of documents: what is run and compared.
#pragma once

#include "tests/support/documents.hpp"

namespace hivemend::test {

/// Plans the block above each ```plan.
void run_plan_blocks(Document& document);
/// Runs the commands of ```console and ```sh, all of a document in one folder that goes with the test.
void run_console_blocks(Document& document);
/// Reads each ```yaml as a description of a target, or as values of parameters.
void check_yaml_blocks(Document& document);

}  // namespace hivemend::test
