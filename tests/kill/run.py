#!/usr/bin/python3
"""Kills the server at random moments under eight publishers and eight subscribers, and judges what is left.

usage: run.py [--rounds N] [--seed S] BULLETIND BULLETIN

No bulletin that was acknowledged may be lost or doubled, what was scheduled a moment ahead is published exactly once
whether its time came before, while or after the server was down, files that were attached are whole, and no subscriber
may see a gap or a repeat. Four of the
publishers and six of the subscribers are real clients; two of these subscribers are killed now and then as well, and
only they may show again what they had shown. How processes are started is a matter of ../support/house.py.
"""

import argparse
import os
import random
import signal
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../support"), os.path.join(HERE, "../interop")]

import daemon as servers  # noqa: E402
from house import PATIENCE_S, Failed, House  # noqa: E402
from publishers import CommandPublisher, Promises, WirePublisher  # noqa: E402
from subscribers import Seen, Watcher, WireSubscriber  # noqa: E402
from wire import NO_HASH, Fact, hash_of  # noqa: E402

FIRST_STARTS = 5         # kills before the ledger has begun
WHILE_STARTING = 0.15    # of the kills come before the server is ready, or just then
START_S = 0.03           # about what a start takes
SOON_S, LATER_S = 0.3, 1.0
LATER = 0.2              # of the kills come up to so much later, when everybody is back
WATCHER_KILLED = 0.3     # chance a round
CATCH_UP_ROUNDS = 10     # as often everybody has to see everything


