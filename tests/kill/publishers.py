"""Publishers who cannot be discouraged: each says one new headline after another until the server has it.

They know nothing of who reads; what was promised to them is written down for the judge.
"""

import datetime
import json
import os
import threading

import daemon as servers
from house import Failed
from wire import Act, Identity, code_of, hash_of, hash_of_code

SCHEDULED = 5            # every so many acts of a wire publisher one is for later
AHEAD_MS = (1000, 2500)  # so much later
FILE_BYTES = 80000       # three pieces
CHUNK_BYTES = 32768


class Promises:
    """What the server said it has taken: headline -> its answer, with the id and the hash of the head."""

    def __init__(self):
        self.lock = threading.Lock()
        self.taken = {}
        self.scheduled = {}      # the same for what is to be published at its time: with the id on the desk
        self.files = {}          # headline -> the bytes of the file that was attached
        self.too_late = 0        # acts whose time had passed before the server was up again
        self.not_sent = 0        # commands that could not dial: what they had to say must not be there
        self.taken_already = 0   # acts sent again that had been taken before
        self.sent_again = 0

    def keep(self, headline, done):
        with self.lock:
            self.taken[headline] = done

    def keep_scheduled(self, headline, done):
        with self.lock:
            self.scheduled[headline] = done

    def keep_file(self, headline, data):
        with self.lock:
            self.files[headline] = data

    def count(self):
        with self.lock:
            return len(self.taken) + len(self.scheduled)


class Publisher(threading.Thread):
    def __init__(self, run, name):
        super().__init__(daemon=True)
        self.run_, self.house, self.promises, self.name_ = run, run.house, run.promises, name
        self.number = 0

    def next_place(self):
        """A channel and a headline that nobody has used."""
        self.number += 1
        return self.run_.channels[self.number % len(self.run_.channels)], f"{self.name_} 第{self.number}号"

    def run(self):
        try:
            while not self.run_.stopping.is_set():
                self.publish(*self.next_place())
        except Exception as failure:  # whatever it is, the run has failed
            self.run_.fail(f"{self.name_}: {failure!r}")


class CommandPublisher(Publisher):
    """`bulletin publish`, one process a headline. It dials again and sends the same act by itself."""

    def __init__(self, run, name):
        super().__init__(run, name)
        self.house.member(name, name, "--role", "office", "--department", "labour")

    def publish(self, channel, headline):
        if not self.run_.wait_until_up():
            return
        done = self.house.run(self.name_, "publish", channel, headline, "--json", "--timeout", "60", status=None)
        if done.returncode == 0:
            row = json.loads(done.stdout)
            self.promises.keep(headline, {"id": row["id"], "head": bytes.fromhex(row["head"])})
        elif done.returncode == 3:
            self.promises.not_sent += 1
        else:
            raise Failed(f"bulletin publish ended with {done.returncode}: {done.stderr}")


class WirePublisher(Publisher):
    """One connection for many acts, over the interop client. After every loss the same bytes go out again."""

    def __init__(self, run, name):
        super().__init__(run, name)
        self.identity, self.connection, self.last = Identity(os.urandom(32)), None, None
        code = code_of(os.urandom(10))
        self.house.operator("call", "account.invite", f"account={name}", "role=office", "department=labour",
                            f"code_hash={hash_of_code(code).hex()}")
        self.send(self.sign("join", code=code))

    def sign(self, verb, **args):
        return Act.signed(self.identity, self.house.house, servers.now_ms(), os.urandom(16), verb, args)

    def connect(self):
        self.connection = servers.Connection(self.house, self.identity)
        if self.last is None:
            return
        act, done = self.last
        again = self.connection.ask("act", **act.fields())[1]
        if again != done:
            raise Failed(f"the act of {done['id']} was answered by {again} when it was sent again")

    def persist(self, word, fields):
        """Says it until it is answered; gives the answer, and whether it had been sent before."""
        sent = again = False
        while True:
            try:
                if self.connection is None:
                    self.connect()
                again, sent = sent, True
                return self.connection.ask(word, **fields)[1], again
            except (servers.Closed, OSError):
                if self.connection is not None:
                    self.connection.close()
                self.connection = None
                if not self.run_.wait_until_up():
                    raise Failed("the run ended before the act was answered") from None
            except servers.Refused as refusal:
                if refusal.code != "busy":
                    raise

    def send(self, act):
        done, again = self.persist("act", act.fields())
        self.promises.sent_again += again
        self.promises.taken_already += again and done["time"] < self.house.started_ms
        self.last = act, done
        return done

    def upload(self, data):
        """Piece by piece, going on where the server says that it stands."""
        name, offset = hash_of(data), 0
        while offset < len(data):
            piece = {"hash": name, "size": len(data), "offset": offset, "bytes": data[offset:offset + CHUNK_BYTES]}
            try:
                offset = self.persist("blob.put", piece)[0]["offset"]
            except servers.Refused as refusal:
                if refusal.code != "blob-offset":
                    raise
                offset = refusal.fields.get("limit", 0)
        return name

    def publish(self, channel, headline):
        if self.run_.take_file():
            self.publish_file(channel, headline)
        elif self.number % SCHEDULED == 0:
            self.schedule(channel, headline)
        else:
            act = self.sign("publish", channel=channel, headline=headline, text=headline * 5)
            self.promises.keep(headline, self.send(act))

    def publish_file(self, channel, headline):
        data = os.urandom(FILE_BYTES)
        attach = [["附件.bin", len(data), self.upload(data)]]
        act = self.sign("publish", channel=channel, headline=headline, attach=attach)
        self.promises.keep(headline, self.send(act))
        self.promises.keep_file(headline, data)

    def schedule(self, channel, headline):
        first, last = AHEAD_MS
        at_ms = servers.now_ms() + first + self.number * 37 % (last - first)
        at = datetime.datetime.fromtimestamp(at_ms / 1000, datetime.timezone.utc).isoformat(timespec="milliseconds")
        try:
            self.promises.keep_scheduled(headline, self.send(self.sign("publish", channel=channel, headline=headline,
                                                                       at=at)))
        except servers.Refused as refusal:
            if refusal.code != "in-the-past":
                raise
            self.promises.too_late += 1
