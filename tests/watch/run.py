#!/usr/bin/python3
"""Watches real servers with the real client: hooks, cursors, exit codes and what is kept for later.

usage: run.py BULLETIND BULLETIN [NAME...]

Every test has a server of its own and waits for lines and files, never for time to pass. How processes are started
and removed is a matter of ../support/house.py.
"""

import json
import os
import pathlib
import signal
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from town import PATIENCE_S, Failed, check, run_tests  # noqa: E402


FAILS_TWICE = {"roads/3", "roads/6", "roads/8"}


class Hook:
    """A script that writes down whose turn it is, and fails the first two times for some."""

    def __init__(self, town):
        self.log, tries = town.folder + "/hook.log", town.folder + "/tries"
        os.mkdir(tries)
        self.path = town.folder + "/hook"
        cases = "|".join(sorted(FAILS_TWICE))
        pathlib.Path(self.path).write_text(f"""#!/bin/sh
case $BULLETIN_ID in
{cases})
    echo x >>"{tries}/$BULLETIN_NUMBER"
    [ "$(wc -l <"{tries}/$BULLETIN_NUMBER")" -gt 2 ] || exit 1 ;;
esac
read -r fact
echo "$BULLETIN_ID $fact" >>"{self.log}"
""", encoding="utf-8")
        os.chmod(self.path, 0o700)

    def ids(self):
        if not os.path.exists(self.log):
            return []
        return [line.split()[0] for line in pathlib.Path(self.log).read_text(encoding="utf-8").splitlines()]

    def wait(self, id_, process):
        """Until the hook has run well for this one."""
        end = time.monotonic() + PATIENCE_S
        while id_ not in self.ids():
            if time.monotonic() > end or process.process.poll() is not None:
                raise Failed(f"the hook has not got {id_}, only {self.ids()}: {process.err.lines}")
            threading.Event().wait(0.01)


def test_hook_survives_restarts_and_its_own_failures(town):
    hook = Hook(town)
    words = ["roads", "--name", "hook", "--since", "all", "--exec", hook.path]
    ids = town.publish("道路一", "two")
    watcher = town.following(*words)
    hook.wait(ids[-1], watcher)
    for how in (signal.SIGTERM, signal.SIGKILL):
        town.restart(how)
        ids += town.publish("after a restart", "and one more")
        hook.wait(ids[-1], watcher)
        watcher.err.wait(part="Connected again")
    check("it stops with 0 on SIGTERM", watcher.end(signal.SIGTERM) == 0, watcher.err.lines)
    ids += town.publish("while nobody watched", "and another")
    watcher = town.following(*words)
    hook.wait(ids[-1], watcher)
    # Killed whenever it is: the cursor of the last one is on disk or will be found not to be.
    ids += town.publish("before the kill")
    watcher.end(signal.SIGKILL)
    town.restart(signal.SIGKILL)
    ids += town.publish("after the kill")
    watcher = town.following(*words)
    hook.wait(ids[-1], watcher)
    check("it ends with 0", watcher.end(signal.SIGTERM) == 0)
    ran = hook.ids()
    # Only the one that was in the hook's hands at SIGKILL may have been run twice: the last one, or the one before
    # it, whose hook had said its word and not come back.
    twice = [id_ for id_ in ids[-3:-1] if ran.count(id_) == 2]
    if len(twice) == 1:
        ran.remove(twice[0])
    check("each headline once, in order", ran == ids, f"{ran} / {ids}")
    for number in (id_.split("/")[1] for id_ in FAILS_TWICE):
        tries = pathlib.Path(f"{town.folder}/tries/{number}").read_text()
        check(f"three tries for roads/{number}", len(tries.splitlines()) == 3, tries)
    fact = json.loads(pathlib.Path(hook.log).read_text(encoding="utf-8").splitlines()[0].split(" ", 1)[1])
    check("the hook reads the fact", (fact["id"], fact["headline"]) == (ids[0], "道路一"), fact)


