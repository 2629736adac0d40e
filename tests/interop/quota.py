"""One person with many keys: what all of them may have together. Over real sockets, as only a server can tell whose key
it is that connects.

    quota.py BULLETIND PROTOCOL.md
"""

import os
import re
import sys

import daemon as servers
from checks import CHUNK_BYTES, check, make_act, refused, take
from wire import Identity, code_of, hash_of_code

PIECE = bytes(CHUNK_BYTES)


def limit(page, name):
    """A bound as the page's table of limits states it."""
    return int(re.search(rf"^\| {name} \| (\d+) \|", open(page, encoding="utf-8").read(), re.M).group(1))


def invited(daemon, line):
    code = code_of(os.urandom(10))
    daemon.ask(f"{line} code_hash={hash_of_code(code).hex()}")
    return code


def enrolled(daemon, line):
    """A key that joined with the code of this invitation."""
    identity = Identity(os.urandom(32))
    guest = servers.Connection(daemon)
    take(guest, make_act(daemon, identity, "join", code=invited(daemon, line)))
    guest.close()
    return identity


def begin(connection, number, size):
    """The first piece of an upload that has its own hash."""
    return connection.ask("blob.put", hash=bytes([number]) * 32, size=size, offset=0, bytes=PIECE[:size])


def check_uploads(daemon, page, keys, stranger):
    staged, file = limit(page, "STAGED_BYTES"), limit(page, "FILE_BYTES")
    one, two = (servers.Connection(daemon, key) for key in keys)
    for number in range(staged // file):
        begin((one, two)[number % 2], number, file)
    check(f"two keys of one account have {staged} bytes waiting", True)
    for what, connection in (("one key", one), ("the other", two)):
        refused(f"and {what} may not begin another", "staged-full", begin, connection, 200, 1)
    answer = two.ask("blob.put", hash=bytes([0]) * 32, size=file, offset=CHUNK_BYTES, bytes=PIECE)[1]
    check("but what one has begun the other goes on with", answer["offset"] == 2 * CHUNK_BYTES, answer)
    other = servers.Connection(daemon, stranger)
    check("somebody else has a quota of their own", begin(other, 200, file)[1]["offset"] == CHUNK_BYTES)
    for connection in (one, two, other):
        connection.close()


def check_keys(daemon, page, keys):
    most = limit(page, "ACCOUNT_KEYS")
    while len(keys) < most:
        keys.append(enrolled(daemon, "key.invite account=li"))
    owner = servers.Connection(daemon, keys[0])
    check(f"an account has {most} keys", len(owner.ask("key.list")[0]) == most)

    def invite():
        return take(owner, make_act(daemon, keys[0], "key.invite", account="li", code_hash=os.urandom(32)))

    refused("and no further one is invited", "too-many-keys", invite)
    row = owner.ask("key.list", key=keys[-1].public)[0][0]
    take(owner, make_act(daemon, keys[0], "key.revoke", key=row["key"], seen=row["head"]))
    check("until one is revoked", "id" in invite())
    owner.close()


def main(binary, page):
    daemon = servers.Daemon(binary)
    try:
        keys = [enrolled(daemon, "account.invite account=li role=resident"),
                enrolled(daemon, "key.invite account=li")]
        check_uploads(daemon, page, keys, enrolled(daemon, "account.invite account=zhou role=resident"))
        check_keys(daemon, page, keys)
    finally:
        daemon.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
