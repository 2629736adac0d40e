"""A client that shares no code with the project speaks with a real server, and says a line for each check.

What bytes mean stands in wire.py, how they travel in daemon.py; here is what has to come of them.

    client.py BULLETIND
"""

import json
import os
import socket
import sys

import daemon as servers
from checks import DAY_MS, HEADLINE, TEXT, Follower, check, download, make_act, refused, take, upload
from notices import check_notices
from wire import REKEY_RECORDS, TAG_BYTES, Act, Identity, code_of, hash_of_code, message

PIECES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../protocol/vectors/pieces.json")


def prepare(daemon):
    daemon.ask('department.create department=labour title="劳动和社会保障局"')
    daemon.ask('channel.create channel=programme title="行动纲要" read=everyone '
               "publish=committee,dept:labour")
    daemon.ask('channel.create channel=drafts title="Drafts" read=committee publish=committee')
    code = code_of(os.urandom(10))
    daemon.ask("account.invite account=li.wen role=office department=labour signs=yes "
               f'title="李文" code_hash={hash_of_code(code).hex()}')
    check("the operator's socket made a department, two channels and an invitation", True)
    return code


def check_guest(daemon, identity):
    guest = servers.Connection(daemon)
    check("a guest's link opens without an identity", guest.ask("status")[1]["role"] == "guest")
    rows, answer = guest.ask("channels")
    check("a guest is shown the channels everyone reads",
          [row["channel"] for row in rows] == ["keys", "programme"] and answer["rows"] == 2, rows)
    refused("a guest may not list accounts", "not-enrolled", guest.ask, "account.list")
    refused("a guest may not publish", "not-enrolled", take, guest,
            make_act(daemon, identity, "publish", channel="programme", headline=HEADLINE))
    refused("a guest may not follow a closed channel", "unknown-channel", guest.ask, "subscribe",
            channels={"drafts": 0})
    refused("a change that is not signed", "act-unsigned", guest.ask, "publish",
            channel="programme", headline="x")
    refused("a verb nobody knows", "unknown-verb", guest.ask, "frobnicate")
    guest.close()


def check_keys_channel(daemon, connection):
    """The genesis: the first facts of every ledger, and what the preparation made."""
    follower = Follower(daemon, connection, "keys")
    kinds = [follower.next().kind for _ in range(3)]
    check("keys begins with channel.created, house.founded, and goes on",
          kinds == ["channel.created", "house.founded", "department.created"], kinds)
    follower.checkpoint()
    return follower


def check_join(daemon, connection, identity, code, keys):
    done = take(connection, make_act(daemon, identity, "join", code=code))
    fact = keys.next()
    check("the code enrolled this key", fact.kind == "key.enrolled" and fact.decided["key"] == identity.public
          and fact.decided["account"] == "li.wen" and done["head"] == fact.hash)
    status = connection.ask("status")[1]
    check("the server knows who is here", (status["account"], status["role"], status["department"])
          == ("li.wen", "office", "labour"), status)
    refused("the code a second time", "code-used", take, connection,
            make_act(daemon, Identity(os.urandom(32)), "join", code=code))


def check_publish(daemon, connection, identity, follower):
    act = make_act(daemon, identity, "publish", channel="programme", headline=HEADLINE, text=TEXT)
    done = take(connection, act)
    fact = follower.next()
    check("what was published came back: the same act, the same id",
          fact.act.bytes == act.bytes and fact.act.signature == act.signature
          and done == {"id": f"programme/{fact.number}", "head": fact.hash, "time": fact.time_ms}, done)
    check("the Chinese headline came through", fact.act.args["headline"] == HEADLINE)
    check("the author is named by handle, and its department", fact.actor == "li.wen"
          and fact.act.author == identity.public and fact.decided == {"department": "labour"}, fact.decided)
    rows, _ = connection.ask("read", id=done["id"])
    check("read gives the same text", rows[0]["text"] == TEXT and rows[0]["head"] == fact.hash)
    follower.checkpoint()
    return act, done


def check_retry(connection, act, done):
    check("the same bytes again: the same answer", take(connection, act) == done)


