# Writes the tables of one benchmark run as Markdown. Argument: the folder with json/NAME.json of hyperfine, json/phases.json
# of Google Benchmark, and hive.txt.
import json
import os
import pathlib
import platform
import subprocess
import sys

folder = pathlib.Path(sys.argv[1])

# name, what it is, against which row, aim
ROWS = [
    ("check", "one playbook, whole process", None, "10 ms"),
    ("check_all", "all built-in playbooks", None, ""),
    ("check_1mb", "a generated playbook of 1 MB", None, ""),
    ("check_10mb", "a generated playbook of 10 MB", "check_1mb", "linear"),
    ("hivexget", "reads one value", None, ""),
    ("plan", "reads hive and boot store, every change", "hivexget", "4×"),
    ("reged", "in place, no fsync, no check", None, ""),
    ("hivexsh", "in place, no fsync", "reged", ""),
    ("hivexregedit", "in place, no fsync", "reged", ""),
    ("apply_registry", "the same edit, durable, verified, undoable", "reged", "8×"),
    ("apply", "with the boot store, durable, verified, undoable", "reged", "8×"),
    ("reged_large", "the large hive, in place, no fsync, no check", None, ""),
    ("hivexregedit_large", "the large hive, in place, no fsync", "reged_large", ""),
    ("apply_large", "the large hive, durable, verified, undoable", "reged_large", "8×"),
]


def first_line(path, key):
    for line in pathlib.Path(path).read_text().splitlines():
        if line.startswith(key):
            return line.split(":", 1)[1].strip()
    return "unknown"


def machine():
    memory = int(first_line("/proc/meminfo", "MemTotal").split()[0]) / 2**20
    kind = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True).stdout.strip()
    load = os.getloadavg()[0]
    return (f"{first_line('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores, {memory:.0f} GiB, "
            f"{platform.system()} {platform.release()}, files on {kind}, load {load:.1f}")


def phases():
    """The second table: each phase of an edit, in ms of the processor's and the disk's time, and against reged."""
    columns = {}
    for one in json.loads((folder / "json" / "phases.json").read_text())["benchmarks"]:
        hive, phase = one["name"].split("/")[:2]
        columns.setdefault(phase, {})[hive] = one["real_time"]
    hives = list(dict.fromkeys(hive for times in columns.values() for hive in times))
    peers = {"hive": "reged", "large": "reged_large"}
    print("| phase | " + " | ".join(f"{hive}, ms | against reged" for hive in hives) + " |")
    print("|---|" + "---:|---:|" * len(hives))
    for phase, times in columns.items():
        cells = (f"{times[hive]:.1f} | {times[hive] / 1000 / results[peers[hive]]['median']:.2f}×" for hive in hives)
        print(f"| {phase} | " + " | ".join(cells) + " |")


results = {path.stem: json.loads(path.read_text())["results"][0]
           for path in (folder / "json").glob("*.json") if path.stem != "phases"}

print(f"Machine: {machine()}.")
print(f"Hive: {(folder / 'hive.txt').read_text().strip()}. Medians of whole processes; peers edit the hive alone.")
print()
print("| command | what it does | median ms | fastest ms | runs | against | ratio | aim |")
print("|---|---|---:|---:|---:|---|---:|---|")
for name, what, peer, aim in ROWS:
    if name not in results:
        continue  # the large hive needs test data
    result = results[name]
    ratio = f"{result['median'] / results[peer]['median']:.1f}×" if peer else ""
    print(f"| `{result['command']}` | {what} | {result['median'] * 1000:.1f} | {result['min'] * 1000:.1f} "
          f"| {len(result['times'])} | {peer or ''} | {ratio} | {aim} |")

small, large = (int((folder / "json" / f"check_{size}mb.memory").read_text()) / 2**20 for size in (1, 10))
print()
print(f"Peak memory of `check`: {small:.0f} MiB for 1 MB, {large:.0f} MiB for 10 MB, {large / small:.1f}×.")

for name, size in (("apply_registry", "hive"), ("apply_large", "large")):
    memory = folder / "json" / f"{name}.memory"
    if memory.exists():
        peak, bytes_of_hive = int(memory.read_text()), (folder / size).stat().st_size
        print(f"Peak memory of one process of `{name}`: {peak / 2**20:.0f} MiB for a hive of {bytes_of_hive / 2**20:.1f} MiB, "
              f"{peak / bytes_of_hive:.1f}× (aim: below 6×).")
print()
phases()
