// Reading the goldens of rules.
#include "tests/support/rule_files.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "tests/support/golden.hpp"

#include <fmt/format.h>

namespace hivemend::test {
namespace {

namespace fs = std::filesystem;

/// Chapter and number of the last rule in it.
constexpr std::pair<int, int> chapters[]{{3, 23}, {4, 18}};

std::vector<fs::path> files_of(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".md")
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

bool is_run(const Fence& fence)
{
    return fence.language == "mend" || fence.language == "plan" || fence.language == "console";
}

bool expects_mistake(const Fence& fence)
{
    return fence.language == "mend" && std::ranges::find(fence.words, "fails") != fence.words.end();
}

/// A section that holds shows what is right, one that fails what is wrong: a mistake, or a plan or command that ends
/// otherwise than its author wished.
void check_section(const std::vector<Section>& sections, const std::string& title, const std::string& name,
                   std::vector<std::string>& faults)
{
    const auto section = std::ranges::find(sections, title, &Section::title);
    const bool holds = title == "Holds";
    if (section == sections.end() || section->level != 2)
        return faults.push_back(fmt::format("{} has no section \"{}\"", name, title));
    const auto shows = [&](const Fence& fence) {
        return is_run(fence) && (holds || fence.language != "mend" || expects_mistake(fence));
    };
    if (std::ranges::none_of(section->fences, shows))
        faults.push_back(fmt::format("{} shows nothing below \"{}\"", name, title));
    const auto wrong = std::ranges::find_if(section->fences, expects_mistake);
    if (holds && wrong != section->fences.end())
        faults.push_back(fmt::format("{}:{}: a mistake stands below \"Holds\"", name, wrong->opening));
}

void check_rule(const fs::path& file, const std::string& number, std::vector<std::string>& faults)
{
    const auto name = file.filename().string();
    const auto sections = sections_of(file);
    if (sections.empty() || sections.front().level != 1 || !sections.front().title.starts_with(number + " "))
        faults.push_back(fmt::format("{} does not begin with the title \"# {} …\"", name, number));
    check_section(sections, "Holds", name, faults);
    check_section(sections, "Fails", name, faults);
}

}  // namespace

std::vector<std::string> rule_documents(const std::string& prefix)
{
    std::vector<std::string> names;
    for (const auto& file : files_of(fs::path(HIVEMEND_SOURCE_DIR) / "tests/rules"))
        if (file.filename().string().starts_with(prefix))
            names.push_back("tests/rules/" + file.filename().string());
    return names;
}

std::vector<Section> sections_of(const fs::path& document)
{
    const auto text = read_text(document);
    const auto fences = Document(document, document.filename().string(), false).fences();
    std::vector<Section> sections;
    auto fence = fences.begin();
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const auto line = text.substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (fence != fences.end() && number > fence->closing)
            ++fence;
        if (fence != fences.end() && number >= fence->opening) {
            if (number == fence->opening && !sections.empty())
                sections.back().fences.push_back(*fence);
            continue;
        }
        const auto level = line.find_first_not_of('#');
        if (level != std::string::npos && level > 0 && line[level] == ' ')
            sections.push_back({number, level, line.substr(level + 1), {}});
    }
    return sections;
}

std::vector<std::string> rule_faults(const fs::path& folder)
{
    std::vector<std::string> faults;
    auto files = files_of(folder);
    for (const auto& [chapter, last] : chapters)
        for (int rule = 1; rule <= last; ++rule) {
            const auto stem = fmt::format("{}.{:02}-", chapter, rule);
            const auto file = std::ranges::find_if(
                files, [&](const fs::path& one) { return one.filename().string().starts_with(stem); });
            if (file == files.end()) {
                faults.push_back(fmt::format("rule {}.{} has no document {}….md", chapter, rule, stem));
                continue;
            }
            check_rule(*file, fmt::format("{}.{}", chapter, rule), faults);
            files.erase(file);
        }
    for (const auto& file : files)
        if (file.filename() != "traps.md")
            faults.push_back(fmt::format("{} is the document of no rule, or a second one", file.filename().string()));
    return faults;
}

}  // namespace hivemend::test
