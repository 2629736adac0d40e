#!/usr/bin/python3
"""What a watcher owes is not lost: its output fails, it is killed after catching up, its hook fails for good.

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

from run import PATIENCE_S, Town, check, run_tests, with_committee  # noqa: E402


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


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
