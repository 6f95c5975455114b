// Hives and boot store of a Windows tree, read when first asked for and kept, so that one plan sees one state.
#include "runtime/engine/target/windows_target.hpp"

#include <array>
#include <map>

#include "runtime/engine/primitive/registry_key.hpp"
#include "runtime/engine/target/hive_changes.hpp"
#include "runtime/engine/target/hive_file.hpp"
#include "runtime/windows/hive/guards.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

constexpr std::array hive_names = {"SYSTEM", "SOFTWARE", "SAM", "SECURITY", "DEFAULT", "COMPONENTS"};

/// A hive, or why it cannot be used.
struct Loaded {
    std::unique_ptr<HiveFile> file;
    std::string problem;
};

class Hives {
public:
    Hives(storage::Transaction& transaction, std::string windows, windows::LogLoss log_loss)
        : store_(transaction.store(storage::Volume::windows)), windows_(std::move(windows)), log_loss_(log_loss)
    {}

    std::string path(std::string_view name) const { return fmt::format("{}\\System32\\config\\{}", windows_, name); }

    /// SYSTEM must be usable: without it nothing here is a Windows to repair. Others say why they are not.
    const Loaded& load(std::string_view name) const
    {
        const auto known = loaded_.find(name);
        if (known != loaded_.end())
            return known->second;
        Loaded loaded;
        const auto spelled = store_.spelling(path(name));
        if (!spelled) {
            loaded.problem = fmt::format("this target has no {} hive", name);
        } else {
            loaded.file = std::make_unique<HiveFile>(store_, std::string(name), *spelled, log_loss_);
            if (name == "SYSTEM")
                loaded.file->require_usable();
            if (loaded.problem = loaded.file->report().problem; !loaded.problem.empty())
                loaded.file.reset();
        }
        return loaded_.emplace(name, std::move(loaded)).first->second;
    }

    const HiveFile* file(std::string_view name) const { return load(name).file.get(); }

    template <class F>
    void each_loaded(F&& visit) const
    {
        for (const auto& [name, loaded] : loaded_)
            if (loaded.file)
                visit(*loaded.file);
    }

private:
    storage::Store& store_;
    std::string windows_;
    windows::LogLoss log_loss_;
    mutable std::map<std::string, Loaded, std::less<>> loaded_;
};

class HiveRegistry final : public Registry {
public:
    explicit HiveRegistry(const Hives& hives) : hives_(hives) {}

    bool has_hive(std::string_view hive) const override { return hives_.file(hive) != nullptr; }

    std::optional<std::string> obstacle(std::string_view hive) const override
    {
        const auto& loaded = hives_.load(hive);
        return loaded.file ? std::nullopt : std::optional(loaded.problem);
    }

    bool key_exists(const lang::RegKey& key) const override { return find(key).second.has_value(); }

    std::optional<lang::RegData> value(const lang::RegKey& key, std::string_view name) const override
    {
        const auto [image, found] = find(key);
        return found ? image->value(*found, name) : std::nullopt;
    }

    std::vector<std::string> keys(const lang::RegKey& key) const override
    {
        std::vector<std::string> names;
        if (const auto [image, found] = find(key); found)
            for (const auto& child : image->subkeys(*found))
                names.push_back(image->key(child).name);
        return names;
    }

    std::vector<NamedValue> values(const lang::RegKey& key) const override
    {
        std::vector<NamedValue> result;
        if (const auto [image, found] = find(key); found)
            for (auto& value : image->values(*found))
                result.push_back({std::move(value.name), std::move(value.data)});
        return result;
    }

    ReplayHive replay(std::string_view hive) const override { return hives_.file(hive)->replay(); }

private:
    std::pair<const windows::HiveImage*, std::optional<windows::KeyRef>> find(const lang::RegKey& key) const
    {
        const auto* file = hives_.file(hive_of(key));
        if (file == nullptr)
            return {nullptr, std::nullopt};
        return {&file->image(), file->image().find(below_hive(key))};
    }

    const Hives& hives_;
};

class HiveBootStore final : public BootStore {
public:
    HiveBootStore(storage::Transaction& transaction, std::string path, windows::LogLoss log_loss)
        : store_(transaction.store(storage::Volume::system)), path_(std::move(path)), log_loss_(log_loss)
    {}

    bool present() const override { return !path_.empty(); }

    std::optional<windows::BcdObject> object(const lang::Guid& id) const override
    {
        for (const auto& object : load())
            if (object.id == id)
                return object;
        return std::nullopt;
    }

