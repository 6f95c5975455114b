// Folding changes into key edits.
#include "runtime/windows/hive/key_edits.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "lang/types/value.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

/// Takes what lies below a path out of a map that is sorted by paths.
template <class Paths>
void erase_below(Paths& paths, const std::string& path)
{
    paths.erase(paths.lower_bound(path + '\\'), paths.lower_bound(path + static_cast<char>('\\' + 1)));
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
        edits_.erase(path);
        erase_below(edits_, path);
        if (!key)
            return;
        erase_below(deletions_, path);
        deletions_[path] = {change.key, *key, *find(split_path(path).first)};
    }

    void apply(const CopyKey& change)
    {
        std::vector<CopiedKey> source;
        collect(change.from, change.to, source);
        std::set<std::string> wanted;
        for (auto& one : source) {
            wanted.insert(lang::ascii_lower(one.to));
            copy(one, change.exact);
        }
        if (!change.exact || source.empty())
            return;
        std::vector<CopiedKey> there;
        collect(change.to, change.to, there);
        for (const auto& one : there)
            if (!wanted.contains(lang::ascii_lower(one.to)))
                apply(DeleteKey{one.to});
    }

    KeyEdits result() &&
    {
        KeyEdits edits;
        settle_security();
        for (auto& [path, deletion] : deletions_)
            edits.deletions.push_back(std::move(deletion));
        for (auto& [path, edit] : edits_)
            if (!edit.key || edit.write_values)
                edits.edits.push_back(std::move(edit));
        return edits;
    }

private:
    /// A key as it is now, on its way to another place.
    struct CopiedKey {
        std::string to;
        std::vector<WantedValue> values;
        std::uint32_t security = 0;
    };

    /// The key and everything below it, as earlier changes left them; parents come first.
    void collect(const std::string& key, const std::string& to, std::vector<CopiedKey>& keys) const
    {
        if (!exists(key))
            return;
        const auto in_hive = in_image(key);
        const auto known = edits_.find(lang::ascii_lower(key));
        CopiedKey copied{to, {}, security_of(key)};
        if (known != edits_.end())
            for (const auto& value : known->second.values)
                copied.values.push_back({value.name, data_of(known->second, value), {}});
        else
            for (auto& value : image_.values(*in_hive))
                copied.values.push_back({value.name, std::move(value.data), {}});
        keys.push_back(std::move(copied));

        std::vector<std::string> names;
        if (in_hive)
            for (const auto child : image_.subkeys(*in_hive))
                names.push_back(image_.key(child).name);
        const auto prefix = lang::ascii_lower(key) + '\\';
        for (auto at = edits_.lower_bound(prefix); at != edits_.end() && at->first.starts_with(prefix); ++at)
            if (!at->second.key && at->first.find('\\', prefix.size()) == std::string::npos)
                names.push_back(at->second.name);
        std::set<std::string> seen;
        for (const auto& name : names)
            if (seen.insert(lang::ascii_lower(name)).second)
                collect(key + '\\' + name, to + '\\' + name, keys);
    }

    void copy(CopiedKey& from, bool exact)
    {
        const bool is_new = !exists(from.to);
        auto& edit = create(from.to);
        if (is_new) {
            edit.security = from.security;
            edit.write_values = !from.values.empty();
            edit.values = std::move(from.values);
            return;
        }
        const auto goes = [&](const WantedValue& value) {
            const bool stays = std::ranges::any_of(from.values, [&](const WantedValue& other) {
                return lang::equal_without_case(other.name, value.name);
            });
            if (!stays && !value.changed)
                edit.gone.push_back(*value.kept);
            return !stays;
        };
        if (exact && std::erase_if(edit.values, goes) != 0)
            edit.write_values = true;
        for (auto& value : from.values) {
            const auto there = find_value(edit, value.name);
            if (there != edit.values.end() && data_of(edit, *there) == value.data)
                continue;
            if (there != edit.values.end())
                replace(edit, *there, value.data);
            else
                edit.values.push_back({std::move(value.name), std::move(value.data), {}});
            edit.write_values = true;
        }
    }

    bool is_created(const std::string& key) const
    {
        const auto known = edits_.find(lang::ascii_lower(key));
        return known != edits_.end() && !known->second.key;
    }

    /// The cell of the security descriptor that a key will have.
    std::uint32_t security_of(const std::string& key) const
    {
        if (!is_created(key))
            return key_node(image_, in_image(key)->cell).security();
        const auto& edit = edits_.at(lang::ascii_lower(key));
        return edit.security ? *edit.security : security_of(edit.parent);
    }

    /// hivex will give each new key the descriptor of the nearest key above it that exists; only other ones stay.
    void settle_security()
    {
        std::map<std::string, std::optional<std::uint32_t>> settled;
        for (const auto& [path, edit] : edits_) {
            if (edit.key)
                continue;
            auto above = edit.parent;
            while (is_created(above))
                above = split_path(above).first;
            const auto wanted = security_of(edit.path);
            settled[path] = wanted == security_of(above) ? std::nullopt : std::optional(wanted);
        }
        for (auto& [path, security] : settled)
            edits_.at(path).security = security;
    }

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
        for (auto above = deletions_.empty() ? std::string{} : path; !above.empty(); above = split_path(above).first)
            if (deletions_.contains(above))
                return std::nullopt;
        return find(path);
    }

    /// Each key is looked for once: many changes name the same ones, and the ones above them.
    std::optional<KeyRef> find(const std::string& path) const
    {
        auto key = image_.root();
        for (std::size_t begin = 0; begin < path.size();) {
            const auto end = std::min(path.find('\\', begin), path.size());
            const auto [known, is_new] = found_.try_emplace(path.substr(0, end));
            if (is_new)
                known->second = image_.child(key, std::string_view(path).substr(begin, end - begin));
            if (!known->second)
                return std::nullopt;
            key = *known->second;
            begin = end + 1;
        }
        return key;
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
    mutable std::map<std::string, std::optional<KeyRef>> found_;  // in the image, by path
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
