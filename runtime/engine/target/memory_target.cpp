// A target described in YAML, in memory.
#include "runtime/engine/target/memory_target.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "lang/diag/escape.hpp"
#include "runtime/engine/target/reg_tree.hpp"
#include "runtime/windows/hive/guards.hpp"

namespace hivemend::engine {
namespace {

std::string upper(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return result;
}

class MemoryRegistry final : public Registry {
public:
    explicit MemoryRegistry(const std::vector<Description::Key>& described)
    {
        add({"SYSTEM"});  // every Windows has this hive; a description may leave it out
        for (const auto& [key, values] : described)
            add(key).values = values;
    }

    bool has_hive(std::string_view hive) const override { return keys_.contains(upper(hive)); }
    bool key_exists(const lang::RegKey& key) const override { return keys_.contains(upper(key.text)); }
    std::optional<lang::RegData> value(const lang::RegKey& key, std::string_view name) const override
    {
        for (const auto& value : values(key))
            if (lang::equal_without_case(value.name, name))
                return value.data;
        return std::nullopt;
    }
    std::vector<std::string> keys(const lang::RegKey& key) const override
    {
        const auto found = keys_.find(upper(key.text));
        return found == keys_.end() ? std::vector<std::string>{} : found->second.children;
    }
    std::vector<NamedValue> values(const lang::RegKey& key) const override
    {
        const auto found = keys_.find(upper(key.text));
        return found == keys_.end() ? std::vector<NamedValue>{} : found->second.values;
    }

private:
    struct Key {
        std::vector<NamedValue> values;
        std::vector<std::string> children;  // names as first spelled, in the order of a hive: by upper case
    };
    std::map<std::string, Key> keys_;  // by path in upper case

    /// The key, with every one above it.
    Key& add(const lang::RegKey& key)
    {
        const auto path = upper(key.text);
        const auto [entry, is_new] = keys_.try_emplace(path);
        if (const auto slash = key.text.rfind('\\'); is_new && slash != std::string::npos) {
            auto& siblings = add({key.text.substr(0, slash)}).children;
            const auto name = key.text.substr(slash + 1);
            siblings.insert(std::ranges::upper_bound(siblings, upper(name), {}, upper), name);
        }
        return entry->second;
    }
};

class MemoryBootStore final : public BootStore {
public:
    explicit MemoryBootStore(const std::vector<Description::Object>& described)
    {
        for (const auto& object : described)
            objects_.push_back({object.id, object.type, object.elements});
        std::ranges::sort(objects_, {}, &windows::BcdObject::id);
    }

    bool present() const override { return !objects_.empty(); }
    std::optional<windows::BcdObject> object(const lang::Guid& id) const override
    {
        const auto found = std::ranges::lower_bound(objects_, id, {}, &windows::BcdObject::id);
        return found == objects_.end() || found->id != id ? std::nullopt : std::optional(*found);
    }
    std::vector<windows::BcdObject> objects() const override { return objects_; }

private:
    std::vector<windows::BcdObject> objects_;  // ordered by id
};

/// The described files, the hives and the boot store, with the directories above them.
class MemoryFiles final : public Files {
public:
    explicit MemoryFiles(const Description& description)
    {
        add(description.windows_directory, true);
        for (const auto& path : store_paths(description))
            add(path, false);
        for (const auto& path : description.files)
            add(path, false);
    }

    Answer<bool> exists(const std::string& path) const override
    {
        return Known<bool>{path == "\\" || entries_.contains(upper(path))};
    }
    Answer<std::vector<storage::Entry>> list(const std::string& directory) const override
    {
        std::vector<storage::Entry> result;
        const auto above = directory == "\\" ? std::string() : upper(directory);
        for (const auto& [path, entry] : entries_)
            if (path.rfind('\\') == above.size() && path.starts_with(above))
                result.push_back(entry);
        return Known<std::vector<storage::Entry>>{std::move(result)};
    }

private:
    std::map<std::string, storage::Entry> entries_;  // by path in upper case

