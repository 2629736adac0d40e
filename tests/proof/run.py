#!/usr/bin/python3
"""Exports proofs from a real server and holds them against our verifier and one that shares no code with it.

usage: run.py BULLETIND BULLETIN REWRITE [NAME...]

How processes are started and removed is a matter of ../support/house.py, what a proof is of independent.py.
"""

import csv
import datetime
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))

import independent  # noqa: E402  (it says what is missing, msgpack or nacl)
import msgpack  # noqa: E402
from nacl.signing import SigningKey  # noqa: E402
from house import PATIENCE_S, Failed, House  # noqa: E402

DEPARTMENTS = ("culture", "labour", "transport")
STRIDE = 50  # every so manyth altered byte goes through our own verifier, which is a process each time
SEED = """Channel: programme
Headline: 2004年首轮服务品牌
Date: 2004
Source: programme-2004-first-round

机关服务品牌活动的第一轮。
"""
UNREADABLE, OTHER_HOUSE, REFUSED, PROOF = 1, 4, 5, 7


def check(what, good, detail=""):
    if not good:
        raise Failed(f"{what}: {detail}")


def altered(data, at):
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1:]


class Town(House):
    """A committee, three departments with an officer each who may sign, and one channel."""

    def __init__(self, daemon, command, rewrite):
        super().__init__(daemon, command, ["--checkpoint-interval", "1"])
        self.rewrite = rewrite
        self.start()
        for department in DEPARTMENTS:
            self.operator("department", "create", department, f"局 {department}")
        self.operator("channel", "create", "programme", "Programme")
        self.member("committee", "committee", "--role", "committee")
        for department in DEPARTMENTS:
            self.member(department, f"{department}-office", "--role", "office", "--department", department,
                        "--signs")

    def publish(self, headline, *words, text="请各部门签收。\n"):
        return self.run("committee", "publish", "programme", headline, "--to", "all", "--receipt", *words,
                        stdin=text).stdout.split()[0]

    def sign(self, department, id_, *words):
        self.run(department, "read", id_)
        self.run(department, "sign", id_, *words, "--yes")

    @staticmethod
    def until(holds, what):
        end = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > end:
                raise Failed(f"never: {what}")
            threading.Event().wait(0.01)

    def export(self, id_, name, *words, home="committee"):
        path = f"{self.folder}/{name}"
        done = self.run(home, "receipts", id_, "--proof", path, *words)
        return path, done

    def verify(self, path, *words, home="stranger", status=0, **env):
        return self.run(home, "verify", path, *words, status=status, **env)

    def judged(self, path, discounted=0):
        """What our verifier and the independent one say, which must be the same."""
        ours = json.loads(self.verify(path, "--json").stdout)
        theirs = independent.judge(pathlib.Path(path).read_bytes())
        check("both name the same house, bulletin and head",
              [ours[key] for key in ("house", "id", "revision", "head")] ==
              [theirs[key] for key in ("house", "id", "revision", "head")], (ours, theirs))
        check("both read the same headline", ours["act"]["headline"] == theirs["headline"], ours)
        said = {one["department"]: {rung: one[rung]["account"] for rung in ("delivered", "opened", "signed")
                                    if rung in one and one[rung]["valid"]} for one in ours["departments"]}
        told = {name: {rung: found[f"{rung}_by"] for rung in ("delivered", "opened", "signed")
                       if f"{rung}_by" in found} for name, found in theirs["departments"].items()}
        check("both name the same receipts", said == told, (said, told))
        check("the bulletin is its author's", ours["valid"] and theirs["valid"], ours)
        check("as many receipts count", ours["discounted"] == len(theirs["invalid"]) == discounted, (ours, theirs))
        return ours


