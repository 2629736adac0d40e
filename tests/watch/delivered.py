#!/usr/bin/python3
"""What watching does for whoever is addressed: it is delivered once it is on disk, and what is urgent is said again.

usage: delivered.py BULLETIND BULLETIN [NAME...]

Every test has a server of its own and waits for lines and files, never for time to pass.
"""

import os
import pathlib
import shutil
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from town import check, receipt_of, run_tests, with_committee  # noqa: E402


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


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
