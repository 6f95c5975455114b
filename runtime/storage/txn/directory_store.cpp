// Reading a directory target, and remembering what was seen and what is to be written.
#include "runtime/storage/txn/directory_store.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include <time.h>

#include "runtime/storage/error.hpp"
#include "runtime/storage/txn/recovery.hpp"

namespace hivemend::storage {
namespace {

constexpr auto no_limit = std::numeric_limits<std::uint64_t>::max();

Error changed_meanwhile(const std::string& where)
{
    return Error{"a file of the target changed meanwhile",
                 where,
                 {"it is no longer what the plan was made from"},
                 "stop the program that writes there, then plan again"};
}

// The coarsest clock of a file system ticks every two seconds (FAT): a file changed just now could change again unseen.
std::optional<Identity> if_settled(const Identity& identity)
{
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const auto age =
        static_cast<std::int64_t>(now.tv_sec) - std::max(identity.changed, identity.modified) / 1'000'000'000;
    return age > 3 ? std::optional{identity} : std::nullopt;
}

bool is_own(const std::string& path)
{
    const auto names = split_guest_path(path);
    return !names.empty() && is_journal_name(names.front());
}

}  // namespace

const std::map<std::string, JournalEntry>& DirectoryStore::laid_over()
{
    if (!laid_over_) {
        std::map<std::string, JournalEntry> files;
        if (const auto journal = find_leftovers(tree_).journal)
            for (const auto& entry : journal->entries)
                files.emplace(fold_case(guest_path(entry.path)), entry);
        laid_over_ = std::move(files);
    }
    return *laid_over_;
}

const JournalEntry* DirectoryStore::laid_over(const std::string& path)
{
    const auto found = laid_over().find(fold_case(path));
    return found == laid_over().end() ? nullptr : &found->second;
}

std::string DirectoryStore::place_of(const JournalEntry& entry) const
{
    // Asked twice, because whoever holds the lock may be moving it into its place right now.
    for (const auto& place : {entry.path, staged_path(entry), entry.path})
        if (const auto found = tree_.print(place); found && found->print == entry.after)
            return place;
    throw Error{
        "a file of an interrupted transaction is neither before nor after",
        tree_.shown(entry.path),
        {},
        "somebody wrote to the target in between: bring that file back to one of the two states, or the whole target "
        "from a copy"};
}

void DirectoryStore::remember(const std::string& path, const std::optional<Fingerprint>& print,
                              const std::optional<Identity>& identity)
{
    const auto [known, first] = seen_.try_emplace(fold_case(path), Seen{print, {}});
    if (!first && known->second.print != print)
        throw changed_meanwhile(tree_.shown(tree_.spell(path).value_or(path)));
    known->second.identity = identity ? if_settled(*identity) : std::nullopt;
}

std::optional<Bytes> DirectoryStore::fetch(const std::string& path, std::uint64_t limit)
{
    if (is_own(path))
        return {};
    const auto* entry = laid_over(path);
    if (entry != nullptr && !entry->after)
        return {};
    const auto place = entry != nullptr ? place_of(*entry) : tree_.spell(path);
    auto file = place ? tree_.read(*place, limit) : std::nullopt;
    if (!file) {
        remember(path, {}, {});
        return {};
    }
    fetched_.insert_or_assign(fold_case(path), file->identity);
    return std::move(file->bytes);
}

Fingerprint DirectoryStore::note(const std::string& path, ByteView fetched)
{
    const auto read = fetched_.extract(fold_case(path));
    assert(!read.empty() && "only what was fetched is noted");
    const Fingerprint print{fetched.size(), sha256(fetched)};
    remember(path, print, read.mapped());
    return print;
}

std::vector<Entry> DirectoryStore::list(const std::string& path)
{
    const auto spelled = tree_.spell(path);
    if (!spelled || is_own(path))
        return {};
    auto entries = tree_.list(*spelled);
    if (spelled->empty())
        std::erase_if(entries, [](const Entry& entry) { return is_journal_name(entry.name); });
    for (const auto& [folded, file] : laid_over()) {
        const auto [folder, name] = split_name(file.path);
        if (folder != *spelled)
            continue;
        std::erase_if(entries, [&, own = fold_case(name)](const Entry& entry) { return fold_case(entry.name) == own; });
        if (file.after)
            entries.push_back({name, false, file.after->size});
    }
    std::ranges::sort(entries, {}, &Entry::name);
    return entries;
}

bool DirectoryStore::exists(const std::string& path)
{
    return spelling(path).has_value();
}

std::optional<std::string> DirectoryStore::spelling(const std::string& path)
{
    if (is_own(path))
        return {};
    if (const auto* entry = laid_over(path))
        return entry->after ? std::optional{guest_path(entry->path)} : std::nullopt;
    const auto spelled = tree_.spell(path);
    return spelled ? std::optional{guest_path(*spelled)} : std::nullopt;
}

std::optional<Fingerprint> DirectoryStore::fingerprint(const std::string& path)
{
    if (is_own(path))
        return {};
    if (const auto* entry = laid_over(path)) {
        if (entry->after)
            place_of(*entry);
        return entry->after;
    }
    const auto spelled = tree_.spell(path);
    const auto known = seen_.find(fold_case(path));
    if (spelled && known != seen_.end() && known->second.identity && known->second.identity == tree_.identity(*spelled))
        return known->second.print;
    const auto found = spelled ? tree_.print(*spelled) : std::nullopt;
    if (!found) {
        remember(path, {}, {});
        return {};
    }
    remember(path, found->print, found->identity);
    return found->print;
}

void DirectoryStore::refuse_staging(const std::string& path)
{
    if (is_own(path))
        throw Error{"a name that begins with .hivemend-redo is hivemend's own", path};
    if (!laid_over().empty())
        throw Error{"an interrupted transaction is on the target", tree_.shown({}), {}, "run `hivemend recover` first"};
}

void DirectoryStore::keep(const std::string& path, StagedFile file)
{
    if (file.before == file.after)
        changes_.erase(fold_case(path));
    else
        changes_.insert_or_assign(fold_case(path), std::move(file));
}

void DirectoryStore::stage(const std::string& path, Bytes bytes, const std::string& like)
{
    refuse_staging(path);
    StagedFile file;
    file.path = tree_.spell_new(path);
    file.like = like.empty() ? "" : tree_.spell(like).value_or("");
    // What was read is not read again: the commit compares it with the file once more.
    const auto known = seen_.find(fold_case(path));
    file.before = known != seen_.end() ? known->second.print : fingerprint(path);
    file.after = Fingerprint{bytes.size(), sha256(bytes)};
    file.bytes = std::move(bytes);
    keep(path, std::move(file));
}

void DirectoryStore::remove(const std::string& path)
{
    refuse_staging(path);
    StagedFile file;
    file.before = fingerprint(path);
    file.path = file.before ? tree_.spell(path).value_or("") : "";
    keep(path, std::move(file));
}

Bytes DirectoryStore::read_before(const StagedFile& file) const
{
    auto found = tree_.read(file.path, no_limit);
    if (!found)
        throw changed_meanwhile(tree_.shown(file.path));
    const auto known = seen_.find(fold_case(guest_path(file.path)));
    const bool same = known != seen_.end() && known->second.identity == found->identity;
    if (!same && Fingerprint{found->bytes.size(), sha256(found->bytes)} != file.before)
        throw changed_meanwhile(tree_.shown(file.path));
    return std::move(found->bytes);
}

void DirectoryStore::check_unchanged() const
{
    for (const auto& [folded, file] : changes_) {
        // By its guest path, so that a new file does not come to lie beside one whose name differs only in case.
        const auto spelled = tree_.spell(guest_path(file.path));
        const auto known = seen_.find(folded);
        if (spelled == file.path && known != seen_.end() && known->second.identity &&
            known->second.identity == tree_.identity(*spelled))
            continue;  // its times say that nobody wrote to it; they do not tell that soon after a change, and then it
                       // is read
        const auto found = spelled ? tree_.print(*spelled) : std::nullopt;
        const bool same = found ? file.before == found->print && spelled == file.path : !file.before;
        if (!same)
            throw changed_meanwhile(tree_.shown(file.path));
    }
}

void DirectoryStore::forget()
{
    fetched_.clear();
    seen_.clear();
    changes_.clear();
    laid_over_.reset();
}

}  // namespace hivemend::storage
