// Descriptions of targets from text, for tests.
#include "tests/support/engine/described.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "tests/support/temporary.hpp"

namespace hivemend::test {

Described described_file(const std::string& path)
{
    static lang::SourceMap sources;
    static lang::Diagnostics mistakes_of_library;
    static const auto library = lang::load_library(sources, mistakes_of_library);
    REQUIRE_FALSE(mistakes_of_library.has_errors());
    Described result{&sources, &library, {}, {}};
    result.description = engine::read_description(path, library, sources, result.diagnostics);
    return result;
}

Described described(std::string_view yaml)
{
    const TemporaryDirectory directory;
    const auto path = directory.path() / "target.yaml";
    write_file(path, bytes_of(yaml));
    return described_file(path.string());
}

std::vector<std::string> Described::mistakes() const
{
    std::vector<std::string> result;
    for (const auto& diagnostic : diagnostics.all()) {
        const auto& span = diagnostic.labels.front().span;
        const auto& source = (*sources)[span.source];
        const auto place = source.position(span.begin);
        const bool in_yaml = source.name().ends_with(".yaml");
        result.push_back(
            fmt::format("{} {}{}:{}", diagnostic.kind, in_yaml ? "" : source.name() + " ", place.line, place.column));
    }
    return result;
}

std::unique_ptr<engine::Target> Described::target() const
{
    REQUIRE(description);
    return engine::memory_target(*description, "target.yaml");
}

std::string repository_text(const std::string& path)
{
    const auto bytes = read_file(std::filesystem::path(HIVEMEND_SOURCE_DIR) / path);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace hivemend::test
