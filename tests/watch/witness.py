#!/usr/bin/python3
"""Watchers as witnesses: a house that changes its history is found out, and one that erases or hides is not blamed.

usage: witness.py BULLETIND BULLETIN [NAME...]

Every test has a server of its own and waits for lines and files, never for time to pass.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from town import PATIENCE_S, Failed, check, run_tests  # noqa: E402


def kept_checkpoint(town, number):
    """Waits until the reader has kept a checkpoint of roads of at least this number."""
    end = time.monotonic() + PATIENCE_S
    place = b"\xa5roads"
    while time.monotonic() < end:
        for path in pathlib.Path(town.folder + "/reader/checkpoints").glob("*/roads"):
            content = path.read_bytes()
            at = content.find(place)
            if at >= 0 and content[at + len(place)] >= number:
                return
        threading.Event().wait(0.01)
    raise Failed("no checkpoint was kept")


def with_another_history(town, *headlines):
    """The server forgets what was said since the copy, and says something else."""
    watcher = town.following("roads", "--since", "all", "--name", "witness")
    town.end()
    check("the server's stop does not end a watcher", watcher.process.poll() is None)
    watcher.end(signal.SIGTERM)
    shutil.copy(town.data + "/data.mdb", town.folder + "/older.mdb")
    town.start()
    ids = town.publish("what was said", "and more")
    watcher = town.following("roads", "--name", "witness", "--count", "9")
    watcher.out.wait(2)
    kept_checkpoint(town, int(ids[-1].split("/")[1]))
    watcher.end(signal.SIGTERM)
    town.end()
    shutil.copy(town.folder + "/older.mdb", town.data + "/data.mdb")
    town.start()
    town.publish(*headlines)


def test_history_changed(town):
    town.publish("the beginning")
    with_another_history(town, "something else", "more of it", "and longer")
    _, said = town.watched("roads", "--name", "witness", "--count", "1", status=7)
    check("from its cursor it says which fact", "roads/4" in said, said)
    _, said = town.watched("roads", "--since", "all", "--wait", "5s", status=7)
    check("from the beginning it says which fact", "roads/" in said, said)


def test_history_shortened(town):
    town.publish("the beginning")
    with_another_history(town)
    _, said = town.watched("roads", "--name", "witness", "--count", "1", status=7)
    check("a shorter history", "roads" in said and "history was changed" in said, said)
    _, said = town.watched("roads", "--since", "new", "--wait", "5s", status=7)
    check("it is caught by the head alone", "roads" in said, said)


def test_erased_kept_copies(town):
    town.run("office", "publish", "roads", "kept", stdin="stays")
    id_ = town.run("office", "publish", "roads", "秘密", stdin="秘密之事" * 600).stdout.strip()
    town.watched("roads", "--name", "desk", "--since", "all", "--count", "2")
    folder = pathlib.Path(town.folder + "/reader/watch/desk")
    check("the long text is kept", len(list((folder / "texts").iterdir())) == 1)
    town.member("committee", "committee", "--role", "committee")
    town.run("committee", "erase", id_, "--reason", "by order", "--yes", status=None)
    town.watched("roads", "--name", "desk", "--count", "1")
    check("its text is gone", list((folder / "texts").iterdir()) == [])
    check("and its headline", "秘密".encode() not in (folder / "facts/roads").read_bytes())
    said = town.run("reader", "read", id_, "--name", "desk", "--offline").stdout
    check("it is shown as erased", "ERASED" in said and "by order" in said, said)
    ids, _ = town.watched("roads", "--since", "all", "--count", "3")
    check("whoever comes later passes the hole", len(ids) == 3, ids)
    town.watched("roads", "--name", "desk", "--wait", "3s", status=6)


def test_what_was_hidden_is_not_shown_to_who_comes_later(town):
    """Its facts are there, whole and checked; its words are shown in no way, before or after the "Hidden" line."""
    town.operator("channel", "create", "forum", "Forum", "--speak", "resident", "--moderate", "committee")
    town.member("committee", "committee", "--role", "committee")

    def said(verb, *words, home="reader"):
        town.run(home, "call", verb, *words)

    said("forum.open", "channel=forum", "headline=Thread", "text=What do you say?")
    said("forum.post", "id=forum/2", "text=an insult")
    said("forum.post", "id=forum/2", "text=an answer")

    def watched(count, *words):
        return town.run("reader", "watch", "forum", "--since", "all", "--count", str(count), *words).stdout

    before = watched(3)
    check("it was shown while it was not hidden", "an insult" in before, before)
    town.run("committee", "forum", "hide", "forum/3", "Not here")

    thread, post, answer, hidden = watched(4).splitlines()
    check("who begins at zero sees its place", "In forum/2: [hidden]" in post and "an insult" not in post, post)
    check("and the others' words", "Thread" in thread and "an answer" in answer, (thread, answer))
    check("and by whom and why", "Hidden: forum/3: Not here" in hidden, hidden)
    shown = watched(4, "--json")
    facts = {one["id"]: one for one in map(json.loads, shown.splitlines())}
    check("the JSON says so", facts["forum/3"]["hidden"] is True and "args" not in facts["forum/3"], facts["forum/3"])
    check("of that one alone", [one for one in facts if facts[one].get("hidden")] == ["forum/3"], facts)
    check("and nothing else of it", "an insult" not in shown, shown)
    hook = ("--exec", "cat; printenv BULLETIN_HEADLINE || true")
    got = watched(4, *hook)
    check("the hook gets the same", '"hidden":true' in got and "an insult" not in got, got)

    town.run("committee", "forum", "hide", "forum/2", "The whole of it")
    opening = watched(5).splitlines()[:3]
    check("a thread is hidden as a whole", all("[hidden]" in line for line in opening), opening)
    got = watched(5, *hook)
    check("its headline too", "Thread" not in got and "an answer" not in got, got)
    town.run("committee", "forum", "hide", "forum/2", "A mistake", "--hidden=no")
    town.run("committee", "forum", "hide", "forum/3", "A mistake", "--hidden=no")
    again = watched(7)
    check("what is shown again is as it was", "an insult" in again and "[hidden]" not in again, again)


def test_a_restart_between_a_hole_and_what_explains_it(town):
    """Whoever comes late, and stops before it reads why a text is missing."""
    id_ = town.run("office", "publish", "roads", "秘密", stdin="秘密").stdout.strip()
    town.publish("after it")
    town.member("committee", "committee", "--role", "committee")
    town.run("committee", "erase", id_, "--reason", "by order", "--yes")
    ids, _ = town.watched("roads", "--name", "late", "--since", "all", "--count", "1")
    check("the hole comes first", ids == [id_], ids)
    facts = pathlib.Path(town.folder + "/reader/watch/late/facts/roads")
    check("it is kept without its text", "秘密".encode() not in facts.read_bytes())
    check("nothing says yet why", "ERASED" not in town.run("reader", "read", id_, "--name", "late", "--offline").stdout)
    with open("/dev/full", "wb") as full:  # the next is kept, and not shown
        subprocess.run([town.command, "watch", "roads", "--name", "late"], env=town.env("reader"), stdout=full,
                       stderr=subprocess.DEVNULL, timeout=PATIENCE_S, check=False)
    check("it ends before the reason too", b"by order" not in facts.read_bytes())
    ids, _ = town.watched("roads", "--name", "late", "--wait", "3s")
    check("then it goes on to the end, and a checkpoint finds nothing amiss", ids == ["roads/3", "roads/4"], ids)
    said = town.run("reader", "read", id_, "--name", "late", "--offline").stdout
    check("and says why", "ERASED" in said and "by order" in said, said)
    town.watched("roads", "--name", "late", "--wait", "3s", status=6)


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
