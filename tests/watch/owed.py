#!/usr/bin/python3
"""What a watcher owes is not lost: its output fails, it is killed after catching up, its hook always fails.

usage: owed.py BULLETIND BULLETIN [NAME...]

Each test has a server of its own and waits for lines and files, never for time to pass.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from town import PATIENCE_S, Town, check, run_tests, with_committee  # noqa: E402


def cursor_of(town, name, channel, home="reader"):
    """The number up to which a watcher's cursor on disk says that all was done."""
    path = pathlib.Path(f"{town.folder}/{home}/watch/{name}/cursor")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith(channel + " ")), None)


def wait_until(what, is_so):
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        check(what, time.monotonic() < end)
        threading.Event().wait(0.01)


def ended(town, words, output, home="reader"):
    """How a watch ends whose output goes there, with SIGPIPE ignored as systemd does."""
    def keep_going():
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        return subprocess.run([town.command, "watch", *words], env=town.env(home), stdout=output, text=True,
                              stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=PATIENCE_S,
                              preexec_fn=keep_going, restore_signals=False, check=False)
    finally:
        os.close(output)


def to_nobody():
    reader, writer = os.pipe()
    os.close(reader)
    return writer


def test_what_could_not_be_printed_comes_again(town):
    words = ["roads", "--name", "desk"]
    for way in ([], ["--json"], ["--all"]):
        for output in (lambda: os.open("/dev/full", os.O_WRONLY), to_nobody):
            ids = town.publish("one", "two")
            done = ended(town, [*words, *way, "--since", "all", "--count", "1"], output())
            check("a failed output is a failure", done.returncode == 1 and "cannot be written" in done.stderr, done)
            shown, _ = town.watched(*words, *way, "--since", "all", "--count", "2")
            check("and what it did not show comes again", shown[-2:] == ids, (shown, ids))


def test_a_broken_channel_that_cannot_be_said(town):
    """What is only said between facts stops it as well."""
    words = ["programme", "--since", "all", "--remind", "100ms"]
    with_committee(town)
    town.run("committee", "publish", "programme", "急件", "--priority", "urgent")
    limit = "ulimit -f 1; trap '' XFSZ; exec \"$0\" \"$@\""
    path = pathlib.Path(town.folder + "/out")
    with path.open("wb") as file:
        file.write(b"x" * 900)  # room for the first line and some reminders, not for ever
    with path.open("ab") as file:
        done = subprocess.run(["sh", "-c", limit, town.command, "watch", *words], env=town.env("clerk"), stdout=file,
                              stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=PATIENCE_S, check=False)
    check("reminders that cannot be printed end it", done.returncode == 1 and "written" in done.stderr, done)


def test_killed_after_catching_up(town):
    ids = town.publish(*map(str, range(20)))
    last = int(ids[-1].split("/")[1])
    watcher = town.following("roads", "--name", "desk", "--since", "all")
    watcher.out.wait(20)
    wait_until("the cursor stands at the end", lambda: cursor_of(town, "desk", "roads") == last)
    watcher.end(signal.SIGKILL)
    shown, _ = town.watched("roads", "--name", "desk", "--wait", "1s", status=6)
    check("nothing is repeated", shown == [], shown)


class Hook:
    """A command that writes down what it got, and fails for what a file names."""

    def __init__(self, town):
        self.log, self.poison, self.path = town.folder + "/log", town.folder + "/poison", town.folder + "/hook"
        self.fails("nothing")
        pathlib.Path(self.path).write_text(f"""#!/bin/sh
if grep -qx "$BULLETIN_HEADLINE" "{self.poison}"; then
    echo "failed $BULLETIN_ID" >>"{self.log}"
    exit 3
fi
echo "$BULLETIN_ID" >>"{self.log}"
""", encoding="utf-8")
        os.chmod(self.path, 0o700)

    def fails(self, *headlines):
        pathlib.Path(self.poison).write_text("".join(f"{one}\n" for one in headlines), encoding="utf-8")

    def got(self):
        path = pathlib.Path(self.log)
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def taken(self):
        return [line for line in self.got() if not line.startswith("failed")]


def aside_of(town, name, home="reader"):
    done = town.run(home, "watch", "--name", name, "--set-aside", "--json")
    return [json.loads(line)["id"] for line in done.stdout.splitlines()], done.stderr


