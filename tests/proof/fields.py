"""What the fields of verbs and facts may be, as the tables of PROTOCOL.md say it: the reference read by a machine.

It shares no code with the project. It knows kinds, bounds and words, and nothing of what a field is for.
"""

import datetime
import os
import re

REFERENCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../protocol/PROTOCOL.md")
TIMES = (-62135596800000, 253402214399999)
NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")
DATES = ("%Y", "%Y-%m", "%Y-%m-%d")
HIDDEN = [(0x00, 0x1f), (0x7f, 0x9f), (0x61c, 0x61c), (0x200b, 0x200b), (0x200e, 0x200f), (0x2028, 0x202e), (0x2060, 0x206f),
          (0xfeff, 0xfeff), (0xfff9, 0xfffb), (0xe0000, 0xe001f)]
# A kind that is one of a few, and the table of its words.
CHOICE = re.compile(r"^\| (.+) \| str \| a word of the table of (.)(.+) \|$", re.M)


def is_name(value):
    return NAME.fullmatch(value) is not None and len(value) <= LIMITS["NAME_BYTES"]


def is_channel(value):
    parts = value.split("/")
    return len(value) <= LIMITS["CHANNEL_BYTES"] and len(parts) <= 3 and all(map(is_name, parts))


def is_id(value):
    channel, _, number = value.rpartition("/")
    return (len(value) <= LIMITS["ID_BYTES"] and is_channel(channel) and re.fullmatch("[1-9][0-9]*", number) is not None and
            int(number) < 1 << 64)


def is_line(value, breaks=""):
    return not value.isspace() and value != "" and not any(
        first <= ord(one) <= last and one not in breaks for one in value for first, last in HIDDEN)


def is_whole_time(value):
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", value) is None:
        return False
    return is_form(value[:19], "%Y-%m-%dT%H:%M:%S")


def is_form(value, form):
    try:
        return datetime.datetime.strptime(value, form).strftime(form).rjust(len(value), "0") == value
    except ValueError:
        return False


def is_date(value):
    return any(is_form(value, form) for form in DATES) or is_whole_time(value)


def is_moment(value):
    return is_form(value, "%Y-%m-%d") or is_form(value, "%Y-%m-%dT%H:%M") or is_whole_time(value)


def is_list(value, each):
    return isinstance(value, list) and all(type(one) is str and each(one) for one in value) and (
        len(set(value)) == len(value))


def is_file(value):
    if not (isinstance(value, list) and [type(one) for one in value] == [str, int, bytes]):
        return False
    name, size, hash_ = value
    return (is_line(name) and len(name.encode()) <= LIMITS["FILE_NAME_BYTES"] and name[0] != "." and
            not set(name) & set("/\\") and 1 <= size <= LIMITS["FILE_BYTES"] and len(hash_) == 32)


def is_files(value):
    return (isinstance(value, list) and all(map(is_file, value)) and
            len({name for name, _, _ in value}) == len(value))


def is_lines(value, most):
    return isinstance(value, list) and all(
        type(one) is str and is_line(one) and len(one.encode()) <= most for one in value)


def is_items(value):
    return isinstance(value, list) and value != [] and all(
        is_lines(one, LIMITS["ITEM_BYTES"]) and len(one) == 5 for one in value)


def is_audience(value):
    return isinstance(value, list) and all(type(one) is str for one in value)


# kind -> (MessagePack's type, whether a value of it is one)
KINDS = {
    "a name": (str, is_name), "a channel": (str, is_channel), "an id": (str, is_id), "a line of text": (str, is_line),
    "text": (str, lambda value: is_line(value, "\n\t")), "a date": (str, is_date), "a moment": (str, is_moment),
    "a month": (str, lambda value: is_form(value, "%Y-%m")), "bytes": (bytes, lambda value: True),
    "a hash": (bytes, lambda value: len(value) == 32), "a key": (bytes, lambda value: len(value) == 32),
    "a signature": (bytes, lambda value: len(value) == 64), "an invitation code": (str, lambda value: len(value) == 16),
    "a number": (int, lambda value: 0 <= value < 1 << 64), "yes or no": (bool, lambda value: True),
    "a time": (int, lambda value: TIMES[0] <= value <= TIMES[1]), "an audience": (list, is_audience),
    "names": (list, lambda value: is_list(value, is_name)), "ids": (list, lambda value: is_list(value, is_id)),
    "numbers": (list, lambda value: all(type(one) is int and 0 <= one < 1 << 64 for one in value)),
    "lines of text": (list, lambda value: is_lines(value, LIMITS["REASON_BYTES"])), "items": (list, is_items),
    "files": (list, is_files), "positions": (dict, lambda value: False),  # stands in no act and no head
}


class Field:
    """One row of a table: `name`, required or not, its kind and bound."""

    def __init__(self, name, needed, kind, words):
        self.name, self.required = name, needed == "required"
        self.kind = kind.partition(", at most ")[0]
        kind, _, bound = kind.partition(", at most ")
        self.most = int(bound.split()[0]) if bound else None
        self.type, self.is_one = KINDS[kind] if kind in KINDS else (str, words[kind].__contains__)

    def holds(self, value):
        if type(value) is not self.type or not self.is_one(value):
            return False
        if self.most is None:
            return True
        size = len(value.encode()) if self.type is str else value if self.type is int else len(value)
        return size <= self.most


def rows(lines):
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines if line.startswith("| ")][1:]


def read_reference(path=REFERENCE):
    """{word of a verb or fact: {field's name: Field}}, from the sections that have four hashes; and the limits."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    words, tables = {}, {}
    choices = {first.upper() + rest: kind for kind, first, rest in CHOICE.findall(text)}
    sections = re.split(r"^(#{3,4}) (.*)\n", text, flags=re.M)
    for level, title, body in zip(sections[1::3], sections[2::3], sections[3::3]):
        lines = body.splitlines()
        if level == "###":
            words[choices.get(title, title)] = {row[0].strip("`"): row[1] for row in rows(lines)}
        elif re.fullmatch(r"`[a-z.-]+`", title):
            found = [Field(row[0].strip("`"), row[1], row[2], words) for row in rows(lines)
                     if len(row) == 4 and row[1] in ("required", "optional")]
            tables[title.strip("`")] = {field.name: field for field in found}
    return tables, {name: int(value) for name, value in words["Limits"].items()}


TABLES, LIMITS = read_reference()


def wrong(word, values, of_newer=False):
    """What is wrong with the fields of this verb or fact; None when nothing is."""
    table = TABLES.get(word)
    if table is None or not isinstance(values, dict):
        return f"{word}: no such fields"
    for name, value in values.items():
        if name not in table and not of_newer:
            return f"{word}: it has no field {name}"
        if name in table and not table[name].holds(value):
            return f"{word}: its {name} is none"
    missing = [name for name, field in table.items() if field.required and name not in values]
    return f"{word}: {missing[0]} is missing" if missing else None