def check_bad_acts(daemon, connection, identity):
    fields = {"channel": "programme", "headline": "x"}
    good = make_act(daemon, identity, "publish", **fields)
    refused("an act with another's signature", "bad-signature", take, connection,
            Act(good.bytes, Identity(os.urandom(32)).sign(Act.context, good.bytes)))
    refused("an act for another house", "wrong-house", take, connection,
            make_act(daemon, identity, "publish", house=bytes(32), **fields))
    refused("an act more than a day old", "act-time", take, connection,
            make_act(daemon, identity, "publish", time_ms=servers.now_ms() - DAY_MS - 60000, **fields))
    refused("an act that is a question", "act-verb", take, connection, make_act(daemon, identity, "status"))
    refused("a field nobody knows", "unknown-field", take, connection,
            make_act(daemon, identity, "publish", colour="red", **fields))


def check_long_text(daemon, connection, identity, follower):
    text = (TEXT * 1500).encode()
    name = upload(connection, "a long text", text)
    done = take(connection, make_act(daemon, identity, "publish", channel="programme", headline=HEADLINE,
                                     text_hash=name))
    fact = follower.next()
    check("the fact names it by hash, and tells its size", fact.act.args["text_hash"] == name
          and fact.decided["text_size"] == len(text))
    reader = servers.Connection(daemon)
    check("a guest who reads the channel downloads the same bytes",
          download(reader, done["id"], name, len(text)) == text)
    reader.close()


def check_many_in_one(connection):
    """Many messages in one record, and many records in one write: answered in order."""
    first = connection.last_id + 1
    plain = b"".join(connection.begin("ping", {}) for _ in range(1000))
    connection.socket.sendall(connection.sending.seal(plain))
    records = [connection.sending.seal(connection.begin("ping", {})) for _ in range(1000)]
    connection.socket.sendall(b"".join(records))
    answered = []
    while len(answered) < 2000:
        answered += [one[0] for one in connection.receive() if one[0] != 0]
    check("1,000 pings in one record and 1,000 records in one write are answered in order",
          answered == list(range(first, first + 2000)))


def send_acts(connection, acts):
    """All in one write, a record each, without waiting for an answer."""
    connection.socket.sendall(b"".join(connection.sending.seal(connection.begin("act", act.fields()))
                                       for act in acts))


def check_acts_at_once(daemon, connection, identity, follower):
    def headlines(count):
        return [make_act(daemon, identity, "publish", channel="programme", headline=f"{HEADLINE} {number}")
                for number in range(count)]

    def became(acts):
        return [follower.next().act.bytes for _ in acts] == [act.bytes for act in acts]

    first, acts = connection.last_id + 1, headlines(100)
    send_acts(connection, acts)
    answered = []
    while len(answered) < len(acts):
        answered += [one for one in connection.receive() if one[0] != 0]
    check("100 acts in one write are answered in order",
          [one[:2] for one in answered] == [[number, "ok"] for number in range(first, first + len(acts))])
    check("and became facts in that order", became(acts))
    hasty, acts = servers.Connection(daemon, identity), headlines(20)
    send_acts(hasty, acts)
    hasty.socket.shutdown(socket.SHUT_WR)
    hasty.until_closed()
    hasty.close()
    check("20 acts of one who hangs up without waiting are taken", became(acts))


def check_stopping(daemon, identity):
    """Acts that come with the signal: those that were read are answered, each once, and the last word is bye. A
    refusal by who is at the door may come before what the writer says of an earlier one."""
    last = servers.Connection(daemon)
    first = last.last_id + 1
    send_acts(last, [make_act(daemon, identity, "publish", channel="programme", headline="x")
                     for _ in range(50)])
    check("SIGTERM ends the server with 0", daemon.end() == 0)
    answered = []
    try:
        while True:
            answered += last.receive()
    except servers.Closed:
        last.close()
    told = sorted(one for one in answered if one[0] != 0)
    check("acts that come with it are answered once each: judged, or refused since the server stops",
          [one[0] for one in told] == list(range(first, first + len(told)))
          and {one[2]["error"] for one in told} <= {"key-revoked", "server-stopping", "too-fast"}, told)
    said = [(word, fields["error"]) for _, word, fields in answered[-1:]]
    check("and the last word is: bye server-stopping", said == [("bye", "server-stopping")], said)


def check_rekey(daemon, connection, identity, follower):
    """One question a record and one answer a record, so that both directions cross."""
    while min(connection.sending.records, connection.receiving.records) <= REKEY_RECORDS:
        connection.ask("ping")
    check(f"both directions crossed the rekey: {connection.sending.records} records sent, "
          f"{connection.receiving.records} received", True)
    return check_publish(daemon, connection, identity, follower)


