#!/usr/bin/python3
"""The real client before servers that never end: floods of rows and pushes, a byte at a time, nothing at all.

usage: hostile.py BULLETIN

Nothing is timed: a client that does not end by itself is found by liar.py's patience, and what it may take of the
memory by the kernel's count.
"""

import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))

from each import each, tests_of  # noqa: E402
from liar import House  # noqa: E402
from wire import message  # noqa: E402

MEMORY_KIB = 96 * 1024
HEADLINE = {"id": "roads/1", "headline": "x" * 400, "time": 0, "actor": "li"}
PROOF, UNREACHABLE = 7, 3


class Failed(Exception):
    pass


def check(what, good, detail=""):
    if not good:
        raise Failed(f"{what}: {detail}")


def flood(make, word="headlines"):
    """A house that answers questions of that word with the same messages for ever."""
    house = House()

    def answer(peer, number, verb, fields):
        if verb != word:
            return house.serve(peer, number, verb, fields)
        one = make(number)
        while True:
            peer.patience()
            peer.send(*[one] * min(500, max(1, 60000 // len(one))))  # a record has few elements

    house.answer = answer
    return house


def run(command, house, *words, home=None):
    """The exit status, what was said and what was taken of the memory."""
    with tempfile.TemporaryDirectory(prefix="bulletin-hostile-") as folder, \
            open(folder + "/out", "wb") as out, open(folder + "/err", "w+b") as err:
        process = subprocess.Popen([command, *words, "--home", home or folder + "/home", "--server", house.address()],
                                   stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        err.seek(0)
        said = err.read().decode()
        with open(folder + "/out", "rb") as given:
            lines = sum(1 for _ in given)  # not read at once: the next client would begin with our memory
    if house.failed is not None:
        raise Failed(f"the house: {house.failed!r}; the client said {said!r}")
    within = usage.ru_maxrss < MEMORY_KIB or "ASAN_OPTIONS" in os.environ  # a sanitizer keeps what is freed
    check("it keeps within its memory", within, f"{usage.ru_maxrss} KiB, {said}")
    return process.returncode, said, lines


ASK = ["headlines", "roads", "--timeout", "1", "--json"]


def test_more_rows_than_a_limit(command):
    status, said, lines = run(command, flood(lambda id_: message(id_, "row", dict(HEADLINE, headline="x"))), *ASK,
                              "--limit", "5")
    check("it is a broken protocol", status == PROOF and "more rows" in said, (status, said))
    check("what was asked for is shown and no more", lines == 5, lines)


def test_more_rows_than_any_answer(command):
    status, said, lines = run(command, flood(lambda id_: message(id_, "row", dict(HEADLINE, headline="x"))), *ASK)
    check("it is a broken protocol", status == PROOF and "more rows" in said, (status, said))
    check("an answer has at most so many", lines == 200, lines)


def test_more_bytes_than_any_answer(command):
    channel = {"channel": "roads", "title": "x" * 200, "read": ["everyone"], "publish": [], "moderate": [], "speak": [],
               "number": 1, "tip": bytes(32), "head": bytes(32)}
    house = flood(lambda id_: message(id_, "row", channel), "channels")
    status, said, lines = run(command, house, "channels", "--timeout", "1", "--json")
    check("it is a broken protocol", status == PROOF and "rows or bytes" in said, (status, said))
    check("not more than 256 KiB are shown", 0 < lines * 200 < 262144, lines)


def goes_on(rows):
    """A house whose every answer has so many rows, and says that there are more."""
    house = House()
    department = {"department": "roads", "title": "x", "since": 0, "head": bytes(32)}

    def answer(peer, number, verb, fields):
        if verb != "department.list":
            return house.serve(peer, number, verb, fields)
        peer.send(*[message(number, "row", department)] * rows, message(number, "ok", {"rows": rows, "more": True, "next": bytes(168)}))

    house.answer = answer
    return house


def test_pieces_without_a_row_for_ever(command):
    status, said, lines = run(command, goes_on(0), "department", "list", "--timeout", "1", "--json")
    check("it does not wait longer than told", status == UNREACHABLE and lines == 0, (status, said, lines))


def test_pieces_with_rows_for_ever(command):
    status, said, lines = run(command, goes_on(200), "department", "list", "--timeout", "5", "--json")
    check("it is a broken protocol", status == PROOF and "no end" in said, (status, said))
    check("a list has at most so many", lines == 200200, lines)


def test_pushes_in_place_of_an_answer(command):
    """Known ones and unknown ones, large and empty: neither ends, and none may take the memory."""
    pushes = {"large": message(0, "fact", {"head": bytes(4000)}), "empty": message(0, "fact", {}),
              "checkpoints": message(0, "checkpoint", {}), "unknown": message(0, "omen", {}),
              "with an unknown body": message(0, "omen", {"x": bytes(5000)})}
    for name, push in pushes.items():
        status, said, _ = run(command, flood(lambda _, push=push: push), *ASK)
        check(f"pushes that are {name}", status == UNREACHABLE, (status, said))


def test_an_answer_byte_by_byte(command):
    """Each byte comes in time, the answer never does."""
    house = House()

    def answer(peer, number, *_):
        for byte in peer.sending.seal(message(number, "row", dict(HEADLINE, headline="x" * 480))):
            peer.raw(bytes([byte]))
            peer.pause(0.02)

    house.answer = answer
    status, said, _ = run(command, house, *ASK)
    check("it does not wait longer than told", status == UNREACHABLE, (status, said))


def pages_that_repeat(word, row):
    """A house whose every page of these has the same rows, and says that there are more."""
    house = House()

    def answer(peer, number, verb, fields):
        if verb != word:
            return house.serve(peer, number, verb, fields)
        peer.patience()
        peer.send(*[message(number, "row", row)] * 200, message(number, "ok", {"rows": 200, "more": True}))

    house.answer = answer
    return house


def test_pages_of_posts_that_repeat(command):
    post = {"id": "forum/1", "head": bytes(32), "thread": "forum/1", "headline": "x", "actor": "li", "time": 0, "text": "x"}
    status, said, _ = run(command, pages_that_repeat("forum.show", post), "forum", "show", "forum/1", "--json")
    check("it is a broken protocol", status == PROOF and "no end" in said, (status, said))


def test_more_posts_without_a_post(command):
    """There is no place to go on from; nothing before the first row is looked at."""
    house = House()
    house.answer = lambda peer, number, verb, fields: (
        peer.send(message(number, "ok", {"rows": 0, "more": True})) if verb == "forum.show" else
        house.serve(peer, number, verb, fields))
    for words in ((), ("--limit", "0"), ("--limit", "5"), ("--json",)):
        status, said, lines = run(command, house, "forum", "show", "forum/1", *words)
        check(f"forum show {words}", (status, lines) == (0, 0) and "after" not in said, (status, said, lines))


def test_pages_of_threads_that_repeat(command):
    """`import` looks whether a thread is there already."""
    thread = {"id": "forum/1", "head": bytes(32), "headline": "x", "actor": "li", "time": 0, "posts": 1, "last": 1,
              "last_time": 0, "last_by": "li"}
    with tempfile.TemporaryDirectory(prefix="bulletin-hostile-") as folder:
        with open(folder + "/seeds.txt", "w", encoding="utf-8") as file:
            file.write("Thread: forum\nHeadline: another\n\nText.\n")
        status, said, _ = run(command, pages_that_repeat("forum.threads", thread), "import", folder + "/seeds.txt")
    check("it is a broken protocol", status == PROOF and "no end" in said, (status, said))


def test_records_without_an_answer(command):
    """A whole message now and then, for ever."""
    house = House()

    def answer(peer, *_):
        while True:
            peer.push("omen", {})
            peer.pause(0.02)

    house.answer = answer
    status, said, _ = run(command, house, *ASK)
    check("it does not wait longer than told", status == UNREACHABLE, (status, said))


def test_no_answer(command):
    house = House()
    house.answer = lambda peer, *_: peer.pause(60)
    status, said, _ = run(command, house, *ASK)
    check("it does not wait longer than told", status == UNREACHABLE, (status, said))


def test_an_answer_that_always_goes_on(command):
    """Each piece ends in time, has no row and says where to go on."""
    house = House()
    house.answer = lambda peer, number, *_: peer.send(message(number, "ok", {"rows": 0, "more": True, "next": b"x"}))
    status, said, _ = run(command, house, *ASK)
    check("it does not ask longer than told", status == UNREACHABLE, (status, said))


def test_a_watcher_that_hears_nothing_known(command):
    """Pushes without end, none of a channel: that is silence, and it dials again."""
    house = House()
    house.channel("roads").publish("one")
    said_again = []

    def tell(peer, positions):
        if house.talked > 1:
            said_again.append(positions)
            return House.tell(house, peer, positions)
        while True:
            peer.push("omen", {})
            peer.pause(0.01)

    house.tell = tell
    house.interval_ms = 100
    status, said, lines = run(command, house, "watch", "roads", "--since", "all", "--count", "1", "--json")
    check("it has dialled again and goes on", (status, lines) == (0, 1) and said_again == [{"roads": 0}], (status, said))


def main():
    command, names = sys.argv[1], sys.argv[2:]
    return each(tests_of(globals()), names, lambda test: test(command))


if __name__ == "__main__":
    sys.exit(main())