def test_a_proof_holds_for_us_and_for_a_stranger(town):
    id_ = town.publish("首批品牌名单公布")
    town.sign("labour", id_, "--comment", "=已阅")
    town.run("culture", "read", id_)
    path, done = town.export(id_, "notice.proof")
    check("the table has every department", all(name in done.stdout for name in DEPARTMENTS), done.stdout)
    check("and says how many signed", "1 of 3 have signed" in done.stdout, done.stdout)
    said = town.judged(path)
    rungs = {one["department"]: one for one in said["departments"]}
    check("labour signed", rungs["labour"]["signed"]["account"] == "labour-office", rungs)
    check("culture opened and did not sign", "opened" in rungs["culture"] and "signed" not in rungs["culture"])
    check("transport did nothing", not {"delivered", "opened", "signed"} & set(rungs["transport"]), rungs)

    words = town.verify(path).stdout
    for part in ("WHAT MATHEMATICS PROVES", "WHAT RESTS ON THE HOUSE KEY", "首批品牌名单公布", "labour-office",
                 "compare it", "The proof holds."):
        check(f"it says {part!r}", part in words, words)
    for zone, called in (("UTC", "UTC"), ("Asia/Shanghai", "Asia/Shanghai"), ("EAST-5:30", "UTC+5:30")):
        words = town.verify(path, TZ=zone).stdout
        taken = re.search(r"It was taken (.*) as fact", words)[1]
        ours = {"UTC": 0, "Asia/Shanghai": 480}.get(zone, 330)
        then = datetime.datetime.fromisoformat(said["time"]) + datetime.timedelta(minutes=ours)
        check(f"in {zone} the times are the reader's", taken == then.strftime("%Y-%m-%d %H:%M"), words)
        check(f"and {called} is named once", words.count(f"Times are those of {called}.\n") == 1, words)
        check("no time is left in another form", not re.search(r"T\d\d:\d\d|\+00:00", words), words)
    check("who has joined hears that it is that house",
          "the house that this machine has joined" in town.verify(path, home="labour").stdout)
    check("a house that was given is compared", "the house that was asked for" in
          town.verify(path, "--house", town.house.hex()).stdout)
    check("an address will do", "the house that was asked for" in town.verify(path, "--house", town.url).stdout)
    other = town.verify(path, "--house", "00" * 32, status=OTHER_HOUSE)
    check("another house is said", "NOT the house that was asked for" in other.stdout, other.stdout)
    check("and nobody reads that it holds", "The proof holds" not in other.stdout, other.stdout)
    again = town.run("committee", "receipts", id_, "--proof", path, status=None)
    check("a file is not overwritten", again.returncode != 0 and "--force" in again.stderr, again)
    town.export(id_, "notice.proof", "--force")

    table = town.run("committee", "receipts", id_, "--csv").stdout
    assert table.startswith("\ufeff"), "Excel needs the mark"
    rows = list(csv.DictReader(io.StringIO(table[1:], newline="")))
    check("the CSV has a line for each", [row["department"] for row in rows] == list(DEPARTMENTS), table)
    check("a comment cannot be a formula", rows[1]["comment"] == "'=已阅", table)
    lines = [json.loads(line) for line in town.run("committee", "receipts", id_, "--json").stdout.splitlines()]
    check("the JSON too", [line["department"] for line in lines] == list(DEPARTMENTS), lines)