def test_hook_that_fails_for_good(town):
    first, second = town.publish("one", "two")
    words = ["roads", "--name", "failing", "--since", "all"]
    _, said = town.watched(*words, "--exec", "exit 3", "--wait", "1s", status=8)
    check("it says what failed, and where", "failed with 3" in said and first in said, said)
    town.watched(*words, "--exec", "kill -9 $$", "--wait", "1s", status=8)
    ids, _ = town.watched(*words, "--count", "2")
    check("what the hook was owed is shown to whoever watches without one", ids == [first, second], ids)
    _, said = town.watched("roads", "--since", "all", "--exec", "exit 3", "--tries", "2", "--count", "2", status=8)
    check("without a name it is left out", said.count("LEFT OUT") == 2, said)


def test_hook_environment(town):
    town.publish("工伤保险 $(touch /nowhere) 'quoted'")
    words = ["roads", "--since", "all", "--count", "1", "--exec"]
    said = town.run("reader", "watch", *words, "printenv | grep ^BULLETIN_ | sort; cat >/dev/null").stdout
    values = dict(line.split("=", 1) for line in said.splitlines())
    wanted = {"BULLETIN_ID": "roads/2", "BULLETIN_CHANNEL": "roads", "BULLETIN_NUMBER": "2",
              "BULLETIN_KIND": "bulletin.published", "BULLETIN_ACTOR": "office", "BULLETIN_DEPARTMENT": "labour",
              "BULLETIN_HEADLINE": "工伤保险 $(touch /nowhere) 'quoted'"}
    got = {key: values.get(key) for key in wanted}
    check("the environment names the fact", got == wanted, got)
    check("and its time", values["BULLETIN_TIME"].startswith("20"), values)
    # A hook that reads nothing does not stop us, nor one that has no text to read.
    town.run("reader", "watch", *words, "true")


def test_count_and_wait(town):
    ids = town.publish("one", "two", "three")
    check("--count", town.watched("roads", "--since", "all", "--count", "2")[0] == ids[:2])
    shown, _ = town.watched("roads", "--since", "all", "--count", "4", "--wait", "1s", status=6)
    check("--wait with an open --count ends with 6", shown == ids, shown)
    check("nothing came: 6", town.watched("roads", "--wait", "1s", status=6)[0] == [])
    check("something came, then nothing: 0", town.watched("roads", "--since", "all", "--wait", "1s")[0] == ids)


def test_since(town):
    old = town.publish("old")
    time_between = json.loads(town.run("reader", "read", old[0], "--json").stdout)["time"]
    new = town.publish("new one", "new two")
    watcher = town.following("roads", "--json", "--count", "1")
    later = town.publish("later")
    check("it ends with 0", watcher.end() == 0, watcher.err.lines)
    check("new is meant when nothing is said", json.loads(watcher.out.lines[0])["id"] == later[0])
    every = old + new + later
    for since, wanted in {"all": every, "10m": every, "2020-01-01T00:00:00Z": every}.items():
        ids, _ = town.watched("roads", "--since", since, "--count", str(len(wanted)))
        check(f"--since {since}", ids == wanted, ids)
    ids, _ = town.watched("roads", "--since", time_between, "--wait", "1s")
    check(f"--since {time_between}", ids[-3:] == new + later and len(ids) >= 3, ids)
    for since in ("new", "2099-01-01T00:00:00Z"):
        ids, _ = town.watched("roads", "--since", since, "--wait", "1s", status=6)
        check(f"--since {since}", ids == [], ids)


def test_name_continues(town):
    words = ["roads", "--name", "desk"]
    check("the first time it begins here", town.watched(*words, "--wait", "1s", status=6)[0] == [])
    ids = town.publish("one", "two", "three")
    check("then nothing is left out", town.watched(*words, "--count", "1")[0] == ids[:1])
    check("it continues where it stopped", town.watched(*words, "--since", "all", "--count", "2")[0] == ids[1:])
    watcher = town.following(*words)
    _, said = town.watched(*words, status=1)
    check("one process at a time", "desk" in said and "already" in said, said)
    check("SIGTERM ends it with 0", watcher.end(signal.SIGTERM) == 0)
    watcher = town.following(*words)
    check("SIGINT ends it with 0", watcher.end(signal.SIGINT) == 0)


