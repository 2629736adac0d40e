"""Walks verb x role x scope x state against a real server. Every verb of the reference is asked by a person of every
role and by the house on its socket, about channels in which they have each set of rights, about things of their own
and of somebody else, in every state that a thing can come to. Whether it is permitted must be what the tables say, in
every cell; and what may not be read must be answered with the very bytes of what is not there.

    run.py BULLETIND PROTOCOL.md
"""

import collections
import os
import sys

from spoken import answer_of, line_of
from table import Table, Target, house_needs_none
from town import CHANNELS, MINUTE_S, Thing, Town, servers
from wire import code_of, hash_of, message

NONE_LIKE = {"shut": "shuu"}  # a channel that nobody may read here, and a name beside it that is none
PIPELINE = 32  # questions that are under way at once
# With these permission is refused; any other answer says that it was given.
PERMISSION = {"not-enrolled", "not-allowed", "unknown-channel", "not-speaker", "not-publisher", "not-moderator",
              "not-own", "not-author", "revoked", "key-revoked", "account-revoked"}
# With these the question itself was wrong: the cell would show nothing.
MISTAKES = {"field-missing", "field-twice", "unknown-field", "wrong-kind", "bad-name", "malformed", "unknown-verb",
            "act-broken", "act-verb", "act-unsigned", "bad-signature", "act-time", "internal", "busy", "too-long",
            "empty", "too-short"}
# What a verb judges of the person beyond roles and scopes, because it is not about a channel's lists.
FURTHER = {
    "receipts": {"not-allowed"},          # who has nothing to do with the bulletin; section 11
    "activity.replies": {"not-allowed"},  # the same; section 14
    "account.leave": {"not-allowed"},     # an operator is revoked by another; section 16
}
ENDS = ("bye", "account.leave")  # asked last
SENT = "act"                     # every change is sent by it


class Wrong(Exception):
    pass


