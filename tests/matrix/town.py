"""A house with one person of each role, channels of every sort, and things of every kind. In each channel everybody
has made each of them, in every state they can come to. Then the channels become what their lists say, so that many
have lost the rights they made their things with.

It makes what is asked about; what may be done with it is judged in run.py.
"""

import datetime
import os
import shutil
import struct
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "interop"))
import brands  # noqa: E402
import daemon as servers  # noqa: E402
from wire import Act, Identity, code_of, hash_of, hash_of_code  # noqa: E402

BEGAN = datetime.datetime.fromisoformat("2006-11-15T09:00:00+08:00")
MINUTE_S = 60
NOWHERE = {"read": [], "speak": [], "publish": [], "moderate": []}
ALL, MAKER = ["everyone"], ["account:maker"]
CHANNELS = {
    "open": {"read": ALL, "speak": ALL, "publish": ALL, "moderate": ALL},
    "read": {"read": ALL, "speak": MAKER, "publish": MAKER, "moderate": MAKER},
    "talk": {"read": ALL, "speak": ALL, "publish": MAKER, "moderate": MAKER},
    "news": {"read": ALL, "speak": MAKER, "publish": ALL, "moderate": MAKER},
    "mods": {"read": ALL, "speak": MAKER, "publish": MAKER, "moderate": ALL},
    "drop": {"read": MAKER, "speak": ALL, "publish": ALL, "moderate": ALL},
    "part": {"read": ["resident", "dept:labour", "committee"], "speak": ["resident"], "publish": ["dept:labour"],
             "moderate": ["committee"]},
    "shut": {"read": MAKER, "speak": MAKER, "publish": MAKER, "moderate": MAKER},
}
STATES_IN = ("open", "read")  # where things are in every state; elsewhere they are fresh


class Person:
    def __init__(self, account, role, *fields, department=None):
        self.account, self.role, self.fields, self.department = account, role, fields, department
        self.identity, self.connection = Identity(os.urandom(32)), None
        self.house = account == "house"  # whoever is at the control socket


class Thing:
    """`owner` is whose it is: nobody's for what is scheduled, which those who publish there share, and for an id that
    names nothing."""

    def __init__(self, id_, kind="nothing", author=None, head=None, state="fresh"):
        self.id, self.kind, self.author, self.head, self.state = id_, kind, author, head, state
        self.addressed = []
        self.channel = id_.rpartition("/")[0]
        self.owner = None if kind == "scheduled" else author


