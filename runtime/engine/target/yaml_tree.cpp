// YAML text as a tree with places.
#include "runtime/engine/target/yaml_tree.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "lang/diag/catalogue.hpp"
#include "lang/diag/escape.hpp"

namespace hivemend::engine {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Ends the parse: a diagnostic has been given.
struct Enough {};

class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(lang::SourceId source, std::uint32_t size, std::uint32_t skipped, lang::Diagnostics& diagnostics,
                const YamlText& called)
        : source_(source), size_(size), skipped_(skipped), diagnostics_(diagnostics), called_(called)
    {}

    YamlNode take() { return std::move(root_); }

    std::uint32_t offset(const YAML::Mark& mark) const
    {
        if (mark.pos < 0)
            return 0;  // the parser's null mark
        return std::min(static_cast<std::uint32_t>(mark.pos) + skipped_, size_);
    }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        refuse_anchor(mark, anchor);
        add({.offset = offset(mark)});
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse(mark, "an alias (`*name`)"); }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override
    {
        refuse_anchor(mark, anchor);
        refuse_tag(mark, tag);
        add({.kind = YamlNode::Kind::scalar, .offset = offset(mark), .quoted = tag == "!", .text = value});
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(mark, tag, anchor, YamlNode::Kind::list);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(mark, tag, anchor, YamlNode::Kind::map);
    }
    void OnMapEnd() override { close(); }

private:
    struct Level {
        YamlNode node;
        std::optional<YamlNode> key;  // of a map: waits for its value
    };

    lang::SourceId source_;
    std::uint32_t size_, skipped_;
    lang::Diagnostics& diagnostics_;
    const YamlText& called_;
    YamlNode root_;
    std::vector<Level> open_;
    std::size_t nodes_ = 0;

    lang::Span at(std::uint32_t offset) const { return {source_, offset, std::min(offset + 1, size_)}; }

    void refuse(const YAML::Mark& mark, const std::string& what)
    {
        diagnostics_.add(lang::diag::yaml_feature, at(offset(mark)), what, called_.full_name)
            .hint("write out what is meant");
        throw Enough{};
    }
    void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor)
    {
        if (anchor != YAML::NullAnchor)
            refuse(mark, "an anchor (`&name`)");
    }
    void refuse_tag(const YAML::Mark& mark, const std::string& tag)
    {
        if (!tag.empty() && tag != "?" && tag != "!")  // plain and quoted scalars
            refuse(mark, "a tag (`!name`)");
    }
    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Kind kind)
    {
        refuse_anchor(mark, anchor);
        refuse_tag(mark, tag);
        if (open_.size() == max_yaml_depth) {
            diagnostics_.add(lang::diag::description_too_large, at(offset(mark)), called_.name,
                             fmt::format("nests more than {} levels deep", max_yaml_depth));
            throw Enough{};
        }
        open_.push_back({{.kind = kind, .offset = offset(mark)}, {}});
    }
    void close()
    {
        auto node = std::move(open_.back().node);
        open_.pop_back();
        add(std::move(node));
    }
    void add(YamlNode node)
    {
        if (++nodes_ > max_yaml_nodes) {
            diagnostics_.add(lang::diag::description_too_large, at(node.offset), called_.name,
                             fmt::format("has more than {} entries", max_yaml_nodes));
            throw Enough{};
        }
        if (open_.empty())
            root_ = std::move(node);
        else if (auto& level = open_.back(); level.node.is(YamlNode::Kind::list))
            level.node.items.push_back(std::move(node));
        else if (level.key)
            finish(level, std::move(node));
        else
            start(level, std::move(node));
    }
    void start(Level& level, YamlNode key)
    {
        if (!key.is(YamlNode::Kind::scalar)) {
            diagnostics_
                .add(lang::diag::wrong_target_value, at(key.offset), "the name of a line", "text", described(key))
                .hint("text that starts with `{`, `[` or `*` needs quotes in YAML: `\"{9dea862c-…}\":`");
            throw Enough{};
        }
        level.key = std::move(key);
    }
    static void finish(Level& level, YamlNode value)
    {
        level.node.entries.push_back({std::move(*level.key), std::move(value)});
        level.key.reset();
    }
};

