#!/usr/bin/python3
"""Makes protocol/vectors/pieces.json: what a session does not show. Nothing here is random or looks at a clock.

usage: make_pieces.py --write FILE | --check FILE [BULLETIN]

It is made by the client and the house in Python, which share no code with the project; the project's own code reads it
in tests/unit/test_vectors.c. With BULLETIN the proof is verified by that program, too. Debian's python3-msgpack,
python3-nacl and python3-dissononce missing counts as skipped.
"""

import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../interop"), os.path.join(HERE, "../proof")]

try:
    import msgpack
    from dissononce.cipher.chachapoly import ChaChaPolyCipher
    from dissononce.processing.impl.cipherstate import CipherState
    from made import Ledger, hash_of, public
    from wire import Direction, Handshake, Identity, code_of, hash_of_code, keypair, message
except ImportError as missing:
    print(f"SKIPPED: {missing}. Install python3-dissononce, python3-msgpack and python3-nacl.")
    sys.exit(77)

REKEY_RECORDS = 65536


def guest():
    """The third message of a guest has no payload; the two before it are those of everybody."""
    static, ephemeral, house_ephemeral = bytes([0x97]) * 32, bytes([0xCE]) * 32, bytes([0x5E]) * 32
    house = Identity(bytes([0x51]) * 32)
    client = Handshake(True, keypair(static), ephemeral)
    server = Handshake(False, house.transport, house_ephemeral)
    first = client.write()
    server.read(first)
    second = server.write(house.payload())
    client.read(second)
    third = client.write()
    assert server.read(third) == b""
    return {"static_secret": static, "ephemeral_secret": ephemeral, "house_seed": bytes([0x51]) * 32,
            "house_ephemeral_secret": house_ephemeral, "message_1": first, "message_2": second, "message_3": third,
            "hash": client.hash()}


def rekey():
    """The last record under one key and the first under the next: the nonce counts on."""
    key, plain = bytes(range(32)), message(1, "ping", {})
    state = CipherState(ChaChaPolyCipher())
    state.initialize_key(key)
    direction = Direction(state)
    direction.records = REKEY_RECORDS - 1
    state.set_nonce(REKEY_RECORDS - 1)
    last = direction.seal(plain)[2:]
    next_key = bytes(state._key)
    first = direction.seal(plain)[2:]
    return {"key": key, "plain": plain, "nonce": REKEY_RECORDS - 1, "sealed": last, "next_key": next_key,
            "next_nonce": REKEY_RECORDS, "next_sealed": first}


def code():
    random = bytes.fromhex("00443214c74254b635cf")
    whole = code_of(random)
    typed = " ".join((whole[:4].lower(), whole[4:8], whole[8:12], whole[12:])).replace("0", "o").replace("1", "l")
    return {"random": random, "code": whole, "typed": typed, "hash": hash_of_code(whole)}


def erasure():
    """A post, and the two heads of the forum after its words were erased: the act is gone, the hash of it stays."""
    ledger = Ledger()
    opened = ledger.act("li", "forum.open", {"channel": "forum", "headline": "窗口服务", "text": "排队太久。"})
    ledger.fact("forum", "thread.opened", {}, "li", opened)
    head_hash = hash_of(ledger.heads["forum"][0])
    erase = ledger.act("li", "erase", {"id": "forum/1", "seen": head_hash, "reason": "a name of a third person"})
    ledger.fact("forum", "thing.erased", {"id": "forum/1", "facts": [1]}, "li", erase)
    return {"house": public("house"), "act": opened["bytes"], "act_signature": opened["sig"],
            "head": ledger.heads["forum"][0], "erase": erase["bytes"], "erase_signature": erase["sig"],
            "erased_head": ledger.heads["forum"][1], "erased_seq": 1}


