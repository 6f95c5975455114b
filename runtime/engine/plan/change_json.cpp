// Changes as JSON.
#include "runtime/engine/plan/change_json.hpp"

#include <fmt/format.h>

#include "runtime/engine/answer.hpp"
#include "runtime/engine/plan/value_json.hpp"

namespace hivemend::engine {
namespace {

Json optional_data(const std::optional<lang::RegData>& data)
{
    return data ? to_json(*data) : Json(nullptr);
}

std::optional<lang::RegData> optional_data_from(const JsonNode& node)
{
    if (node.is_null())
        return std::nullopt;
    return reg_data_from(node);
}

/// Numbers of elements and types as the boot store's keys have them, so that a reader can look them up.
std::string number_text(std::uint32_t number)
{
    return fmt::format("0x{:08x}", number);
}

std::uint32_t number_from(const JsonNode& node)
{
    const auto text = node.string();
    if (text.size() == 10 && text.starts_with("0x") &&
        text.find_first_not_of("0123456789abcdef", 2) == std::string::npos)
        return static_cast<std::uint32_t>(std::stoul(text, nullptr, 16));
    node.fail("is not 0x and eight lower-case hex digits");
}

Json of_element(std::string_view change, const auto& element)
{
    return {{"change", change},
            {"object", lang::to_text(element.object)},
            {"object_name", element.object_name},
            {"kind", element.kind},
            {"element", number_text(element.element)},
            {"element_name", element.element_name},
            {"before", optional_data(element.before)}};
}

template <class Element>
Element element_from(const JsonNode& node)
{
    Element element;
    element.object = guid_from(node["object"]);
    element.object_name = node["object_name"].string();
    element.kind = node["kind"].string();
    element.element = number_from(node["element"]);
    element.element_name = node["element_name"].string();
    element.before = optional_data_from(node["before"]);
    return element;
}

Change set_reg_value_from(const JsonNode& node)
{
    node.with({"change", "key", "name", "before", "after"});
    return SetRegValue{{node["key"].string()},
                       node["name"].string(),
                       optional_data_from(node["before"]),
                       reg_data_from(node["after"])};
}

Change delete_reg_value_from(const JsonNode& node)
{
    node.with({"change", "key", "name", "before"});
    return DeleteRegValue{{node["key"].string()}, node["name"].string(), optional_data_from(node["before"])};
}

Change create_reg_key_from(const JsonNode& node)
{
    node.with({"change", "key"});
    return CreateRegKey{{node["key"].string()}};
}

constexpr std::pair<TreeItem::What, const char*> item_words[] = {
    {TreeItem::What::added, "added"}, {TreeItem::What::replaced, "replaced"}, {TreeItem::What::removed, "removed"}};

Json to_json(const TreeItem& item)
{
    return {{"key", item.key.text},
            {"name", item.value ? Json(*item.value) : Json(nullptr)},
            {"what", name_in(item_words, item.what)},
            {"before", optional_data(item.before)},
            {"after", optional_data(item.after)}};
}

TreeItem item_from(const JsonNode& node)
{
    node.with({"key", "name", "what", "before", "after"});
    TreeItem item{.key = {node["key"].string()}};
    if (!node["name"].is_null())
        item.value = node["name"].string();
    item.what = node["what"].member(item_words);
    item.before = optional_data_from(node["before"]);
    item.after = optional_data_from(node["after"]);
    return item;
}

Json to_json(const TreeChange& tree)
{
    auto listed = Json::array();
    for (const auto& item : tree.listed)
        listed.push_back(to_json(item));
    return {{"keys_added", tree.keys_added},         {"keys_removed", tree.keys_removed},
            {"values_added", tree.values_added},     {"values_replaced", tree.values_replaced},
            {"values_removed", tree.values_removed}, {"listed", std::move(listed)}};
}

TreeChange tree_from(const JsonNode& node)
{
    node.with({"keys_added", "keys_removed", "values_added", "values_replaced", "values_removed", "listed"});
    return {.keys_added = node["keys_added"].number(),
            .keys_removed = node["keys_removed"].number(),
            .values_added = node["values_added"].number(),
            .values_replaced = node["values_replaced"].number(),
            .values_removed = node["values_removed"].number(),
            .listed = node["listed"].list(item_from)};
}

Change delete_reg_key_from(const JsonNode& node)
{
    node.with({"change", "key", "tree"});
    return DeleteRegKey{{node["key"].string()}, tree_from(node["tree"])};
}

Change copy_reg_key_from(const JsonNode& node)
{
    node.with({"change", "from", "to", "exact", "tree"});
    return CopyRegKey{{node["from"].string()}, {node["to"].string()}, node["exact"].boolean(), tree_from(node["tree"])};
}

Json optional_number(const std::optional<std::uint32_t>& number)
{
    return number ? Json(*number) : Json(nullptr);
}

std::optional<std::uint32_t> optional_number_from(const JsonNode& node)
{
    if (node.is_null())
        return std::nullopt;
    const auto number = node.number();
    if (number > 0xffffffff)
        node.fail("is no number of a log entry");
    return static_cast<std::uint32_t>(number);
}

Json to_json(const ReplayHive& replay)
{
    auto logs = Json::array();
    for (const auto& log : replay.logs)
        logs.push_back({{"name", log.name},
                        {"first", optional_number(log.first)},
                        {"last", optional_number(log.last)},
                        {"pages", log.pages}});
    return {{"change", "replay_hive"}, {"hive", replay.hive}, {"dirty", replay.dirty}, {"logs", std::move(logs)}};
}

ReplayedLog replayed_log_from(const JsonNode& node)
{
    node.with({"name", "first", "last", "pages"});
    return {node["name"].string(), optional_number_from(node["first"]), optional_number_from(node["last"]),
            node["pages"].number()};
}

Change replay_hive_from(const JsonNode& node)
{
    node.with({"change", "hive", "dirty", "logs"});
    return ReplayHive{node["hive"].string(), node["dirty"].boolean(), node["logs"].list(replayed_log_from)};
}

Change set_boot_element_from(const JsonNode& node)
{
    node.with({"change", "object", "object_name", "kind", "element", "element_name", "before", "after"});
    auto element = element_from<SetBootElement>(node);
    element.after = reg_data_from(node["after"]);
    return element;
}

Change delete_boot_element_from(const JsonNode& node)
{
    node.with({"change", "object", "object_name", "kind", "element", "element_name", "before"});
    return element_from<DeleteBootElement>(node);
}

std::optional<std::uint32_t> optional_type_from(const JsonNode& node)
{
    return node.is_null() ? std::nullopt : std::optional(number_from(node));
}

Json optional_type(const std::optional<std::uint32_t>& type)
{
    return type ? Json(number_text(*type)) : Json(nullptr);
}

Change create_boot_object_from(const JsonNode& node)
{
    node.with({"change", "object", "object_name", "kind", "type_before", "type"});
    return CreateBootObject{guid_from(node["object"]), node["object_name"].string(), node["kind"].string(),
                            optional_type_from(node["type_before"]), number_from(node["type"])};
}

Change delete_boot_object_from(const JsonNode& node)
{
    node.with({"change", "object", "object_name", "kind", "type_before"});
    return DeleteBootObject{guid_from(node["object"]), node["object_name"].string(), node["kind"].string(),
                            optional_type_from(node["type_before"])};
}

struct Reader {
    std::string_view change;
    Change (*read)(const JsonNode&);
};

constexpr Reader readers[] = {
    {"set_reg_value", set_reg_value_from},
    {"delete_reg_value", delete_reg_value_from},
    {"create_reg_key", create_reg_key_from},
    {"delete_reg_key", delete_reg_key_from},
    {"copy_reg_key", copy_reg_key_from},
    {"replay_hive", replay_hive_from},
    {"set_boot_element", set_boot_element_from},
    {"delete_boot_element", delete_boot_element_from},
    {"create_boot_object", create_boot_object_from},
    {"delete_boot_object", delete_boot_object_from},
};

}  // namespace

Json to_json(const Change& change)
{
    return std::visit(
        overloaded{
            [](const SetRegValue& set) -> Json {
                return {{"change", "set_reg_value"},
                        {"key", set.key.text},
                        {"name", set.name},
                        {"before", optional_data(set.before)},
                        {"after", to_json(set.after)}};
            },
            [](const DeleteRegValue& removal) -> Json {
                return {{"change", "delete_reg_value"},
                        {"key", removal.key.text},
                        {"name", removal.name},
                        {"before", optional_data(removal.before)}};
            },
            [](const CreateRegKey& creation) -> Json {
                return {{"change", "create_reg_key"}, {"key", creation.key.text}};
            },
            [](const DeleteRegKey& deletion) -> Json {
                return {{"change", "delete_reg_key"}, {"key", deletion.key.text}, {"tree", to_json(deletion.tree)}};
            },
            [](const CopyRegKey& copy) -> Json {
                return {{"change", "copy_reg_key"},
                        {"from", copy.from.text},
                        {"to", copy.to.text},
                        {"exact", copy.exact},
                        {"tree", to_json(copy.tree)}};
            },
            [](const ReplayHive& replay) -> Json { return to_json(replay); },
            [](const SetBootElement& set) -> Json {
                auto json = of_element("set_boot_element", set);
                json["after"] = to_json(set.after);
                return json;
            },
            [](const DeleteBootElement& removal) -> Json { return of_element("delete_boot_element", removal); },
            [](const CreateBootObject& creation) -> Json {
                return {{"change", "create_boot_object"},
                        {"object", lang::to_text(creation.object)},
                        {"object_name", creation.object_name},
                        {"kind", creation.kind},
                        {"type_before", optional_type(creation.before)},
                        {"type", number_text(creation.after)}};
            },
            [](const DeleteBootObject& removal) -> Json {
                return {{"change", "delete_boot_object"},
                        {"object", lang::to_text(removal.object)},
                        {"object_name", removal.object_name},
                        {"kind", removal.kind},
                        {"type_before", optional_type(removal.before)}};
            },
        },
        change);
}

Change change_from(const JsonNode& node)
{
    if (!node.has("change"))
        node.fail("has no `change`");
    const auto name = node["change"].string();
    for (const auto& reader : readers)
        if (reader.change == name)
            return reader.read(node);
    node["change"].fail("is no kind of change");
}

}  // namespace hivemend::engine
