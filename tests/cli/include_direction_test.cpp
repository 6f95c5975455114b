// Includes point one way: lang ← storage ← windows ← engine ← {report, sample} ← cli. Reads the #include lines of the
// sources.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace {

namespace fs = std::filesystem;

struct Include {
    std::string file;  // relative to the repository, as is the next one when it is ours
    std::string header;
    int line = 0;
};

bool starts_with_any(std::string_view text, const std::vector<std::string>& prefixes)
{
    return std::any_of(prefixes.begin(), prefixes.end(), [&](const auto& prefix) { return text.starts_with(prefix); });
}

/// The header of an #include line, with quotes or angle brackets; nothing for any other line.
std::optional<std::string> included(const std::string& line)
{
    const auto hash = line.find_first_not_of(" \t");
    if (hash == std::string::npos || line[hash] != '#')
        return std::nullopt;
    const auto word = line.find_first_not_of(" \t", hash + 1);
    if (word == std::string::npos || line.compare(word, 7, "include") != 0)
        return std::nullopt;
    const auto open = line.find_first_of("\"<", word + 7);
    const auto close = open == std::string::npos ? open : line.find_first_of("\">", open + 1);
    if (close == std::string::npos)
        return std::nullopt;
    return line.substr(open + 1, close - open - 1);
}

std::vector<Include> includes_of(const std::string& folder)
{
    const fs::path root = HIVEMEND_SOURCE_DIR;
    std::vector<Include> found;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        const auto extension = entry.path().extension();
        if (extension != ".cpp" && extension != ".hpp" && extension != ".def")
            continue;
        std::ifstream stream(entry.path());
        std::string line;
        for (int number = 1; std::getline(stream, line); ++number)
            if (auto header = included(line))
                found.push_back({fs::relative(entry.path(), root).generic_string(), *header, number});
    }
    return found;
}

/// What a room may include of the project: prefixes of paths. What is not listed here is not allowed.
const std::map<std::string, std::vector<std::string>>& allowed()
{
    static const std::vector<std::string> values{"lang/types/", "lang/source/"};
    static const auto plus = [](std::vector<std::string> base, std::initializer_list<const char*> more) {
        base.insert(base.end(), more.begin(), more.end());
        return base;
    };
    static const std::vector<std::string> engine{"lang/", "runtime/storage/", "runtime/windows/", "runtime/engine/"};
    static const std::map<std::string, std::vector<std::string>> rooms{
        {"lang", {"lang/"}},
        {"runtime/storage", plus(values, {"runtime/storage/"})},
        {"runtime/windows", plus(values, {"runtime/storage/", "runtime/windows/"})},
        {"runtime/engine", engine},
        {"runtime/report", plus(engine, {"runtime/report/"})},
        {"runtime/sample", plus(engine, {"runtime/sample/"})},
        {"runtime/cli", {"lang/", "runtime/"}},
    };
    return rooms;
}

/// Headers from outside that only one place may see, because of their cost or their danger.
struct Reserved {
    std::string header;               // prefix
    std::vector<std::string> places;  // prefixes of files
};
const std::vector<Reserved> reserved{
    {"tao/pegtl", {"lang/syntax/"}},
    {"hivex", {"runtime/windows/"}},
    {"openssl/", {"runtime/storage/"}},
    {"CLI/", {"runtime/cli/"}},
    {"yaml-cpp/", {"runtime/engine/", "runtime/sample/", "runtime/cli/"}},
};

std::string place(const Include& include)
{
    return fmt::format("{}:{}: {}", include.file, include.line, include.header);
}

}  // namespace

TEST_CASE("every room includes only what lies below it", "[includes]")
{
    for (const auto& [room, prefixes] : allowed()) {
        if (!fs::is_directory(fs::path(HIVEMEND_SOURCE_DIR) / room))
            continue;
        for (const auto& include : includes_of(room)) {
            if (!include.header.starts_with("lang/") && !include.header.starts_with("runtime/"))
                continue;
            if (!starts_with_any(include.header, prefixes))
                FAIL_CHECK(place(include) << " is not below " << room);
        }
    }
    SUCCEED();
}

TEST_CASE("every folder under runtime is a room with a place in the order", "[includes]")
{
    for (const auto& entry : fs::directory_iterator(fs::path(HIVEMEND_SOURCE_DIR) / "runtime")) {
        INFO(entry.path());
        CHECK(allowed().contains("runtime/" + entry.path().filename().string()));
    }
}

TEST_CASE("headers of ours are included by their path from the root", "[includes]")
{
    for (const std::string folder : {"lang", "runtime"})
        for (const auto& include : includes_of(folder))
            if (fs::exists((fs::path(HIVEMEND_SOURCE_DIR) / include.file).parent_path() / include.header))
                FAIL_CHECK(place(include) << " is relative to its own folder");
    SUCCEED();
}

TEST_CASE("expensive and dangerous libraries stay in their rooms", "[includes]")
{
    for (const std::string folder : {"lang", "runtime"})
        for (const auto& include : includes_of(folder))
            for (const auto& rule : reserved)
                if (include.header.starts_with(rule.header) && !starts_with_any(include.file, rule.places))
                    FAIL_CHECK(place(include) << " belongs into " << fmt::format("{}", fmt::join(rule.places, " or ")));
    SUCCEED();
}

TEST_CASE("the language includes only the standard library, PEGTL, fmt and, in renderers, JSON", "[includes]")
{
    for (const auto& include : includes_of("lang")) {
        const bool standard = include.header.find_first_of("/.") == std::string::npos;
        const bool allowed_header = standard || include.header.starts_with("lang/") ||
                                    include.header.starts_with("fmt/") || include.header.starts_with("tao/pegtl") ||
                                    (include.header.starts_with("nlohmann/") && include.file.starts_with("lang/diag/"));
        if (!allowed_header)
            FAIL_CHECK(place(include));
    }
    SUCCEED();
}
