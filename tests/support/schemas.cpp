// JSON against schemas.
#include "tests/support/schemas.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "tests/support/temporary.hpp"

#include <fmt/format.h>

namespace hivemend::test {
namespace {

/// Debian's own interpreter: another one on the way may be without its packages.
constexpr const char* python = "/usr/bin/python3";

std::pair<int, std::string> run(const std::string& command)
{
    auto* pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr)
        throw std::runtime_error("popen");
    std::string printed;
    std::array<char, 4096> buffer{};
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe))
        printed.append(buffer.data(), count);
    return {::pclose(pipe), printed};
}

}  // namespace

std::string schema_mistakes(const std::vector<SchemaDocument>& documents)
{
    const TemporaryDirectory place;
    std::string list;
    for (std::size_t number = 0; number < documents.size(); ++number) {
        const auto& one = documents[number];
        const auto path = place.path() / fmt::format("{}.json", number);
        write_file(path, bytes_of(one.text));
        list += fmt::format("{}{}\t{}\n", one.strict ? "strict\t" : "", one.schema, path.string());
    }
    write_file(place.path() / "list", bytes_of(list));
    const std::string root = HIVEMEND_SOURCE_DIR;
    auto [status, printed] = run(fmt::format("{} {}/tests/support/validate_json.py {}/docs/schemas {}", python, root,
                                             root, (place.path() / "list").string()));
    for (std::size_t number = documents.size(); number-- > 0;) {
        const auto path = (place.path() / fmt::format("{}.json:", number)).string();
        for (auto at = printed.find(path); at != std::string::npos; at = printed.find(path))
            printed.replace(at, path.size(), documents[number].what + ":");
    }
    if (status != 0 && printed.empty())
        printed = "the validator says nothing and fails";
    return printed;
}

bool has_validator()
{
    const bool found = run(fmt::format("{} -c 'import jsonschema'", python)).first == 0;
    if (!found)
        std::cout << "skipped: schemas, for want of python3-jsonschema\n";
    return found;
}

}  // namespace hivemend::test
