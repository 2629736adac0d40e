"""The text form, as the operator's socket speaks it: a question as a line, and the last line of its answer.

It knows kinds of fields by the words of the reference, and no verb.
"""

import datetime


def quoted(text):
    return '"' + text.replace("\n", "\\n") + '"'


def word_of(value, kind):
    if kind == "lines of text":
        return quoted("\n".join(value))
    if kind == "items":
        return quoted("\n\n".join("\n".join(item) for item in value))
    if kind == "files":
        return "/".join(f"{name}:{size}:{hash_.hex()}" for name, size, hash_ in value)
    if kind == "a time":
        return datetime.datetime.fromtimestamp(value / 1000, datetime.timezone.utc).isoformat(timespec="milliseconds")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return ",".join(f"{name}:{number}" for name, number in value.items())
    if isinstance(value, list):
        return ",".join(str(one) for one in value)
    return '"' + value + '"' if " " in str(value) else str(value)


def line_of(word, kinds, fields):
    return " ".join([word, *(f"{name}={word_of(value, kinds[name][1])}" for name, value in fields.items())])


def answer_of(daemon, line):
    """("ok", fields), or ("error", fields with code and text), as the wire would have it."""
    for words in daemon.lines_of(line):
        if words[0] == "error":
            return "error", {"error": words[1], "text": words[2], **dict(one.split("=", 1) for one in words[3:])}
        if words[0] == "ok":
            return "ok", dict(one.split("=", 1) for one in words[1:])
