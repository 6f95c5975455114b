// Recording the steps of a piece of work, and replaying a part of them as a disk without power would keep them.
#include "tests/support/power_loss.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hivemend::test {
namespace {

namespace durable = storage::durable;
using durable::Operation;

// The hook is a plain function, so what it fills must be reachable from nowhere.
std::vector<DiskOperation>* recording = nullptr;
std::string recording_root;

bool below_root(const std::string& path)
{
    return path == recording_root || path.starts_with(recording_root + "/");
}

std::string relative(const std::string& path)
{
    return path.size() <= recording_root.size() ? "" : path.substr(recording_root.size() + 1);
}

int keep_step(const durable::Step& step)
{
    if (step.moment == durable::Moment::after && below_root(step.path))
        recording->push_back({step.operation, relative(step.path),
                              step.second_path.empty() ? "" : relative(step.second_path), step.offset,
                              Bytes(step.bytes.begin(), step.bytes.end())});
    return 0;
}

std::string folder_of(const std::string& path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

constexpr int a_directory = -1;
constexpr std::size_t sector = 512;

struct Write {
    std::uint64_t offset = 0;
    Bytes bytes;
    bool cut = false;  // a truncate to `offset`
};

struct File {
    Bytes durable;
    std::vector<Write> pending;
};

struct NameChange {
    Operation operation;
    std::string path, second_path;
    int node = a_directory;
};

using Names = std::map<std::string, int>;

void change(Names& names, const NameChange& step)
{
    const auto erase = [&](const std::string& path) {
        if (const auto found = names.find(path); found != names.end() && found->second == step.node)
            names.erase(found);
    };
    if (step.operation == Operation::rename) {
        erase(step.path);
        names[step.second_path] = step.node;
    } else if (step.operation == Operation::unlink || step.operation == Operation::rmdir) {
        erase(step.path);
    } else {
        names[step.path] = step.node;
    }
}

void change(Bytes& content, std::uint64_t offset, ByteView bytes)
{
    if (content.size() < offset + bytes.size())
        content.resize(offset + bytes.size());
    std::ranges::copy(bytes, content.begin() + static_cast<std::ptrdiff_t>(offset));
}

class Disk {
public:
    explicit Disk(const Tree& tree)
    {
        for (const auto& [path, bytes] : tree) {
            names_[path] = bytes ? static_cast<int>(files_.size()) : a_directory;
            if (bytes)
                files_.push_back({*bytes, {}});
        }
        durable_names_ = names_;
    }

    void apply(const DiskOperation& step)
    {
        switch (step.operation) {
        case Operation::create:
            files_.emplace_back();
            rename_or_so({step.operation, step.path, {}, static_cast<int>(files_.size()) - 1});
            break;
        case Operation::mkdir:
            rename_or_so({step.operation, step.path, {}, a_directory});
            break;
        case Operation::rename:
        case Operation::unlink:
        case Operation::rmdir:
            rename_or_so({step.operation, step.path, step.second_path, names_.at(step.path)});
            break;
        case Operation::write:
        case Operation::truncate:
            file(step.path).pending.push_back({step.offset, step.bytes, step.operation == Operation::truncate});
            break;
        case Operation::fsync:
            sync(step.path);
            break;
        case Operation::metadata:
            break;
        }
    }

    Tree lose_power(Unsynced unsynced, std::mt19937_64& random)
    {
        // Half of all states keep nearly everything or nearly nothing: that is where the interesting ones lie.
        const std::array odds{0.1, 0.5, 0.5, 0.9};
        std::bernoulli_distribution coin{odds[random() % odds.size()]};
        const auto keep = [&] { return unsynced == Unsynced::kept || (unsynced == Unsynced::random && coin(random)); };
        for (const auto& step : pending_names_)
            if (keep())
                change(durable_names_, step);
        for (auto& each : files_)
            for (const auto& write : each.pending)
                keep_part(each.durable, write, keep);
        return tree();
    }

private:
    File& file(const std::string& path) { return files_.at(static_cast<std::size_t>(names_.at(path))); }

    void rename_or_so(NameChange step)
    {
        change(names_, step);
        pending_names_.push_back(std::move(step));
    }

    template <typename Keep>
    static void keep_part(Bytes& content, const Write& write, const Keep& keep)
    {
        if (write.cut) {
            if (keep())
                content.resize(write.offset);
            return;
        }
        for (std::size_t at = 0; at < write.bytes.size();) {
            const auto end =
                std::min((write.offset + at) / sector * sector + sector - write.offset, write.bytes.size());
            if (keep())
                change(content, write.offset + at, ByteView{write.bytes}.subspan(at, end - at));
            at = end;
        }
    }

    void sync(const std::string& path)
    {
        if (!path.empty() && names_.at(path) != a_directory) {
            auto& synced = file(path);
            for (const auto& write : synced.pending)
                keep_part(synced.durable, write, [] { return true; });
            synced.pending.clear();
            return;
        }
        std::vector<NameChange> still_pending;
        for (auto& step : pending_names_) {
            const bool here = folder_of(step.path) == path ||
                              (step.operation == Operation::rename && folder_of(step.second_path) == path);
            if (here) {
                change(durable_names_, step);
                // What was pending for the same names is overtaken.
                std::erase_if(still_pending, [&](const NameChange& older) {
                    return older.path == step.path || older.path == step.second_path || older.second_path == step.path;
                });
            } else {
                still_pending.push_back(std::move(step));
            }
        }
        pending_names_ = std::move(still_pending);
    }

    Tree tree() const
    {
        Tree tree;
        for (const auto& [path, node] : durable_names_) {  // sorted: a directory comes before what is in it
            const auto folder = folder_of(path);
            if (folder.empty() || (tree.contains(folder) && !tree.at(folder)))
                tree[path] =
                    node == a_directory ? std::nullopt : std::optional{files_[static_cast<std::size_t>(node)].durable};
        }
        return tree;
    }

    std::vector<File> files_;
    Names names_;          // as programs see them
    Names durable_names_;  // as the disk has them
    std::vector<NameChange> pending_names_;
};

}  // namespace

std::string name_of(Operation operation)
{
    static const std::array names{"create", "write", "truncate", "fsync",   "rename",
                                  "unlink", "mkdir", "rmdir",    "metadata"};
    return names.at(static_cast<std::size_t>(operation));
}

std::vector<DiskOperation> record(const std::filesystem::path& root, const std::function<void()>& work)
{
    std::vector<DiskOperation> operations;
    recording = &operations;
    recording_root = std::filesystem::canonical(root).string();
    struct Ended {
        durable::Hook former;
        ~Ended() { durable::hook = former; }
    } const ended{std::exchange(durable::hook, keep_step)};
    work();
    return operations;
}

Tree after_power_loss(const Tree& before, const std::vector<DiskOperation>& operations, std::size_t point,
                      Unsynced unsynced, std::mt19937_64& random)
{
    Disk disk{before};
    for (std::size_t i = 0; i < point; ++i)
        disk.apply(operations[i]);
    return disk.lose_power(unsynced, random);
}

}  // namespace hivemend::test
