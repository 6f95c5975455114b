// Reading the table of traps.
#include <algorithm>
#include <regex>

#include "lang/diag/catalogue.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/rule_files.hpp"

#include <fmt/format.h>

namespace hivemend::test {
namespace {

namespace fs = std::filesystem;

struct Row {
    std::string trap, mistake, stopper;
    std::set<std::string> kinds;
};

std::string trimmed(const std::string& text)
{
    const auto begin = text.find_first_not_of(' ');
    return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

/// The cells of `| a | b |`.
std::vector<std::string> cells_of(const std::string& line)
{
    std::vector<std::string> cells;
    for (std::size_t begin = 1; begin < line.size();) {
        const auto end = std::min(line.find('|', begin), line.size());
        cells.push_back(trimmed(line.substr(begin, end - begin)));
        begin = end + 1;
    }
    return cells;
}

std::vector<std::string> table_lines(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const auto line = text.substr(begin, end - begin);
        if (line.starts_with("| T"))
            lines.push_back(line);
        begin = end + 1;
    }
    return lines;
}

class Table {
public:
    explicit Table(const fs::path& document) : sections_{sections_of(document)}
    {
        for (const auto& line : table_lines(read_text(document)))
            if (auto cells = cells_of(line); cells.size() == 3)
                rows_.push_back({cells[0], cells[1], cells[2], {}});
            else
                faults.push_back("a row has other cells than trap, mistake and what stops it: " + line);
        for (auto& row : rows_)
            check(row);
        for (const auto& section : sections_)
            if (section.level == 3 && std::ranges::find(rows_, section.title, &Row::trap) == rows_.end())
                faults.push_back(section.title + " has blocks and no row");
    }

    void compare(const std::set<std::string>& traps)
    {
        for (const auto& trap : traps)
            if (const auto count = std::ranges::count(rows_, trap, &Row::trap); count != 1)
                faults.push_back(fmt::format("{} has {} rows", trap, count));
        for (const auto& row : rows_)
            if (!traps.contains(row.trap))
                faults.push_back(row.trap + " is no trap that is listed");
    }

    std::vector<std::string> faults;

private:
    void check(Row& row)
    {
        if (row.mistake.empty())
            faults.push_back(row.trap + " does not say what goes wrong");
        static const std::regex link(R"(\[([a-z0-9-]+)\]\(#(\w+)\))");
        for (std::sregex_iterator at(row.stopper.begin(), row.stopper.end(), link), end; at != end; ++at)
            check_link(row, (*at)[1], (*at)[2]);
        const auto reason = std::regex_replace(row.stopper, link, "");
        if (row.kinds.empty() && std::ranges::count(reason, ' ') < 4)
            faults.push_back(row.trap + " has neither a diagnostic nor a reason");
        for (const auto& kind : shown(row.trap))
            if (!row.kinds.contains(kind))
                faults.push_back(fmt::format("{} shows `{}`, which its row does not name", row.trap, kind));
    }

    void check_link(Row& row, const std::string& kind, const std::string& anchor)
    {
        row.kinds.insert(kind);
        auto own = row.trap;
        std::ranges::transform(own, own.begin(), [](char c) { return c == 'T' ? 't' : c; });
        if (anchor != own)
            faults.push_back(fmt::format("{} links `{}` to #{}", row.trap, kind, anchor));
        if (std::ranges::find(lang::diag::catalogue(), kind, &lang::diag::CatalogueEntry::name) ==
            lang::diag::catalogue().end())
            faults.push_back(fmt::format("{} names `{}`, which is no kind of diagnostic", row.trap, kind));
        else if (!fs::exists(fs::path(HIVEMEND_SOURCE_DIR) / "lang/diag/explain" / (kind + ".md")))
            faults.push_back(fmt::format("{} names `{}`, which no page explains", row.trap, kind));
        if (!shown(row.trap).contains(kind))
            faults.push_back(fmt::format("{} has no block that fails with `{}`", row.trap, kind));
    }

    /// The kinds that the blocks below the heading of the trap fail with.
    std::set<std::string> shown(const std::string& trap) const
    {
        std::set<std::string> kinds;
        for (const auto& section : sections_)
            if (section.level == 3 && section.title == trap)
                for (const auto& fence : section.fences)
                    if (fence.language == "mend" && fence.words.size() >= 2 && fence.words.front() == "fails")
                        kinds.insert(fence.words[1]);
        return kinds;
    }

    std::vector<Section> sections_;
    std::vector<Row> rows_;
};

}  // namespace

std::vector<std::string> trap_faults(const fs::path& document, const std::set<std::string>& traps)
{
    Table table(document);
    table.compare(traps);
    return table.faults;
}

}  // namespace hivemend::test