def test_every_altered_byte_is_found(town):
    id_ = town.publish("Altered", text="很长的文字\n" * 800)
    town.sign("transport", id_)
    path, _ = town.export(id_, "altered.proof")
    town.judged(path)
    data = pathlib.Path(path).read_bytes()
    scratch = f"{town.folder}/scratch.proof"
    end = len(data) - 2 - independent.HASH_BYTES
    for at in range(len(data)):
        tries = [altered(data, at)]
        if at < end:  # the same, with the digest made right again
            tries.append(tries[0][:end] + data[end:end + 2] + independent.hash_of(tries[0][:end]))
        for one in tries:
            try:
                independent.judge(one)
            except independent.Broken:
                continue
            raise Failed(f"byte {at} of {len(data)} was altered, and nobody noticed")
        if at % STRIDE == 0:
            for one in tries:
                pathlib.Path(scratch).write_bytes(one)
                done = town.verify(scratch, status=PROOF)
                check("it says so", "broken" in done.stderr, done.stderr)
    for size in (0, 1, 100, len(data) // 2, len(data) - 1):
        pathlib.Path(scratch).write_bytes(data[:size])
        town.verify(scratch, status=PROOF)
    pathlib.Path(scratch).write_bytes(data + b"\xc0")
    town.verify(scratch, status=PROOF)
    missing = town.verify(f"{town.folder}/nothing", status=None)
    check("a file that is not there is no proof", missing.returncode == UNREADABLE, missing)


def test_a_revision_and_a_revoked_key(town):
    id_ = town.publish("Before")
    town.sign("labour", id_)
    town.run("committee", "revise", id_, "--headline", "After", stdin="新的文字\n")
    town.sign("culture", id_)
    key = json.loads(town.operator("key", "list", "--account", "culture-office", "--json").splitlines()[0])["key"]
    town.operator("key", "revoke", key, "--yes")
    old, _ = town.export(id_, "old.proof", "--revision", "1")
    new, _ = town.export(id_, "new.proof")
    first, second = town.judged(old), town.judged(new)
    check("the old revision has its own receipts",
          [one["department"] for one in first["departments"] if "signed" in one] == ["labour"], first)
    check("and says that there is another", "revised" in first, first)
    check("the new one has its own",
          [one["department"] for one in second["departments"] if "signed" in one] == ["culture"], second)
    signed = next(one["signed"] for one in second["departments"] if "signed" in one)
    check("a key revoked later still counts, and that is said", signed["valid"] and "revoked" in signed, signed)


def test_a_receipt_of_an_account_that_left(town):
    """Leaving ends a key as revoking does, and what was signed before counts on."""
    id_ = town.publish("Before they left")
    town.sign("labour", id_)
    town.run("labour", "account", "leave", "--yes")
    path, _ = town.export(id_, "left.proof")
    signed = next(one["signed"] for one in town.judged(path)["departments"] if "signed" in one)
    check("it counts, and is said to be of an account that ended", signed["valid"] and "revoked" in signed, signed)
    check("people read it too", ", revoked " in town.verify(path).stdout)


def without_a_key(proof, account, seed):
    """The same proof by a house whose `keys` never had this account's key: an act of enrolment names nobody else."""
    value = msgpack.unpackb(proof[:-2 - independent.HASH_BYTES] + b"\xc0", raw=False)
    identity = SigningKey(hashlib.blake2b(b"", digest_size=32, key=seed, salt=struct.pack("<QQ", 1, 0),
                                          person=b"bulletin" + bytes(8)).digest())
    name, heads, signed, _ = value[3][1]
    prev, heads = bytes(independent.HASH_BYTES), [msgpack.unpackb(head, raw=False) for head in heads]
    for at, head in enumerate(heads):
        if head[7] == "key.enrolled" and head[8]["account"] == account:
            head[8]["account"] = "nobody"
        head[4] = prev
        heads[at] = msgpack.packb(head, use_bin_type=True)
        prev = independent.hash_of(heads[at])
    signed = msgpack.unpackb(signed, raw=False)
    signed[4] = prev
    signed = msgpack.packb(signed, use_bin_type=True)
    value[3][1] = [name, heads, signed, identity.sign(b"bulletin checkpoint 1" + signed).signature]
    content = msgpack.packb(value[:-1] + [bytes(32)], use_bin_type=True)[:-2 - independent.HASH_BYTES]
    return content + b"\xc4\x20" + independent.hash_of(content)


def test_a_receipt_that_does_not_count_spoils_no_other(town):
    """One `open` by somebody who was not of the department: it is said, and the others' receipts stand."""
    id_ = town.publish("With one that does not count")
    town.run("culture", "read", id_)
    town.sign("labour", id_)
    path, done = town.export(id_, "counts.proof")
    check("nothing to warn of", "do not count" not in done.stderr, done.stderr)
    town.judged(path)
    seed = pathlib.Path(f"{town.data}/house.seed").read_bytes()
    proof = pathlib.Path(path).read_bytes()
    pathlib.Path(path).write_bytes(without_a_key(proof, "culture-office", seed))
    rungs = {one["department"]: one for one in town.judged(path, discounted=1)["departments"]}
    check("it is there, and does not count", rungs["culture"]["opened"]["valid"] is False, rungs)
    words = town.verify(path).stdout
    for part in ("DOES NOT COUNT", "1 of the 3 departments in this file have signed.", "1 receipt does not count",
                 "The proof holds."):
        check(f"it says {part!r}", part in words, words)
    pathlib.Path(path).write_bytes(without_a_key(proof, "committee", seed))
    done = town.verify(path, status=PROOF)
    check("an author that does not count is the end of it", "NOT VALID" in done.stdout, done.stdout)
    check("for a stranger too", not independent.judge(pathlib.Path(path).read_bytes())["valid"])


def test_the_comment_of_a_signature_was_erased(town):
    """The signature goes with it: the house's word is left, and every other receipt stands."""
    id_ = town.publish("With comments", "--due", in_seconds(86400))
    town.sign("labour", id_, "--comment", "has to go")
    town.sign("culture", id_, "--comment", "may stay")
    before, _ = town.export(id_, "before.proof")
    rungs = {one["department"]: one for one in town.judged(before)["departments"]}
    town.run("committee", "erase", rungs["labour"]["signed"]["id"], "--reason", "by order", "--yes")

    path, done = town.export(id_, "erased.proof")
    check("the exporter hears of it", "1 had a comment that was erased" in done.stderr, done.stderr)
    said = {one["department"]: one for one in town.judged(path, discounted=1)["departments"]}
    gone = said["labour"]["signed"]
    check("the house's word is left", not gone["valid"] and gone["actor"] == "labour-office" and "erased" in gone, gone)
    check("and no signature", not {"key", "account", "comment"} & set(gone), gone)
    check("nobody is late by that", not said["labour"]["late"], said)
    check("the others stand", said["culture"]["signed"]["valid"] and said["culture"]["signed"]["comment"] == "may stay")
    words = town.verify(path).stdout
    for part in ("by labour-office, as the house says; erased ", "DOES NOT COUNT: what was signed was erased",
                 "1 of the 3 departments in this file have signed.", "The proof holds."):
        check(f"it says {part!r}", part in words, words)
    check("the text is nowhere", "has to go".encode() not in pathlib.Path(path).read_bytes())
    town.judged(before)  # what was exported before holds on
    own, _ = town.export(id_, "own-erased.proof", home="labour")
    town.judged(own, discounted=1)

    town.sign("transport", id_)  # without a word: whoever moderates cannot take the proof of it away
    town.run("committee", "erase", "dept/transport/4", "--yes", "--reason", "by order", status=REFUSED)
    said = {one["department"]: one for one in town.judged(town.export(id_, "whole.proof")[0], discounted=1)["departments"]}
    check("a signature without a comment stays", said["transport"]["signed"]["valid"], said)


def test_a_department_gets_a_proof_of_its_own(town):
    id_ = town.publish("Own")
    town.sign("labour", id_)
    path, _ = town.export(id_, "own.proof", home="labour")
    said = town.judged(path)
    check("it is about its own receipts", [one["department"] for one in said["departments"]] == ["labour"], said)
    check("and says how many there are in all", said["addressed"] == len(DEPARTMENTS), said)


def test_a_proof_without_those_who_may_not_be_read(town):
    """Who publishes may see how far all have come, and still not read the others' channels."""
    town.operator("channel", "change", "programme", "--publish", "office,committee")
    id_ = town.publish("Theirs")
    for department in ("labour", "culture"):
        town.sign(department, id_)
    path, done = town.export(id_, "theirs.proof", home="labour")
    check("the table has all of them", "2 of 3 have signed" in done.stdout, done.stdout)
    for department in ("culture", "transport"):
        check(f"it says that {department} is left out", f"does not include the department '{department}'" in done.stderr,
              done.stderr)
    said = town.judged(path)
    check("only its own is proved", [one["department"] for one in said["departments"]] == ["labour"], said)
    words = town.verify(path).stdout
    check("nobody takes it for all", "1 of the 1 departments in this file have signed. It was first addressed to 3."
          in words, words)


def in_seconds(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))