class Run:
    def __init__(self, house, rounds, seed):
        self.house, self.rounds, self.random = house, rounds, random.Random(seed)
        self.channels = ["programme", "roads"]
        self.up, self.stopping, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.failures = []
        self.promises = Promises()
        self.files = threading.Semaphore(0)
        self.kills = 0

    def fail(self, reason):
        self.failures.append(reason)

    def check_failures(self):
        if self.failures:
            raise Failed("\n".join(self.failures))

    def wait_until_up(self):
        """False when there is nothing to wait for any more."""
        while not self.up.wait(0.2):
            if self.ended.is_set() or self.failures:
                return False
        return not self.ended.is_set()

    def take_file(self):
        """Whether it is this caller who attaches a file in this round."""
        return self.files.acquire(blocking=False)

    # --- rounds

    def kill_while_starting(self):
        self.house.spawn()
        time.sleep(self.random.uniform(0, START_S))
        self.house.end(signal.SIGKILL)

    def start(self):
        self.house.start()
        self.up.set()

    def kill(self):
        self.up.clear()
        self.house.end(signal.SIGKILL)
        self.kills += 1

    def prepare(self):
        for _ in range(FIRST_STARTS):
            self.kill_while_starting()
        self.start()
        self.house.operator("department", "create", "labour", "劳动和社会保障局")
        for channel in self.channels:
            self.house.operator("channel", "create", channel, channel, "--publish", "office")
        self.watchers = [Watcher(self, f"watcher-{i}", is_killed=i >= 4) for i in range(6)]
        self.subscribers = self.watchers + [WireSubscriber(self, f"subscriber-{i}") for i in range(2)]
        self.publishers = [CommandPublisher(self, f"command-{i}") for i in range(4)]
        self.publishers += [WirePublisher(self, f"wire-{i}") for i in range(4)]
        for one in [*self.subscribers, *self.publishers]:
            one.start()

    def kill_a_watcher(self):
        watcher = self.random.choice([one for one in self.watchers if one.is_killed])
        watcher.kill()
        watcher.start()

    def round(self, number):
        if number % CATCH_UP_ROUNDS == 0:
            self.catch_up()
        self.files.release()
        later = self.random.random() < LATER
        moment = time.monotonic() + self.random.uniform(0, LATER_S if later else SOON_S)
        for watcher in self.watchers:
            watcher.check_alive()
        if self.random.random() < WATCHER_KILLED:
            self.kill_a_watcher()
        time.sleep(max(0, moment - time.monotonic()))
        self.check_failures()
        self.kill()
        while self.kills < self.rounds and self.random.random() < WHILE_STARTING:
            self.kill_while_starting()
            self.kills += 1
        self.start()

    def play(self):
        self.prepare()
        told, number = 0, 0
        while self.kills < self.rounds:
            number += 1
            self.round(number)
            if self.kills // 10 > told:
                told = self.kills // 10
                print(f"{self.kills} kills: {self.promises.count()} acknowledged, {self.promises.taken_already} of "
                      f"{self.promises.sent_again} acts sent again had been taken", flush=True)

    # --- judging

    def ends(self):
        """The highest number promised in each channel."""
        with self.promises.lock:
            ids = [done["id"].rsplit("/", 1) for done in self.promises.taken.values()]
        return {channel: max((int(number) for name, number in ids if name == channel), default=0)
                for channel in self.channels}

    def catch_up(self):
        ends = self.ends()
        for one in self.subscribers:
            self.wait_for(one, ends)
        self.check_failures()

    def wait_for(self, one, ends):
        """A watcher that found no server at its first dial ends at any moment, also now: it is started again."""
        deadline = time.monotonic() + PATIENCE_S
        while not one.seen.is_at(ends) and not self.failures:
            for watcher in self.watchers:
                watcher.check_alive()
            if time.monotonic() > deadline:
                at = {channel: len(hashes) for channel, hashes in one.seen.hashes.items()}
                raise Failed(f"{one.name} is at {at} and not at {ends}; {one.says()}")
            one.seen.wait(ends, 0.5)

    def read_all(self):
        """Every fact of the channels as the server tells them: the truth, headline -> [(id, hash)] of what was
        published at once, and headline -> [id on the desk] of what was scheduled. It waits for what is still due."""
        connection, truth, headlines, released = servers.Connection(self.house), Seen(self, "the judge"), {}, {}
        rows, _ = connection.ask("channels")
        ends = {row["channel"]: row["number"] for row in rows if row["channel"] in self.channels}
        connection.ask("subscribe", channels=dict.fromkeys(self.channels, 0))
        while (any(len(truth.hashes[channel]) < number for channel, number in ends.items())
               or len(released) < len(self.promises.scheduled)):
            fact = Fact(connection.push("fact"))
            hashes = truth.hashes[fact.channel]
            wrong = fact.check_act(self.house.house)
            if wrong is not None or fact.prev != (hashes[-1] if hashes else NO_HASH):
                raise Failed(f"{fact.channel}/{fact.number}: {wrong or 'the chain is broken'}")
            truth.take(fact.channel, fact.number, fact.hash)
            if fact.kind == "bulletin.published" and "scheduled" in fact.decided:
                released.setdefault(fact.act.args["headline"], []).append(fact.decided["scheduled"])
            elif fact.kind == "bulletin.published":
                place = (f"{fact.channel}/{fact.number}", fact.hash)
                headlines.setdefault(fact.act.args["headline"], []).append(place)
        connection.close()
        return truth, headlines, released

    def judge_scheduled(self, released):
        for headline, done in self.promises.scheduled.items():
            if released.get(headline) != [done["id"]]:
                raise Failed(f"'{headline}' was scheduled as {done['id']} and came as {released.get(headline)}")
        for headline in released:
            if headline not in self.promises.scheduled:
                raise Failed(f"'{headline}' was published and nobody was told that it was scheduled")

    def judge_files(self):
        connection = servers.Connection(self.house)
        for headline, data in self.promises.files.items():
            id_, got = self.promises.taken[headline]["id"], b""
            while len(got) < len(data):
                got += connection.ask("blob.get", id=id_, hash=hash_of(data), offset=len(got))[1]["bytes"]
            if got != data:
                raise Failed(f"the file of {id_} is another one")
        connection.close()

    def judge_promises(self, headlines):
        for headline, done in self.promises.taken.items():
            there = headlines.get(headline, [])
            if there != [(done["id"], done["head"])]:
                raise Failed(f"'{headline}' was acknowledged as {done['id']} and is at {[id_ for id_, _ in there]}")
        for headline, there in headlines.items():
            if headline not in self.promises.taken:
                raise Failed(f"'{headline}' is at {[id_ for id_, _ in there]} and was never acknowledged")

    def judge_subscribers(self, ends, truth):
        for one in self.subscribers:
            self.wait_for(one, ends)
            if one.seen.hashes != truth.hashes:
                raise Failed(f"{one.name} saw other facts than there are")
            if one.seen.repeated and not one.is_killed:
                raise Failed(f"{one.name} saw {one.seen.repeated} facts twice")
        for one in self.subscribers[6:]:
            for (channel, number), hash_ in one.heads.items():
                if channel in self.channels and truth.hashes[channel][number - 1] != hash_:
                    raise Failed(f"{one.name}: the head of {channel}/{number} was signed for another fact")

    def judge(self):
        self.stopping.set()
        for publisher in self.publishers:
            publisher.join(2 * PATIENCE_S)
            if publisher.is_alive():
                raise Failed(f"{publisher.name_} does not come to an end")
        self.check_failures()
        self.catch_up()
        truth, headlines, released = self.read_all()
        ends = {channel: len(hashes) for channel, hashes in truth.hashes.items()}
        self.judge_promises(headlines)
        self.judge_scheduled(released)
        self.judge_files()
        self.judge_subscribers(ends, truth)
        for one in self.subscribers:
            one.end()
        self.ended.set()
        self.up.clear()
        self.house.end()
        self.check_failures()
        sound, views = self.house.tool("verify")
        rebuilt = self.house.tool("rebuild")[-1]
        if views != rebuilt:
            raise Failed(f"rebuild made other views: {views} / {rebuilt}")
        self.sum_up(sound, views)

    def sum_up(self, sound, views):
        promises, watchers = self.promises, self.watchers
        print(f"{self.kills} kills, and {FIRST_STARTS} before the ledger had begun")
        print(f"{promises.count()} acts acknowledged, each once where it was said to be; "
              f"{promises.not_sent} commands found nobody to send to")
        print(f"{promises.sent_again} acts sent again, {promises.taken_already} of them had been taken before")
        print(f"{len(promises.scheduled)} scheduled and each published once; {promises.too_late} were refused because "
              f"their time had passed; {len(promises.files)} files attached and whole")
        reconnects = sum(one.reconnects for one in self.subscribers)
        print(f"{reconnects} reconnects of 8 subscribers, none with a gap or a repeat")
        print(f"{sum(one.kills for one in watchers)} kills of 2 watchers, which showed "
              f"{sum(one.seen.repeated for one in watchers)} facts again")
        print(f"{sound}; {views}, also when rebuilt")


def main():
    parser = argparse.ArgumentParser(description="Kills the server under load and judges what is left.")
    parser.add_argument("--rounds", type=int, default=100, help="so many kills")
    parser.add_argument("--seed", type=int, default=None, help="of the random moments")
    parser.add_argument("bulletind")
    parser.add_argument("bulletin")
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else int.from_bytes(os.urandom(4), "big")
    print(f"seed {seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    house = House(arguments.bulletind, arguments.bulletin, ["--checkpoint-interval", "1"])
    run = Run(house, arguments.rounds, seed)
    begun = time.monotonic()
    try:
        run.play()
        run.judge()
    except (Failed, servers.Refused) as failure:
        print(f"FAILED with seed {seed} after {run.kills} kills: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        run.ended.set()
        run.stopping.set()
        house.remove()
    print(f"{time.monotonic() - begun:.0f} seconds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