def check_resume(daemon, identity, follower, first_hash):
    """A second connection goes on where a cursor stands: after the first bulletin."""
    connection = servers.Connection(daemon, identity)
    again = Follower(daemon, connection, "programme", 2, first_hash)
    while again.number < follower.number:
        again.next()
    check("from a cursor the same history is told", again.hash == follower.hash)
    head = again.checkpoint()
    later = again.checkpoint(head.time_ms)
    check("a checkpoint comes again without a fact: the keepalive", later.number == head.number
          and later.time_ms > head.time_ms)
    connection.ask("unsubscribe", channel="programme")
    refused("a position after the end", "past-end", connection.ask, "subscribe",
            channels={"programme": follower.number + 1})
    return connection


def bye_after(connection, raw):
    """The code with which the server closes when it is given these bytes."""
    connection.socket.sendall(raw)
    pushed = connection.until_closed()
    connection.close()
    return pushed[-1][1]["error"] if pushed and pushed[-1][0] == "bye" else pushed


def check_hostile(daemon, identity):
    with open(PIECES, encoding="utf-8") as file:
        malformed = json.load(file)["malformed"]
    for what, plain in ((one["what"], bytes.fromhex(one["plain"])) for one in malformed):
        connection = servers.Connection(daemon, identity)
        code = bye_after(connection, connection.sending.seal(plain))
        check(f"a record with {what} closes: bye malformed", code == "malformed", code)
    connection = servers.Connection(daemon, identity)
    sealed = bytearray(connection.sending.seal(message(1, "ping", {})))
    sealed[5] ^= 1
    code = bye_after(connection, bytes(sealed))
    check("a record with one bit flipped closes: bye record-broken", code == "record-broken", code)
    connection = servers.Connection(daemon, identity)
    code = bye_after(connection, bytes([0, TAG_BYTES - 1]))
    check("a length shorter than an authenticator closes: bye record-broken", code == "record-broken", code)


def check_handshakes(daemon, identity):
    try:
        servers.Connection(daemon, identity, prologue=b"bulletin/2")
        check("another prologue: the handshake fails", False)
    except servers.DecryptFailed:
        check("another prologue: the handshake fails", True)
    stranger = Identity(os.urandom(32))
    stranger.voucher = bytes(64)
    connection = servers.Connection(daemon, stranger)
    check("an identity that vouches for nothing: closed without a word", connection.until_closed() == [])
    connection.close()


def check_revoked(daemon, connection, identity):
    row = daemon.ask(f"key.list key={identity.public.hex()}")[0]
    daemon.ask(f'key.revoke key={row["key"]} seen={row["head"]} reason="lost"')
    pushed = connection.until_closed()
    said = [(word, fields["error"]) for word, fields in pushed[-1:]]
    check("a revoked key's session ends: bye revoked", said == [("bye", "revoked")], said)
    connection.close()
    again = servers.Connection(daemon, identity)
    said = [(word, fields["error"]) for word, fields in again.until_closed()[-1:]]
    check("and a new one ends at once: bye revoked", said == [("bye", "revoked")], said)
    again.close()


def talk(daemon):
    identity = Identity(os.urandom(32))
    code = prepare(daemon)
    check_guest(daemon, identity)
    connection = servers.Connection(daemon, identity)
    check("the handshake of XX, and the house key that the address names", connection.peer == daemon.house)
    keys = check_keys_channel(daemon, connection)
    while keys.number < keys_end(connection):
        keys.next()
    check_join(daemon, connection, identity, code, keys)
    follower = Follower(daemon, connection, "programme")
    check("a channel begins with the fact that made it", follower.next().kind == "channel.created")
    act, done = check_publish(daemon, connection, identity, follower)
    first_hash = follower.hash
    check_retry(connection, act, done)
    check_bad_acts(daemon, connection, identity)
    check_long_text(daemon, connection, identity, follower)
    check_notices(daemon, connection, identity)
    check_many_in_one(connection)
    check_acts_at_once(daemon, connection, identity, follower)
    check_rekey(daemon, connection, identity, follower)
    check_retry(connection, act, done)
    other = check_resume(daemon, identity, follower, first_hash)
    check_hostile(daemon, identity)
    check_handshakes(daemon, identity)
    other.ask("ping")
    connection.close()
    check_revoked(daemon, other, identity)
    check_stopping(daemon, identity)


def keys_end(connection):
    rows, _ = connection.ask("channels", channel="keys")
    return rows[0]["number"]


def main(binary):
    daemon = servers.Daemon(binary)
    try:
        talk(daemon)
    finally:
        daemon.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
