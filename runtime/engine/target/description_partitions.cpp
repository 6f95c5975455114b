// A description of a target: the partitions of its volumes, as the boot store names them.
#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "lang/diag/catalogue.hpp"
#include "lang/diag/escape.hpp"
#include "runtime/engine/target/description_reader.hpp"

namespace hivemend::engine {
namespace {

using lang::escape_terminal;
using lang::Type;

constexpr const char* two_forms =
    "`{ partition: \"{guid}\", disk: \"{guid}\" }` (GPT) or `{ offset: 1048576, disk: 0x5f3a1c27 }` (MBR)";

}  // namespace

void DescriptionReader::read_partitions(const YamlNode& node)
{
    if (!is_block(node, "`partitions`", "the volumes `os` and `system`"))
        return;
    for (const auto& [name, partition] : node.entries) {
        const auto shown = fmt::format("the partition of `{}`", escape_terminal(name.text));
        if (name.text != "os" && name.text != "system")
            wrong(name, "`partitions`",
                  "the volumes `os` (the one of Windows) and `system` (the one of the boot store)");
        else if (first_of_its_name("partition", name, shown)) {
            auto device = partition_device(partition, shown);
            if (device)
                result_.partitions.emplace(name.text, std::move(*device));
            else
                refused_partitions_.push_back(fmt::format("partition({})", name.text));
        }
    }
}

std::optional<windows::BcdDevice> DescriptionReader::partition_device(const YamlNode& node, const std::string& place)
{
    const auto of = [&](std::string_view name) -> const YamlNode* {
        const auto found = std::ranges::find(node.entries, name,
                                             [](const YamlEntry& one) -> std::string_view { return one.key.text; });
        return found == node.entries.end() ? nullptr : &found->value;
    };
    const auto *partition = of("partition"), *offset = of("offset"), *disk = of("disk");
    if (node.entries.size() != 2 || disk == nullptr || (partition == nullptr && offset == nullptr)) {
        wrong(node, place, two_forms);
        return std::nullopt;
    }
    if (partition != nullptr) {
        const auto guid = value(lang::simple(Type::Kind::guid), *partition, place);
        const auto disk_guid = value(lang::simple(Type::Kind::guid), *disk, place);
        if (!guid || !disk_guid)
            return std::nullopt;
        return windows::device_of(windows::GptPartition{guid->get<lang::Guid>(), disk_guid->get<lang::Guid>()});
    }
    const auto first = value(lang::simple(Type::Kind::integer), *offset, place);
    const auto signature = value(lang::simple(Type::Kind::integer), *disk, place);
    if (!first || !signature)
        return std::nullopt;
    if (signature->get<std::uint64_t>() > std::numeric_limits<std::uint32_t>::max()) {
        wrong(*disk, place, "a disk signature of 32 bits");
        return std::nullopt;
    }
    return windows::device_of(windows::MbrPartition{first->get<std::uint64_t>(),
                                                    static_cast<std::uint32_t>(signature->get<std::uint64_t>())});
}

std::optional<lang::RegData> DescriptionReader::device_data(const YamlNode& node, const std::string& place)
{
    if (node.text == "boot")
        return lang::reg_binary(windows::encode_device(windows::device_of(windows::BootDevice{})));
    for (const auto& [volume, device] : result_.partitions)
        if (node.text == fmt::format("partition({})", volume))
            return lang::reg_binary(windows::encode_device(device));
    if (std::ranges::find(refused_partitions_, node.text) != refused_partitions_.end())
        return std::nullopt;  // has been said where it is described
    auto& diagnostic = wrong(node, place, "`boot`, `partition(os)`, `partition(system)`, or bytes");
    if (node.text == "partition(os)" || node.text == "partition(system)")
        diagnostic.hint(fmt::format("say which partition that is: a line `partitions:` with `{}: {{ … }}`, which is {}",
                                    node.text.substr(10, node.text.size() - 11), two_forms));
    else
        diagnostic.hint("any other device is written as it lies in the store: `binary \"00 00 …\"`");
    return std::nullopt;
}

}  // namespace hivemend::engine
