// Reading --vars. A scalar is its text and nothing else: what YAML calls a boolean or a number is the language's to
// read.
#include "runtime/cli/vars_file.hpp"

#include <algorithm>

#include "lang/diag/catalogue.hpp"
#include "lang/diag/escape.hpp"
#include "lang/diag/suggest.hpp"
#include "runtime/engine/target/yaml_tree.hpp"

#include <fmt/format.h>

namespace hivemend::cli {
namespace {

using engine::YamlNode;

class Vars {
public:
    Vars(Workbench& bench, const lang::Program& program, lang::SourceId source, lang::Diagnostics& diagnostics)
        : bench_(bench), program_(program), source_(source), diagnostics_(diagnostics)
    {}

    std::vector<engine::GivenParameter> read(const YamlNode& root)
    {
        std::vector<engine::GivenParameter> result;
        if (!root.is(YamlNode::Kind::map) && !root.is(YamlNode::Kind::nothing))
            wrong(root, "the file of --vars", "lines such as `ram: 8GiB`");
        for (const auto& [name, node] : root.entries) {
            const auto first = std::ranges::find(result, name.text, &engine::GivenParameter::name);
            if (first != result.end()) {
                diagnostics_.add(lang::diag::duplicate, span(name), shown(name));
            } else if (is_parameter(name)) {
                if (auto value = value_of(name, node)) {
                    result.push_back({name.text, std::move(*value)});
                    remember(name.text, node);
                }
            }
        }
        return result;
    }

private:
    using Texts = std::variant<std::string, std::vector<std::string>>;

    Workbench& bench_;
    const lang::Program& program_;
    lang::SourceId source_;
    lang::Diagnostics& diagnostics_;

    lang::Span span(const YamlNode& node) const { return engine::span_of(node, bench_.sources, source_); }
    static std::string shown(const YamlNode& name)
    {
        return fmt::format("the parameter `{}`", lang::escape_terminal(name.text));
    }

    void wrong(const YamlNode& node, const std::string& place, const std::string& wanted)
    {
        diagnostics_.add(lang::diag::wrong_target_value, span(node), place, wanted, engine::described(node));
    }

    /// Where the values are, so that what is wrong with one is told there.
    void remember(const std::string& name, const YamlNode& node)
    {
        auto& places = bench_.vars_places[name];
        if (node.is(YamlNode::Kind::scalar))
            places = {span(node)};
        for (const auto& item : node.items)
            places.push_back(span(item));
    }

    bool is_parameter(const YamlNode& name)
    {
        std::vector<std::string> names;
        for (const auto& parameter : program_.parameters)
            names.push_back(parameter.name);
        if (std::ranges::find(names, name.text) != names.end())
            return true;
        auto& diagnostic = diagnostics_.add(lang::diag::unknown_parameter, span(name), program_.name,
                                            lang::escape_terminal(name.text));
        if (const auto near = lang::nearest(name.text, names))
            diagnostic.hint(fmt::format("did you mean `{}`?", *near));
        return false;
    }

    std::optional<Texts> value_of(const YamlNode& name, const YamlNode& node)
    {
        const auto parameter = std::ranges::find(program_.parameters, name.text, &lang::Parameter::name);
        const bool list = lang::without_optional(parameter->type).is(lang::Type::Kind::list);
        const auto wanted = list ? "a list: a line `- VALUE` for each" : "one value";
        if (!node.is(list ? YamlNode::Kind::list : YamlNode::Kind::scalar)) {
            wrong(node, shown(name), wanted);
            return std::nullopt;
        }
        if (!list)
            return Texts{node.text};
        std::vector<std::string> texts;
        for (const auto& item : node.items) {
            if (!item.is(YamlNode::Kind::scalar))
                wrong(item, "an item of " + shown(name), "one value");
            texts.push_back(item.text);
        }
        return Texts{std::move(texts)};
    }
};

}  // namespace

std::vector<engine::GivenParameter> read_vars(Workbench& bench, const lang::Program& program, const std::string& path)
{
    const auto source = bench.sources.add(path, read_host_file(path));
    lang::Diagnostics diagnostics;
    std::vector<engine::GivenParameter> result;
    if (const auto tree =
            engine::read_yaml(bench.sources, source, diagnostics, {"the file of --vars", "the file of --vars"}))
        result = Vars(bench, program, source, diagnostics).read(*tree);
    bench.report(diagnostics);
    return result;
}

}  // namespace hivemend::cli
