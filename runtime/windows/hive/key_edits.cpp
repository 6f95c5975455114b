// Folding changes into key edits.
#include "runtime/windows/hive/key_edits.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "lang/types/value.hpp"

namespace hivemend::windows {
namespace {

bool below(const std::string& path, const std::string& ancestor)
{
    return path.size() > ancestor.size() && path.starts_with(ancestor) && path[ancestor.size()] == '\\';
}

/// The hive as it will be, laid over the image. Paths are compared in lower case.
class Overlay {
public:
    explicit Overlay(const HiveImage& image) : image_(image) {}

    void apply(const SetValue& change)
    {
        auto& edit = create(change.key);
        const auto found = find_value(edit, change.name);
        if (found == edit.values.end())
            edit.values.push_back({change.name, change.data, {}});
        else if (data_of(edit, *found) == change.data)
            return;
        else
            replace(edit, *found, change.data);
        edit.write_values = true;
    }

    void apply(const DeleteValue& change)
    {
        if (!exists(change.key))
            return;
        auto& edit = open(change.key);
        const auto found = find_value(edit, change.name);
        if (found == edit.values.end())
            return;
        if (!found->changed)
            edit.gone.push_back(*found->kept);
        edit.values.erase(found);
        edit.write_values = true;
    }

    void apply(const CreateKey& change) { create(change.key); }

    void apply(const DeleteKey& change)
    {
        const auto path = lang::ascii_lower(change.key);
        const auto key = in_image(change.key);
        std::erase_if(edits_, [&](const auto& entry) { return entry.first == path || below(entry.first, path); });
        if (!key)
            return;
        std::erase_if(deletions_, [&](const auto& entry) { return below(entry.first, path); });
        deletions_[path] = {change.key, *key, *image_.find(split_path(change.key).first)};
    }

    KeyEdits result() &&
    {
        KeyEdits edits;
        for (auto& [path, deletion] : deletions_)
            edits.deletions.push_back(std::move(deletion));
        for (auto& [path, edit] : edits_)
            if (!edit.key || edit.write_values)
                edits.edits.push_back(std::move(edit));
        return edits;
    }

private:
    static std::vector<WantedValue>::iterator find_value(KeyEdit& edit, const std::string& name)
    {
        return std::find_if(edit.values.begin(), edit.values.end(),
                            [&](const WantedValue& value) { return lang::equal_without_case(value.name, name); });
    }

    lang::RegData data_of(const KeyEdit& edit, const WantedValue& value) const
    {
        return value.changed ? value.data : image_.value(*edit.key, value.name).value_or(lang::RegData{});
    }

    static void replace(KeyEdit& edit, WantedValue& value, const lang::RegData& data)
    {
        if (!value.changed)
            edit.gone.push_back(*value.kept);
        value.changed = true;
        value.data = data;
    }

    /// The key in the image, unless it was deleted by an earlier change.
    std::optional<KeyRef> in_image(const std::string& key) const
    {
        const auto path = lang::ascii_lower(key);
        for (const auto& [deleted, deletion] : deletions_)
            if (path == deleted || below(path, deleted))
                return std::nullopt;
        return image_.find(key);
    }

    bool exists(const std::string& key) const
    {
        return edits_.contains(lang::ascii_lower(key)) || in_image(key).has_value();
    }

    KeyEdit& open(const std::string& key)
    {
        const auto path = lang::ascii_lower(key);
        if (const auto known = edits_.find(path); known != edits_.end())
            return known->second;
        KeyEdit edit{.path = key, .key = in_image(key)};
        std::tie(edit.parent, edit.name) = split_path(key);
        edit.in = in_image(edit.parent);
        if (edit.key)
            for (auto& value : image_.values(*edit.key, HiveImage::Read::names))
                edit.values.push_back({.name = value.name, .kept = value, .changed = false});
        return edits_.emplace(path, std::move(edit)).first->second;
    }

    KeyEdit& create(const std::string& key)
    {
        if (!key.empty() && !exists(key))
            create(split_path(key).first);
        return open(key);
    }

    const HiveImage& image_;
    std::map<std::string, KeyEdit> edits_;  // sorted, so that parents come before children
    std::map<std::string, KeyDeletion> deletions_;
};

}  // namespace

std::pair<std::string, std::string> split_path(const std::string& path)
{
    const auto slash = path.rfind('\\');
    if (slash == std::string::npos)
        return {{}, path};
    return {path.substr(0, slash), path.substr(slash + 1)};
}

std::vector<KeyRef> KeyEdits::changed_parents() const
{
    std::set<std::uint32_t> cells;
    for (const auto& deletion : deletions)
        cells.insert(deletion.parent.cell);
    for (const auto& edit : edits)
        if (!edit.key && edit.in)
            cells.insert(edit.in->cell);
    std::vector<KeyRef> keys;
    for (const auto cell : cells)
        keys.push_back({cell});
    return keys;
}

KeyEdits key_edits(const HiveImage& image, std::span<const HiveChange> changes)
{
    Overlay overlay(image);
    for (const auto& change : changes)
        std::visit([&](const auto& one) { overlay.apply(one); }, change);
    return std::move(overlay).result();
}

}  // namespace hivemend::windows
