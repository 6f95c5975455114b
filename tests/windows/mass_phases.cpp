// Editing every key of a hive in batches, and the judges.
#include "tests/windows/mass_phases.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/windows/hive/examine.hpp"

namespace hivemend::windows::test {
namespace {

constexpr std::size_t batch = 4'000;  // changes; each call copies and checks the whole hive
constexpr const char* li_list = "a list of the kind `li`";

/// A sentence without the names in it, so that equal reasons can be counted.
std::string kind_of(const std::string& reason)
{
    if (reason.find(" `li` list") != std::string::npos)
        return li_list;
    std::string kind;
    bool name = false;
    for (const char c : reason) {
        if (c == '`')
            kind += (name = !name) ? "`" : "…`";
        else if (!name)
            kind += c;
    }
    return kind;
}

/// The hive on its way through the phases.
struct Patient {
    HiveSet set;
    std::uint64_t time = 134'000'000'000'000'000;    // 2025-08-18, the time of the last phase
    std::vector<std::optional<Listing>> listings{};  // one for each reader
    std::size_t leaked_cells = 0;
};

/// A batch that fails is halved until the change is alone that it fails for.
void make(Patient& patient, std::span<Planned> changes, MassPlan& made, Tally& tally)
{
    std::vector<HiveChange> list;
    for (const auto& one : changes)
        list.push_back(one.change);
    try {
        patient.set.primary = edit_hive(patient.set, list, patient.time).bytes;
        made.insert(made.end(), changes.begin(), changes.end());
    } catch (const Error& error) {
        if (changes.size() == 1) {
            ++tally.failed[error.headline];
            return;
        }
        make(patient, changes.first(changes.size() / 2), made, tally);
        make(patient, changes.subspan(changes.size() / 2), made, tally);
    }
}

bool changes_li_list(const HiveImage& image, const std::vector<MassKey>& keys, const Planned& one)
{
    if (!one.created.empty())
        return image.key(keys[one.key].ref).leaf == ListKind::li;
    return std::holds_alternative<DeleteKey>(one.change) &&
           image.key(keys[keys[one.key].parent].ref).leaf == ListKind::li;
}

/// Leaves out, and counts, what has an obstacle.
MassPlan possible(const HiveImage& image, const std::vector<MassKey>& keys, MassPlan wanted, Tally& tally)
{
    MassPlan plan;
    tally.wanted = wanted.size();
    for (auto& one : wanted) {
        tally.in_li += changes_li_list(image, keys, one);
        if (const auto reason = obstacle(image, one.change))
            ++tally.refused[kind_of(*reason)];
        else if (!keys[one.key].has_path)
            ++tally.refused["a name with a backslash, which no path can hold"];
        else
            plan.push_back(std::move(one));
    }
    return plan;
}

/// No checker finds anything, nothing new is lost, and each reader tells what was planned.
void judge(Patient& patient, const std::vector<MassKey>& keys, const MassPlan& made)
{
    const auto& after = patient.set.primary;
    const auto report = check_hive(ByteView(after));
    CHECK(report.total == 0);
    CHECK(report.leaked_cells <= patient.leaked_cells);
    CHECK(findings(after) == "");
    for (std::size_t i = 0; i < patient.listings.size(); ++i) {
        if (!patient.listings[i])
            continue;
        const auto& reader = hive_readers()[i];
        INFO(reader.name);
        auto listing = reader.list(after);
        REQUIRE(listing);
        CHECK(difference(planned_listing(reader, std::move(*patient.listings[i]), keys, made, patient.time),
                         *listing) == "");
        patient.listings[i] = std::move(listing);
    }
}

struct Phase {
    const char* name;
    MassPlan (*plan)(const std::vector<MassKey>&);
};
constexpr Phase phases[] = {{"a value in every key", value_for_every_key},
                            {"a subkey in every key", subkey_for_every_key},
                            {"both deleted again", added_ones_go},
                            {"real keys and values deleted", real_ones_go}};

Tally edit_all(Patient& patient, const Phase& phase)
{
    INFO(phase.name);
    const auto begin = std::chrono::steady_clock::now();
    const auto before = patient.set.primary;
    const HiveImage image(before);
    const auto keys = mass_keys(image);
    Tally tally;
    MassPlan made;
    auto plan = possible(image, keys, phase.plan(keys), tally);
    patient.time += 600'000'000;
    for (std::size_t at = 0; at < plan.size(); at += batch)
        make(patient, std::span(plan).subspan(at, std::min(batch, plan.size() - at)), made, tally);
    tally.made = made.size();
    judge(patient, keys, made);

    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::cout << fmt::format("  {}: {} of {} changes, {} bytes, {:.1f} s\n", phase.name, tally.made, tally.wanted,
                             patient.set.primary.size(), took.count());
    for (const auto& [reason, count] : tally.refused)
        std::cout << fmt::format("    {} refused: {}\n", count, reason);
    for (const auto& [reason, count] : tally.failed)
        UNSCOPED_INFO(count << " failed: " << reason);
    CHECK(tally.failed.empty());
    CHECK((tally.refused.contains(li_list) ? tally.refused.at(li_list) : 0) == tally.in_li);
    return tally;
}

}  // namespace

std::optional<Tally> edit_everything(const std::string& path)
{
    INFO(path);
    Patient patient{.set = real_set(path)};
    auto examined = examine_hive(patient.set, LogLoss::refused);
    if (!examined.report.problem.empty()) {
        std::cout << fmt::format("{}: not edited: {}\n", path, examined.report.problem);
        return std::nullopt;
    }
    if (examined.image)
        patient.set.primary = std::move(*examined.image);
    patient.leaked_cells = examined.report.check.leaked_cells;
    std::string readers;
    for (const auto& reader : hive_readers()) {
        patient.listings.push_back(reader.list(patient.set.primary));
        if (patient.listings.back())
            readers += fmt::format(" {}", reader.name);
    }
    std::cout << fmt::format("{}: {} keys, {} bytes{}, read by{}\n", path, examined.report.check.keys,
                             patient.set.primary.size(), examined.image ? ", replayed" : "", readers);
    Tally all;
    for (const auto& phase : phases) {
        const auto tally = edit_all(patient, phase);
        all.wanted += tally.wanted;
        all.made += tally.made;
        all.in_li += tally.in_li;
        for (const auto& [reason, count] : tally.refused)
            all.refused[reason] += count;
    }
    return all;
}

}  // namespace hivemend::windows::test
