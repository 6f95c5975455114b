// Descriptions of targets from text, for tests.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/engine/target/memory_target.hpp"

namespace hivemend::test {

/// A description that was read, and what there was to say about it.
struct Described {
    lang::SourceMap* sources = nullptr;
    const lang::Library* library = nullptr;  // read once for all tests
    lang::Diagnostics diagnostics;
    std::optional<engine::Description> description;

    /// `kind line:column`, one a diagnostic.
    std::vector<std::string> mistakes() const;
    std::unique_ptr<engine::Target> target() const;
};

Described described(std::string_view yaml);
Described described_file(const std::string& path);

/// A file below the repository.
std::string repository_text(const std::string& path);

}  // namespace hivemend::test