def test_offline(town):
    long_text = "\n".join(f"第{i}段：各部门请于月底前回复。" for i in range(800))
    path = pathlib.Path(town.folder + "/long.txt")
    path.write_text(long_text, encoding="utf-8")
    check("the text is longer than an act holds", len(long_text.encode()) > 4096)
    town.run("office", "publish", "roads", "short one", stdin="A short text.")
    town.run("office", "publish", "roads", "长篇", "--file", str(path))
    town.watched("roads", "--name", "desk", "--since", "all", "--count", "2")
    town.end()
    headlines = town.run("reader", "headlines", "roads", "--name", "desk", "--json").stdout.splitlines()
    check("headlines, newest first", [json.loads(line)["id"] for line in headlines] == ["roads/3", "roads/2"],
          headlines)
    for id_, text in {"roads/2": "A short text.", "roads/3": long_text}.items():
        for more in ([], ["--offline"]):
            said = town.run("reader", "read", id_, "--name", "desk", "--json", *more).stdout
            check(f"the text of {id_}", json.loads(said)["text"] == text, said[-300:])
            check("as a person reads it", text in town.run("reader", "read", id_, "--name", "desk", *more).stdout)
    town.run("reader", "read", "roads/2", status=3)
    town.run("reader", "read", "roads/9", "--name", "desk", "--offline", status=1)
    town.start()


def test_unreachable(town):
    town.end()
    ids, said = town.watched("roads", "--timeout", "1", status=3)
    check("it says so", ids == [] and "cannot be reached" in said, said)
    town.start()


def test_house_changed(town):
    town.publish("one")
    watcher = town.following("roads")
    town.end()
    os.rename(town.data, town.data + ".old")
    town.start()
    check("a watcher that dials again", watcher.end() == 4, watcher.err.lines)
    watcher.err.wait(part="key")
    _, said = town.watched("roads", "--count", "1", status=4)
    check("and a new one", "not the one you trust" in said, said)


def test_no_key(town):
    _, said = town.watched("roads", "--server", f"bulletin://{town.listen}", home="stranger", status=4)
    check("without a terminal nobody can look at the key", "The address has no key" in said, said)
    town.publish("one")
    check("with the key a guest may", town.watched("roads", "--server", town.url, "--since", "all", "--count", "1",
                                                   home="stranger")[0] == ["roads/2"])


def test_refused(town):
    _, said = town.watched("drafts", "--count", "1", status=5)
    check("a closed channel", "drafts" in said, said)
    _, said = town.watched("nowhere", "--count", "1", status=5)
    check("a channel that is not there", "nowhere" in said, said)
    done = town.run("reader", "publish", "roads", "x", status=5)
    check("a resident does not publish", "roads" in done.stderr, done.stderr)
    town.publish("one")
    watcher = town.following("roads", "--since", "all")
    watcher.out.wait()
    town.operator("channel", "change", "roads", "--read", "office,committee")
    check("a channel that is closed ends it", watcher.end() == 5, watcher.err.lines)


def test_revoked(town):
    watcher = town.following("roads")
    town.operator("account", "revoke", "reader", "--reason", "left", "--yes")
    check("a revoked account's watch ends", watcher.end() == 4, watcher.err.lines)


def test_usage(town):
    for words in (["--count", "0"], ["--count", "x"], ["--since", "2026"], ["--since", "some day"], ["--wait", "soon"], ["--frobnicate"],
                  ["No Channel"]):
        _, said = town.watched(*words, status=2)
        check("it names the word", words[-1] in said, said)


def test_a_notification_needs_a_desktop(town):
    done = town.run("reader", "watch", "--notify", "--wait", "1s", status=3,
                    DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")
    check("it says what is missing", done.stderr.strip() != "", done)


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