def test_a_scheduled_notice(town):
    """One published with the act that scheduled it, and one with the act that edited it."""
    def newest():
        lines = town.run("committee", "headlines", "programme", "--json").stdout.splitlines()
        return {one["headline"]: one["id"] for one in map(json.loads, lines)}

    at = ("--to", "all", "--receipt", "--at", in_seconds(5))
    town.run("committee", "publish", "programme", "As it was", *at, stdin="文字\n")
    draft = town.run("committee", "publish", "programme", "Before", *at, stdin="文字\n").stdout.split()[0]
    check("it waits on the desk", draft.startswith("desk/programme/") and not newest(), draft)
    town.run("committee", "schedule", "edit", draft, "--headline", "编辑过的", stdin="长" * 3000)
    town.until(lambda: len(newest()) == 2, "both are published")
    for headline, verb in {"As it was": "at", "编辑过的": "id"}.items():
        id_ = newest()[headline]
        town.sign("labour", id_)
        path, _ = town.export(id_, f"{verb}.proof")
        said = town.judged(path)
        check("it is the author's own act", said["author"]["account"] == "committee" and verb in said["act"], said)
        check("all are addressed", [one["department"] for one in said["departments"]] == list(DEPARTMENTS), said)
        check("and labour signed", "signed" in said["departments"][1], said)


