// A description of a target: its files. They are empty; only that they are there counts.
#include <algorithm>

#include <fmt/format.h>

#include "lang/diag/catalogue.hpp"
#include "lang/diag/escape.hpp"
#include "runtime/engine/target/description_reader.hpp"

namespace hivemend::engine {
namespace {

constexpr const char* example = "a file of the patient such as `\\Windows\\MEMORY.DMP`";

bool lies_in(const std::string& file, const std::string& directory)
{
    return file.size() > directory.size() && file[directory.size()] == '\\' &&
           lang::equal_without_case(std::string_view(file).substr(0, directory.size()), directory);
}

}  // namespace

void DescriptionReader::read_files(const YamlNode& node)
{
    if (node.is(YamlNode::Kind::nothing))
        return;
    if (!node.is(YamlNode::Kind::list)) {
        wrong(node, "`files`", "a list of files").hint("write each as a line that starts with `- `");
        return;
    }
    for (const auto& item : node.items) {
        if (!item.is(YamlNode::Kind::scalar)) {
            wrong(item, "`files`", example);
        } else if (const auto mistake = path_mistake(item.text); !mistake.empty()) {
            wrong(item, "`files`", example).hint("it " + mistake);
        } else if (first_of_its_name("file", item, fmt::format("the file `{}`", lang::escape_terminal(item.text)))) {
            result_.files.push_back(item.text);
        }
    }
}

/// A file is neither a directory of another one nor one of those that the description makes itself.
void DescriptionReader::check_files()
{
    auto all = store_paths(result_);
    all.push_back(result_.windows_directory + "\\System32");
    all.insert(all.end(), result_.files.begin(), result_.files.end());
    for (const auto& file : result_.files) {
        const auto place = seen_.at("file\n" + lang::ascii_lower(file));
        const auto shown = lang::escape_terminal(file);
        const auto other = std::ranges::find_if(all, [&](const std::string& path) { return lies_in(path, file); });
        if (other != all.end())
            diagnostics_.add(lang::diag::wrong_target_value, place, "`files`", example,
                             fmt::format("`{}`, the directory of `{}`", shown, lang::escape_terminal(*other)));
        else if (std::ranges::any_of(store_paths(result_),
                                     [&](const auto& path) { return lang::equal_without_case(path, file); }))
            diagnostics_.add(lang::diag::wrong_target_value, place, "`files`", example,
                             fmt::format("`{}`, which `registry` or `boot` describes", shown));
    }
}

}  // namespace hivemend::engine