def test_one_that_fails_holds_up_no_other(town):
    hook = Hook(town)
    hook.fails("poison")
    words = ["roads", "--name", "desk", "--since", "all", "--exec", hook.path, "--tries", "3"]
    ids = town.publish("one", "poison", "two", "three")
    watcher = town.following(*words)
    loud = watcher.err.wait(part="SET ASIDE")[0]
    check("it says which, how often, and what to do", ids[1] in loud and "3 times" in loud and "--set-aside" in loud, loud)
    wait_until("the others are taken", lambda: len(hook.taken()) == 3)
    check("each once, in order", hook.taken() == [ids[0], ids[2], ids[3]], hook.got())
    check("as many tries as were said", hook.got().count(f"failed {ids[1]}") == 3, hook.got())
    listed, said = aside_of(town, "desk")
    check("it can be listed beside the watcher", listed == [ids[1]] and "failed with 3" in said, (listed, said))
    tried = ["watch", "--name", "desk", "--set-aside", "--exec", hook.path]
    town.run("reader", *tried, status=8)
    check("one that fails again stays", aside_of(town, "desk")[0] == [ids[1]])
    hook.fails("nothing")
    town.run("reader", *tried)
    check("one that is taken is gone", aside_of(town, "desk")[0] == [] and hook.taken()[-1] == ids[1], hook.got())
    check("nothing is set aside", "Nothing is set aside" in aside_of(town, "desk")[1])
    check("whoever has set something aside says so at the end", watcher.end(signal.SIGTERM) == 8, watcher.err.lines)
    _, said = town.watched(*words, "--wait", "1s", status=6)
    check("and nothing comes again", len(hook.taken()) == 4, hook.got())


def receipt_of(town, id_):
    rows = town.run("committee", "call", "receipts", f"id={id_}", "--json").stdout.splitlines()
    return next(row for row in map(json.loads, rows) if row.get("department") == "labour")


def test_keeping_and_delivering_wait_for_no_hook(town):
    """The hook hangs at the first; the second is kept and delivered meanwhile."""
    with_committee(town)
    os.mkfifo(town.folder + "/go")
    town.watched("--name", "desk", "--since", "all", "--wait", "1s", home="clerk", status=6)
    watcher = town.watch("--name", "desk", "--exec", f"read x <{town.folder}/go", home="clerk")
    ids = []
    for headline in ("one", "two"):
        ids.append(town.run("committee", "publish", "programme", headline, "--to", "labour",
                            "--receipt").stdout.split()[0])
        wait_until(f"{headline} is delivered", lambda: "delivered" in receipt_of(town, ids[-1]))
    check("it says nothing of the hook", watcher.process.poll() is None and not [
        line for line in watcher.err.lines if "hook" in line], watcher.err.lines)
    watcher.process.kill()
    with open(town.folder + "/go", "w", encoding="utf-8") as go:  # the hook outlives it, with its outputs
        go.write("\n")
    watcher.end()
    hook = Hook(town)
    town.watched("--name", "desk", "--exec", hook.path, "--wait", "1s", home="clerk")
    check("what the hook had not taken comes to the next", len(hook.taken()) == 4, hook.got())


def test_a_hook_that_hangs(town):
    hook = Hook(town)
    ids = town.publish("hangs", "two")
    command = f'[ "$BULLETIN_HEADLINE" != hangs ] || exec sleep 1000; exec {hook.path}'
    town.watched("roads", "--name", "desk", "--since", "all", "--exec", command, "--exec-limit", "300ms", "--tries", "2",
                 "--wait", "2s", status=8)
    check("it has failed, and the next goes on", hook.taken() == [ids[1]], hook.got())
    check("it is set aside", aside_of(town, "desk")[0] == [ids[0]])


def test_killed_with_something_owed(town):
    """Wherever it is killed: the hook gets each at least once, and again only the one that it had."""
    hook = Hook(town)
    ids = town.publish(*(f"h{number}" for number in range(100)))
    words = ["roads", "--name", "desk", "--since", "all", "--exec", hook.path]
    for _ in range(4):
        before = len(hook.got())
        watcher = town.following(*words)
        wait_until("the hook runs", lambda at=before: len(hook.got()) > at + 7)
        watcher.end(signal.SIGKILL)
    watcher = town.following(*words)
    wait_until("the last has come", lambda: ids[-1] in hook.taken())
    check("it ends with 0", watcher.end(signal.SIGTERM) == 0, watcher.err.lines)
    taken = hook.taken()
    check("each at least once", set(taken) == set(ids), set(ids) - set(taken))
    check("once more at most what it had when it was killed", len(taken) <= len(ids) + 4, len(taken))
    firsts = list(dict.fromkeys(taken))
    check("in order", firsts == ids, firsts)


