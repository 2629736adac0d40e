"""Makes the session of protocol/vectors/session.json again and compares every byte of it.

From the file it takes seeds, ephemeral secrets, times, texts and names, and nothing that can be computed. A
member that was neither taken nor compared is a failure as well.

    vectors.py SESSION.json
"""

import json
import sys

from wire import (NO_HASH, PROLOGUE, Act, Fact, Handshake, Identity, Checkpoint, act_bytes, check_payload,
                  hash_of, head_bytes, kdf, message, messages, checkpoint_bytes)


class Session:
    """The file, and which of its members have been looked at."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.content = json.load(file)
        self.seen = set()
        self.wrong = 0
        self.compared = 0

    def take(self, *path):
        value = self.content
        for step in path:
            value = value[step]
        self.seen.add(path)
        return value

    def take_bytes(self, *path):
        return bytes.fromhex(self.take(*path))

    def compare(self, made, *path):
        self.compared += 1
        told = self.take_bytes(*path)
        name = ".".join(str(step) for step in path)
        if made == told:
            print(f"ok {name}: {len(told)} bytes")
        else:
            self.wrong += 1
            print(f"WRONG {name}\n  made {made.hex()}\n  told {told.hex()}")

    def left(self):
        def leaves(value, path):
            if isinstance(value, (dict, list)):
                steps = value if isinstance(value, dict) else range(len(value))
                for step in steps:
                    yield from leaves(value[step], (*path, step))
            else:
                yield path

        return [path for path in leaves(self.content, ()) if path not in self.seen]


def check_keys(session, who):
    seed = session.take_bytes(who, "seed")
    identity = Identity(seed)
    session.compare(identity.public, who, "identity")
    session.compare(kdf(seed, 2), who, "transport_secret")
    session.compare(identity.transport.public.data, who, "transport_public")
    session.compare(identity.voucher, who, "voucher")
    return identity


def check_handshake(session, house, author):
    """Both ends, so that what one writes the other has to read."""
    client = Handshake(True, author.transport, session.take_bytes("author", "ephemeral_secret"))
    server = Handshake(False, house.transport, session.take_bytes("house", "ephemeral_secret"))
    first = client.write()
    session.compare(first, "handshake", "message_1")
    assert server.read(first) == b""
    second = server.write(house.payload())
    session.compare(second, "handshake", "message_2")
    assert check_payload(client.read(second), client.peer_transport()) == house.public
    third = client.write(author.payload())
    session.compare(third, "handshake", "message_3")
    assert check_payload(server.read(third), server.peer_transport()) == author.public
    session.compare(client.hash(), "handshake", "hash")
    assert client.hash() == server.hash()
    return client, server


def check_act(session, house, author):
    args = {
        "channel": session.take("act", "channel"),
        "headline": session.take("act", "headline"),
        "text": session.take_bytes("act", "text_utf8").decode(),
    }
    data = act_bytes(house.public, author.public, session.take("act", "time_ms"),
                     session.take_bytes("act", "nonce"), session.take("act", "verb"), args)
    session.compare(data, "act", "bytes")
    session.compare(hash_of(data), "act", "hash")
    session.compare(author.sign(Act.context, data), "act", "signature")
    act = Act(session.take_bytes("act", "bytes"), session.take_bytes("act", "signature"))
    assert act.is_signed()
    return act


def check_fact(session, act):
    number = session.take("fact", "number")
    time_ms = session.take("fact", "time_ms")
    data = head_bytes(session.take("fact", "seq"), act.args["channel"], number, NO_HASH, time_ms,
                      session.take("fact", "actor"), session.take("fact", "kind"),
                      {"department": session.take("fact", "department")}, act.time_ms, hash_of(act.bytes))
    session.compare(data, "fact", "bytes")
    session.compare(hash_of(data), "fact", "hash")
    fact = Fact({"head": data, **act.fields()})
    assert fact.check_act(act.house) is None
    return fact


def check_checkpoint(session, house, fact):
    data = checkpoint_bytes(house.public, session.take("checkpoint", "epoch"), fact.channel, fact.number,
                             fact.hash, session.take("checkpoint", "time_ms"))
    session.compare(data, "checkpoint", "bytes")
    session.compare(house.sign(Checkpoint.context, data), "checkpoint", "signature")
    head = Checkpoint({"checkpoint": data, "sig": session.take_bytes("checkpoint", "signature")})
    assert head.is_signed()
    return head


def check_records(session, ends, act, fact, head):
    """Seals what each end says, and opens it at the other."""
    client, server = ends
    said = {
        "act": act.fields(),
        "ok": {"id": f"{fact.channel}/{fact.number}", "head": fact.hash, "time": fact.time_ms},
        "fact": {"head": fact.bytes, **act.fields()},
        "checkpoint": {"checkpoint": head.bytes, "sig": head.signature},
    }
    for index in range(len(session.content["records"])):
        from_client = session.take("records", index, "from") == "client"
        speaker, listener = (client, server) if from_client else (server, client)
        number, word = session.take("records", index, "id"), session.take("records", index, "word")
        plain = message(number, word, said[word])
        session.compare(plain, "records", index, "plain")
        sealed = speaker.directions[0].seal(plain)
        session.compare(sealed, "records", index, "sealed")
        opened = listener.directions[1].open(session.take_bytes("records", index, "sealed"))
        assert messages(opened) == [[number, word, said[word]]]


def main(path):
    session = Session(path)
    assert session.take("prologue").encode() == PROLOGUE, "another prologue"
    house, author = check_keys(session, "house"), check_keys(session, "author")
    ends = check_handshake(session, house, author)
    act = check_act(session, house, author)
    fact = check_fact(session, act)
    check_records(session, ends, act, fact, check_checkpoint(session, house, fact))
    left = session.left()
    for path in left:
        print("WRONG not looked at:", ".".join(str(step) for step in path))
    print(f"{session.compared} compared, {session.wrong} wrong, {len(left)} not looked at")
    return 0 if session.compared > 0 and session.wrong == 0 and not left else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
