"""Publishers who cannot be discouraged: each says one new headline after another until the server has it.

They know nothing of who reads; what was promised to them is written down for the judge.
"""

import json
import os
import threading

import daemon as servers
from house import Failed
from wire import Act, Identity, code_of, hash_of_code


class Promises:
    """What the server said it has taken: headline -> its answer, with the id and the hash of the head."""

    def __init__(self):
        self.lock = threading.Lock()
        self.taken = {}
        self.not_sent = 0        # commands that could not dial: what they had to say must not be there
        self.taken_already = 0   # acts sent again that had been taken before
        self.sent_again = 0

    def keep(self, headline, done):
        with self.lock:
            self.taken[headline] = done

    def count(self):
        with self.lock:
            return len(self.taken)


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

    def send(self, act):
        """Sends it until it is answered; gives the answer."""
        sent = False
        while True:
            try:
                if self.connection is None:
                    self.connect()
                self.promises.sent_again += sent
                again, sent = sent, True
                done = self.connection.ask("act", **act.fields())[1]
                self.promises.taken_already += again and done["time"] < self.house.started_ms
                self.last = act, done
                return done
            except (servers.Closed, OSError):
                if self.connection is not None:
                    self.connection.close()
                self.connection = None
                if not self.run_.wait_until_up():
                    raise Failed("the run ended before the act was answered") from None
            except servers.Refused as refusal:
                if refusal.code != "busy":
                    raise

    def publish(self, channel, headline):
        act = self.sign("publish", channel=channel, headline=headline, text=headline * 5)
        self.promises.keep(headline, self.send(act))
