#!/usr/bin/python3
"""A watcher's folder with one thing wrong: a byte of each file flipped, the file cut short, the file gone.

usage: kept.py BULLETIND BULLETIN

Each time the same is asked: what `headlines` and `read` show offline is true or is called damaged; the next watch loses
nothing, shows nothing old but what it says it repeats, and afterwards the folder is as it was, fetched from the server.
"""

import json
import os
import pathlib
import shutil
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from town import Town, check, with_committee  # noqa: E402

STEPS = {"facts": 149, "texts": 9001, "cursor": 7}  # how many bytes lie between two that are flipped
SAID = ("id", "headline", "text", "text_hash", "time", "actor", "author", "revision")


class Kept:
    """What a clerk's watcher has kept, once and for all, and copies of it to be damaged."""

    def __init__(self, town):
        self.town, self.said, self.shown = town, "", []
        with_committee(town)
        town.operator("channel", "create", "quiet", "Quiet")
        plan = pathlib.Path(town.folder + "/plan.bin")
        plan.write_bytes(os.urandom(20000))
        publish = ["publish", "programme"]
        self.ids = [town.run("committee", *publish, "一", stdin="a short text").stdout.strip(),
                    town.run("committee", *publish, "二", stdin="各部门请于月底前回复。" * 600).stdout.strip(),
                    town.run("committee", *publish, "三", "--to", "labour", "--receipt", "--attach", str(plan),
                             stdin="附件如下。" * 900).stdout.strip()]
        town.run("committee", "withdraw", self.ids[0], "--reason", "误发", "--yes")
        self.home = pathlib.Path(town.folder + "/clerk")
        self.watch = self.home / "watch"
        town.watched("--name", "desk", "--since", "all", "--wait", "1s", home="clerk")
        self.whole = pathlib.Path(town.folder + "/whole")
        shutil.copytree(self.watch, self.whole)
        self.truth = {words: self.ask(words)[0] for words in self.questions()}
        self.last = {"programme": town.run("committee", *publish, "四", stdin="new").stdout.strip()}
        self.after = self.mended()

    def questions(self):
        return [("headlines", "programme"), *[("read", id_) for id_ in self.ids]]

    def ask(self, words, status=0):
        done = self.town.run("clerk", *words, "--name", "desk", "--offline", "--json", status=status)
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr, done.returncode

    def restore(self):
        shutil.rmtree(self.watch)
        shutil.copytree(self.whole, self.watch)

    def mended(self):
        """Watches until the new one has come; gives every file as it is then."""
        for _ in range(8):
            ids, said = self.town.watched("--name", "desk", "--count", "1", home="clerk")
            self.said += said
            self.shown += ids
            if self.last["programme"] in ids:
                break
        return {path.relative_to(self.watch): path.read_bytes() for path in self.watch.rglob("*") if path.is_file()}

    def files(self):
        return sorted(path.relative_to(self.whole) for path in self.whole.rglob("*")
                      if path.is_file() and path.name != "lock")


def damage(path, way, at):
    if way == "gone":
        path.unlink()
        return
    data = bytearray(path.read_bytes())
    if way == "flipped":
        data[at] ^= 1 << at % 8
    else:
        del data[at:]
    path.write_bytes(data)


def cases(kept):
    for name in kept.files():
        size = (kept.whole / name).stat().st_size
        step = STEPS[name.parts[1]]
        yield name, "gone", 0
        for at in range(0, size, step):
            yield name, "flipped", at
        for at in range(0, size, step * 5):
            yield name, "cut", at


def true_or_damaged(kept):
    """No row that is not true; and all of them, or a word about it."""
    for words, truth in kept.truth.items():
        rows, said, status = kept.ask(words, status=None)
        for row in rows:
            # What has happened to it since may be among what is damaged, or its long text: then it is said, below.
            one = next((one for one in truth if one["id"] == row["id"]), {})
            check(f"{words} has no changed letter", all(one.get(key) == row[key] for key in SAID if key in row),
                  (row, one))
        if rows != truth:
            check(f"{words} says what is missing", status != 0 and ("DAMAGED" in said or "damaged" in said),
                  (rows, said, status))


def as_it_was(kept, name, way):
    kept.said, kept.shown = "", []
    after = kept.mended()
    check("the new one is shown", kept.last["programme"] in kept.shown, (kept.shown, kept.said))
    repeated = [id_ for id_ in kept.shown if id_ != kept.last["programme"]]
    check("and nothing old unless it is said", repeated == [] or "once more" in kept.said, (repeated, kept.said))
    check("nothing is called broken", "BROKEN" not in kept.said, kept.said)
    for path, data in kept.after.items():
        there = after.get(path, b"")
        if path.name == "cursor":  # the others may still have one fact to come once more
            line = next(line for line in data.splitlines() if line.startswith(b"programme "))
            check("the cursor stands where it stood", line in there.splitlines(), (line, there))
        elif path.name != "lock":
            check(f"{path} is whole again", there == data, (len(there), len(data), kept.said))
    for words, truth in kept.truth.items():
        if words[0] == "read":
            check(f"{words} after it", kept.ask(words)[0] == truth)


def main():
    daemon, command = sys.argv[1:3]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    town = Town(daemon, command, "--checkpoint-interval", "1")
    failed, count = 0, 0
    try:
        kept = Kept(town)
        for name, way, at in cases(kept):
            count += 1
            try:
                kept.restore()
                damage(kept.watch / name, way, at)
                true_or_damaged(kept)
                as_it_was(kept, name, way)
            except Exception as failure:  # the others are still worth seeing
                failed += 1
                print(f"FAILED {name} {way} at {at}: {failure!r}", flush=True)
        town.end()
    finally:
        town.remove()
    print(f"{'FAILED' if failed else 'ok'}     {count} ways to damage what is kept, {failed} failed", flush=True)
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
