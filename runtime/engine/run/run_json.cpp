// run.json and journal lines.
#include "runtime/engine/run/run_json.hpp"

#include <algorithm>

#include "runtime/engine/plan/change_json.hpp"
#include "runtime/engine/plan/given_json.hpp"
#include "runtime/engine/plan/value_json.hpp"

namespace hivemend::engine {
namespace {

constexpr std::uint64_t run_format = 2;

Json strings(const auto& list)
{
    Json result = Json::array();
    for (const auto& text : list)
        result.push_back(text);
    return result;
}

Json print_of(const std::optional<storage::Fingerprint>& print)
{
    if (!print)
        return nullptr;
    return {{"size", print->size}, {"sha256", storage::to_hex(print->hash)}};
}

std::optional<storage::Fingerprint> print_from(const JsonNode& node)
{
    if (node.is_null())
        return std::nullopt;
    node.with({"size", "sha256"});
    storage::Fingerprint print{node["size"].number(), {}};
    const auto hash = bytes_from(node["sha256"]);
    if (hash.size() != print.hash.size())
        node["sha256"].fail("is not 32 bytes");
    std::ranges::copy(hash, print.hash.begin());
    return print;
}

Json memory_to_json(const RunMemory& memory)
{
    Json values = Json::array(), answers = Json::array(), resolutions = Json::array();
    for (const auto& [id, value] : memory.values)
        values.push_back({{"step", id}, {"value", to_json(value)}});
    for (const auto& [name, answer] : memory.answers)
        answers.push_back({{"name", name}, {"answer", answer}});
    for (const auto& [name, value] : memory.resolutions)
        resolutions.push_back({{"name", name}, {"value", to_json(value)}});
    Json originals = Json::array();
    for (const auto& [place, change] : memory.originals.all())
        originals.push_back(to_json(change));
    return {{"done", strings(memory.done)},
            {"values", values},
            {"answers", answers},
            {"resolutions", resolutions},
            {"originals", originals}};
}

RunMemory memory_from(const JsonNode& node)
{
    node.with({"done", "values", "answers", "resolutions", "originals"});
    RunMemory memory;
    for (auto& id : node["done"].strings())
        memory.done.insert(std::move(id));
    for (const auto& item : node["values"].items())
        memory.values.insert_or_assign(item.with({"step", "value"})["step"].string(), value_from(item["value"]));
    for (const auto& item : node["answers"].items())
        memory.answers.insert_or_assign(item.with({"name", "answer"})["name"].string(), item["answer"].boolean());
    for (const auto& item : node["resolutions"].items())
        memory.resolutions.insert_or_assign(item.with({"name", "value"})["name"].string(), value_from(item["value"]));
    for (const auto& change : node["originals"].list(change_from))
        memory.originals.keep(change);
    return memory;
}

UndoFile file_from(const JsonNode& node)
{
    node.with({"volume", "path", "before", "after", "pages"});
    const auto volume = node["volume"].string() == "system" ? storage::Volume::system : storage::Volume::windows;
    return {volume, node["path"].string(), print_from(node["before"]), print_from(node["after"]),
            node["pages"].string()};
}

}  // namespace

Json begun_to_json(const Run& run)
{
    Json set = Json::array();
    for (const auto& given : run.set)
        set.push_back(given_json(given));
    Json files = Json::array();
    for (const auto& file : run.playbook.files)
        files.push_back({{"name", file.name}, {"text", file.text}});
    return {{"format", run_format},
            {"id", run.id},
            {"started", run.started},
            {"who", run.who},
            {"host", run.host},
            {"version", run.tool_version},
            {"playbook",
             {{"name", run.playbook.name},
              {"title", run.playbook.title},
              {"file", run.playbook.file},
              {"sha256", run.playbook.sha256},
              {"text", run.playbook.text},
              {"files", files}}},
            {"set", set},
            {"target", run.target},
            {"place", run.place}};
}

Run begun_from(const JsonNode& node)
{
    node.with({"format", "id", "started", "who", "host", "version", "playbook", "set", "target", "place"});
    if (node["format"].number() != run_format)
        node["format"].fail("is of another version of hivemend");
    Run run;
    run.id = node["id"].string();
    run.started = node["started"].string();
    run.who = node["who"].string();
    run.host = node["host"].string();
    run.tool_version = node["version"].string();
    const auto playbook = node["playbook"].with({"name", "title", "file", "sha256", "text", "files"});
    run.playbook = {playbook["name"].string(), playbook["title"].string(),  playbook["file"].string(),
                    playbook["text"].string(), playbook["sha256"].string(), {}};
    for (const auto& file : playbook["files"].items())
        run.playbook.files.push_back({file.with({"name", "text"})["name"].string(), file["text"].string()});
    run.set = node["set"].list(given_from);
    run.target = node["target"].string();
    run.place = node["place"].string();
    return run;
}

Json intent_to_json(const RunPart& part)
{
    Json files = Json::array();
    for (const auto& file : part.files)
        files.push_back({{"volume", file.volume == storage::Volume::system ? "system" : "windows"},
                         {"path", file.path},
                         {"before", print_of(file.before)},
                         {"after", print_of(file.after)},
                         {"pages", file.pages}});
    return {{"event", "intent"},
            {"part", part.number},
            {"files", files},
            {"waits", strings(part.waits)},
            {"stages", strings(part.stages)},
            {"memory", memory_to_json(part.memory)}};
}

void take_event(const JsonNode& node, Run& run)
{
    if (!node.has("event"))
        node.fail("is no event");
    if (node.has("memory")) {
        node.with({"event", "part", "files", "waits", "stages", "memory"});
        RunPart part{.number = node["part"].number(),
                     .files = node["files"].list(file_from),
                     .waits = node["waits"].strings(),
                     .stages = node["stages"].strings(),
                     .memory = memory_from(node["memory"])};
        run.next_part = std::max(run.next_part, part.number + 1);
        run.parts.push_back(std::move(part));
        return;
    }
    node.with({"event", "part"});
    const auto event = node["event"].string();
    const auto number = node["part"].number();
    const auto part = std::ranges::find(run.parts, number, &RunPart::number);
    if (part == run.parts.end())
        node["part"].fail("has no intent before it");
    if (event == "result")
        part->finished = true;
    else if (event == "void")
        run.parts.erase(part);
    else if (event == "undone")
        run.undone = true;
    else
        node["event"].fail("is none of intent, result, void, undone");
}

}  // namespace hivemend::engine