def test_a_rewritten_history_is_caught(town):
    seed = f"{town.folder}/seed.txt"
    pathlib.Path(seed).write_text(SEED, encoding="utf-8")
    town.run("operator", "import", seed, BULLETIN_SERVER=f"unix:{town.data}/control")
    imported = json.loads(town.run("committee", "headlines", "programme", "--json").stdout.splitlines()[0])["id"]
    id_ = town.publish("After the import")
    town.sign("labour", id_)
    town.member("late", "late", "--role", "committee")
    before, _ = town.export(imported, "imported.proof")
    town.judged(before)
    watcher = town.spawn_command("labour", "watch", "programme", "--name", "office", "--since", "all")
    watcher.err.wait(part="Following")
    town.until(pathlib.Path(f"{town.folder}/labour/checkpoints/{town.house.hex()}/programme").exists, "a checkpoint is kept")
    check("the watcher ends well", watcher.end(signal.SIGTERM) == 0, watcher.err.lines)

    town.end()
    true, town.data = town.data, town.folder + "/rewritten"
    os.mkdir(town.data, 0o700)
    shutil.copy(f"{true}/house.seed", f"{town.data}/house.seed")
    done = subprocess.run([town.rewrite, true, town.data, imported, "别的标题"], capture_output=True,
                          encoding="utf-8", check=False)
    check("history is rewritten", done.returncode == 0, done.stderr)
    town.tool("rebuild")
    town.tool("verify")  # the house alone sees nothing wrong
    town.start()

    watch = town.run("labour", "watch", "programme", "--name", "office", "--since", "all", status=PROOF)
    check("who saw the earlier head refuses and names the fact", "programme/" in watch.stderr, watch.stderr)
    again = town.run("labour", "watch", "programme", "--name", "anew", "--since", "all", status=PROOF)
    check("from the beginning too", "programme/" in again.stderr, again.stderr)
    for home, one in {"committee": imported, "labour": id_}.items():  # one exported before, one watched
        path = f"{town.folder}/{home}-after.proof"
        done = town.run(home, "receipts", one, "--proof", path, status=PROOF)
        check("whoever saw the earlier head exports no proof", "programme/" in done.stderr, done.stderr)
        check("and no file is written", not os.path.exists(path))
    after, _ = town.export(imported, "imported-after.proof", home="late")
    one, other = town.judged(before), town.judged(after)
    check("both proofs hold by themselves, and contradict each other",
          one["fact"] == other["fact"] and one["head"] != other["head"], (one, other))


TESTS = [test_a_proof_holds_for_us_and_for_a_stranger, test_every_altered_byte_is_found,
         test_a_revision_and_a_revoked_key, test_a_receipt_of_an_account_that_left,
         test_a_receipt_that_does_not_count_spoils_no_other, test_the_comment_of_a_signature_was_erased,
         test_a_department_gets_a_proof_of_its_own,
         test_a_proof_without_those_who_may_not_be_read, test_a_scheduled_notice,
         test_a_rewritten_history_is_caught]


def main():
    daemon, command, rewrite, *only = sys.argv[1:]
    for test in TESTS:
        if only and test.__name__ not in only:
            continue
        town = None
        try:
            town = Town(daemon, command, rewrite)
            test(town)
        except Failed as why:
            print(f"FAILED {test.__name__}: {why}")
            return 1
        finally:
            if town is not None:
                town.remove()
        print(f"ok {test.__name__}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
