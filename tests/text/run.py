#!/usr/bin/python3
"""What ordinary people type and what their files hold, by every way that a text can come in, through the real programs.

usage: run.py BULLETIND BULLETIN

Each text goes in by an option, a file, a pipe, the editor of a terminal, the console and a seed file, short and long;
what is stored must be the same by all, and so must a refusal be. What a text may be is tested by test_readable; here
it is that every way in holds to it, and takes away what nobody typed.
"""

import csv
import io
import json
import os
import pathlib
import pty
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))

from house import Failed, House, judged  # noqa: E402

USAGE, REFUSED = 2, 5
INLINE_BYTES, TEXT_BYTES, NAME_BYTES = 4096, 1048576, 255
FILL = "市总工会 说明。\n" * 300  # longer than a text inside an act

# Bytes as they come, and what is kept of them.
TIDIED = {
    "a mark": ("\ufeff正文".encode(), "正文"),
    "lines of Windows": (b"one\r\n\r\ntwo\r\n", "one\n\ntwo"),
    "newlines at the end": (b"text\n\n\n", "text"),
    "a family and Persian": ("\U0001F468\u200d\U0001F469\u200d\U0001F467 می\u200cخواهم".encode(),
                             "\U0001F468\u200d\U0001F469\u200d\U0001F467 می\u200cخواهم"),
}
# What is refused, and what must be said of it.
REFUSALS = {
    "a space of no width": ("one\n\ntwo\u200b".encode(), ["U+200B", "line 3"]),
    "a soft hyphen": ("so\u00adft".encode(), ["U+00AD", "line 1"]),
    "a mark inside": ("one\ntwo\ufeff".encode(), ["U+FEFF", "line 2"]),
    "a joiner of nothing": ("a\u200db".encode(), ["U+200D", "line 1"]),
    "GBK": ("通知：请各部门签收".encode("gbk"), ["looks like GBK", "iconv -f GBK -t UTF-8"]),
    "UTF-16": ("notice\n".encode("utf-16"), ["looks like UTF-16"]),
    "Latin": ("one\ncafé là".encode("latin-1"), ["not UTF-8", "line 2"]),
}


def expect(true, what):
    if not true:
        raise Failed(what)


class Desk:
    """Somebody who publishes, and the files before them."""

    def __init__(self, house):
        self.house = house
        self.folder = pathlib.Path(house.folder) / "files"
        self.folder.mkdir()

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def publish(self, *words, status=0, **more):
        done = self.house.run("li", "publish", "--channel", "programme", "--headline", "x", *words, status=status, **more)
        return done.stdout.split()[0] if status == 0 else done.stderr

    def text(self, thing):
        row = json.loads(self.house.run("li", "read", "--json", thing).stdout.splitlines()[0])
        return row["text"]

    def by_file(self, content, status=0):
        return self.publish("--file", self.file("text", content), status=status)

    def by_pipe(self, content, status=0):
        return self.publish("--file", "-", stdin=content.decode("utf-8", "surrogateescape"), status=status, )

    def by_option(self, content, status=0):
        return self.publish("--text", os.fsdecode(content), status=status)

    def by_editor(self, content, status=0):
        """On a terminal, with an editor that writes what it is told to."""
        held = self.file("typed", content)
        editor = self.file("editor", f"#!/bin/sh\ncp {held} \"$1\"\n".encode())
        os.chmod(editor, 0o700)
        with Terminal(self.house, "publish", "--channel", "programme", "--headline", "x", EDITOR=editor) as terminal:
            said, ended = terminal.end()
        expect(ended == status, f"publish ended with {ended}, not {status}: {said}")
        return [line for line in said.splitlines() if line.startswith("programme/")][0].split()[0] if ended == 0 else said


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, house, *words, **more):
        self.pid, self.end_of = pty.fork()
        if self.pid == 0:
            os.execve(house.command, [house.command, *words], house.env("li", **more))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.end_of)

    def end(self):
        said = b""
        while True:
            try:
                piece = os.read(self.end_of, 65536)
            except OSError:
                break
            if not piece:
                break
            said += piece
        _, status = os.waitpid(self.pid, 0)
        return said.decode("utf-8", "replace").replace("\r\n", "\n"), os.waitstatus_to_exitcode(status)


def long(content):
    """The same with many lines before it, as its encoding has them; a mark stays first."""
    if content.startswith(b"\xff\xfe"):
        return content + FILL.encode("utf-16-le")
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    try:
        content.decode("utf-8")
        fill = FILL.encode()
    except UnicodeDecodeError:
        fill = FILL.encode("gbk") if b"\xe9" not in content else FILL.encode()
    return mark + fill + content[len(mark):]


def what_nobody_typed_is_taken_away(desk):
    for name, (content, kept) in TIDIED.items():
        for way in (desk.by_file, desk.by_pipe, desk.by_option, desk.by_editor):
            got = desk.text(way(content))
            expect(got == kept, f"{name}, {way.__name__}: {got!r}")
        got = desk.text(desk.by_file(long(content)))
        expect(got == FILL + kept, f"{name}, long: {got[-40:]!r}")