class Matrix:
    def __init__(self, table, town):
        self.table, self.town = table, town
        self.cells = collections.Counter()
        self.succeeded, self.wrong, self.serial = set(), [], 0

    # --- a question ---

    def value(self, person, name, kind, number=1):
        town = self.town
        if kind in self.table.choices:
            return "expert" if kind == "a role" else self.table.choices[kind][0]
        self.serial += 1
        return {
            "a name": {"account": "maker", "department": "labour", "award": "prize"}.get(name, f"new{self.serial}"),
            "a channel": "open", "an id": "open/2", "a line of text": f"line {self.serial}", "text": "text",
            "a date": "2006", "a moment": town.day(5), "an invitation code": code_of(os.urandom(10)), "bytes": b"x",
            "a hash": bytes(32), "a key": person.identity.public, "a signature": bytes(64), "a number": 2006 if name == "year" else number,
            "a time": town.now_ms(), "yes or no": True, "a month": "2006-12", "an audience": ["everyone"],
            "names": ["labour"], "ids": ["open/2"], "numbers": [1], "positions": {"open": 0},
            "files": [["a.txt", 1, hash_of(b"x")]], "lines of text": ["one line", "another"],
            "items": [["answers", "residents", "in a day", "by the clock", "Li Wen"]],
        }[kind]

    def fields(self, verb, person, **given):
        """What the verb needs, and what was given."""
        said = {name: self.value(person, name, kind) for name, (needed, kind) in verb.fields.items() if needed}
        if verb.word == "blob.put":
            said.update(hash=hash_of(b"x"), size=1, offset=0)
        if verb.word == "blob.get":
            said.update(offset=0)
        if "code_hash" in verb.fields:
            said.update(code_hash=os.urandom(32), account=person.account or "maker")  # one's own
        if verb.word == "account.invite":
            said.update(account=f"new{self.serial}", role="expert")
        if verb.word == "department.create":
            said.update(department=f"new{self.serial}")
        if verb.word == "award.define":
            said.update(award=f"new{self.serial}")
        if verb.word == "award.give":
            said.update(department="labour")
        said.update(given)
        return said

    def request(self, person, verb, fields):
        """The message: a change is signed, whether it is allowed or not."""
        connection = person.connection
        if verb.kind.startswith("a change"):
            return connection.begin(SENT, self.town.signed(person, verb.word, fields))
        return connection.begin(verb.word, fields)

    def answers(self, person, asked):
        """The last message of each answer, in order; many are under way at once."""
        connection, given = person.connection, []
        if person.house:
            return [answer_of(self.town.daemon, line_of(verb.word, verb.fields, fields)) for verb, fields in asked]
        for first in range(0, len(asked), PIPELINE):
            part = asked[first:first + PIPELINE]
            before = connection.last_id
            for verb, fields in part:
                connection.socket.sendall(connection.sending.seal(self.request(person, verb, fields)))
            found = {}
            while len(found) < len(part):
                for number, kind, values in connection.receive():
                    if number > before and kind in ("ok", "error"):
                        found[number] = (kind, values)
            given += [found[before + 1 + i] for i in range(len(part))]
        return given

    def whole(self, person, asked, given):
        """A server that is slow answers a dear question in pieces: what they say together."""
        (kind, values), (verb, fields), rows = given, asked, 0
        while kind == "ok" and values.get("more") and not person.house:
            rows += values["rows"]
            [(kind, values)] = self.answers(person, [(verb, {**fields, "next": values["next"]})])
        return (kind, {**values, "rows": values["rows"] + rows}) if rows else (kind, values)

    # --- the cells ---

    def targets(self, verb, person):
        """Every way in which the verb can name something: fields, and what they name."""
        town = self.town
        if verb.field_of_kind("positions"):
            for name in town.lists:
                yield {verb.field_of_kind("positions")[0]: {name: 0}}, Target(name)
            return
        if verb.fields.get("channel", (0, ""))[1] == "a channel":
            for name in (*CHANNELS, "keys"):
                yield {"channel": name}, Target(name)
        if verb.fields.get("channel") == (True, "a channel"):
            return  # whatever else it names, that is where it acts
        if verb.fields.get("id", (0, ""))[1] == "an id":
            for thing in town.things:
                if thing.author in (person.account, "maker"):
                    yield {"id": thing.id}, Target(thing.channel, thing)
            for name in CHANNELS:
                yield {"id": f"{name}/9999"}, Target(name, Thing(f"{name}/9999"))
        if not any(verb.fields.get(name, (0, ""))[1] == kind
                   for name, kind in (("channel", "a channel"), ("id", "an id"))):
            yield {}, None

    def judge(self, verb, person, target, expected, answer):
        kind, values = answer
        code = None if kind == "ok" else values["error"]
        self.cells[verb.word] += 1
        if code is None:
            self.succeeded.add(verb.word)
        if expected is not None:
            good = code == expected
        else:
            good = code not in PERMISSION - FURTHER.get(verb.word, set()) and code not in MISTAKES
        if not good:
            thing = target.thing if target else None
            what = "" if target is None else target.channel if thing is None else \
                f"{thing.id} ({thing.state} {thing.kind} of {thing.author})"
            self.wrong.append(f"{verb.word} by {person.role} {person.account} on {what or 'nothing'}: "
                              f"the tables say {expected or 'permitted'}, the server says {code or 'ok'} "
                              f"{values.get('text', '')}")

    def everybody(self):
        return (*self.town.people, self.town.house)

    def walk(self, verbs):
        for person in self.everybody():
            asked, known = [], []
            for verb in verbs:
                for given, target in self.targets(verb, person):
                    asked.append((verb, self.fields(verb, person, **given)))
                    known.append((verb, target, self.table.expect(verb, person, self.lists, target)))
            for (verb, target, expected), answer in zip(known, self.answers(person, asked)):
                self.judge(verb, person, target, expected, answer)

    def lists(self, name):
        if name in ("keys",):
            return {"read": ["everyone"], "speak": [], "publish": [], "moderate": []}
        return self.town.lists.get(name)

    # --- forbidden and unknown ---

    def masked(self, answer, hidden):
        data = message(0, answer[0], answer[1])
        for name in (hidden, NONE_LIKE[hidden]):
            data = data.replace(name.encode(), b"*" * len(name))
        return data

    def namings(self, verb, person, hidden):
        """Every way of naming the hidden channel, and the same of one that is not there."""
        ids = [f"{hidden}/9999"] + [thing.id for thing in self.town.things if thing.author == "maker" and
                                    thing.channel in (hidden, "desk/" + hidden)]
        values = {"a channel": [hidden, "desk/" + hidden], "an id": ids, "ids": [[one] for one in ids],
                  "positions": [{hidden: 0}, {"desk/" + hidden: 0}]}
        for name, (_, kind) in verb.fields.items():
            for value in values.get(kind, []):
                other = self.fields(verb, person, **{name: value})
                yield other, {**other, name: self.renamed(value, hidden)}

    def renamed(self, value, hidden):
        if isinstance(value, str):
            return value.replace(hidden, NONE_LIKE[hidden])
        if isinstance(value, list):
            return [self.renamed(one, hidden) for one in value]
        return {self.renamed(one, hidden): number for one, number in value.items()}

    def compare_hidden(self, hidden, verbs):
        """Operators may administer any channel, and the house may erase in any: about these they are told what the
        tables say, in walk."""
        for person in self.everybody():
            if person.role == "operator":
                chosen = [verb for verb in verbs if verb.rule["where"] != "none" and
                          not verb.rule["where"].endswith("people made") and
                          not (person.house and house_needs_none(verb.rule))]
            else:
                chosen = verbs
            asked = [(verb, fields) for verb in chosen for pair in self.namings(verb, person, hidden)
                     for fields in pair]
            given = [self.whole(person, one, said) for one, said in zip(asked, self.answers(person, asked))]
            for i in range(0, len(asked), 2):
                self.cells[asked[i][0].word] += 1
                if self.masked(given[i], hidden) != self.masked(given[i + 1], hidden):
                    self.wrong.append(f"{asked[i][0].word} by {person.role}: a hidden channel is told from none: "
                                      f"{asked[i][1]} {given[i]}, but {given[i + 1]}")

    # --- that each can succeed ---

    def prove(self, verb):
        """With heads as they are, somebody can do it: no cell above was refused for want of sense."""
        for person in (*reversed(self.town.people), self.town.maker):
            for given, target in self.targets(verb, person):
                if target is not None and target.thing is not None and target.thing.state != "fresh":
                    continue
                fields = self.fields(verb, person, **given, **self.sense(verb, person))
                fields.update(self.seen(verb, person, fields))
                kind, values = self.answers(person, [(verb, fields)])[0]
                if kind == "error" and values["error"] == "too-fast":
                    self.town.pass_s(MINUTE_S)
                if kind == "ok":
                    self.succeeded.add(verb.word)
                    return

    def sense(self, verb, person):
        """What a verb wants beyond what it needs."""
        extra = {"account.change": {"account": "res", "title": "Somebody"}, "activity.attended": {"people": 3},
                 "account.erase": {"account": "res"},
                 "counsel.invite": {"experts": ["exp"]}, "counsel.dismiss": {"experts": ["exp"]},
                 "channel.change": {"title": "Another"}, "key.revoke": {"key": self.town.maker.identity.public}}
        if verb.word == "blob.get":
            return {"hash": hash_of(self.town.long_text)}
        return extra.get(verb.word, {})

    def seen(self, verb, person, fields):
        """What it says was seen, from the question that shows it."""
        if verb.seen is None:
            return {}
        said, shown, shown_by = verb.seen
        shows = next(one for one in self.table.verbs if one.word == shown_by)
        first = next(iter(verb.fields))
        try:
            rows, _ = person.connection.ask(shows.word, **{first: fields[first]})
        except servers.Refused:
            return {}
        return {said: rows[0][shown]} if rows and shown in rows[0] else {}

    def part(self, person):
        """Leaves, and says goodbye. A key that is revoked is sent away, often before it is answered."""
        leave = next(verb for verb in self.table.verbs if verb.word == "account.leave")
        try:
            answer = self.answers(person, [(leave, {})])[0]
        except servers.Closed:
            (word, said) = person.connection.pushed[-1]
            answer = ("ok" if (word, said["error"]) == ("bye", "revoked") else "error", said)
        self.judge(leave, person, None, self.table.expect(leave, person, self.lists, None), answer)
        if answer[0] == "error":
            person.connection.socket.sendall(person.connection.sending.seal(person.connection.begin("bye", {})))
            self.succeeded.add(person.connection.push("bye") and "bye")


