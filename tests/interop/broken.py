#!/usr/bin/python3
"""The real watcher before a house that lies in one channel of two, in every way that a proof can break.

usage: broken.py BULLETIN [NAME...]

For each lie: the other channel is told to its end, the broken one is named and its facts from there on are not, and 7 is
the exit status at last; the next start says it again and serves the other; once the house tells the truth the watcher
goes on where it stopped.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))

from each import each, tests_of  # noqa: E402
from house import Failed, Process  # noqa: E402
from liar import Channel, House  # noqa: E402
from wire import Identity, message, checkpoint_bytes, Checkpoint  # noqa: E402

PROOF, REFUSED = 7, 5


def check(what, good, detail=""):
    if not good:
        raise Failed(f"{what}: {detail}")


class Town:
    """Two channels: `roads` is told as it is, `forum` with a lie behind its second fact."""

    def __init__(self, command, folder):
        self.command, self.folder = command, folder
        self.house = House()
        self.house.tell = self.tell
        self.roads, self.forum = self.house.channel("roads"), self.house.channel("forum")
        self.stranger = Identity(bytes(32))
        self.lie = None  # what is done in place of telling the third fact of forum
        self.kept = {}
        for number in range(1, 4):
            self.roads.publish(f"road {number}")
            self.forum.publish(f"word {number}")

    def tell(self, peer, positions):
        """The lie comes first: whoever stops at it never hears of roads."""
        for name in ("forum", "roads"):
            if name not in positions:
                continue
            at, channel = positions[name], self.house.channels[name]
            told = [message(0, "fact", fact) for fact in channel.facts]
            if name == "forum" and self.lie is not None:
                peer.send(*told[at:2])
                if at <= 2:
                    self.lie(peer)
                continue
            peer.send(*told[at:], message(0, "checkpoint", channel.checkpoint()))
        peer.push("omen", {"of": "a newer server"})

    def watch(self, *words):
        return Process([self.command, "watch", "forum", "roads", "--json", "--name", "desk", "--since", "all", "--home",
                        self.folder + "/home", "--server", self.house.address(), *words])

    def watched(self, road):
        """A watch until this fact of roads has come: what it showed, what it called broken, what it said, how it ended."""
        watcher = self.watch()
        try:
            watcher.out.wait(part=f'"roads/{road}"')
            if self.lie is not None:
                watcher.out.wait(part='"broken"')
            else:
                watcher.out.wait(part=f'"forum/{len(self.forum.facts)}"')
            status = watcher.end(signal.SIGTERM)
        finally:
            watcher.remove()
        shown = [json.loads(line) for line in watcher.out.lines]
        if self.house.failed is not None:
            raise Failed(f"the house: {self.house.failed!r}")
        return ([one["id"] for one in shown if "broken" not in one], [one for one in shown if "broken" in one],
                "\n".join(watcher.err.lines), status)


def fact(town, **changes):
    """The true third fact of forum, with other bytes."""
    return dict(town.forum.facts[2], **changes)


def another(town, **lie):
    """A third fact that was never one."""
    channel = Channel(town.house.identity, town.forum.author, "forum")
    for old in town.forum.facts[:2]:
        channel.facts.append(old)
    channel.hashes = town.forum.hashes[:3]
    channel.publish("a lie", **lie)
    return channel.facts[2]


def checkpoint(town, signer=None, number=3, hash_=None, house=None):
    """A checkpoint of forum that is not the true one."""
    data = checkpoint_bytes(house or town.house.identity.public, 1, "forum", number, hash_ or town.forum.hashes[3],
                             town.forum.time_ms)
    return {"checkpoint": data, "sig": (signer or town.house.identity).sign(Checkpoint.context, data)}


def flipped(data, at=-1):
    data = bytearray(data)
    data[at] ^= 1
    return bytes(data)


FACT_LIES = {
    "a signature that does not fit": lambda town: fact(town, sig=flipped(town.forum.facts[2]["sig"])),
    "a signature of somebody else": lambda town: another(town, signer=town.stranger),
    "an act with a changed letter": lambda town: fact(town, act=flipped(town.forum.facts[2]["act"])),
    "an act that is none": lambda town: fact(town, act=b"\xc0"),
    "no act where there must be one": lambda town: {"head": another_kind(town)},
    "an act of another fact": lambda town: fact(town, act=town.forum.facts[1]["act"], sig=town.forum.facts[1]["sig"]),
    "a chain that does not fit": lambda town: another(town, prev=bytes(range(32))),
    "a fact that came before": lambda town: town.forum.facts[1],
    "in the house's name, not signed by it": lambda town: another(town, actor="house"),
    "an actor that is no name": lambda town: another(town, actor="No Name"),
}
CHECKPOINT_LIES = {
    "a checkpoint that somebody else signed": lambda town: checkpoint(town, signer=town.stranger),
    "a checkpoint of another house": lambda town: checkpoint(town, house=town.stranger.public),
    "a checkpoint of another history": lambda town: checkpoint(town, number=2, hash_=bytes(range(32))),
}


def another_kind(town):
    channel = Channel(town.house.identity, town.forum.author, "forum")
    channel.facts, channel.hashes = list(town.forum.facts[:2]), town.forum.hashes[:3]
    channel.add("publish", {"channel": "forum", "headline": "x"}, "channel.changed")
    return channel.facts[2]["head"]


def broken_and_mended(town):
    ids, broken, said, status = town.watched(3)
    check("the other channel is told", [id_ for id_ in ids if "roads" in id_] == ["roads/1", "roads/2", "roads/3"], ids)
    check("the broken one as far as it holds", [id_ for id_ in ids if "forum" in id_] == ["forum/1", "forum/2"], ids)
    check("it is named once among the facts", [one["broken"] for one in broken] == ["forum"], broken)
    check("after what holds", broken[0]["after"] == 2, broken)
    check("and said aloud", "BROKEN PROOF" in said and "'forum'" in said, said)
    check("7 at last", status == PROOF, (status, said))
    town.roads.publish("road 4")
    ids, broken, said, status = town.watched(4)
    check("the next start serves the other", ids == ["roads/4"], ids)
    check("and names it again", [one["broken"] for one in broken] == ["forum"] and "BROKEN PROOF" in said, (broken, said))
    check("with 7", status == PROOF, (status, said))
    town.lie = None
    town.roads.publish("road 5")
    ids, broken, said, status = town.watched(5)
    check("with the truth it goes on where it stopped", sorted(ids) == ["forum/3", "roads/5"], ids)
    check("and nothing is wrong", (broken, status) == ([], 0), (broken, status, said))


def in_a_town(command, use):
    """A town in a folder of its own, for as long as it is used."""
    with tempfile.TemporaryDirectory(prefix="bulletin-broken-") as folder:
        town = Town(command, folder)
        try:
            use(town)
        finally:
            town.house.close()


def each_lie(command, kind, lies, use):
    """Uses a town of its own for each lie, which is pushed as this kind."""
    for name, make in lies.items():
        try:
            in_a_town(command, lambda town, make=make: use(town, lambda peer: peer.push(kind, make(town))))
        except Failed as failure:
            raise Failed(f"{name}: {failure}") from failure


def lied_to(town, lie):
    town.lie = lie
    broken_and_mended(town)


def test_facts(town):
    each_lie(town.command, "fact", FACT_LIES, lied_to)


def test_heads(town):
    each_lie(town.command, "checkpoint", CHECKPOINT_LIES, lied_to)


def console(town, lie):
    """A console before one lie: the other channel is told, this one ends with the word of the check, and 7 at last."""
    town.lie = lie
    talker = Process([town.command, "console", "--home", town.folder + "/home", "--server", town.house.address()],
                     stdin=subprocess.PIPE)
    try:
        talker.process.stdin.write("subscribe channels=forum:0,roads:0\n")
        talker.process.stdin.flush()
        talker.out.wait(part="! fact roads/3")
        talker.out.wait(part="! ended channel=forum number=2 ")
        talker.process.stdin.write("quit\n")
        talker.process.stdin.close()
        status = talker.end()
    finally:
        talker.remove()
    facts = [line.split()[2] for line in talker.out.lines if line.startswith("! fact")]
    said = "\n".join(talker.err.lines)
    check("both as far as they hold", sorted(facts) == ["forum/1", "forum/2", "roads/1", "roads/2", "roads/3"], facts)
    check("said aloud, once", said.count("BROKEN PROOF in the channel 'forum', after 2") == 1, said)
    check("7 at last", status == PROOF, (status, said))


def test_console(town):
    each_lie(town.command, "fact", FACT_LIES, console)
    each_lie(town.command, "checkpoint", CHECKPOINT_LIES, console)


def test_a_gap(town):
    town.forum.publish("word 4")
    town.lie = lambda peer: peer.push("fact", town.forum.facts[3])
    ids, broken, said, status = town.watched(3)
    check("the others go on", "roads/3" in ids and status == PROOF and broken[0]["error"] == "gap", (ids, broken, said))


def begun(town):
    """Everything is kept, and then the house has another history of forum."""
    ids, _, said, status = town.watched(3)
    check("all is told", len(ids) == 6 and status == 0, (ids, said))
    town.roads.publish("road 4")
    town.lie = lambda peer: None


def answer_instead(town, answer):
    """The first question of each connection for both channels is answered by the test."""
    def before(peer, number, verb, fields):
        if verb == "subscribe" and "forum" in fields["channels"]:
            return answer(peer, number, fields)
        return town.house.serve(peer, number, verb, fields)
    town.house.answer = before


def test_another_anchor(town):
    begun(town)
    town.forum.hashes[3] = bytes(range(32))
    ids, broken, said, status = town.watched(4)
    check("the others go on", ids == ["roads/4"] and status == PROOF, (ids, said))
    check("it is named", broken[0]["broken"] == "forum" and broken[0]["after"] == 3, broken)


def test_a_shorter_history(town):
    begun(town)
    answer_instead(town, lambda peer, number, _: peer.send(message(number, "error", {
        "error": "past-end", "text": "It ends.", "name": "forum", "limit": 1})))
    ids, broken, said, status = town.watched(4)
    check("the others go on", ids == ["roads/4"] and status == PROOF, (ids, said))
    check("it is named", broken[0]["broken"] == "forum" and "history was changed" in said, (broken, said))


def test_a_channel_that_is_refused(town):
    begun(town)
    answer_instead(town, lambda peer, number, _: peer.send(message(number, "error", {
        "error": "unknown-channel", "text": "None.", "name": "forum"})))
    watcher = town.watch("--count", "1")
    status = watcher.end()
    check("the others go on", json.loads(watcher.out.lines[0])["id"] == "roads/4" and status == 0, watcher.out.lines)
    check("and it is named", any("'forum' ended for you" in line for line in watcher.err.lines), watcher.err.lines)


def test_a_kept_head_that_is_damaged(town):
    begun(town)
    for folder, _, names in os.walk(town.folder + "/home/checkpoints"):
        for name in names:
            if name == "forum":
                with open(os.path.join(folder, name), "r+b") as file:
                    data = file.read()
                    file.seek(0)
                    file.write(flipped(data))
    ids, broken, said, status = town.watched(4)
    check("the others go on", ids == ["roads/4"] and status == PROOF, (ids, said))
    check("it is named", broken[0]["broken"] == "forum" and "is damaged" in said, (broken, said))


def damage_kept(town):
    """The second fact that is kept of forum gets a changed letter."""
    path = os.path.join(town.folder, "home", "watch/desk/facts/forum")
    with open(path, "rb") as file:
        data = file.read()
    with open(path, "wb") as file:
        file.write(flipped(data, data.index(b"word 2")))


def test_damage_that_the_server_mends_with_a_lie(town):
    """Another act under the true head, and another head altogether."""
    for make in (lambda: fact(town, head=town.forum.facts[1]["head"]), lambda: Channel.publish(other, "word two")):
        with tempfile.TemporaryDirectory(prefix="bulletin-broken-") as folder:
            town = Town(town.command, folder)
            try:
                begun(town)
                other = Channel(town.house.identity, town.forum.author, "forum")
                other.facts, other.hashes = town.forum.facts[:1], town.forum.hashes[:2]
                kept = town.forum.facts[2]
                town.forum.facts[1:] = [make() or other.facts[1], kept]
                damage_kept(town)
                ids, broken, said, status = town.watched(4)
                check("the others go on", ids == ["roads/4"] and status == PROOF, (ids, said))
                check("it is named", broken[0]["broken"] == "forum", (broken, said))
            finally:
                town.house.close()


def test_damage_that_the_server_does_not_mend(town):
    begun(town)
    damage_kept(town)
    town.lie = None
    town.house.answer = lambda peer, number, verb, fields: peer.send(message(number, "error", {
        "error": "unknown-channel", "text": "None.", "name": "forum"})) if verb == "facts" else town.house.serve(
            peer, number, verb, fields)
    town.forum.publish("word 4")
    for road in (4, 5):
        ids, broken, said, status = town.watched(road)
        check("both go on", f"roads/{road}" in ids and (broken, status) == ([], 0), (ids, said))
        check("it is named", "DAMAGED: of what was kept of 'forum', 1 fact from number 2 on" in said, said)
        town.roads.publish("road 5")
        town.forum.publish("word 5")


def test_no_channel_is_left(town):
    town.lie = lambda peer: peer.push("fact", fact(town, sig=bytes(64)))
    town.house.tell = lambda peer, positions: town.lie(peer)
    town.forum.facts, town.forum.hashes = town.forum.facts[2:], town.forum.hashes[2:]
    watcher = Process([town.command, "watch", "forum", "--home", town.folder + "/home", "--server",
                       town.house.address(), "--since", "all"])
    check("it ends by itself with 7", watcher.end() == PROOF, watcher.err.lines)


def test_kinds_and_pushes_of_a_newer_server(town):
    """They are passed over, and chained; the watcher goes on."""
    town.roads.add("decree", {"channel": "roads", "words": ["new"]}, "decree.issued", {"weight": 3})
    town.roads.publish("after it", text="正文")
    ids, broken, said, status = town.watched(5)
    check("nothing is broken", broken == [] and status == 0, (broken, said))
    check("and what comes after it is told", ids[-1] == "roads/5" or "roads/5" in ids, ids)


def main():
    command, names = sys.argv[1], sys.argv[2:]
    return each(tests_of(globals()), names, lambda test: in_a_town(command, test))


if __name__ == "__main__":
    sys.exit(main())