    std::vector<windows::BcdObject> objects() const override { return load(); }

    const HiveFile* file() const
    {
        load();
        return file_.get();
    }

    /// Why it cannot be read and what helps, or nothing. Who asks for its objects gets this as an Error.
    const std::string& problem() const
    {
        if (!problem_) {
            problem_ = "";
            try {
                load();
            } catch (const Error& error) {
                problem_ = error.headline + (error.help.empty() ? "" : " (" + error.help + ")");
            }
        }
        return *problem_;
    }

private:
    const std::vector<windows::BcdObject>& load() const
    {
        if (present() && !file_) {
            auto file = std::make_unique<HiveFile>(store_, "BCD", path_, log_loss_);
            file->require_usable();
            objects_ = objects_of(*file);
            file_ = std::move(file);
        }
        return objects_;
    }

    static std::vector<windows::BcdObject> objects_of(const HiveFile& file)
    {
        try {
            return windows::read_objects(file.image());
        } catch (Malformed& malformed) {
            malformed.where = file.path();
            throw;
        }
    }

    storage::Store& store_;
    std::string path_;
    windows::LogLoss log_loss_;
    mutable std::unique_ptr<HiveFile> file_;
    mutable std::vector<windows::BcdObject> objects_;
    mutable std::optional<std::string> problem_;
};

/// What a store refuses to answer (a link on the way, two names that differ only in case) stays open.
class StoreFiles final : public Files {
public:
    explicit StoreFiles(storage::Transaction& transaction) : store_(transaction.store(storage::Volume::windows)) {}

    Answer<bool> exists(const std::string& path) const override
    {
        return asked<bool>([&] { return store_.exists(path); });
    }
    Answer<std::vector<storage::Entry>> list(const std::string& directory) const override
    {
        return asked<std::vector<storage::Entry>>([&] { return store_.list(directory); });
    }

private:
    template <class T, class Ask>
    static Answer<T> asked(const Ask& ask)
    {
        try {
            return Known<T>{ask()};
        } catch (const Error& error) {
            return Unknown{error.where.empty() ? error.headline : fmt::format("{}: {}", error.headline, error.where)};
        }
    }

    storage::Store& store_;
};

std::string interrupted(const storage::Pending& pending)
{
    return pending.committed
               ? fmt::format(
                     "transaction {} was interrupted after its commit: this shows the target as it will be when it is "
                     "completed; the next apply, undo or recover completes it",
                     pending.id)
               : fmt::format("transaction {} was interrupted before its commit and changed nothing; the next apply, "
                             "undo or recover "
                             "removes what it left",
                             pending.id);
}

}  // namespace

struct WindowsTarget::State {
    State(std::unique_ptr<storage::Transaction> its_transaction, std::string its_name, std::optional<int> choice,
          windows::LogLoss loss)
        : transaction(std::move(its_transaction)),
          name(std::move(its_name)),
          installation(windows::find_installation(*transaction, choice)),
          log_loss(loss),
          hives(*transaction, installation.directory, loss),
          registry(hives),
          boot(*transaction, installation.boot_store, loss),
          files(*transaction)
    {}

    const HiveFile* file(const std::string& hive) const { return hive == "BCD" ? boot.file() : hives.file(hive); }

    /// What was read so far, and the boot store when it can be read.
    template <class F>
    void each_file(F&& visit) const
    {
        hives.each_loaded(visit);
        if (boot.present() && boot.problem().empty())
            visit(*boot.file());
    }

    std::unique_ptr<storage::Transaction> transaction;
    std::string name;
    windows::Installation installation;
    windows::LogLoss log_loss;
    Hives hives;
    HiveRegistry registry;
    HiveBootStore boot;
    StoreFiles files;
    std::vector<windows::PendingEdit> edits;  // staged, and still being checked
};

WindowsTarget::WindowsTarget(std::unique_ptr<storage::Transaction> transaction, std::string name,
                             std::optional<int> installation, windows::LogLoss log_loss)
    : state_(std::make_unique<State>(std::move(transaction), std::move(name), installation, log_loss))
{}

WindowsTarget::~WindowsTarget() = default;

storage::Transaction& WindowsTarget::transaction()
{
    return *state_->transaction;
}

const windows::Installation& WindowsTarget::installation() const
{
    return state_->installation;
}

std::string WindowsTarget::name() const
{
    return state_->name;
}

std::string WindowsTarget::kind() const
{
    return "directory";
}

const Registry& WindowsTarget::registry() const
{
    return state_->registry;
}