class Town:
    def __init__(self, binary):
        self.folder = tempfile.mkdtemp(prefix="bulletin-matrix-")
        self.path, self.offset_ns = self.folder + "/clock", 0
        self.move((BEGAN - datetime.datetime.now(datetime.timezone.utc)) // datetime.timedelta(microseconds=1) * 1000)
        os.environ["BULLETIN_CLOCK"] = self.path
        os.environ["BULLETIN_SERVER_PRELOAD"] = os.path.join(os.path.dirname(os.path.abspath(binary)), "clock.so")
        self.daemon = servers.Daemon(binary, "--acts-a-minute", "1000000")
        self.people = [Person("", "guest"), Person("res", "resident"), Person("exp", "expert"),
                       Person("off", "office", "department=labour", department="labour"),
                       Person("sgn", "office", "department=labour", "signs=yes", department="labour"),
                       Person("com", "committee"), Person("ope", "operator")]
        self.maker, self.house = Person("maker", "committee"), Person("house", "operator")
        self.lists = {}
        self.things, self.succeeded = [], set()
        self.long_text = ("long text\n" * 1000).encode()

    # --- time ---

    def move(self, by_ns):
        self.offset_ns += by_ns
        with open(self.path, "r+b" if os.path.exists(self.path) else "wb") as file:
            file.write(struct.pack("=q", self.offset_ns))

    def pass_s(self, seconds):
        self.move(seconds * 1000000000)

    def now_ms(self):
        return (time.time_ns() + self.offset_ns) // 1000000

    def day(self, days):
        return str((BEGAN + datetime.timedelta(days=days)).date())

    # --- saying ---

    def operator(self, line):
        return self.daemon.ask(line)[-1]

    def signed(self, person, verb, fields):
        return Act.signed(person.identity, self.daemon.house, self.now_ms(), os.urandom(16), verb, fields).fields()

    def act(self, person, verb, **fields):
        done = person.connection.ask("act", **self.signed(person, verb, fields))[1]
        self.succeeded.add(verb)
        return done

    # --- making ---

    def settle(self):
        self.operator("department.create department=labour title=Labour")
        for person in (*self.people, self.maker):
            self.admit(person)
        for name in (*CHANNELS, "forum", "themes"):
            self.operator(f"channel.create channel={name} title={name} speak=everyone publish=everyone "
                          "moderate=everyone")
        for name in CHANNELS:
            for author in (self.maker, *self.people[1:]):
                self.make_things(name, author)
        self.things += [self.long_bulletin(), self.closed_thread()]
        self.things.append(self.award(self.things[-2].id))
        self.things.append(self.round())
        self.applications()
        self.counsels()
        self.ratings()
        for name, lists in CHANNELS.items():
            self.set_lists(name, lists)
        for name in ("forum", "themes"):
            self.lists[name] = CHANNELS["open"]
        self.lists["brands"] = {**NOWHERE, "read": ALL, "moderate": ["committee"]}

    def admit(self, person):
        if person.account:
            code = code_of(os.urandom(10))
            self.operator(f"account.invite account={person.account} role={person.role} title=Somebody "
                          f"code_hash={hash_of_code(code).hex()} {' '.join(person.fields)}")
            guest = servers.Connection(self.daemon)
            guest.ask("act", **self.signed(person, "join", {"code": code}))
            self.succeeded.add("join")
            guest.close()
        self.dial(person)

    def dial(self, person, signs=False):
        person.connection = servers.Connection(self.daemon, person.identity if person.account or signs else None)

    def set_lists(self, name, lists):
        said = " ".join(f"{right}={','.join(words)}" for right, words in lists.items())
        head = self.operator_row(f"channels channel={name}")["head"]
        self.operator(f"channel.change channel={name} seen={head} {said}")
        self.lists[name] = lists
        enrolled = ["resident", "expert", "office", "committee", "operator"]
        self.lists["desk/" + name] = {**NOWHERE, "moderate": lists["moderate"],
                                      "read": enrolled if lists["publish"] == ALL else lists["publish"]}

    def operator_row(self, line):
        return self.daemon.ask(line)[0]

    def make_things(self, channel, author):
        """One of each kind, fresh; and where things are in every state, one more for each state."""
        self.pass_s(MINUTE_S)
        for kind, make in MAKERS.items():
            states = ["fresh", *(STATES[kind] if channel in STATES_IN else [])]
            for state in states:
                done = self.act(author, make[0], **make[1](self, channel))
                thing = Thing(done["id"], kind, author.account, done["head"], state)
                thing.addressed = self.addressed(channel).get("to", []) if kind == "bulletin" else []
                if state != "fresh":
                    verb, fields = STATES[kind][state]
                    done = self.act(self.maker if verb in MODERATED else author, verb, id=thing.id, seen=thing.head,
                                    **fields(self))
                    thing.head = self.head_after(thing, done)
                self.things.append(thing)
                if kind == "thread":
                    self.pass_s(MINUTE_S)  # so many may be said in one, and no more

    def addressed(self, channel, **more):
        """To labour; but nobody has anything to do in the channel that is hidden from all."""
        return {} if channel == "shut" else {"to": ["labour"], **more}

    def head_after(self, thing, done):
        return done["head"] if thing.state not in ("locked", "pinned") else thing.head

    def long_bulletin(self):
        """One whose text is a blob."""
        name = hash_of(self.long_text)
        self.maker.connection.ask("blob.put", hash=name, size=len(self.long_text), offset=0, bytes=self.long_text)
        done = self.act(self.maker, "publish", channel="open", headline="Long", text_hash=name)
        return Thing(done["id"], "bulletin", "maker", done["head"])

    def round(self):
        """One that is open."""
        done = self.act(self.maker, "round.open", year=2006, title="A round", until=self.day(30))
        return Thing(done["id"], "round", "maker", done["head"])

    def applications(self):
        """One at every stage, by departments that nobody else is of; and one of labour in which nothing was handed in."""
        signer = next(person for person in self.people if person.account == "sgn")
        begun = (*brands.begin(self, signer), None, "fresh")
        for channel, brand, head, stage in (begun, *brands.make(self, Person)):
            department = channel.partition("-")[2]
            self.lists[channel] = {**NOWHERE, "read": ["committee", f"dept:{department}"], "moderate": ["committee"]}
            thing = Thing(brand, "brand", "maker", head, stage)
            thing.owner = "sgn" if department == "labour" else "s-" + stage
            self.things.append(thing)

    def counsels(self):
        """A task in labour's application, and a guidance of labour by a brand that was kept."""
        of = {thing.state: thing.id for thing in self.things if thing.kind == "brand"}
        done = self.act(self.maker, "counsel.ask", id=of["fresh"], text="Say how it is measured")
        self.things.append(Thing(done["id"], "task", "maker", done["head"]))
        self.things[-1].owner = None  # either side ticks it off
        done = self.act(self.maker, "guide", department="labour", by=of["kept"])
        self.things.append(Thing(done["id"], "guidance", "maker", done["head"]))
        readers = ["committee", "dept:labour", "dept:of-kept"]
        self.lists[self.things[-1].channel] = {**NOWHERE, "read": readers, "publish": readers, "moderate": ["committee"]}

    def ratings(self):
        """Bad ones of labour: one that is answered and settled, one that is upheld, and one that waits."""
        people = {person.account: person for person in self.people}

        def move(who, verb, **fields):
            head = self.maker.connection.ask("rating.show", id=fields["id"])[0][0]["head"]
            return self.act(who, verb, seen=head, **fields)

        self.act(self.maker, "rating.term", days=5)
        for rater, moves in (
                ("res", (("off", "answer", "text"), ("res", "settle", None))),
                ("exp", (("com", "set-aside", "reason"), ("exp", "appeal", "text"), ("com", "uphold", "reason"))),
                ("ope", (("com", "set-aside", "reason"), ("ope", "appeal", "text"), ("com", "restore", "reason")))):
            id_ = self.act(people[rater], "rate", department="labour", grade="dissatisfied", comment="A queue")["id"]
            for who, verb, said in moves:
                move(people[who], "rating." + verb, id=id_, **({said: "x"} if said else {}))
        done = self.act(self.maker, "rate", department="labour", grade="dissatisfied", comment="Another queue")
        self.things.append(Thing(done["id"], "rating", "maker", done["head"]))
        self.lists["rating/labour"] = {**NOWHERE, "read": ["committee", "dept:labour"], "moderate": ["committee"]}
        self.lists["rated/maker"] = {**NOWHERE, "read": MAKER}
        self.lists["ratings"] = {**NOWHERE, "read": ALL, "moderate": ["committee"]}

    def award(self, achievement):
        """One that can be given, and one that was, for this achievement."""
        self.act(self.maker, "award.define", award="prize", title="A prize")
        done = self.act(self.maker, "award.give", award="prize", year=2006, department="labour", ground=achievement,
                        achievement=achievement, text="Well done")
        return Thing(done["id"], "award", "maker", done["head"])

    def closed_thread(self):
        """The thread of a theme that is over."""
        closes = self.clock_line(3 * MINUTE_S)
        self.act(self.maker, "theme.plan", month=str(BEGAN.date())[:7], title="Theme", text="What?", closes=closes)
        row = self.until_stage("open")
        self.maker.connection.ask("theme.current")
        self.succeeded.add("theme.current")
        self.pass_s(4 * MINUTE_S)
        self.until_stage("closed")
        return Thing(row["thread"], "thread", "maker", state="closed")

    def clock_line(self, seconds):
        moment = datetime.datetime.fromtimestamp(self.now_ms() / 1000 + seconds, BEGAN.tzinfo)
        return moment.isoformat(timespec="minutes")[:16]

    def until_stage(self, stage):
        """The schedule works within a second or so; every look is an answer, and the test has its own end."""
        until = time.monotonic() + servers.PATIENCE_S
        while time.monotonic() < until:
            rows, _ = self.maker.connection.ask("theme.show", month=str(BEGAN.date())[:7])
            if rows[0]["stage"] == stage:
                return rows[0]
        raise RuntimeError(f"the theme has not become {stage}")

    def remove(self):
        self.daemon.remove()
        shutil.rmtree(self.folder)


MAKERS = {
    "bulletin": ("publish", lambda town, channel: {"channel": channel, "headline": "Notice",
                                                   **town.addressed(channel, receipt=True)}),
    "activity": ("activity.announce", lambda town, channel: {
        "channel": channel, "headline": "Lecture", "kind": "lecture", "starts": town.clock_line(2 * MINUTE_S),
        "ends": town.day(20), **town.addressed(channel)}),
    "thread": ("forum.open", lambda town, channel: {"channel": channel, "headline": "Thread", "text": "one"}),
    "scheduled": ("publish", lambda town, channel: {"channel": channel, "headline": "Later", "at": town.day(10)}),
}
# What brings a fresh thing into the state; the head is that of the thing.
STATES = {
    "bulletin": {"revised": ("revise", lambda town: {"headline": "Notice 2"}),
                 "withdrawn": ("withdraw", lambda town: {"reason": "x"}),
                 "erased": ("erase", lambda town: {"reason": "x"})},
    "activity": {"changed": ("activity.change", lambda town: {"headline": "Talk", "kind": "visit",
                                                              "starts": town.clock_line(2 * MINUTE_S),
                                                              "ends": town.day(20), "to": ["labour"]}),
                 "cancelled": ("activity.cancel", lambda town: {"reason": "x"}),
                 "erased": ("erase", lambda town: {"reason": "x"})},
    "thread": {"edited": ("forum.edit", lambda town: {"text": "two"}),
               "hidden": ("forum.hide", lambda town: {"reason": "x"}),
               "locked": ("forum.lock", lambda town: {}),
               "pinned": ("forum.pin", lambda town: {}),
               "erased": ("erase", lambda town: {"reason": "x"})},
    "scheduled": {"edited": ("schedule.edit", lambda town: {"headline": "Later 2", "at": town.day(11)}),
              "cancelled": ("schedule.cancel", lambda town: {})},
}
MODERATED = ("erase", "forum.hide", "forum.lock", "forum.pin")
