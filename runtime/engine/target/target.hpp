// What a playbook sees of a patient: its registry, its boot store and what is known beside them. Reading only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/types/value.hpp"
#include "runtime/engine/answer.hpp"
#include "runtime/engine/plan/change.hpp"
#include "runtime/storage/store/store.hpp"
#include "runtime/windows/bcd/device.hpp"
#include "runtime/windows/bcd/store.hpp"

namespace hivemend::engine {

struct NamedValue {
    std::string name;
    lang::RegData data;
};

/// The hives of the patient. Names compare without case.
class Registry {
public:
    virtual ~Registry() = default;
    /// Whether the target has this hive: `SYSTEM`, `SOFTWARE`, …
    virtual bool has_hive(std::string_view hive) const = 0;
    /// Why a hive cannot be read, or nothing: it is not there, it is dirty, it is damaged.
    virtual std::optional<std::string> obstacle(std::string_view hive) const;
    virtual bool key_exists(const lang::RegKey& key) const = 0;
    virtual std::optional<lang::RegData> value(const lang::RegKey& key, std::string_view name) const = 0;
    /// Names of the subkeys, as the hive spells and orders them.
    virtual std::vector<std::string> keys(const lang::RegKey& key) const = 0;
    virtual std::vector<NamedValue> values(const lang::RegKey& key) const = 0;
    /// What writing the logs of a hive without obstacle into it changes. The registry always shows what it holds with
    /// them.
    virtual ReplayHive replay(std::string_view hive) const { return {std::string(hive)}; }
};

/// The boot store of the patient.
class BootStore {
public:
    virtual ~BootStore() = default;
    virtual bool present() const = 0;
    virtual std::optional<windows::BcdObject> object(const lang::Guid& id) const = 0;
    virtual std::vector<windows::BcdObject> objects() const = 0;  // ordered by id
};

/// Names in the volume of Windows, by absolute paths without a letter: `\Windows\System32`. Names compare without case.
class Files {
public:
    virtual ~Files() = default;
    /// Whether there is a file or directory of this path.
    virtual Answer<bool> exists(const std::string& path) const = 0;
    /// What is in a directory; nothing where there is none.
    virtual Answer<std::vector<storage::Entry>> list(const std::string& directory) const = 0;
};

/// A file that a plan was made from.
struct ObjectRead {
    std::string path;  // in the patient: `\Windows\System32\config\SYSTEM`
    storage::Fingerprint fingerprint;
    bool operator==(const ObjectRead&) const = default;
};

class Target {
public:
    virtual ~Target() = default;

    /// As the operator named it.
    virtual std::string name() const = 0;
    /// `directory`, `memory`
    virtual std::string kind() const = 0;
    virtual const Registry& registry() const = 0;
    virtual const BootStore& boot() const = 0;
    virtual const Files& files() const = 0;
    /// `\Windows`
    virtual std::string windows_directory() const = 0;
    /// 1 or 2 by the place of the boot store, or nothing when there is no store.
    virtual std::optional<int> generation() const = 0;
    /// A fact that the target's description gives itself; facts read the patient only when there is none.
    virtual std::optional<lang::Value> supplied(std::string_view fact) const = 0;
    /// The partition that a volume lies on, as the boot store names it: `os` or `system`.
    virtual Answer<windows::BcdDevice> partition(std::string_view volume) const;
    /// Why this change cannot be made safely here, or nothing.
    virtual std::optional<std::string> obstacle(const Change& change) const = 0;
    /// Everything that was read to plan.
    virtual std::vector<ObjectRead> objects_read() const = 0;
    /// What nobody may overlook: a hive is used without what was only in its logs.
    virtual std::vector<std::string> warnings() const { return {}; }
    /// What the operator should know before the first stage: an interrupted transaction, two stores.
    virtual std::vector<std::string> notes() const = 0;
};

}  // namespace hivemend::engine
