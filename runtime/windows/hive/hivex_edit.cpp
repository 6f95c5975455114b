// Key edits as calls of hivex. Keys are addressed by their cell, so its name lookup, which stops at the first odd name,
// is not used.
#include "runtime/windows/hive/hivex_edit.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <clocale>
#include <cstring>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <hivex.h>
#include <iconv.h>

#include "lang/types/value.hpp"
#include "runtime/storage/error.hpp"
#include "runtime/storage/sandbox/lent_file.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

struct Close {
    void operator()(hive_h* hive) const { hivex_close(hive); }
};
using Hive = std::unique_ptr<hive_h, Close>;

hive_node_h handle(KeyRef key)
{
    return std::size_t{first_bin} + key.cell;
}

std::string problem(const char* call, const std::string& path)
{
    return fmt::format("{} `{}`: {}", call, path, std::strerror(errno));
}

bool write_values(hive_h* hive, hive_node_h node, const KeyEdit& edit)
{
    std::vector<hive_set_value> values;
    for (const auto& value : edit.values) {
        // hivex has no const in its interface; it only reads these.
        values.push_back({.key = const_cast<char*>(value.name.c_str()),
                          .t = static_cast<hive_type>(value.data.type),
                          .len = value.data.bytes.size(),
                          .value = const_cast<char*>(reinterpret_cast<const char*>(value.data.bytes.data()))});
    }
    return hivex_node_set_values(hive, node, values.size(), values.data(), 0) == 0;
}

std::optional<std::string> apply(hive_h* hive, const KeyEdits& edits)
{
    for (const auto& deletion : edits.deletions)
        if (hivex_node_delete_child(hive, handle(deletion.key)) != 0)
            return problem("deleting key", deletion.path);
    std::map<std::string, hive_node_h> created;
    for (const auto& edit : edits.edits) {
        hive_node_h node = edit.key ? handle(*edit.key) : 0;
        if (!edit.key) {
            const auto parent = edit.in ? handle(*edit.in) : created.at(lang::ascii_lower(edit.parent));
            node = hivex_node_add_child(hive, parent, edit.name.c_str());
            if (node == 0)
                return problem("creating key", edit.path);
            created[lang::ascii_lower(edit.path)] = node;
        }
        if (edit.write_values && !write_values(hive, node, edit))
            return problem("writing the values of key", edit.path);
    }
    return std::nullopt;
}

constexpr std::pair<const char*, const char*> conversions[] = {
    {"UTF-8", "LATIN1"}, {"LATIN1", "UTF-8"}, {"UTF-8", "UTF-16LE"}, {"UTF-16LE", "UTF-8"}};  // to, from

}  // namespace

void prepare_hivex()
{
    // They stay open, because the last one to be closed unloads its module.
    static const auto opened = [] {
        std::array<iconv_t, std::size(conversions)> handles{};
        std::ranges::transform(conversions, handles.begin(),
                               [](const auto& pair) { return iconv_open(pair.first, pair.second); });
        return handles;
    }();
    if (std::ranges::count(opened, reinterpret_cast<iconv_t>(-1)) != 0)
        throw Error("this system cannot convert names between UTF-8, Latin-1 and UTF-16", {}, {},
                    "install the conversion modules of its C library (gconv)");
}

std::optional<std::string> edit_with_hivex(int descriptor, const KeyEdits& edits)
{
    std::setlocale(LC_ALL, "C");  // hivex folds case by the locale
    const storage::LentFile file(descriptor);
    const Hive hive(hivex_open(file.path(), HIVEX_OPEN_WRITE));
    if (!hive)
        return std::string("opening: ") + std::strerror(errno);
    if (auto stopped = apply(hive.get(), edits))
        return stopped;
    if (hivex_commit(hive.get(), file.path(), 0) != 0)
        return std::string("committing: ") + std::strerror(errno);
    return std::nullopt;
}

}  // namespace hivemend::windows
