"""A house with an office, a channel and a reader, for tests of watchers. It knows how a watch is started and ended, and
how the tests of a file are run, each with a house of its own; what should be watched is judged by them.
"""

import json
import os
import signal
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))

from each import each, tests_of  # noqa: E402
from house import PATIENCE_S, Failed, House  # noqa: E402,F401


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


def with_committee(town):
    """Somebody who publishes for all departments."""
    town.operator("channel", "create", "programme", "Programme")
    town.member("committee", "committee", "--role", "committee")
    town.member("clerk", "clerk", "--role", "office", "--department", "labour", "--signs")


def receipt_of(town, id_):
    """How far labour has come."""
    rows = town.run("committee", "call", "receipts", f"id={id_}", "--json").stdout.splitlines()
    return next(row for row in map(json.loads, rows) if row.get("department") == "labour")


def run_tests(named):
    """Those of a file, each with a town of its own."""
    daemon, command, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

    def run(test):
        town = Town(daemon, command, "--checkpoint-interval", "1")
        try:
            test(town)
            town.end()
            town.tool("verify")
        finally:
            town.remove()

    return each(tests_of(named), names, run)