def proof():
    """One notice, one department that opened and signed it."""
    ledger = Ledger()
    ledger.fact("keys", "house.founded", {"epoch": 1, "format": 1})
    for account, role, more in (("li", "committee", {}), ("wang", "office", {"department": "labour", "signs": True})):
        join = ledger.act(account, "join", {"code": "0" * 16})
        ledger.fact("keys", "key.enrolled", {"key": public(account), "account": account, "role": role, **more,
                                             "code_hash": hash_of_code("0" * 16)}, account, join)
    act = ledger.act("li", "publish", {"channel": "programme", "headline": "首批品牌名单公布", "text": "各部门：\n",
                                       "to": ["labour"], "receipt": True})
    head = ledger.fact("programme", "bulletin.published", {"to": ["labour"], "receipt": True, "addressed": 1}, "li",
                       act, shown=True)
    ledger.fact("dept/labour", "duty.assigned", {"id": "programme/1", "revision": 1}, "li", act)
    for verb, kind in (("open", "receipt.opened"), ("sign", "receipt.signed")):
        made = ledger.act("wang", verb, {"id": "programme/1", "revision_head": head})
        ledger.fact("dept/labour", kind, {"id": "programme/1", "revision": 1}, "wang", made, shown=True)
    return {"house": public("house"), "id": "programme/1", "revision": 1, "file": ledger.proof("programme/1")}


MALFORMED = {
    "nothing": b"",
    "an array of four thousand million elements": b"\xdd\xff\xff\xff\xff",
    "a string longer than the record": b"\x93\x01\xdb\xff\xff\xff\xff\x80",
    "nested a hundred deep": b"\x91" * 100 + b"\xc0",
    "a key twice": b"\x93\x01\xa4ping\x82\xa1a\x01\xa1a\x02",
    "a key that is no string": b"\x93\x01\xa4ping\x81\x01\x02",
    "not UTF-8": b"\x93\x01\xa2\xff\xfe\x80",
    "a surrogate": b"\x93\x01\xa3\xed\xa0\x80\x80",
    "an overlong form": b"\x93\x01\xa2\xc0\xaf\x80",
    "an extension type": b"\x93\x01\xa4ping\xd4\x01\x00",
    "the byte c1": b"\x93\x01\xa4ping\xc1",
    "a message cut off": message(1, "ping", {})[:-1],
    "a message and a byte more": message(1, "ping", {}) + b"\x93",
    "no message": b"\xc0",
    "an array of two": b"\x92\x01\xa4ping",
    "an id that is a string": b"\x93\xa11\xa4ping\x80",
    "a negative id": b"\x93\xff\xa4ping\x80",
    "a word that is a number": b"\x93\x01\x02\x80",
    "fields that are an array": b"\x93\x01\xa4ping\x90",
    "the id 0": message(0, "ping", {}),
}


def pieces():
    said = {"guest": guest(), "rekey": rekey(), "code": code(), "erasure": erasure(), "proof": proof(),
            "malformed": [{"what": what, "plain": plain} for what, plain in MALFORMED.items()]}
    hexed = json.loads(json.dumps(said, default=lambda data: bytes(data).hex()))
    return json.dumps(hexed, ensure_ascii=False, indent=2) + "\n"


def verify(program, content):
    told = json.loads(content)["proof"]
    with tempfile.NamedTemporaryFile(suffix=".proof") as file:
        file.write(bytes.fromhex(told["file"]))
        file.flush()
        done = subprocess.run([program, "verify", file.name, "--house", told["house"], "--json"], capture_output=True,
                              text=True, timeout=60, env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
    if done.returncode != 0:
        sys.exit(f"WRONG: the proof of the vectors does not verify: {done.stdout}{done.stderr}")
    print("ok the proof verifies")


def main():
    if len(sys.argv) not in (3, 4) or sys.argv[1] not in ("--write", "--check"):
        sys.exit(__doc__)
    made = pieces()
    if sys.argv[1] == "--write":
        with open(sys.argv[2], "w", encoding="utf-8") as file:
            file.write(made)
        return
    with open(sys.argv[2], encoding="utf-8") as file:
        if file.read() != made:
            sys.exit(f"WRONG: {sys.argv[2]} is not what is made now. If the protocol was changed, --write it.")
    print(f"ok {sys.argv[2]}: {len(made)} bytes")
    if len(sys.argv) == 4:
        verify(sys.argv[3], made)


if __name__ == "__main__":
    main()
