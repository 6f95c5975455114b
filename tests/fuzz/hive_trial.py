"""One mutant of a hive on a practice disk: what hivemend does with it, and whether that is right.

`real_hives.py` says what is judged. A `Bench` is what all trials of a run have in common.
"""
from __future__ import annotations

import dataclasses
import os
import pathlib
import random
import re
import resource
import select
import shlex
import shutil
import signal
import subprocess
import time
from typing import Any

from hive_mutants import Mutant
from hive_playbook import playbook
from hive_records import Hive

STORE = "EFI/Microsoft/Boot/BCD"
COMPLAINTS = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error:|(mistake|defect) of hivemend|terminate called")
CHILD_DIED = re.compile(r"died \(signal|did not end in time|gave up|cannot be confined")
REFUSED = re.compile(r" hive is |hive refused|fault 0x|not a hive")


@dataclasses.dataclass
class Ran:
    command: list[str]
    status: int
    died: int       # the signal, or 0
    late: bool
    memory: int     # KiB
    said: str
    errors: str


@dataclasses.dataclass
class Verdict:
    source: str
    number: int
    seconds: float = 0.0
    ends: list[str] = dataclasses.field(default_factory=list)       # of: inspect plan apply applied undone child
    findings: list[str] = dataclasses.field(default_factory=list)
    memory: int = 0
    kept: str = ""


@dataclasses.dataclass(frozen=True)
class Bench:
    program: str
    sanitized: bool
    disk: pathlib.Path              # a sound practice disk, which is copied
    checker: Any                    # the module regf_check
    seed: int

    @property
    def seconds(self) -> int:
        return 60 if self.sanitized else 20

    @property
    def memory(self) -> int:
        """KiB."""
        return (4 if self.sanitized else 1) << 20

    def run(self, arguments: list[str], work: pathlib.Path) -> Ran:
        """Runs the program in a session of its own, so that it can be ended with all its children."""
        def limit() -> None:
            if not self.sanitized:      # whose shadow memory is terabytes of address space
                resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

        with open(work / "said", "wb+") as said, open(work / "errors", "wb+") as errors:
            with subprocess.Popen([self.program, *arguments], cwd=work, stdin=subprocess.DEVNULL, stdout=said,
                                  stderr=errors, start_new_session=True, preexec_fn=limit,
                                  env={**os.environ, "LC_ALL": "C.UTF-8"}) as process:
                watched = os.pidfd_open(process.pid)
                waiting = select.poll()
                waiting.register(watched, select.POLLIN)
                late = not waiting.poll(self.seconds * 1000)
                os.close(watched)
                if late:
                    os.killpg(process.pid, signal.SIGKILL)
                status, used = os.wait4(process.pid, 0)[1:]
                process.returncode = os.waitstatus_to_exitcode(status)
            texts = []
            for file in (said, errors):
                file.seek(0)
                texts.append(file.read(1 << 20).decode("utf-8", "replace"))
        died = max(-process.returncode, 0)
        return Ran(arguments, 0 if died else process.returncode, died, late, used.ru_maxrss, *texts)


def read_tree(root: pathlib.Path) -> dict[str, bytes]:
    """Every file, and every folder as an empty one."""
    return {str(path.relative_to(root)): path.read_bytes() if path.is_file() else b"" for path in root.rglob("*")}