def main(binary, page):
    table = Table(page)
    town = Town(binary)
    try:
        town.settle()
        matrix = Matrix(table, town)
        verbs = [verb for verb in table.verbs if verb.word not in (*ENDS, SENT)]
        matrix.walk(verbs)
        themes = [verb for verb in verbs if verb.rule["where"] == "themes"]
        for name in CHANNELS:
            town.set_lists("themes", CHANNELS[name])
            matrix.walk(themes)
        town.set_lists("themes", CHANNELS["open"])
        matrix.compare_hidden("shut", verbs)
        for verb in sorted(verbs, key=lambda verb: verb.word.endswith(".revoke")):
            if verb.word not in matrix.succeeded | town.succeeded and verb.roles != "the house alone":
                matrix.prove(verb)
        for person in town.people:
            matrix.part(person)
        matrix.succeeded |= {SENT} | town.succeeded
        report(table, matrix)
    finally:
        town.remove()
    return 1 if matrix.wrong else 0


def report(table, matrix):
    for verb in table.verbs:
        if verb.roles != "the house alone" and verb.word not in matrix.succeeded:
            matrix.wrong.append(f"{verb.word}: nobody could do it, so its cells show nothing")
        if matrix.cells[verb.word] == 0 and verb.word not in ("bye", SENT):
            matrix.wrong.append(f"{verb.word}: it was not asked")
    for line in matrix.wrong[:60]:
        print("FAILED", line)
    print(f"{sum(matrix.cells.values())} cells of {len(table.verbs)} verbs, {len(matrix.wrong)} wrong")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