/// yaml-cpp guesses other encodings and takes bytes as they come, so the text is looked at first.
bool is_readable(const lang::SourceMap& sources, lang::SourceId source, lang::Diagnostics& diagnostics,
                 const YamlText& called)
{
    const auto text = sources[source].text();
    if (text.size() > lang::max_source_bytes) {
        diagnostics.add(lang::diag::source_too_large, {source, 0, 0}, text.size(), lang::max_source_bytes);
        return false;
    }
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const lang::Span here{source, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1)};
        const auto length = code_point_length(text.substr(i));
        if (length == 0) {
            diagnostics.add(lang::diag::not_utf8, here, byte);
            return false;
        }
        if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f) {
            diagnostics.add(lang::diag::description_not_yaml, here, called.name,
                            fmt::format("it has the control character U+{:04X}", byte));
            return false;
        }
        i += length;
    }
    return true;
}

}  // namespace

std::size_t code_point_length(std::string_view text)
{
    const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto continues = [&](std::size_t i, unsigned least = 0x80, unsigned most = 0xbf) {
        return at(i) >= least && at(i) <= most;
    };
    const auto first = at(0);
    if (first < 0x80)
        return text.empty() ? 0 : 1;
    if (first >= 0xc2 && first <= 0xdf)
        return continues(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef)  // no longer form than needed, no surrogates
        return continues(1, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf) && continues(2) ? 3 : 0;
    if (first >= 0xf0 && first <= 0xf4)
        return continues(1, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf) && continues(2) && continues(3)
                   ? 4
                   : 0;
    return 0;
}

std::optional<YamlNode> read_yaml(const lang::SourceMap& sources, lang::SourceId source, lang::Diagnostics& diagnostics,
                                  const YamlText& called)
{
    if (!is_readable(sources, source, diagnostics, called))
        return std::nullopt;
    const auto text = sources[source].text();
    const auto skipped = static_cast<std::uint32_t>(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    const auto size = static_cast<std::uint32_t>(text.size());
    TreeBuilder builder(source, size, skipped, diagnostics, called);
    try {
        std::istringstream stream{std::string(text.substr(skipped))};
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder))
            return YamlNode{};
        auto tree = builder.take();
        if (parser.HandleNextDocument(builder)) {
            diagnostics.add(lang::diag::yaml_feature, {source, 0, std::min(1u, size)},
                            "a second document (after `---`)", called.full_name);
            return std::nullopt;
        }
        return tree;
    } catch (const YAML::Exception& error) {
        const auto offset = builder.offset(error.mark);
        diagnostics.add(lang::diag::description_not_yaml, {source, offset, std::min(offset + 1, size)}, called.name,
                        lang::escape_terminal(error.msg));
    } catch (const Enough&) {
    }
    return std::nullopt;
}

std::optional<std::uint32_t> verbatim(const YamlNode& scalar, std::string_view text)
{
    const auto start = scalar.offset + (scalar.quoted ? 1u : 0u);
    if (scalar.is(YamlNode::Kind::scalar) && start <= text.size() &&
        text.substr(start, scalar.text.size()) == scalar.text)
        return start;
    return std::nullopt;
}

lang::Span span_of(const YamlNode& node, const lang::SourceMap& sources, lang::SourceId source)
{
    const auto text = sources[source].text();
    if (const auto start = verbatim(node, text); start && !node.text.empty())
        return {source, *start, *start + static_cast<std::uint32_t>(node.text.size())};
    const auto end = std::min(text.find_first_of("\r\n", node.offset), text.size());
    return {source, node.offset, std::max(node.offset, static_cast<std::uint32_t>(end))};
}

std::string described(const YamlNode& node)
{
    switch (node.kind) {
    case YamlNode::Kind::nothing:
        return "nothing";
    case YamlNode::Kind::scalar:
        return fmt::format("`{}`", lang::escape_terminal(node.text));
    case YamlNode::Kind::list:
        return "a list";
    case YamlNode::Kind::map:
        return "a block of lines";
    }
    return "";
}

}  // namespace hivemend::engine