def what_is_refused_is_named_by_every_way(desk):
    lines = FILL.count("\n")
    for name, (content, parts) in REFUSALS.items():
        for way in (desk.by_file, desk.by_pipe, desk.by_option, desk.by_editor):
            if way == desk.by_option and b"\0" in content:
                continue  # no option can hold it
            if way == desk.by_pipe and name not in ("a space of no width", "a soft hyphen", "a mark inside",
                                                    "a joiner of nothing"):
                continue  # the pipe of this test is text
            said = way(content, status=USAGE)
            expect(all(part in said for part in parts), f"{name}, {way.__name__}: {said!r}")
        said = desk.by_file(long(content), status=USAGE)
        shifted = [f"line {int(part[5:]) + lines}" if part.startswith("line") else part for part in parts]
        expect(all(part in said for part in shifted), f"{name}, long: {said!r}, not {shifted}")


def headlines_are_held_to_it_too(desk):
    house = desk.house
    done = house.run("li", "publish", "--channel", "programme", "--headline", "\ufeff标题\r\n", "--text", "x")
    row = json.loads(house.run("li", "read", "--json", done.stdout.split()[0]).stdout.splitlines()[0])
    expect(row["headline"] == "标题", row["headline"])
    for headline, part in ((b"\xcd\xa8\xd6\xaa", "looks like GBK"), ("\u0301\u0302".encode(), "is empty"),
                           ("a\u200b".encode(), "U+200B")):
        said = house.run("li", "publish", "--channel", "programme", "--headline", os.fsdecode(headline), "--text", "x",
                         status=USAGE).stderr
        expect(part in said, f"{headline}: {said}")


def newlines_at_the_end_do_not_count(desk):
    expect(len(desk.text(desk.by_file(b"a" * TEXT_BYTES + b"\n"))) == TEXT_BYTES, "a text of the bound and its newline")
    crlf = b"a" * 1023 + b"\r\n"
    desk.by_file(crlf * (TEXT_BYTES // 1024))  # in lines of Windows it is longer
    said = desk.by_file(b"a" * (TEXT_BYTES + 1), status=USAGE)
    expect(str(TEXT_BYTES) in said, said)
    desk.publish("--text", "a" * INLINE_BYTES + "\n")


def seeds_and_the_console_are_read_so_too(desk):
    house = desk.house
    seed = "\ufeffChannel: programme\r\nHeadline: 旧闻\r\nDate: 2006-11\r\nSource: 档案\r\n\r\none\r\ntwo\r\n"
    house.operator("import", desk.file("seed.txt", seed.encode()))
    hit = house.run("li", "headlines", "programme", "--json").stdout.splitlines()[0]
    row = json.loads(hit)
    expect(row["headline"] == "旧闻" and desk.text(row["id"]) == "one\ntwo", hit)
    said = house.run("li", "console", stdin="\ufeffping\r\npublish channel=programme headline=y text=z\r\n").stdout
    expect("ok id=programme/" in said and "error" not in said, said)


def files_have_the_names_that_people_give_them(desk):
    longest = "n" * (NAME_BYTES - 4) + ".pdf"
    family = "\U0001F468\u200d\U0001F469 合影.jpg"
    thing = desk.publish("--text", "x", "--attach", desk.file(longest, b"1"), "--attach", desk.file(family, b"2"),
                         "--attach", desk.file("scan0001.pdf", b"3"), "--as", "通知 12.pdf")
    row = json.loads(desk.house.run("li", "read", "--json", thing).stdout.splitlines()[0])
    names = [one["name"] if isinstance(one, dict) else one[0] for one in row["attach"]]
    expect(names == [longest, family, "通知 12.pdf"], names)
    target = desk.folder / "fetched.pdf"
    desk.house.run("li", "fetch", thing, "通知 12.pdf", "-o", str(target))
    expect(target.read_bytes() == b"3", "it is fetched under another name")
    desk.house.run("li", "fetch", thing, longest, "--to", str(desk.folder), "--force")
    for name, part in (("a\u200b.txt", "U+200B"), (".hidden", "no dot at the beginning"),
                       (os.fsdecode("请签收.txt".encode("gbk")), "looks like GBK")):
        path = os.path.join(os.fsencode(desk.folder), os.fsencode(name))
        with open(path, "wb") as out:
            out.write(b"4")
        said = desk.publish("--text", "x", "--attach", os.fsdecode(path), status=USAGE)
        expect(part in said and "--as NAME" in said, said)
        desk.publish("--text", "x", "--attach", os.fsdecode(path), "--as", "plain.txt")
    said = desk.publish("--text", "x", "--as", "nothing", status=USAGE)
    expect("--attach" in said, said)


def tables_open_in_excel(desk):
    thing = desk.publish("--text", "x", "--to", "labour")
    table = desk.house.run("li", "receipts", thing, "--csv").stdout
    expect(table.startswith("\ufeffid,"), table[:20])
    rows = list(csv.DictReader(io.StringIO(table[1:], newline="")))
    expect([row["department"] for row in rows] == ["labour"], rows)


def main():
    house = House(*sys.argv[1:3])

    def use():
        house.start()
        house.operator("channel", "create", "programme", "--title", "x", "--read", "everyone", "--publish", "committee",
                       "--moderate", "committee")
        house.operator("department", "create", "labour", "--title", "劳动局")
        house.member("li", "li", "--role", "committee")
        desk = Desk(house)
        for test in (what_nobody_typed_is_taken_away, what_is_refused_is_named_by_every_way, headlines_are_held_to_it_too,
                     newlines_at_the_end_do_not_count, seeds_and_the_console_are_read_so_too,
                     files_have_the_names_that_people_give_them, tables_open_in_excel):
            test(desk)
            print(f"ok     {test.__name__}", flush=True)

    return judged(house, use)


if __name__ == "__main__":
    sys.exit(main())
