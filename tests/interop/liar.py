"""A house in Python that says whatever a test wants: the other end of a real client.

It listens on a port of its own, shakes hands, and hands every question to a function of the test. It keeps no promise
of the protocol by itself; wire.py has the bytes.
"""

import os
import select
import socket
import struct
import threading
import time

from wire import Act, Handshake, Identity, NO_HASH, Checkpoint, hash_of, head_bytes, message, messages, checkpoint_bytes

import msgpack

PATIENCE_S = 60  # more than any client is given: one that is still there then does not end
PLAIN_BYTES = 65519


class Gone(Exception):
    """The client has closed the connection."""


class Peer:
    """One client, after the handshake."""

    def __init__(self, connection, house):
        self.socket = connection
        self.socket.settimeout(PATIENCE_S)
        self.ends = time.monotonic() + PATIENCE_S
        self.input = bytearray()
        greeting = Handshake(False, house.transport)
        greeting.read(self.record())
        self.socket.sendall(greeting.write(house.payload()))
        greeting.read(self.record())
        self.sending, self.receiving = greeting.directions

    def read(self):
        try:
            more = self.socket.recv(65536)
        except OSError:
            more = b""
        if not more:
            raise Gone
        self.input += more

    def record(self):
        while len(self.input) < 2 or len(self.input) < 2 + struct.unpack_from(">H", self.input)[0]:
            self.read()
        size = 2 + struct.unpack_from(">H", self.input)[0]
        record = bytes(self.input[:size])
        del self.input[:size]
        return record

    def questions(self):
        return messages(self.receiving.open(self.record()))

    def patience(self):
        if time.monotonic() > self.ends:
            raise TimeoutError("the client is still there")

    def raw(self, data):
        self.patience()
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise Gone from error

    def send(self, *parts):
        """Messages, as many in a record as fit."""
        plain = b""
        for part in parts:
            if len(plain) + len(part) > PLAIN_BYTES:
                self.raw(self.sending.seal(plain))
                plain = b""
            plain += part
        if plain:
            self.raw(self.sending.seal(plain))

    def push(self, word, fields):
        self.send(message(0, word, fields))

    def pause(self, seconds):
        """Waits, unless the client hangs up meanwhile."""
        self.patience()
        if select.select([self.socket], [], [], seconds)[0]:
            self.read()


class Channel:
    """A channel as an honest house would write it; a test may lie in any of its facts."""

    def __init__(self, house, author, name):
        self.house, self.author, self.name = house, author, name
        self.facts, self.hashes, self.time_ms = [], [NO_HASH], 1164848400000

    def add(self, verb, args, kind, decided=None, signer=None, actor="li", prev=None):
        """The next fact. `signer` signs in place of the author, `prev` stands in place of the hash before."""
        self.time_ms += 1
        act = Act.signed(self.author, self.house.public, self.time_ms, os.urandom(16), verb, args)
        if signer is not None:
            act.signature = signer.sign(Act.context, act.bytes)
        number = len(self.facts) + 1
        head = head_bytes(number, self.name, number, prev or self.hashes[-1], self.time_ms, actor, kind, decided or {},
                          act.time_ms, hash_of(act.bytes))
        self.facts.append({"head": head, "act": act.bytes, "sig": act.signature})
        self.hashes.append(hash_of(head))

    def publish(self, headline, text="正文", **lie):
        self.add("publish", {"channel": self.name, "headline": headline, "text": text}, "bulletin.published", **lie)

    def checkpoint(self):
        """The checkpoint of its end."""
        data = checkpoint_bytes(self.house.public, 1, self.name, len(self.facts), self.hashes[-1], self.time_ms)
        return {"checkpoint": data, "sig": self.house.sign(Checkpoint.context, data)}


class House:
    """Serves clients one after another; `answer(peer, id, verb, fields)` is the test's."""

    def __init__(self, answer=None):
        self.identity = Identity(os.urandom(32))
        self.answer = answer or self.serve
        self.channels = {}
        self.failed = None
        self.interval_ms = 30000
        self.talked = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def address(self):
        return f"bulletin://127.0.0.1:{self.socket.getsockname()[1]}/{self.identity.public.hex()}"

    def channel(self, name):
        self.channels[name] = Channel(self.identity, Identity(os.urandom(32)), name)
        return self.channels[name]

    def run(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                try:
                    self.talk(Peer(connection, self.identity))
                except Gone:
                    pass
                except Exception as failure:  # the test asks for it
                    self.failed = failure

    def talk(self, peer):
        self.talked += 1
        while True:
            for number, verb, fields in peer.questions():
                # Every command asks for the status first; the lies are about what it asks then.
                (self.serve if verb == "status" else self.answer)(peer, number, verb, fields)

    def close(self):
        self.socket.close()

    def serve(self, peer, number, verb, fields):
        """What an honest house answers to a watcher."""
        row, ok = [], {}
        if verb == "bye":
            peer.push("bye", {"error": "goodbye", "text": "Goodbye."})
            return
        if verb == "status":
            ok = {"house": self.identity.public, "version": "0", "epoch": 1, "time": 0, "facts": 0, "role": "guest"}
        elif verb == "channels":
            row = [{"channel": one.name, "number": len(one.facts), "title": one.name, "read": ["everyone"],
                    "speak": ["everyone"], "publish": ["everyone"], "moderate": ["everyone"], "tip": one.hashes[-1],
                    "head": one.hashes[-1]}
                   for one in self.channels.values()]
            ok = {"rows": len(row)}
        elif verb == "subscribe":
            wanted = fields["channels"]
            row = [{"channel": name, "number": at, "hash": self.channels[name].hashes[at]}
                   for name, at in wanted.items()]
            ok = {"rows": len(row), "interval_ms": self.interval_ms}
        elif verb == "facts":
            one = self.channels[fields["channel"]]
            row = one.facts[fields.get("after", 0):][:fields.get("limit", 20)]
            ok = {"rows": len(row)}
        else:
            peer.send(message(number, "error", {"error": "unknown-verb", "text": "No such verb."}))
            return
        peer.send(*[message(number, "row", one) for one in row], message(number, "ok", ok))
        if verb == "subscribe":
            self.tell(peer, fields["channels"])

    def tell(self, peer, positions):
        for name, at in positions.items():
            one = self.channels[name]
            peer.send(*[message(0, "fact", fact) for fact in one.facts[at:]], message(0, "checkpoint", one.checkpoint()))