const BootStore& WindowsTarget::boot() const
{
    return state_->boot;
}

const Files& WindowsTarget::files() const
{
    return state_->files;
}

std::string WindowsTarget::windows_directory() const
{
    return state_->installation.directory;
}

std::optional<int> WindowsTarget::generation() const
{
    const auto generation = state_->installation.generation;
    return generation == 0 ? std::nullopt : std::optional(generation);
}

std::optional<lang::Value> WindowsTarget::supplied(std::string_view) const
{
    return std::nullopt;
}

std::optional<std::string> WindowsTarget::obstacle(const Change& change) const
{
    const auto located = hive_changes(change);
    const auto* file = state_->file(located.hive);
    if (file == nullptr)
        return fmt::format("this target has no {} hive", located.hive);
    if (auto reason = windows::hive_obstacle(file->image()))
        return reason;
    if (auto reason = windows::numbers_obstacle(file->to_edit()))
        return reason;
    for (const auto& hive_change : located.changes)
        if (auto reason = windows::obstacle(file->image(), hive_change))
            return reason;
    return std::nullopt;
}

std::vector<ObjectRead> WindowsTarget::objects_read() const
{
    std::vector<ObjectRead> result;
    state_->each_file([&](const HiveFile& file) {
        for (const auto& read : file.files_read())
            result.push_back({read.path, read.fingerprint});
    });
    return result;
}

std::vector<std::string> WindowsTarget::warnings() const
{
    std::vector<std::string> result;
    state_->each_file([&](const HiveFile& file) {
        if (auto lost = file.loss_warning())
            result.push_back(std::move(*lost));
    });
    return result;
}

std::vector<std::string> WindowsTarget::notes() const
{
    std::vector<std::string> result;
    state_->each_file([&](const HiveFile& file) {
        if (auto note = file.replay_note())
            result.push_back(std::move(*note));
    });
    if (state_->boot.present() && !state_->boot.problem().empty())
        result.push_back(fmt::format("the boot store {} cannot be read: {}", state_->installation.boot_store,
                                     state_->boot.problem()));
    result.insert(result.end(), state_->installation.notes.begin(), state_->installation.notes.end());
    if (const auto pending = state_->transaction->pending())
        result.push_back(interrupted(*pending));
    return result;
}

void WindowsTarget::stage(const Changes& changes, std::uint64_t now, Progress& progress, const StopFlag& stop)
{
    state_->edits.clear();
    std::map<std::string, std::vector<windows::HiveChange>> by_hive;
    for (const auto& change : changes) {
        auto located = hive_changes(change);
        auto& list = by_hive[located.hive];
        list.insert(list.end(), std::make_move_iterator(located.changes.begin()),
                    std::make_move_iterator(located.changes.end()));
    }
    for (const auto& [hive, wanted] : by_hive) {
        stop.check();
        progress.stage("editing " + hive);
        const auto* file = state_->file(hive);
        if (file == nullptr)
            throw Error(fmt::format("this target has no {} hive", hive), state_->name);
        auto& store = state_->transaction->store(hive == "BCD" ? storage::Volume::system : storage::Volume::windows);
        // An edit writes the replayed image anyway.
        auto edit = wanted.empty()
                        ? windows::PendingEdit{hive, windows::renumber_hive(file->to_edit(), file->image(), now)}
                        : windows::begin_edit(file->to_edit(), file->image(), wanted, now);
        store.stage(file->path(), std::move(edit.hive.bytes), file->path());
        state_->edits.push_back(std::move(edit));
    }
}

void WindowsTarget::require_sound()
{
    for (auto& edit : std::exchange(state_->edits, {}))
        edit.require_sound();
}

std::vector<WindowsTarget::HiveStatus> WindowsTarget::hives() const
{
    std::vector<HiveStatus> result;
    const auto look = [&](const std::string& name, storage::Volume volume, const std::string& path) {
        auto& store = state_->transaction->store(volume);
        const auto spelled = store.spelling(path);
        if (!spelled)
            return;
        HiveStatus status{name, *spelled, {}, {}};
        try {
            const HiveFile file(store, name, *spelled, state_->log_loss);
            status.report = file.report();
            status.logs = file.logs();
        } catch (const Error& error) {
            status.report.problem = error.headline;
        }
        result.push_back(std::move(status));
    };
    for (const auto* name : hive_names)
        look(name, storage::Volume::windows, state_->hives.path(name));
    if (state_->boot.present())
        look("BCD", storage::Volume::system, state_->installation.boot_store);
    return result;
}

}  // namespace hivemend::engine
