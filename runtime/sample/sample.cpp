// Practice targets: a directory with real hives and a real boot store, made from a description.
#include "runtime/sample/sample.hpp"

#include <map>

#include <fmt/format.h>

#include "runtime/storage/error.hpp"
#include "runtime/storage/txn/durable.hpp"
#include "runtime/windows/bcd/store.hpp"
#include "runtime/windows/hive/edit.hpp"

namespace hivemend::sample {
namespace {

namespace durable = storage::durable;
namespace fs = std::filesystem;

struct File {
    fs::path path;  // below the directory of the sample
    Bytes bytes;
};

/// A path of the patient as one of this machine.
fs::path local(const std::string& guest_path)
{
    fs::path result;
    for (std::size_t at = 0; at < guest_path.size();) {
        const auto end = std::min(guest_path.find('\\', at), guest_path.size());
        const auto name = guest_path.substr(at, end - at);
        if (name == "." || name == ".." || name.find('/') != std::string::npos)
            throw Error(fmt::format("`{}` is no path of Windows", guest_path));
        if (!name.empty())
            result /= name;
        at = end + 1;
    }
    return result;
}

Bytes hive(const std::string& name, const std::string& root_name, std::uint32_t minor,
           const std::vector<windows::HiveChange>& changes)
{
    auto empty = windows::new_hive(root_name, minor);
    if (changes.empty())
        return empty;
    return windows::edit_hive({.name = name, .primary = std::move(empty)}, changes).bytes;
}

/// The hives that are described, and SYSTEM, without which no Windows is found.
std::vector<File> hives(const engine::Description& description)
{
    std::map<std::string, std::vector<windows::HiveChange>> changes{{"SYSTEM", {}}};
    for (const auto& [key, values] : description.registry) {
        const auto slash = std::min(key.text.find('\\'), key.text.size());
        auto& own = changes[key.text.substr(0, slash)];
        const auto below = key.text.substr(std::min(slash + 1, key.text.size()));
        if (!below.empty())
            own.push_back(windows::CreateKey{below});
        for (const auto& value : values)
            own.push_back(windows::SetValue{below, value.name, value.data});
    }
    const auto folder = local(description.windows_directory) / "System32" / "config";
    std::vector<File> files;
    for (const auto& [name, own] : changes)
        files.push_back({folder / name, hive(name, "ROOT", 5, own)});
    return files;
}

File boot_store(const engine::Description& description)
{
    // `KeyName` is the key that bcdedit loads a new store under; every store has it.
    std::vector<windows::HiveChange> changes{windows::SetValue{"Description", "KeyName", lang::reg_sz("BCD00000000")},
                                             windows::CreateKey{"Objects"}};
    for (const auto& object : description.boot) {
        for (auto& change : windows::create_object(object.id, object.type))
            changes.push_back(std::move(change));
        for (const auto& [element, data] : object.elements)
            changes.push_back(windows::set_element(object.id, element, data));
    }
    const auto* folder = description.generation == 2 ? "EFI/Microsoft/Boot" : "Boot";
    return {fs::path(folder) / "BCD", hive("BCD", "NewStoreRoot", 3, changes)};
}

/// The described files, empty, in directories spelled once: names that differ only in case would be two on this
/// machine.
void add_files(const engine::Description& description, std::vector<File>& files)
{
    std::map<std::string, fs::path> spelled;  // by lower-case path
    const auto spell = [&](const fs::path& path) {
        fs::path whole, lower;
        for (const auto& name : path) {
            lower /= lang::ascii_lower(name.string());
            whole = spelled.try_emplace(lower.string(), whole / name).first->second;
        }
        return whole;
    };
    for (const auto& file : files)
        spell(file.path);
    for (const auto& path : description.files)
        files.push_back({spell(local(path)), {}});
}

/// Whether the directory is there; Error when there is something in its place or in it.
bool is_there_and_empty(const fs::path& directory)
{
    std::error_code error;
    const auto status = fs::symlink_status(directory, error);
    if (status.type() == fs::file_type::not_found)
        return false;
    if (status.type() == fs::file_type::none)
        throw system_error(error.value(), "look at", directory.string());
    if (status.type() != fs::file_type::directory)
        throw Error("the place for the sample is not a directory", directory.string(), {},
                    "name a directory that is empty or missing");
    const bool is_empty = fs::is_empty(directory, error);
    if (error)
        throw system_error(error.value(), "list the directory", directory.string());
    if (!is_empty)
        throw Error("the directory for the sample is not empty", directory.string(), {},
                    "name a directory that is empty or missing");
    return true;
}

void write(const fs::path& directory, const File& file)
{
    const auto folder = durable::make_directories((directory / file.path).parent_path(), 0755);
    const auto made = durable::create_file(folder.get(), file.path.filename().string(), 0644);
    durable::write_all(made.get(), file.bytes);
    durable::sync_file(made.get());
    durable::sync_directory(folder.get());
}

/// After an Error, which is the one to tell.
void remove_quietly(int folder, const std::string& name)
{
    try {
        durable::remove_tree(folder, name);
    } catch (const Error&) {
        return;
    }
}

}  // namespace

void write_directory(const engine::Description& description, const fs::path& directory)
{
    auto whole = fs::absolute(directory).lexically_normal();
    if (whole.filename().empty())
        whole = whole.parent_path();  // `disk/`
    // All bytes are made before the first is written, so that a value no hive can hold leaves no trace.
    const bool was_there = is_there_and_empty(whole);
    auto files = hives(description);
    if (!description.boot.empty())
        files.push_back(boot_store(description));
    add_files(description, files);

    const auto parent = durable::open_directory(whole.parent_path());
    bool made = false;
    try {
        if (!was_there) {
            durable::make_directory(parent.get(), whole.filename().string(), 0755);
            made = true;
            durable::sync_directory(parent.get());
        }
        for (const auto& file : files)
            write(whole, file);
    } catch (const Error&) {
        if (made)
            remove_quietly(parent.get(), whole.filename().string());
        if (was_there) {
            const auto root = durable::open_directory(whole);
            for (const auto& file : files)
                remove_quietly(root.get(), file.path.begin()->string());
        }
        throw;
    }
}

}  // namespace hivemend::sample
