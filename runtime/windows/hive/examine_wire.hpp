// The fields of an examined hive on their way out of the child. Private to examine.
#pragma once

#include "runtime/windows/hive/examine.hpp"
#include "runtime/windows/hive/wire.hpp"

namespace hivemend::windows {

template <class Wire>
void fields(Wire& wire, HiveHeader& it)
{
    wire.field(it.sequence1);
    wire.field(it.sequence2);
    wire.field(it.last_written);
    wire.field(it.minor);
    wire.field(it.root);
    wire.field(it.bins_size);
    wire.field(it.flags);
    wire.field(it.checksum_right);
}

template <class Wire>
void fields(Wire& wire, LogReport& it)
{
    wire.field(it.name);
    wire.field(it.format);
    wire.field(it.first);
    wire.field(it.last);
    wire.field(it.entries);
    wire.field(it.pages);
    wire.field(it.applied);
    wire.field(it.note);
}

template <class Wire>
void fields(Wire& wire, Finding& it)
{
    wire.field(it.offset);
    wire.field(it.key);
    wire.field(it.what);
}

template <class Wire>
void fields(Wire& wire, ExaminedHive& it)
{
    auto& report = it.report;
    wire.field(report.size);
    wire.field(report.header);
    wire.field(report.replay.dirty);
    wire.field(report.replay.base_from_log);
    wire.field(report.replay.missing);
    wire.field(report.replay.logs);
    wire.field(report.replay.refusal);
    wire.field(report.highest);
    wire.field(report.highest_in);
    wire.field(report.newest_pages);
    wire.field(report.logs_lost);
    wire.field(report.check.findings);
    wire.field(report.check.total);
    wire.field(report.check.keys);
    wire.field(report.check.values);
    wire.field(report.check.leaked_cells);
    wire.field(report.check.leaked_bytes);
    wire.field(report.problem);
    wire.field(report.seen);
    wire.field(report.help);
    wire.field(it.image);
}

}  // namespace hivemend::windows
