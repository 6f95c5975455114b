#!/usr/bin/env python3
"""real_hives.py: mutants of real hives go through inspect, plan and apply of hivemend, for a while

Usage: real_hives.py HIVEMEND SECONDS [--seed N] [--jobs N] [--only HIVE:NUMBER] [--keep DIRECTORY]

Ten real hives, two of them dirty and with their logs, are changed a little (hive_mutants.py), put on a practice disk
where Windows has such a hive, and given to the program HIVEMEND: `inspect`, `plan` and `apply` of a playbook that sets,
deletes and copies values and keys there. All hives get the same time. A mutant is known by its hive, its number and the
seed. After every command it is judged that

  - no signal killed it, its exit status is one of those of the manual, an error comes with words, and no sanitizer and
    no promise of its own complained;
  - it took at most 20 seconds and 1 GiB, its children's included (60 seconds and 4 GiB when built with sanitizers);
  - the disk is as before, byte for byte, unless `apply` ended with 0. Then only hives have changed, each of them sound
    to regf_check.py, another implementation of the rules, and only in keys that the playbook names (asked where the
    mutant was clean). Every tenth time `undo` has to give back the exact bytes.

What fails is kept in a folder of its own under DIRECTORY, with the disk, the playbook, what was said, and repeat.sh.
A child of hivemend that dies over a mutant is a refusal, as it is meant to be: it is counted, and the first are kept.
HIVEMEND_TESTDATA names the folder with the hives; regf_check.py lies in `tools` beside it.
Exit status: 0 nothing was found, 1 something was, 2 wrong usage, 77 skipped because the data is not there.
"""
from __future__ import annotations

import argparse
import collections
import concurrent.futures
import dataclasses
import functools
import importlib.util
import lzma
import mmap
import multiprocessing
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
from typing import Any

from hive_records import Hive, mend_checksum
from hive_trial import STORE, Bench, Trial, Verdict

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("HIVEMEND_TESTDATA") or ROOT / "../shared/testdata")
CHECKER = DATA / "../tools/regf_check.py"
CONFIG = "Windows/System32/config/"
# apply waits for its disk many times, which is not what is tried here.
FAST = "/dev/shm" if "TMPDIR" not in os.environ and os.access("/dev/shm", os.W_OK) else None
SUFFIXES = (".LOG1", ".LOG2", ".LOG")


@dataclasses.dataclass(frozen=True)
class Source:
    name: str
    file: str               # below the test data
    place: str              # on the disk
    settled: bool = False   # its logs are missing or left out: its numbers are made equal, and it is sound


SOURCES = (
    Source("SYSTEM-8", "hives/SYSTEM-win8-dirty-nologs/SYSTEM", CONFIG + "SYSTEM", settled=True),
    Source("SAM", "hives/SAM-vm/SAM", CONFIG + "SAM"),
    Source("BBI-11", "hives/BBI-win11-dirty-logs/BBI", CONFIG + "SOFTWARE", settled=True),
    Source("LocalService-10", "hives/LocalService-win10-dirty-logs/NTUSER.DAT", CONFIG + "DEFAULT", settled=True),
    Source("NTUSER-7", "hives/NTUSER-oldlog-winregkb/NTUSER.DAT", CONFIG + "DEFAULT"),
    Source("Syscache-7", "hives/Syscache-dissect/Syscache.hve", CONFIG + "COMPONENTS"),
    Source("BigData", "hives/yarp/BigDataHive", CONFIG + "SECURITY"),
    Source("BCD-11", "bcd/efi-win11-t470/Boot/BCD", STORE),
    Source("DEFAULT-10-logs", "hives/DEFAULT-win10-dirty-logs/DEFAULT", CONFIG + "DEFAULT"),
    Source("DIRT-7-log", "hives/yarp/OldDirtyHive/OldDirtyHive", CONFIG + "SOFTWARE"),
)


def stored(file: str) -> bytes | None:
    path = DATA / file
    packed = path.with_name(path.name + ".xz")
    return path.read_bytes() if path.exists() else lzma.decompress(packed.read_bytes()) if packed.exists() else None


def read_hive(source: Source) -> Hive:
    data = bytearray(stored(source.file) or b"")
    if source.settled:
        data[8:12] = data[4:8]
        mend_checksum(data)
    logs = {} if source.settled else {suffix: stored(source.file + suffix) for suffix in SUFFIXES}
    return Hive({"": bytes(data), **{suffix: log for suffix, log in logs.items() if log is not None}})


