# Turns the export of one key (hivexregedit --export) into a hivexsh script that sets all its values. Argument: the control set.
import re
import sys


def value(text):
    if match := re.fullmatch(r"dword:([0-9a-f]+)", text):
        return f"dword:0x{match[1]}"
    if match := re.fullmatch(r"hex(?:\(([0-9a-f]+)\))?:(.*)", text):
        number = int(match[1], 16) if match[1] else 3
        return f"hex:{number}:{match[2]}"
    raise SystemExit(f"hivexsh_script: no way to write {text!r}")


lines = []
for line in sys.stdin.read().splitlines():
    if line.startswith("[") and lines:
        break  # only the key itself, not what is below it
    if match := re.fullmatch(r'"(.*)"=(.*)', line):
        lines += [match[1], value(match[2])]

# One step a line: readline takes a backslash at the end of a line for a continuation.
print(f"cd \\{sys.argv[1]}\\Control\\CrashControl")
print(f"setval {len(lines) // 2}")
print("\n".join(lines))
