"""Field-aware mutants of registry hives and of their transaction logs.

    mutant = Mutant(hive, random.Random("seed"))      `hive` from hive_records; the same seed gives the same mutant
    mutant.files, mutant.notes, mutant.touched        the new bytes, a line for each change, keys that changed

A mutant has one changed field, a few, or many. What changes is a field of the base block, of a bin, a cell or a
record, a name, the data of a value, an entry of a list, or the length of a file; in a log also its entries. Checksums
and hashes are made right again most of the time, because a mutant with a wrong one is refused at the door. Nearly half
of the mutants are gentle: they keep to what a sound hive may have otherwise, so that they get as far as being edited.
"""
from __future__ import annotations

import random
import struct

from hive_records import ENTRY_BYTES, FIELDS, FIRST_BIN, NIL, Hive, Key
from hive_records import le32, mend_checksum, mend_hashes, number, put, text

# Characters that somebody may fold, encode or print in another way than Windows does.
NAMES = ("\\", "\0", "/", "\u00e9", "\u00df", "\u20ac", "\ud800", "\udfff", "\u0131", "\u017f", "A", "a", " ", "\x7f",
         "\u202e")


class Mutant:
    def __init__(self, hive: Hive, rng: random.Random) -> None:
        self.hive, self.rng = hive, rng
        self.files = {suffix: bytearray(data) for suffix, data in hive.files.items()}
        self.notes: list[str] = []
        self.touched: list[Key] = []
        self._stale: set[tuple[str, int]] = set()   # log entries whose hashes no longer fit
        gentle = rng.random() < 0.45
        changes = rng.choices((1, rng.randint(2, 4), rng.randint(5, 16)), (50, 35, 15))[0]
        for _ in range(changes):
            if len(self.files) > 1 and rng.random() < 0.5:
                self._change_log(gentle)
            elif gentle:
                rng.choices((self._field, self._key_name, self._value_name, self._data, self._shorten, self._numbers),
                            (50, 12, 14, 14, 6, 4))[0](True)
            else:
                rng.choices((self._field, self._listed, self._cell, self._copy, self._exchange, self._bits,
                             self._length, self._key_name, self._value_name), (45, 12, 10, 8, 6, 6, 5, 4, 4))[0](False)
        self._mend()

    def _mend(self) -> None:
        for suffix, at in sorted(self._stale):
            if self.rng.random() < 0.85:
                mend_hashes(self.files[suffix], at)
        for suffix, data in self.files.items():
            if data[:512] != self.hive.files[suffix][:512] and self.rng.random() < 0.9:
                mend_checksum(data)

    def _note(self, what: str) -> None:
        self.notes.append(what)

    def _set(self, suffix: str, at: int, width: int, value: int, what: str) -> None:
        old = number(self.files[suffix], at, width)
        put(self.files[suffix], at, width, value)
        self._note(f"{suffix or 'hive'} {at:#x}: {what} {old:#x} -> {value & (1 << 8 * width) - 1:#x}")

    def _strange(self, kind: str, at: int, field: int, width: int) -> int:
        """A value for a field: near the old one, at an edge, or what the same field says elsewhere."""
        rng, data = self.rng, self.files[""]
        old, bits = number(data, at + field, width), 8 * width
        edges = (0, 1, 2, 4, 0x28, 0x7F, 0xFF, 1 << bits - 1, (1 << bits - 1) - 1, (1 << bits) - 1, (1 << bits) - 8)
        near = (old + 1, old - 1, old + 4, old - 4, old + 8, old - 8, old * 2, old // 2, old ^ 1 << rng.randrange(bits))
        choices = [rng.choice(edges), rng.choice(near), rng.choice(near), rng.getrandbits(bits)]
        if others := self.hive.records.get(kind):
            other = rng.choice(others)
            choices += [number(data, other + field, width)] * 2
        if width == 4:
            size, cell = le32(data, 40), rng.choice(self.hive.records["cell"]) - FIRST_BIN
            choices += [cell, cell + 4, le32(data, 36), at - 4 - FIRST_BIN, rng.choice((NIL, 0, size, size - 8))]
        different = [value for value in choices if value & (1 << bits) - 1 != old]
        return rng.choice(different or [old ^ 1])

    def _field(self, gentle: bool) -> None:
        """Any field of any kind of record, each kind as likely."""
        kinds = ["base", *(kind for kind, places in self.hive.records.items() if places and kind in FIELDS)]
        kind = self.rng.choice(["nk", "vk", *kinds] if self.hive.records.get("vk") else kinds)
        fields = FIELDS.get(kind + ", gentle" if gentle else kind) or FIELDS["nk, gentle"]
        if kind + ", gentle" not in FIELDS and gentle:
            kind = "nk"
        at = 0 if kind == "base" else self.rng.choice(self.hive.records[kind])
        name, offset, width = self.rng.choice(fields)
        self._set("", at + offset, width, self._strange(kind, at, offset, width), f"{kind} {name}")
        self.touched += [key for key in self.hive.keys if at == key.at or any(at == value for _, value in key.values)]

    def _listed(self, _: bool) -> None:
        """An entry of a list, or its hash."""
        kind = self.rng.choice([kind for kind in ENTRY_BYTES if self.hive.records.get(kind)] or ["cell"])
        at, step = self.rng.choice(self.hive.records[kind]), ENTRY_BYTES.get(kind, 4)
        named = kind in FIELDS
        count = min(number(self.hive.files[""], at + 2, 2) if named else 8, 4096)
        offset = (4 if named else 0) + step * self.rng.randrange(max(count, 1)) + self.rng.choice((0, step - 4))
        value = self._strange("cell" if self.rng.random() < 0.5 else kind, at, offset, 4)
        self._set("", at + offset, 4, value, f"{kind} entry")

    def _cell(self, _: bool) -> None:
        at = self.rng.choice(self.hive.records["cell"])
        size = struct.unpack_from("<i", self.hive.files[""], at)[0]
        choices = (-size, size + 8, size - 8, size + 4, 0, 1, -8, 8, -1 << 31, (1 << 31) - 1, size * 2, -4096, 4064)
        self._set("", at, 4, self.rng.choice(choices), "cell size")

    def _copy(self, _: bool) -> None:
        """A record laid over another one of its kind."""
        kind = self.rng.choice([kind for kind, places in self.hive.records.items() if len(places) > 1])
        source, target = (self.rng.choice(self.hive.records[kind]) for _ in range(2))
        length = self.rng.choice((8, 20, 76, 96))
        self.files[""][target:target + length] = self.files[""][source:source + length]
        self._note(f"hive {target:#x}: {length} bytes of the {kind} at {source:#x}")

    def _exchange(self, _: bool) -> None:
        """Two fields of two records of a kind change places, so that nothing is lost and nothing is shared."""
        kinds = [kind for kind in ("nk", "vk", "value list") if len(self.hive.records.get(kind, ())) > 1]
        kind = self.rng.choice(kinds)
        name, offset, width = self.rng.choice(FIELDS.get(kind, (("entry", 0, 4),)))
        one, two = (self.rng.choice(self.hive.records[kind]) + offset for _ in range(2))
        values = [number(self.files[""], at, width) for at in (two, one)]
        for at, value in zip((one, two), values):
            self._set("", at, width, value, f"{kind} {name}")

    def _bits(self, _: bool) -> None:
        data = self.files[""]
        for _ in range(self.rng.choice((1, 1, 2, 8, 64))):
            at = self.rng.randrange(self.rng.choice((512, max(len(data), 1))))
            self._set("", at, 1, number(data, at, 1) ^ 1 << self.rng.randrange(8), "bits")

    def _length(self, _: bool) -> None:
        self._resize("", self.rng.choice(self.hive.records["bin"]))

    def _resize(self, suffix: str, border: int) -> None:
        data = self.files[suffix]
        old = len(data)
        kind = self.rng.randrange(5)
        if kind < 2:
            near = max(0, border + self.rng.choice((0, 0, 1, -1, 512, 4095)))
            del data[near if kind else self.rng.randrange(old + 1):]
        elif kind == 2:
            data += bytes(self.rng.choice((1, 512, 4096, 262144)))
        elif kind == 3:
            data += self.rng.randbytes(self.rng.choice((7, 4096, 65536)))
        elif not suffix:                           # one more bin, which the base block knows of
            end = FIRST_BIN + le32(data, 40)
            data[end:] = struct.pack("<4sII20x", b"hbin", end - FIRST_BIN, 4096) + struct.pack("<i", 4064) + bytes(4060)
            put(data, 40, 4, end)
        self._note(f"{suffix or 'hive'}: {old} -> {len(data)} bytes")

    def _key_name(self, _: bool) -> None:
        """A character of a name becomes another one; its hash or hint becomes right again most of the time."""
        key, data = self.rng.choice(self.hive.keys), self.files[""]
        length, flags = (number(data, key.at + field, 2) for field in (72, 2))
        name = self._rename(key.at + 76, length, bool(flags & 0x20), "name of the key")
        if key.hash_at and name and self.rng.random() < 0.85:
            hashed = 0
            for character in name:
                upper = character.upper()
                hashed = hashed * 37 + ord(upper if len(upper) == 1 else character) & NIL
            hint = name[:4].encode("latin-1", "replace").ljust(4, b"\0") if max(name[:4]) < "\u0100" else bytes(4)
            put(data, key.hash_at, 4, hashed if le32(data, 24) >= 5 else number(hint, 0, 4))
        self.touched.append(key)

    def _value_name(self, _: bool) -> None:
        if keys := [key for key in self.rng.choices(self.hive.keys, k=50) if key.values]:
            key = self.rng.choice(keys)
            at = self.rng.choice(key.values)[1]
            length, flags = (number(self.files[""], at + field, 2) for field in (2, 16))
            self._rename(at + 20, length, bool(flags & 1), "name of the value")
            self.touched.append(key)

    def _rename(self, at: int, length: int, latin1: bool, what: str) -> str:
        width = 1 if latin1 else 2
        if length < width or at + length > len(self.files[""]):
            return ""
        place = self.rng.choice((0, length // width - 1, self.rng.randrange(length // width)))
        character = self.rng.choice((*NAMES, chr(self.rng.randrange(256))))
        self._set("", at + place * width, width, ord(character), what)
        return text(bytes(self.files[""][at:at + length]), latin1)

    def _data(self, _: bool) -> None:
        if places := self.hive.records["data"]:
            at = self.rng.choice(places)
            for _ in range(self.rng.randint(1, 8)):
                self._set("", at + self.rng.randrange(16), 1, self.rng.getrandbits(8), "data")

    def _shorten(self, _: bool) -> None:
        """One value fewer, or one that is shorter: a sound hive, with room that nothing leads to."""
        if keys := [key for key in self.rng.choices(self.hive.keys, k=50) if key.values]:
            key = self.rng.choice(keys)
            field = self.rng.choice((key.at + 36, self.rng.choice(key.values)[1] + 4))
            if le32(self.files[""], field) & ~(1 << 31):
                self._set("", field, 4, le32(self.files[""], field) - 1, "values or size")
            self.touched.append(key)

    def _numbers(self, _: bool) -> None:
        """All sequence numbers move together, to where they overflow: a sound hive with logs as good as before."""
        first = le32(self.files[""], 8)
        move = self.rng.choice((0, 1, 0x7FFFFFFF, 0x80000000, NIL - 20, NIL - 2, NIL - 1, NIL)) - first
        for suffix, data in self.files.items():
            for at in (4, 8):
                put(data, at, 4, le32(data, at) + move if len(data) >= 512 else 0)
            for at in self.hive.entries.get(suffix, ()):
                if at + 16 <= len(data):
                    put(data, at + 12, 4, le32(data, at + 12) + move)
                    self._stale.add((suffix, at))
        self._note(f"all sequence numbers {move:+}")

    def _change_log(self, gentle: bool) -> None:
        suffix = self.rng.choice([suffix for suffix in self.files if suffix])
        data, entries, rng = self.files[suffix], self.hive.entries[suffix], self.rng
        if not data:
            return self._note(f"{suffix} is empty")
        kind = rng.choices(("page", "numbers", "base", "entry", "page field", "bits", "length", "gone", "exchanged"),
                           (40, 10, 0, 0, 50, 0, 0, 0, 0) if gentle else (6, 3, 12, 30, 20, 9, 8, 4, 3))[0]
        if kind == "numbers":
            self._numbers(gentle)
        elif kind == "base":
            name, offset, width = rng.choice((*FIELDS["base"], *FIELDS["base, gentle"]))
            self._set(suffix, offset, width, self._strange("base", 0, offset, width), f"base {name}")
        elif kind == "entry" and entries:
            at = rng.choice(entries)
            refs = (("page offset", 40, 4), ("page size", 44, 4), ("page offset", 48, 4), ("page size", 52, 4))
            name, offset, width = rng.choice((*FIELDS["entry"], *refs))
            self._stale.add((suffix, at))
            self._set(suffix, at + offset, width, self._strange("bin", at, offset, width), f"entry {name}")
        elif kind in ("page", "page field"):       # of an HvLE entry, or of what follows DIRT
            at = rng.choice(entries or [512])
            size = min(le32(data, at + 4), len(data) - at) if entries else len(data) - at
            self._stale.update({(suffix, at)} if entries else ())
            where = at + rng.randrange(4, max(size, 5))
            record = data.find(rng.choice((b"nk", b"vk", b"lh", b"lf", b"sk")), where, at + size)
            if kind == "page field" and record > 0:
                name = data[record:record + 2].decode()
                field, offset, width = rng.choice(FIELDS.get(name + ", gentle" if gentle else name, FIELDS[name]))
                value = self._strange(name, record, offset, width)
                self._set(suffix, record + offset, width, value, f"page, {name} {field}")
            else:
                self._set(suffix, where, 1, rng.getrandbits(8), "page")
        elif kind == "length":
            self._resize(suffix, rng.choice([512, *entries]))
        elif kind == "gone":
            data.clear()
            self._note(f"{suffix} is emptied")
        elif kind == "exchanged":
            other = rng.choice([suffix for suffix in self.files if suffix])
            data[:], self.files[other][:] = self.hive.files[other], self.hive.files[suffix]
            self._note(f"{suffix} and {other} exchanged")
        else:
            at = rng.randrange(rng.choice((min(1024, len(data)), len(data))))
            self._set(suffix, at, 1, number(data, at, 1) ^ 1 << rng.randrange(8), "bits")