def sanitized(program: str) -> bool:
    with open(program, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(b"__asan_init") >= 0


def load_checker() -> Any:
    spec = importlib.util.spec_from_file_location("regf_check", CHECKER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.up1 = functools.cache(module.up1)    # asked for every character of every name
    return module


class Fuzzer:
    """All mutants of a run. Its workers are forked, so that each has the hives without reading them again."""

    def __init__(self, bench: Bench, keep: pathlib.Path) -> None:
        self.bench, self.keep = bench, keep
        self.hives = {source.name: read_hive(source) for source in SOURCES}
        self.places = {source.name: source.place for source in SOURCES}
        self.verdicts: list[Verdict] = []

    def judge(self, name: str, number: int) -> Verdict:
        with tempfile.TemporaryDirectory(prefix="hivemend-mutant-", dir=FAST) as work:
            started = time.monotonic()
            trial = Trial(self.bench, self.hives[name], self.places[name], Verdict(name, number), pathlib.Path(work))
            verdict = trial.judge()
            noted = "child" in verdict.ends and len(list(self.keep.glob("child-*"))) < 10
            if verdict.findings or noted:
                trial.keep(self.keep / f"{'finding' if verdict.findings else 'child'}-{name}-{number}")
            verdict.seconds = time.monotonic() - started
            return verdict

    def run(self, seconds: float, jobs: int) -> None:
        spent = collections.Counter({name: 0.0 for name in self.hives})
        numbers = collections.Counter({name: 0 for name in self.hives})
        end = time.monotonic() + seconds
        context = multiprocessing.get_context("fork")
        with concurrent.futures.ProcessPoolExecutor(jobs, mp_context=context) as workers:
            pending: set[concurrent.futures.Future[Verdict]] = set()
            while pending or time.monotonic() < end:
                while len(pending) < jobs and time.monotonic() < end:
                    name = min(spent, key=lambda each: spent[each])
                    spent[name] += 0.001    # so that the next job takes another hive
                    numbers[name] += 1
                    pending.add(workers.submit(judge, name, numbers[name]))
                done, pending = concurrent.futures.wait(pending, return_when=concurrent.futures.FIRST_COMPLETED)
                for verdict in (future.result() for future in done):
                    spent[verdict.source] += verdict.seconds
                    self.add(verdict)

    def add(self, verdict: Verdict) -> None:
        self.verdicts.append(verdict)
        for finding in verdict.findings:
            print(f"finding: {verdict.source}:{verdict.number}: {finding}\n"
                  f"  kept, repeat with: sh {verdict.kept}/repeat.sh", flush=True)

    def table(self) -> str:
        columns = ("inspect", "plan", "apply", "applied", "undone", "child")
        lines = ["hive              mutants  refused by: inspect    plan   apply  applied  undone  child died findings"]
        for name in (*self.hives, "all"):
            own = [verdict for verdict in self.verdicts if name in (verdict.source, "all")]
            ends = collections.Counter(end for verdict in own for end in verdict.ends)
            counts = [ends[column] for column in columns] + [sum(len(verdict.findings) for verdict in own)]
            lines.append("{:<16}{:>9}{:>21}{:>8}{:>8}{:>9}{:>8}{:>12}{:>10}".format(name, len(own), *counts))
        most = max((verdict.memory for verdict in self.verdicts), default=0)
        return "\n".join(lines) + f"\nat most {most // 1024} MiB a command, or what this program takes itself"


FUZZER: Fuzzer


def judge(name: str, number: int) -> Verdict:
    """In a worker, which has the fuzzer from before it was forked."""
    return FUZZER.judge(name, number)


def main() -> int:
    global FUZZER
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hivemend")
    parser.add_argument("seconds", type=float)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", metavar="HIVE:NUMBER", help="this mutant and no other; the time does not matter")
    parser.add_argument("--keep", type=pathlib.Path, help="where findings are kept; a new folder if not said")
    given = parser.parse_args()
    missing = [source.file for source in SOURCES if stored(source.file) is None]
    missing += [] if CHECKER.exists() else ["../tools/regf_check.py"]
    if missing:
        print(f"skipped: mutants of real hives: below HIVEMEND_TESTDATA there is no {', '.join(missing)}")
        return 77
    keep = (given.keep or pathlib.Path(tempfile.mkdtemp(prefix="hivemend-findings-"))).absolute()
    keep.mkdir(parents=True, exist_ok=True)
    program = str(pathlib.Path(given.hivemend).absolute())
    with tempfile.TemporaryDirectory(prefix="hivemend-disk-") as place:
        disk = pathlib.Path(place) / "disk"
        subprocess.run([program, "sample", ROOT / "examples/targets/gen2.yaml", "--out", disk], check=True,
                       stdout=subprocess.DEVNULL)
        bench = Bench(program, sanitized(program), disk, load_checker(), given.seed)
        build = "with" if bench.sanitized else "without"
        print(f"mutants of {len(SOURCES)} real hives, seed {given.seed}, {build} sanitizers", flush=True)
        FUZZER = Fuzzer(bench, keep)
        if given.only:
            name, number = given.only.split(":")
            FUZZER.add(FUZZER.judge(name, int(number)))
        else:
            FUZZER.run(given.seconds, given.jobs)
    print(FUZZER.table())
    found = sum(len(verdict.findings) for verdict in FUZZER.verdicts)
    if any(keep.iterdir()):
        print(f"kept in {keep}")
    elif not given.keep:
        keep.rmdir()
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
