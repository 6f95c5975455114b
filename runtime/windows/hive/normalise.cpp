// The rules, key by key.
#include "runtime/windows/hive/normalise.hpp"

#include <set>

#include "runtime/windows/hive/normalise_lists.hpp"
#include "runtime/windows/hive/normalise_values.hpp"

namespace hivemend::windows {
namespace {

KeyRef found(const HiveImage& image, const std::string& path)
{
    const auto key = image.find(path);
    if (!key)
        throw damaged(image.root().cell, "key `" + path + "` is missing after the edit");
    return *key;
}

}  // namespace

Normalised normalise(const HiveImage& before, const HiveImage& after, const KeyEdits& edits, const EditTimes& times,
                     Patches& patches)
{
    Normalised done;
    std::set<std::uint32_t> changed;  // cells of keys
    for (const auto parent : edits.changed_parents()) {
        normalise_list(after, parent, patches, done);
        changed.insert(parent.cell);
    }
    for (const auto& edit : edits.edits) {
        const auto key = edit.key ? *edit.key : found(after, edit.path);
        changed.insert(key.cell);
        if (edit.write_values)
            normalise_values(before, after, edit, key, patches, done);
        if (!edit.key)
            normalise_list(after, key, patches, done);
    }
    for (const auto& deletion : edits.deletions)
        release_deleted(before, deletion, patches);
    if (times.keys != 0)
        for (const auto cell : changed)
            patches.set(cell, 4, times.keys);
    if (times.header != 0)
        for (const auto at : {std::size_t{12}, std::size_t{first_bin} + 20})
            patches.set_in_file(at, times.header);
    return done;
}

}  // namespace hivemend::windows
