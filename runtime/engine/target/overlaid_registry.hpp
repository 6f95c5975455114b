// The registry as it would be after changes: what was touched is remembered here, everything else is asked of the base.
#pragma once

#include <map>
#include <set>

#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

class OverlaidRegistry final : public Registry {
public:
    explicit OverlaidRegistry(const Registry& base) : base_(base) {}

    bool has_hive(std::string_view hive) const override { return base_.has_hive(hive); }
    std::optional<std::string> obstacle(std::string_view hive) const override { return base_.obstacle(hive); }
    bool key_exists(const lang::RegKey& key) const override;
    std::optional<lang::RegData> value(const lang::RegKey& key, std::string_view name) const override;
    std::vector<std::string> keys(const lang::RegKey& key) const override;
    std::vector<NamedValue> values(const lang::RegKey& key) const override;

    ReplayHive replay(std::string_view hive) const override;

    /// Each as the change of its name does, whatever the change says was there before.
    void set(const SetRegValue& change);
    void remove(const DeleteRegValue& change);
    void create(const CreateRegKey& change);
    void remove(const DeleteRegKey& change);
    void copy(const CopyRegKey& change);
    void replay(const ReplayHive& change) { replayed_.insert(change.hive); }

private:
    struct Key {
        lang::RegKey key;
        bool created = false;
        bool deleted = false;                        // what the base has here and below is gone
        std::map<std::string, NamedValue> set;       // by lower-case name
        std::map<std::string, std::string> removed;  // lower-case name to name
    };

    Key& touch(const lang::RegKey& key);
    const Key* find(const lang::RegKey& key) const;
    bool created(const std::string& lower) const;
    bool in_base(const std::string& lower) const;

    const Registry& base_;
    std::map<std::string, Key> keys_;  // by lower-case path
    std::set<std::string, std::less<>> replayed_;
};

}  // namespace hivemend::engine
