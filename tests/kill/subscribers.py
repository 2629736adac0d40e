"""Subscribers that write down every fact they get, in the order in which they get it.

They know nothing of who publishes; a hole or a repeat is found here, what should have come is known to the judge.
"""

import json
import signal
import threading

import daemon as servers
from house import Failed
from wire import NO_HASH, Fact, Checkpoint


class Seen:
    """For each channel the hashes of its facts, from number 1 on without a hole."""

    def __init__(self, run, name):
        self.run, self.name = run, name
        self.hashes = {channel: [] for channel in run.channels}
        self.repeats_from = {}  # channel -> the number that may come next besides the one after the last
        self.repeated = 0
        self.change = threading.Condition()

    def allow_repeats(self):
        """After a watcher was killed it may show again what it had shown: but then all of that, in order."""
        self.repeats_from = {channel: len(hashes) for channel, hashes in self.hashes.items()}

    def take(self, channel, number, hash_):
        hashes = self.hashes[channel]
        if number == len(hashes) + 1:
            hashes.append(hash_)
            self.repeats_from.pop(channel, None)
            with self.change:
                self.change.notify_all()
            return
        allowed = channel in self.repeats_from
        if not allowed or not 1 <= number <= len(hashes) or hashes[number - 1] != hash_:
            what = "a repeat" if number <= len(hashes) else "a gap"
            raise Failed(f"{self.name}: {what}: {channel}/{number} came after {channel}/{len(hashes)}")
        self.repeated += 1

    def is_at(self, ends):
        return all(len(self.hashes[channel]) >= number for channel, number in ends.items())

    def wait(self, ends, seconds):
        """Until every channel has been seen to its end, or something went wrong, or no longer."""
        with self.change:
            self.change.wait_for(lambda: self.is_at(ends) or self.run.failures, seconds)


class Watcher:
    """`bulletin watch`, which connects again by itself. Some are killed now and then."""

    def __init__(self, run, name, is_killed):
        self.run, self.house, self.name, self.is_killed = run, run.house, name, is_killed
        self.seen = Seen(run, name)
        self.process, self.kills, self.reconnects = None, 0, 0

    def take(self, line):
        try:
            fact = json.loads(line)
            self.seen.take(fact["channel"], fact["number"], bytes.fromhex(fact["hash"]))
        except ValueError:
            if not self.dying:  # a line that the kill cut off is no harm
                self.run.fail(f"{self.name} printed {line!r}")
        except Failed as failure:
            self.run.fail(str(failure))

    def start(self):
        words = ["watch", *self.run.channels, "--since", "all", "--all", "--json"]
        words += ["--server", self.house.url]
        words += ["--name", self.name] if self.is_killed else []
        self.dying = False
        self.process = self.house.spawn_command(self.name, *words, take=self.take)

    def kill(self):
        self.dying = True
        self.process.end(signal.SIGKILL)
        self.count_reconnects()
        self.house.forget(self.process)
        self.kills += 1
        self.seen.allow_repeats()

    def count_reconnects(self):
        self.reconnects += sum("Connected again" in line for line in self.process.err.lines)

    def says(self):
        return f"it said {self.process.err.all()}"

    def check_alive(self):
        """It may not end by itself, unless the server went away before the first subscription stood."""
        status = self.process.process.poll()
        if status is None:
            return
        said = self.process.err.all()
        if status != 3 or any("Following" in line for line in said):
            raise Failed(f"{self.name} ended with {status}: {said}")
        self.house.forget(self.process)
        self.start()

    def end(self):
        status = self.process.end(signal.SIGTERM)
        self.count_reconnects()
        if status != 0:
            raise Failed(f"{self.name} ended with {status}: {self.process.err.lines}")


class WireSubscriber(threading.Thread):
    """Keeps number and hash, and connects again from there. It holds checkpoints against what it saw."""

    is_killed, kills = False, 0

    def __init__(self, run, name):
        super().__init__(daemon=True)
        self.run_, self.house, self.name = run, run.house, name
        self.seen = Seen(run, name)
        self.heads = {}  # (channel, number) -> hash, as signed by the house
        self.connection, self.reconnects = None, -1

    def says(self):
        return f"it connected again {self.reconnects} times"

    def connect(self):
        self.connection = servers.Connection(self.house)
        rows, _ = self.connection.ask("subscribe", channels={channel: len(hashes) for channel, hashes
                                                             in self.seen.hashes.items()})
        for row in rows:
            hashes = self.seen.hashes[row["channel"]]
            if row["number"] != len(hashes) or row["hash"] != (hashes[-1] if hashes else NO_HASH):
                raise Failed(f"{self.name}: the server takes it up at {row}")
        self.reconnects += 1

    def take(self, word, fields):
        if word == "checkpoint":
            head = Checkpoint(fields)
            if not head.is_signed() or self.heads.setdefault((head.channel, head.number), head.hash) != head.hash:
                raise Failed(f"{self.name}: two checkpoints for {head.channel}/{head.number}")
        elif word == "fact":
            fact = Fact(fields)
            hashes, wrong = self.seen.hashes[fact.channel], fact.check_act(self.house.house)
            if wrong is not None or fact.prev != (hashes[-1] if hashes else NO_HASH):
                raise Failed(f"{self.name}: {fact.channel}/{fact.number}: {wrong or 'the chain is broken'}")
            self.seen.take(fact.channel, fact.number, fact.hash)

    def run(self):
        while not self.run_.ended.is_set():
            try:
                if self.connection is None:
                    self.connect()
                self.connection.receive()
                pushed, self.connection.pushed = self.connection.pushed, []
                for word, fields in pushed:
                    self.take(word, fields)
            except (servers.Closed, OSError):
                if self.connection is not None:
                    self.connection.close()
                self.connection = None
                self.run_.wait_until_up()
            except Exception as failure:  # whatever it is, the run has failed
                self.run_.fail(f"{self.name}: {failure!r}")
                return

    def check_alive(self):
        pass

    def end(self):
        """Its connection ends with the server's."""