class Trial:
    """One mutant, its disk in a folder of its own, and everything that was done with it."""

    def __init__(self, bench: Bench, hive: Hive, place: str, verdict: Verdict, work: pathlib.Path) -> None:
        self.bench, self.place, self.verdict, self.work = bench, place, verdict, work
        rng = random.Random(f"{bench.seed}/{verdict.source}/{verdict.number}")
        self.mutant = Mutant(hive, rng)
        self.text, self.keys = playbook(hive, self.mutant.touched, pathlib.Path(place).name, place == STORE, rng)
        self.more = ["--accept-log-loss"] if rng.random() < 0.25 else []
        self.undo = rng.random() < 0.1
        self.log: list[Ran] = []
        self.disk = work / "disk"
        shutil.copytree(bench.disk, self.disk)
        for suffix, data in self.mutant.files.items():
            (self.disk / (place + suffix)).write_bytes(data)
        (work / "mutated.mend").write_text(self.text, encoding="utf-8")
        self.before = read_tree(self.disk)

    def judge(self) -> Verdict:
        started = time.monotonic()
        target, state = ["--target", "disk"], ["--state", "state", "--yes"]
        inspected = self._run(["inspect", *target])
        refused = inspected.status != 0 or REFUSED.search(inspected.said)
        planned = self._run(["plan", "mutated.mend", *target, *self.more])
        self._same("inspect or plan")
        applied = self._run(["apply", "mutated.mend", *target, *state, *self.more])
        self.verdict.ends = [word for word, true in (
            ("inspect", refused), ("plan", planned.status != 0), ("apply", planned.status == 0 != applied.status),
            ("applied", applied.status == 0),
            ("child", any(CHILD_DIED.search(ran.said + ran.errors) for ran in self.log))) if true]
        if applied.status:
            self._same("an apply that did not end with 0")
        else:
            self._judge_written(read_tree(self.disk))
        self.verdict.seconds = time.monotonic() - started
        return self.verdict

    def _same(self, what: str) -> None:
        if changed := self._changed(read_tree(self.disk)):
            self.verdict.findings.append(f"{what} changed {', '.join(changed)}")

    def _changed(self, tree: dict[str, bytes]) -> list[str]:
        return sorted(file for file in {**tree, **self.before} if tree.get(file) != self.before.get(file))

    def _judge_written(self, tree: dict[str, bytes]) -> None:
        changed = self._changed(tree)
        for file in changed:
            if file != self.place or file not in tree:
                self.verdict.findings.append(f"apply changed {file}")
                continue
            found, after = self._check(tree[file])
            had = self._check(self.before[file])[0] if found else []
            self.verdict.findings += [f"{file} was written and is not sound: {what} (before: {had})" for what in found]
            if file == self.place and not found:
                self._judge_difference(after)
        if changed and self.undo:
            self.verdict.ends.append("undone")
            if self._run(["undo", "--target", "disk", "--state", "state", "--yes"]).status != 0:
                self.verdict.findings.append("what was applied cannot be undone")
            self._same("an undone apply")

    def _check(self, data: bytes) -> tuple[list[str], dict[Any, Any]]:
        try:
            problems, examples, tree = self.bench.checker.check(bytes(data))
        except Exception as error:  # of a program that trusts what it reads
            return [f"regf_check.py ends with {type(error).__name__}: {error}"], {}
        return [f"{what} {examples.get(what)}" for what in problems if not what.startswith("(info)")], tree

    def _judge_difference(self, after: dict[Any, Any]) -> None:
        """Keys that the playbook does not name have the same flags, class and values as in a mutant that was clean."""
        found, before = self._check(self.before[self.place])
        if found:
            return
        named = [tuple(part.upper() for part in key) for key in self.keys]
        for path in {**before, **after}:
            inside = any(path[1:][:len(key)] == key for key in named)
            above = path not in before and any(key[:len(path) - 1] == path[1:] for key in named)   # the mutant lost it
            if not inside and not above and not self._alike(before.get(path), after.get(path)):
                self.verdict.findings.append(f"the key {path!r} changed, which the playbook does not name")
                return

    @staticmethod
    def _alike(one: dict[str, Any] | None, two: dict[str, Any] | None) -> bool:
        return bool(one and two) and all(one[field] == two[field] for field in ("vals", "name", "flags", "cls"))

    def _run(self, arguments: list[str]) -> Ran:
        ran = self.bench.run(arguments, self.work)
        self.log.append(ran)
        self.verdict.memory = max(self.verdict.memory, ran.memory)
        complaint = COMPLAINTS.search(ran.errors + ran.said)
        wrong = [what for what, true in (
            (f"was killed by signal {ran.died}", ran.died and not ran.late),
            (f"took more than {self.bench.seconds} seconds", ran.late),
            (f"took {ran.memory // 1024} MiB", ran.memory > self.bench.memory),
            (f"ended with {ran.status}", ran.status not in range(5) and not ran.died),
            ("ended with an error and said nothing", ran.status == 1 and not (ran.errors + ran.said).strip()),
            (f"complained: {complaint and complaint[0]}", complaint)) if true]
        self.verdict.findings += [f"{arguments[0]} {what}" for what in wrong]
        return ran

    def keep(self, folder: pathlib.Path) -> None:
        """The disk as it was, the playbook, what was said, and the commands again."""
        shutil.rmtree(folder, ignore_errors=True)
        for file, data in self.before.items():
            path = folder / "disk" / file
            (self.disk / file).is_dir() or (path.parent.mkdir(parents=True, exist_ok=True), path.write_bytes(data))
        (folder / "mutated.mend").write_text(self.text, encoding="utf-8")
        lines = [*self.verdict.findings, *(f"mutant: {note}" for note in self.mutant.notes)]
        for ran in self.log:
            lines += ["", f"$ hivemend {shlex.join(ran.command)}", ran.said, ran.errors,
                      f"status {ran.status}, signal {ran.died}"]
        (folder / "what.txt").write_text("\n".join(lines), encoding="utf-8", errors="replace")
        again = [f"{shlex.quote(self.bench.program)} {shlex.join(ran.command)}; echo \"status $?\"" for ran in self.log]
        copied = 'again=$(mktemp -d) && cp -r "$(dirname "$0")/." "$again" && cd "$again" || exit'
        (folder / "repeat.sh").write_text("\n".join((
            "#!/bin/sh", "# In a copy of this folder, so that it can be done again.", copied, *again,
            'echo "left in $again"', "")), encoding="utf-8")
        self.verdict.kept = str(folder)
