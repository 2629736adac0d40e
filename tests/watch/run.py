#!/usr/bin/python3
"""Watches real servers with the real client: hooks, cursors, exit codes and what is kept for later.

usage: run.py BULLETIND BULLETIN [NAME...]

Every test has a server of its own and waits for lines and files, never for time to pass. How processes are started
and removed is a matter of ../support/house.py.
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

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))

from house import PATIENCE_S, Failed, House  # noqa: E402

FAILS_TWICE = {"roads/3", "roads/6", "roads/8"}


def check(what, good, detail=""):
    if not good:
        raise Failed(f"{what}: {detail}")


class Town(House):
    """A house with one office and one channel."""

    def __init__(self, daemon, command, *options):
        super().__init__(daemon, command, options)
        self.start()
        self.operator("department", "create", "labour", "劳动和社会保障局")
        self.operator("channel", "create", "roads", "Roads", "--publish", "office")
        self.operator("channel", "create", "drafts", "Drafts", "--read", "committee", "--publish", "committee")
        self.member("office", "office", "--role", "office", "--department", "labour")
        self.member("reader", "reader", "--role", "resident")

    def publish(self, *headlines):
        return [self.run("office", "publish", "roads", headline).stdout.strip() for headline in headlines]

    def watch(self, *words, home="reader"):
        return self.spawn_command(home, "watch", *words)

    def following(self, *words):
        """A watcher that has subscribed."""
        process = self.watch(*words)
        process.err.wait(part="Following")
        return process

    def watched(self, *words, status=0, home="reader"):
        """A watch to its end: the ids that it showed, and what it said."""
        done = self.run(home, "watch", "--json", *words, status=status)
        shown = [json.loads(line) for line in done.stdout.splitlines()]
        return [one["id"] for one in shown if "broken" not in one], done.stderr


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
    # Killed while nothing runs: the cursor of the last one is on disk or will be found not to be.
    ids += town.publish("before the kill")
    watcher.end(signal.SIGKILL)
    town.restart(signal.SIGKILL)
    ids += town.publish("after the kill")
    watcher = town.following(*words)
    hook.wait(ids[-1], watcher)
    check("it ends with 0", watcher.end(signal.SIGTERM) == 0)
    ran = hook.ids()
    # Only the one that was in the hook's hands at SIGKILL may have been run twice.
    if ran.count(ids[-2]) == 2:
        ran.remove(ids[-2])
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
    check("without a terminal nobody can look at the key", "names no key" in said, said)
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


def kept_head(town, number):
    """Waits until the reader has kept a signed head of roads of at least this number."""
    end = time.monotonic() + PATIENCE_S
    place = b"\xa5roads"
    while time.monotonic() < end:
        for path in pathlib.Path(town.folder + "/reader/heads").glob("*/roads"):
            content = path.read_bytes()
            at = content.find(place)
            if at >= 0 and content[at + len(place)] >= number:
                return
        threading.Event().wait(0.01)
    raise Failed("no signed head was kept")


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
    kept_head(town, int(ids[-1].split("/")[1]))
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


def with_committee(town):
    """Somebody who publishes for all departments."""
    town.operator("channel", "create", "programme", "Programme")
    town.member("committee", "committee", "--role", "committee")
    town.member("clerk", "clerk", "--role", "office", "--department", "labour", "--signs")


def receipt_of(town, id_):
    """How far labour has come."""
    rows = town.run("committee", "call", "receipts", f"id={id_}", "--json").stdout.splitlines()
    return next(row for row in map(json.loads, rows) if row.get("department") == "labour")


def test_delivered_once_it_is_on_disk(town):
    with_committee(town)
    path = pathlib.Path(town.folder + "/plan.bin")
    path.write_bytes(os.urandom(100000))
    long_text = "各部门请于月底前回复。" * 600
    id_ = town.run("committee", "publish", "programme", "通知", "--to", "labour", "--receipt", "--attach",
                   str(path), stdin=long_text).stdout.strip()
    town.watched("--since", "all", "--wait", "1s", home="clerk")
    check("without --name nothing is delivered", "delivered" not in receipt_of(town, id_))
    town.watched("--name", "desk", "--since", "all", "--wait", "1s", home="clerk")
    receipt = receipt_of(town, id_)
    check("delivered, and nothing more", "delivered" in receipt and "opened" not in receipt, receipt)
    texts = list(pathlib.Path(town.folder + "/clerk/watch/desk/texts").iterdir())
    check("the text and the file are there", sorted(text.stat().st_size for text in texts) ==
          sorted([100000, len(long_text.encode())]), texts)
    town.run("clerk", "read", id_, "--json")
    check("JSON is for programs", "opened" not in receipt_of(town, id_))
    said = town.run("clerk", "read", id_).stdout
    check("it says how far we are", "not opened" in said and "fetch" in said, said)
    check("reading opens it", "opened" in receipt_of(town, id_))
    said = town.run("clerk", "sign", id_, "--comment", "收到", "--yes").stdout
    check("it says what was signed", f"Signed: {id_}, revision 1, for labour" in said, said)
    check("and it is signed", receipt_of(town, id_).get("comment") == "收到", receipt_of(town, id_))
    done = town.run("office", "sign", id_, "--yes", status=None)
    check("a member without the right does not sign", done.returncode != 0 and "right to sign" in done.stderr, done)


def test_delivery_is_derived_from_what_is_kept(town):
    """The committee keeps the department's channel and delivers nothing; the department goes on from its folder."""
    with_committee(town)
    path = pathlib.Path(town.folder + "/plan.bin")
    path.write_bytes(os.urandom(50000))
    id_ = town.run("committee", "publish", "programme", "x", "--to", "labour", "--attach", str(path)).stdout.strip()
    town.watched("--name", "desk", "--since", "all", "--wait", "1s", home="committee")
    check("others deliver nothing", "delivered" not in receipt_of(town, id_))
    shutil.copytree(town.folder + "/committee/watch", town.folder + "/clerk/watch")
    texts = pathlib.Path(town.folder + "/clerk/watch/desk/texts")
    check("and do not keep the file", list(texts.iterdir()) == [])
    town.watched("--name", "desk", "--wait", "1s", home="clerk", status=None)
    check("the file is there", [text.stat().st_size for text in texts.iterdir()] == [50000])
    check("and it is delivered", "delivered" in receipt_of(town, id_))