    void add(const std::string& path, bool directory)
    {
        const auto slash = path.rfind('\\');
        if (slash != 0)
            add(path.substr(0, slash), true);
        entries_.emplace(upper(path), storage::Entry{path.substr(slash + 1), directory, 0});
    }
};

class MemoryTarget final : public Target {
public:
    MemoryTarget(Description description, std::string name)
        : description_(std::move(description)),
          name_(std::move(name)),
          registry_(description_.registry),
          boot_(description_.boot),
          files_(description_)
    {}

    std::string name() const override { return name_; }
    std::string kind() const override { return "memory"; }
    const Registry& registry() const override { return registry_; }
    const BootStore& boot() const override { return boot_; }
    const Files& files() const override { return files_; }
    std::string windows_directory() const override { return description_.windows_directory; }
    std::optional<int> generation() const override
    {
        return boot_.present() ? std::optional(description_.generation) : std::nullopt;
    }
    std::optional<lang::Value> supplied(std::string_view fact) const override
    {
        const auto found = description_.facts.find(std::string(fact));
        return found == description_.facts.end() ? std::nullopt : std::optional(found->second);
    }
    Answer<windows::BcdDevice> partition(std::string_view volume) const override
    {
        const auto found = description_.partitions.find(volume);
        if (found != description_.partitions.end())
            return Known<windows::BcdDevice>{found->second};
        return Unknown{fmt::format("the description of this target has no `{}` under `partitions`", volume)};
    }
    std::optional<std::string> obstacle(const Change& change) const override
    {
        return std::visit(overloaded{
                              [&](const SetRegValue& set) { return set_obstacle(set); },
                              [&](const CreateRegKey& creation) { return creation_obstacle(creation.key); },
                              [&](const CopyRegKey& copy) { return copy_obstacle(copy); },
                              [](const auto&) { return std::optional<std::string>(); },
                          },
                          change);
    }
    std::vector<ObjectRead> objects_read() const override { return {{description_.file, description_.fingerprint}}; }
    std::vector<std::string> notes() const override { return {}; }

private:
    Description description_;
    std::string name_;
    MemoryRegistry registry_;
    MemoryBootStore boot_;
    MemoryFiles files_;

    /// Names that the change would create, down to this key.
    std::optional<std::string> creation_obstacle(const lang::RegKey& key) const
    {
        if (registry_.key_exists(key))
            return std::nullopt;
        const auto slash = key.text.rfind('\\');
        if (slash == std::string::npos)
            return std::nullopt;  // a hive that is not there is no matter of names
        if (auto obstacle = creation_obstacle({key.text.substr(0, slash)}))
            return obstacle;
        return windows::name_obstacle("key", key.text.substr(slash + 1));
    }
    std::optional<std::string> set_obstacle(const SetRegValue& set) const
    {
        const auto present = registry_.value(set.key, set.name);
        if (present == set.after)
            return std::nullopt;
        if (auto obstacle = creation_obstacle(set.key))
            return obstacle;
        if (!present && !set.name.empty())
            if (auto obstacle = windows::name_obstacle("value", set.name))
                return obstacle;
        return windows::data_obstacle(set.name, set.after);
    }
    std::optional<std::string> copy_obstacle(const CopyRegKey& copy) const
    {
        for (const auto& key : reg_tree(registry_, copy.from).keys) {
            const lang::RegKey to{copy.to.text + key.below};
            if (auto obstacle = creation_obstacle(to))
                return obstacle;
            for (const auto& value : key.values)
                if (auto obstacle = set_obstacle({to, value.name, std::nullopt, value.data}))
                    return obstacle;
        }
        return std::nullopt;
    }
};

}  // namespace

std::vector<std::string> store_paths(const Description& description)
{
    std::set<std::string> hives{"SYSTEM"};  // every Windows has this hive; a description may leave it out
    for (const auto& [key, values] : description.registry)
        hives.insert(key.text.substr(0, key.text.find('\\')));
    std::vector<std::string> paths;
    for (const auto& hive : hives)
        paths.push_back(fmt::format("{}\\System32\\config\\{}", description.windows_directory, hive));
    if (!description.boot.empty())
        paths.emplace_back(description.generation == 2 ? "\\EFI\\Microsoft\\Boot\\BCD" : "\\Boot\\BCD");
    return paths;
}

std::unique_ptr<Target> memory_target(Description description, std::string name)
{
    return std::make_unique<MemoryTarget>(std::move(description), std::move(name));
}

}  // namespace hivemend::engine