def test_killed_before_the_cursor(town):
    """Facts that are on disk behind the cursor come again, and go to the hook then, not before."""
    hook = Hook(town)
    cursor = pathlib.Path(town.folder + "/reader/watch/desk/cursor")
    words = ["roads", "--name", "desk", "--since", "all", "--exec", hook.path, "--wait", "1s"]
    ids = town.publish("one")
    town.watched("roads", "--name", "desk", "--since", "all", "--exec", "exit 1", "--wait", "300ms", status=8)
    before = cursor.read_bytes()
    ids += town.publish("two", "three")
    town.watched(*words)
    check("each came once", hook.taken() == ids, hook.got())
    cursor.write_bytes(before)
    town.watched(*words)
    check("and all of them again, in order", hook.taken() == ids + ids, hook.got())


def test_killed_between_setting_aside_and_the_cursor(town):
    """The list is on disk before the cursor: what is in both is set aside once."""
    hook = Hook(town)
    hook.fails("poison")
    ids = town.publish("poison", "two")
    words = ["roads", "--name", "desk", "--since", "all", "--exec", hook.path, "--tries", "1"]
    folder = pathlib.Path(town.folder + "/reader/watch/desk")
    town.watched("roads", "--name", "desk", "--since", "all", "--exec", "exit 1", "--wait", "300ms", status=8)
    cursor = (folder / "cursor").read_bytes()
    town.watched(*words, "--wait", "1s", status=8)
    (folder / "cursor").write_bytes(cursor)
    town.watched(*words, "--wait", "1s", status=8)
    check("it is there once", aside_of(town, "desk")[0] == [ids[0]])
    hook.fails("nothing")
    (folder / "cursor").write_bytes(cursor)
    town.watched(*words, "--wait", "1s")
    check("what the hook has taken after all is set aside no more", aside_of(town, "desk")[0] == [])


def test_what_is_erased_is_not_handed_on(town):
    """It waited for the hook when it was erased: neither memory nor disk gives it out."""
    town.member("committee", "committee", "--role", "committee")
    go, log = town.folder + "/go", town.folder + "/log"
    watcher = town.following("roads", "--name", "desk", "--since", "all", "--exec",
                             f"while [ ! -e {go} ]; do sleep 0.05; done; cat >>{log}")
    ids = town.publish("first", "secret words", "last")
    wait_until("all are kept", lambda: (cursor_of(town, "desk", "roads") or 0) >= int(ids[-1].split("/")[1]))
    town.run("committee", "erase", ids[1], "--reason", "by order", "--yes")
    facts = pathlib.Path(town.folder + "/reader/watch/desk/facts/roads")
    wait_until("it is erased here", lambda: b"secret" not in facts.read_bytes())
    pathlib.Path(go).touch()
    wait_until("the last has come", lambda: os.path.exists(log) and ids[-1] in pathlib.Path(log).read_text())
    check("it came without its words", "secret" not in pathlib.Path(log).read_text())
    watcher.end(signal.SIGTERM)


def test_a_damaged_list(town):
    hook = Hook(town)
    hook.fails("a", "b")
    ids = town.publish("a", "b")
    town.watched("roads", "--name", "desk", "--since", "all", "--exec", hook.path, "--tries", "1", "--wait", "1s", status=8)
    path = pathlib.Path(town.folder + "/reader/watch/desk/aside/list")
    whole = path.read_bytes()
    for at in range(len(whole)):
        damaged = bytearray(whole)
        damaged[at] ^= 0x20
        path.write_bytes(damaged)
        done = town.run("reader", "watch", "--name", "desk", "--set-aside", status=None)
        check(f"byte {at} flipped is said", done.returncode != 0 and ("DAMAGED" in done.stderr or
                                                                      "cannot be read" in done.stderr), done)
    path.write_bytes(whole)
    check("whole it is both", aside_of(town, "desk")[0] == ids)


def test_usage(town):
    for words in (["--set-aside"], ["--tries", "0"], ["--tries", "x"], ["--exec-limit", "soon"]):
        town.watched(*words, status=2)
    town.run("reader", "watch", "--name", "nobody", "--set-aside", status=1)


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
