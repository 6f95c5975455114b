"""What a terminal shows after bytes of the serial line, and the menu of the Windows boot manager on it."""
import re
from dataclasses import dataclass, field

CONTROL = re.compile(r"\x1b\[([0-9;]*)([A-Za-z])")


class Screen:
    """As much of a VT100 as the UEFI console driver uses: text, cursor positions, clearing."""

    def __init__(self):
        self.rows = {}
        self.row = self.column = 0

    def write(self, text):
        at = 0
        while at < len(text):
            control = CONTROL.match(text, at)
            if control:
                self.obey(control[2], [int(number) for number in control[1].split(";") if number])
                at = control.end()
            else:
                self.put(text[at])
                at += 1

    def obey(self, command, numbers):
        if command in "Hf":
            row, column = (numbers + [1, 1])[:2] if len(numbers) > 1 else (numbers[0] if numbers else 1, 1)
            self.row, self.column = row - 1, column - 1
        elif command == "J":
            self.rows = {}
        elif command == "K":
            self.rows[self.row] = self.rows.get(self.row, "")[: self.column]
        elif command in "ABCD":
            many = numbers[0] if numbers else 1
            self.row += {"A": -many, "B": many}.get(command, 0)
            self.column += {"C": many, "D": -many}.get(command, 0)

    def put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.row += 1
        elif character == "\b":
            self.column = max(0, self.column - 1)
        elif character >= " ":
            line = self.rows.get(self.row, "").ljust(self.column)
            self.rows[self.row] = line[: self.column] + character + line[self.column + 1 :]
            self.column += 1

    def lines(self):
        return [self.rows.get(row, "").rstrip() for row in range(max(self.rows, default=-1) + 1)]


@dataclass
class Menu:
    entries: list = field(default_factory=list)
    tools: list = field(default_factory=list)
    chosen: str = ""  # the entry that is started when nobody presses a key
    seconds: int | None = None


def menu_on(lines):
    """The boot menu on the screen, or nothing while it is not there whole: its last line names keys."""
    start = next((at for at, line in enumerate(lines) if "Choose an operating system to start" in line), None)
    if start is None:
        return None
    menu = Menu()
    names = menu.entries
    for line in lines[start + 1 :]:
        text = line.strip()
        if "ENTER=" in text:
            return menu
        if text.startswith("Seconds until"):
            menu.seconds = int(text.rpartition(":")[2])
        if text == "Tools:":
            names = menu.tools
        elif text and not text.startswith(("(Use the arrow keys", "To specify an advanced option", "Seconds until")):
            name = text.removesuffix(">").rstrip()
            names.append(name)
            if text.endswith(">") and names is menu.entries:
                menu.chosen = name
    return None


def screen_after(data):
    """The lines after these bytes of the serial line."""
    screen = Screen()
    screen.write(data.decode("utf-8", "replace"))
    return screen.lines()
