"""A playbook for a mutant: one to four statements that set, add, delete and copy values and keys of one hive.

    text, keys = playbook(hive, touched, "SOFTWARE", False, random.Random("seed"))

Keys and values are those of `hive`, the hive before it was mutated, and rather `touched` ones than others. `keys` are
the paths below the root that the statements name. With `store` the hive is a boot store, and its statements are `bcd`.
"""
from __future__ import annotations

import random
import re

from hive_records import Hive, Key

# What a text of the language can hold as it is.
PLAIN = re.compile(r"[A-Za-z0-9{}()_.,+-]([A-Za-z0-9{}()_.,+ -]*[A-Za-z0-9{}()_.,+-])?")
STORE = ("bcd set bootmgr { timeout = 17, displaybootmenu = yes }", "bcd delete bootmgr { locale }",
         "bcd set default { bootlog = yes, description = \"A\" }", "bcd delete default { nx }",
         "bcd set badmemory { badmemorylist = [1, 2] }", "bcd set globalsettings { emsbaudrate = 115200 }")
Paths = list[tuple[str, ...]]


def data(rng: random.Random) -> str:
    size = rng.choice((0, 3, 4, 5, 400, 16344, 16345, 40000))
    return rng.choice((f"dword {rng.getrandbits(32)}", f"qword {rng.getrandbits(63)}", 'expand_sz "%SystemRoot%"',
                       f'sz "{"x" * rng.randrange(300)}"', 'multi_sz ["one", "two"]',
                       f'binary "{rng.randbytes(size).hex()}"'))


def text_of(hive: str, path: tuple[str, ...]) -> str:
    """Control sets may not be written out, so all of them are the one that starts next."""
    return re.sub(r"^SYSTEM\\ControlSet\d+", r"SYSTEM\\${os.default_control_set}", "\\".join((hive, *path)))


def statement(hive: str, key: Key, other: Key, rng: random.Random) -> tuple[str, Paths]:
    path = text_of(hive, key.path)
    names = [name for name, _ in key.values if not name or PLAIN.fullmatch(name)]
    rng.shuffle(names)
    kind = rng.choice(("set", "set", "delete", "key", "delete-key", "copy"))
    if kind == "delete" and names:
        listed = ", ".join(f'"{name}"' for name in names[:2])
        return f'reg delete "{path}" {{ {listed} }}', [key.path]
    if kind == "key":
        return f'reg add "{path}\\Mutated\\Below" {{ "" = {data(rng)}, Name = {data(rng)} }}', [(*key.path, "Mutated")]
    if kind == "delete-key":
        return f'reg delete-key "{path}"', [key.path]
    if kind == "copy":
        to = (*other.path, "Copied")
        return f'reg copy "{path}" {{ to = "{text_of(hive, to)}" }}', [to]
    wanted = [*names[:rng.randrange(3)], "Mutated value"]
    settings = ", ".join(f'"{name}" = {data(rng)}' for name in wanted)
    return f'reg add "{path}" {{ {settings} }}', [key.path]


def playbook(hive: Hive, touched: list[Key], name: str, store: bool, rng: random.Random) -> tuple[str, Paths]:
    statements: list[str] = []
    named: Paths = []
    for _ in range(rng.choice((1, 1, 2, 4))):
        if store:
            statements.append(rng.choice(STORE))
            named.append(("Objects",))
            continue
        near = touched if touched and rng.random() < 0.6 else []
        plain = [key for key in (*near, *rng.choices(hive.keys, k=40))
                 if key.path and len(key.path) < 30 and all(PLAIN.fullmatch(part) for part in key.path)]
        if plain:
            text, paths = statement(name, plain[0], plain[-1], rng)
            if not set(paths) & set(named):     # what is written twice is refused before any disk is read
                statements.append(text)
                named += paths
    if not store and (not statements or rng.random() < 0.1):
        statements.insert(0, f"hive replay {name.lower()}")
    sets = {key.path[0] for key in hive.keys if len(key.path) == 1 and key.path[0].startswith("ControlSet")}
    named += [(any_set, *path[1:]) for path in named if path[0] in sets for any_set in sorted(sets)]
    body = "\n".join(f"    {text}" for text in dict.fromkeys(statements))
    effects = "boot" if store else "registry"
    return (f'playbook mutated {{\n    language 1\n    title "Mutated hive"\n    effects {{ {effects} }}\n}}\n\n'
            f'stage "Edit" {{\n{body}\n}}\n'), named
