// Golden files.
#include "tests/support/golden.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

namespace hivemend::test {
namespace {

std::vector<std::string_view> split(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1);
        lines.push_back(text.substr(0, end + 1));
        text.remove_prefix(end + 1);
    }
    return lines;
}

/// One row of a diff; the line keeps its line end.
void add_row(std::string& out, char sign, std::string_view line)
{
    out += sign;
    out += line;
    if (!line.ends_with('\n'))
        out += "\n\\ no line end\n";
}

}  // namespace

bool updating()
{
    const auto* update = std::getenv("HIVEMEND_UPDATE");
    return update && std::string_view(update) == "1";
}

std::string read_text(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        FAIL("cannot read " << path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

// What two texts share at their begin and end is left out; between, a table of the longest common subsequence aligns
// the lines.
std::string line_diff(std::string_view expected, std::string_view actual)
{
    if (expected == actual)
        return {};
    constexpr std::size_t context = 3;
    constexpr std::size_t largest_table = 4'000'000;
    const auto left = split(expected);
    const auto right = split(actual);
    std::size_t same = 0;
    while (same < left.size() && same < right.size() && left[same] == right[same])
        ++same;
    std::size_t left_end = left.size();
    std::size_t right_end = right.size();
    while (left_end > same && right_end > same && left[left_end - 1] == right[right_end - 1])
        --left_end, --right_end;

    const auto rows = left_end - same;
    const auto columns = right_end - same;
    std::string out;
    for (auto at = same - std::min(same, context); at < same; ++at)
        add_row(out, ' ', left[at]);
    if (rows * columns > largest_table) {
        for (auto at = same; at < left_end; ++at)
            add_row(out, '-', left[at]);
        for (auto at = same; at < right_end; ++at)
            add_row(out, '+', right[at]);
    } else {
        std::vector<std::size_t> common((rows + 1) * (columns + 1));
        const auto cell = [&](std::size_t row, std::size_t column) -> std::size_t& {
            return common[row * (columns + 1) + column];
        };
        for (auto row = rows; row-- > 0;)
            for (auto column = columns; column-- > 0;)
                cell(row, column) = left[same + row] == right[same + column]
                                        ? cell(row + 1, column + 1) + 1
                                        : std::max(cell(row + 1, column), cell(row, column + 1));
        std::size_t row = 0;
        std::size_t column = 0;
        while (row < rows || column < columns) {
            if (row < rows && column < columns && left[same + row] == right[same + column]) {
                add_row(out, ' ', left[same + row++]);
                ++column;
            } else if (column == columns || (row < rows && cell(row + 1, column) >= cell(row, column + 1))) {
                add_row(out, '-', left[same + row++]);
            } else {
                add_row(out, '+', right[same + column++]);
            }
        }
    }
    for (auto at = left_end; at < std::min(left.size(), left_end + context); ++at)
        add_row(out, ' ', left[at]);
    return out;
}

void check_golden(const std::filesystem::path& expected, std::string_view actual)
{
    if (updating()) {
        std::ofstream(expected, std::ios::binary) << actual;
        WARN("skipped: updated " << expected.string());
        return;
    }
    if (!std::filesystem::exists(expected)) {
        FAIL_CHECK("there is no " << expected.string() << "; HIVEMEND_UPDATE=1 writes it:\n" << actual);
        return;
    }
    const auto difference = line_diff(read_text(expected), actual);
    if (difference.empty())
        SUCCEED(expected.filename().string());
    else
        FAIL_CHECK(expected.string() << " differs (- expected, + actual):\n" << difference);
}

std::vector<std::filesystem::path> golden_inputs(const std::filesystem::path& folder, std::string_view prefix,
                                                 std::string_view suffix)
{
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with(prefix) && name.ends_with(suffix))
            found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    if (found.empty())
        FAIL("no " << prefix << "*" << suffix << " in " << folder.string());
    return found;
}

}  // namespace hivemend::test