def test_urgent_until_it_is_opened(town):
    with_committee(town)
    words = ["programme", "--since", "all", "--remind", "300ms"]
    id_ = town.run("committee", "publish", "programme", "急件", "--priority", "urgent").stdout.strip()
    watcher = town.watch(*words, home="clerk")
    shown = watcher.out.wait(1, part="urgent")
    check("it is marked at once", "急件" in shown[0], shown)
    watcher.out.wait(2, part="not opened yet")
    town.run("clerk", "read", id_)
    later = town.run("committee", "publish", "programme", "after").stdout.strip()
    watcher.out.wait(1, part=later)
    ended = town.watch(*words, "--wait", "2s", home="clerk")
    check("what this home has opened is not reminded of", ended.end() == 0 and
          not [line for line in ended.out.lines if "not opened yet" in line], ended.out.lines)
    watcher.end(signal.SIGTERM)


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
    check("then it goes on to the end, and a signed head finds nothing amiss", ids == ["roads/3", "roads/4"], ids)
    said = town.run("reader", "read", id_, "--name", "late", "--offline").stdout
    check("and says why", "ERASED" in said and "by order" in said, said)
    town.watched("roads", "--name", "late", "--wait", "3s", status=6)


def test_a_notification_needs_a_desktop(town):
    done = town.run("reader", "watch", "--notify", "--wait", "1s", status=3,
                    DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")
    check("it says what is missing", done.stderr.strip() != "", done)


def run_tests(named):
    """Those of a file, each with a town of its own."""
    daemon, command, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    tests = {name[len("test_"):]: test for name, test in named.items() if name.startswith("test_")}
    failed = 0
    for name in names or tests:
        town = None
        try:
            town = Town(daemon, command, "--head-interval", "1")
            tests[name](town)
            town.end()
            town.tool("verify")
            print(f"ok     {name}", flush=True)
        except Exception as failure:  # whatever it is, the others are still worth seeing
            failed += 1
            print(f"FAILED {name}: {failure!r}", flush=True)
        finally:
            if town is not None:
                town.remove()
    return failed != 0


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
