// Practice disks around a real boot store.
#include "tests/support/cli/boot_disk.hpp"

#include <set>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

#include "lang/types/value.hpp"
#include "runtime/windows/hive/check.hpp"
#include "runtime/windows/hive/image.hpp"

namespace hivemend::test {
namespace {

namespace fs = std::filesystem;
using windows::HiveImage;
using windows::KeyRef;
using windows::ListKind;

const std::string playbook_header = R"(playbook boot_disk {
    language 1
    title "Statements about a boot store"
    effects { boot }
}

)";

std::string hex(ByteView bytes)
{
    std::string text;
    for (const auto byte : bytes)
        text += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
    return text;
}

std::string type_name(std::uint32_t type)
{
    switch (type) {
    case 1:
        return "SZ";
    case 3:
        return "BINARY";
    case 4:
        return "DWORD";
    case 7:
        return "MULTI_SZ";
    default:
        return fmt::format("TYPE {}", type);
    }
}

std::string below(const std::string& path, const std::string& name)
{
    return path.empty() ? lang::ascii_lower(name) : path + "\\" + lang::ascii_lower(name);
}

std::string value_path(const std::string& path, const std::string& name)
{
    return path + "@" + lang::ascii_lower(name);
}

/// Every key with its path; boot stores are four keys deep.
template <class Visit>
void visit_keys(const HiveImage& image, KeyRef key, const std::string& path, Visit visit)
{
    visit(key, path);
    for (const auto child : image.subkeys(key))
        visit_keys(image, child, below(path, image.key(child).name), visit);
}

/// `hex(3):01,00`, `dword:0000000a`
std::string exported_data(const std::string& text)
{
    const auto colon = text.find(':');
    const auto digits = text.substr(colon + 1);
    if (text.starts_with("dword"))
        return "DWORD " + digits.substr(6, 2) + digits.substr(4, 2) + digits.substr(2, 2) + digits.substr(0, 2);
    std::string bytes;
    for (const char c : digits)
        if (c != ',')
            bytes += c;
    const auto type = text.starts_with("hex(") ? std::stoul(text.substr(4), nullptr, 16) : 3;
    return type_name(static_cast<std::uint32_t>(type)) + " " + bytes;
}

void judge_with_regf_check(const fs::path& store, std::vector<std::string>& found)
{
    const auto checker = test_data() / "../tools/regf_check.py";
    static const bool missing = skipped(
        !fs::exists(checker), "strict check of boot stores by another implementation: regf_check.py is missing");
    if (missing)
        return;
    const auto verdict = shell("python3 '" + checker.string() + "' '" + store.string() + "'");
    if (verdict.status != 0)
        found.push_back("regf_check.py: " + verdict.out);
}

}  // namespace

BootDisk::BootDisk(int generation) : store_(disk_ / (generation == 2 ? "EFI/Microsoft/Boot/BCD" : "Boot/BCD"))
{
    make_sample(generation == 2 ? "gen2" : "gen1-two-control-sets", disk_);
}

BootDisk::BootDisk(int generation, const fs::path& store) : BootDisk(generation)
{
    place_data(store, store_);
}

BootDisk::BootDisk(const Described& description) : store_(disk_ / "Boot/BCD")
{
    const auto file = place_.path() / "described.yaml";
    write_text(file, description.yaml);
    const auto made = invoke({"sample", file.string(), "--out", disk_.string()});
    if (made.status != 0)
        throw std::runtime_error(made.both());
}

Result BootDisk::apply(const std::string& statements) const
{
    const auto file = place_.path() / "boot-disk.mend";
    write_text(file, playbook_header + statements);
    return invoke(
        {"apply", file.string(), "--target", disk_.string(), "--state", (place_.path() / "state").string(), "--yes"});
}

Result BootDisk::undo(const Result& applied) const
{
    const std::string before = "undo it with: hivemend undo ";
    const auto found = applied.out.find(before);
    if (found == std::string::npos)
        return {1, "", applied.both()};
    const auto begin = found + before.size();
    const auto run = applied.out.substr(begin, applied.out.find(' ', begin) - begin);
    return invoke({"undo", run, "--target", disk_.string(), "--state", (place_.path() / "state").string(), "--yes"});
}

StoreContent read_store(const fs::path& store)
{
    const auto bytes = read_file(store);
    const HiveImage image(bytes);
    StoreContent content;
    visit_keys(image, image.root(), "", [&](KeyRef key, const std::string& path) {
        content[path] = "";
        for (const auto& value : image.values(key))
            content[value_path(path, value.name)] =
                type_name(static_cast<std::uint32_t>(value.data.type)) + " " + hex(value.data.bytes);
    });
    return content;
}

StoreContent read_store_with_hivex(const fs::path& store)
{
    const auto exported = shell("hivexregedit --export --prefix X '" + store.string() + "' '\\'");
    if (exported.status != 0)
        throw std::runtime_error(exported.out);
    std::istringstream stream(exported.out);
    StoreContent content;
    std::string path;
    for (std::string line; std::getline(stream, line);)
        if (line.starts_with("[X\\")) {
            path = lang::ascii_lower(line.substr(3, line.size() - 4));
            content[path] = "";
        } else if (const auto end = line.find("\"="); line.starts_with('"') && end != std::string::npos) {
            content[value_path(path, line.substr(1, end - 1))] = exported_data(line.substr(end + 2));
        }
    return content;
}

std::string object_path(const std::string& id)
{
    return "objects\\" + id;
}

std::string element_path(const std::string& id, const std::string& element)
{
    return object_path(id) + "\\elements\\" + element + "@element";
}

std::vector<std::string> changes(const StoreContent& before, const StoreContent& after)
{
    const auto said = [](const StoreContent& content, const std::string& path) {
        const auto found = content.find(path);
        return found == content.end() ? "absent" : found->second.empty() ? "there" : found->second;
    };
    std::set<std::string> paths;
    for (const auto* content : {&before, &after})
        for (const auto& [path, data] : *content)
            paths.insert(path);
    std::vector<std::string> lines;
    for (const auto& path : paths)
        if (said(before, path) != said(after, path))
            lines.push_back(fmt::format("{}: {} -> {}", path, said(before, path), said(after, path)));
    return lines;
}

std::vector<std::string> faults(const fs::path& store)
{
    const auto bytes = read_file(store);
    const HiveImage image(bytes);
    std::vector<std::string> found;
    for (const auto& finding : windows::check_hive(image).findings)
        found.push_back(fmt::format("{}: {}", finding.key, finding.what));
    visit_keys(image, image.root(), "", [&](KeyRef key, const std::string& path) {
        const auto record = image.key(key);
        if (record.list != ListKind::none && record.list != ListKind::lf)
            found.push_back(path + ": its list of subkeys is not `lf`");
    });
    judge_with_regf_check(store, found);
    return found;
}

}  // namespace hivemend::test
