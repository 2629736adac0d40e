#!/usr/bin/python3
"""Every command of both programs with an output that cannot be written: a full disk, and a pipe that nobody reads.

usage: run.py BULLETIND BULLETIN

The commands are those that `bulletin help` lists. Each is run well first; whoever prints something then must not end
with 0 when it cannot be printed. What a watch does with its cursor is a matter of ../watch/run.py.
"""
import datetime
import itertools
import json
import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)) + "/../support")
from applications import Applications, of_application  # noqa: E402
from house import Failed, House, PATIENCE_S  # noqa: E402

FULL, CLOSED = "a full disk", "a closed pipe"


def check(condition, what):
    if not condition:
        raise Failed(what)


def to_full():
    return os.open("/dev/full", os.O_WRONLY)


def to_nobody():
    reader, writer = os.pipe()
    os.close(reader)
    return writer


def ended(command, env, output, stdin=""):
    """How a command ends whose output goes there, and what it says. Whoever starts it may ignore SIGPIPE."""
    def keep_going():
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        done = subprocess.run(command, env=env, input=stdin, stdout=output, stderr=subprocess.PIPE, text=True,
                              timeout=PATIENCE_S, preexec_fn=keep_going, restore_signals=False, check=False)
    finally:
        os.close(output)
    return done


class Clock:
    """For all that is started it is the fifth of this month at first, so that a theme of this month can open."""

    def __init__(self, folder, daemon):
        now = datetime.datetime.now()
        self.path, self.offset_s = folder + "/clock", (now.replace(day=5, hour=12) - now).total_seconds()
        self.move(0)
        os.environ.update(LD_PRELOAD=os.path.dirname(daemon) + "/clock.so", BULLETIN_CLOCK=self.path)

    def move(self, seconds):
        """Those who have it open see the new time at once: the bytes are replaced where they are."""
        self.offset_s += seconds
        with open(self.path, "r+b" if os.path.exists(self.path) else "wb") as file:
            file.write(round(self.offset_s * 10**9).to_bytes(8, sys.byteorder, signed=True))


class Town(Applications, House):
    """A house in which each command finds something to say."""

    def __init__(self, daemon, command):
        super().__init__(daemon, command)
        self.clock = Clock(self.folder, daemon)
        self.counter, self.months, self.years = itertools.count(1), itertools.count(1), itertools.count(2001)
        self.start()
        self.control = f"unix:{self.data}/control"
        self.operator("department", "create", "labour", "Labour")
        for name, more in (("roads", ()), ("themes", ()), ("forum", ("--speak", "committee"))):
            self.operator("channel", "create", name, name, "--read", "everyone", "--publish", "committee", "--moderate",
                          "committee", *more)
        self.member("li", "li", "--role", "committee")
        self.member("wang", "wang", "--role", "office", "--department", "labour", "--signs")
        self.file = self.folder + "/plan.txt"
        with open(self.file, "w", encoding="utf-8") as file:
            file.write("A plan.\n")
        today = datetime.date.today()
        self.first_month = today.year * 12 + today.month - 1

    def env(self, home, **more):
        return super().env(home, BULLETIN_CLOCK=os.environ["BULLETIN_CLOCK"], **more)

    def new(self):
        return f"n{next(self.counter)}"

    def line(self, *words, home="li"):
        return self.run(home, *words).stdout.splitlines()[0]

    def notice(self):
        return self.line("publish", "roads", self.new(), "--to", "labour", "--receipt", "--attach", self.file, "--text", "t")

    def empty_folder(self):
        path = f"{self.folder}/{self.new()}"
        os.mkdir(path)
        return path

    def draft(self):
        return self.line("publish", "roads", self.new(), "--text", "t", "--at", "3d")

    def later(self):
        """In a forum one may say only so much in a minute."""
        self.clock.move(30)
        return self

    def thread(self):
        self.later()
        return self.line("forum", "open", "forum", self.new(), "--text", "t")

    def activity(self):
        return self.line("activity", "announce", "roads", self.new(), "naming-meeting", "90d", "--to", "labour")

    def a_year(self):
        """One without a round, when none is open."""
        rows = [json.loads(line) for line in self.run("li", "round", "list", "--json").stdout.splitlines()]
        for row in rows:
            if row.get("stage", "closed") != "closed":
                self.run("li", "round", "close", str(row["year"]), "enough", "--yes")
        return str(next(self.years))

    def round(self):
        """The year of one that is open."""
        year = self.a_year()
        self.run("li", "round", "open", year, "A round", "90d")
        return year

    def award(self):
        """One that was given for an achievement of its own."""
        done = self.line("publish", "roads", self.new())
        return self.line("award", "give", "prize", "2006", done, done, "--department", "labour")

    def rated(self, *moves):
        """Who gave a bad rating of labour, and its id, after what li did about it and who gave it said."""
        who = self.new()
        self.member(who, who, "--role", "resident")
        id_ = self.line("rate", "labour", "dissatisfied", "--comment", "a queue", home=who)
        for move in moves:
            self.run(who if move == "appeal" else "li", "rating", move, id_, "a reason", "--yes")
        return who, id_

    def a_month(self):
        return self.month(next(self.months))

    def month(self, number):
        at = self.first_month + number
        return f"{at // 12}-{at % 12 + 1:02}"

    def wait(self, *words):
        """Until the command prints something: the index trails, and the schedule is looked at once a second."""
        end = time.monotonic() + PATIENCE_S
        while self.run("li", *words).stdout == "":
            check(time.monotonic() < end, f"{' '.join(words)} never prints anything")
            os.sched_yield()

    def theme(self):
        month = self.a_month()
        self.run("li", "theme", "plan", month, self.new())
        return month

    def somebody(self):
        """The home of a new member, and its account."""
        name = self.new()
        self.member(name, name, "--role", "committee", "--title", "A name")
        return name

    def proof(self):
        path = f"{self.folder}/{self.new()}.proof"
        self.run("li", "receipts", self.notice(), "--proof", path)
        return path

    def seed(self):
        path = f"{self.folder}/{self.new()}.txt"
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"Department: {self.new()}\nTitle: A title\n")
        return path


def key_of(town, home):
    return town.run(home, "key", "list").stdout.split("\n")[1].split()[0]  # below the titles


def joins(town):
    return town.new(), ["join", town.url], town.invite(town.new(), "--role", "committee") + "\n"


def of_rating(rated, verb, *words):
    who, id_ = rated
    return who, ["rating", verb, id_, *words, "--yes"]


OPERATOR = "operator"

# Each gives who, the words, and sometimes what is typed; made anew each time, as much can be done only once.
COMMANDS = {
    "join": joins,
    "status": lambda town: ("li", ["status"]),
    "publish": lambda town: ("li", ["publish", "roads", "x", "--text", "t"]),
    "revise": lambda town: ("li", ["revise", town.notice(), "--headline", "another", "--text", "u"]),
    "schedule show": lambda town: ("li", ["schedule", "show", town.draft()]),
    "schedule edit": lambda town: ("li", ["schedule", "edit", town.draft(), "--headline", "another", "--text", "u"]),
    "headlines": lambda town: ("li", ["headlines", "roads"]),
    "read": lambda town: ("li", ["read", town.notice()]),
    "sign": lambda town: ("wang", ["sign", town.notice(), "--yes"]),
    "fetch": lambda town: ("li", ["fetch", town.notice(), "--to", town.empty_folder()]),
    "receipts": lambda town: ("li", ["receipts", town.notice()]),
    "erase": lambda town: ("li", ["erase", town.notice(), "by order", "--yes"]),
    "verify": lambda town: ("li", ["verify", town.proof()]),
    "watch": lambda town: ("li", ["watch", "roads", "--since", "all", "--count", "1"]),
    "forum show": lambda town: ("li", ["forum", "show", town.thread()]),
    "theme current": lambda town: ("li", ["theme", "current"]),
    "theme show": lambda town: ("li", ["theme", "show", town.theme()]),
    "theme list": lambda town: ("li", ["theme", "list"]),
    "theme say": lambda town: ("li", ["theme", "say", town.later().new()]),
    "search": lambda town: ("li", ["search", "first"]),
    "activity show": lambda town: ("li", ["activity", "show", town.activity()]),
    "brand new": lambda town: ("wang", ["brand", "new", f"{town.folder}/{town.new()}"]),
    "brand check": lambda town: ("wang", ["brand", "check", town.form()]),
    "brand submit": lambda town: (town.signer(), ["brand", "submit", town.form()]),
    "brand revise": lambda town: of_application(town, "revise", town.form()),
    "brand begin": lambda town: (town.signer(), ["brand", "begin", town.round()]),
    "brand withdraw": lambda town: of_application(town, "withdraw", "a reason", "--yes"),
    "brand accept": lambda town: ("li", ["brand", "accept", town.application()[1], "--yes"]),
    "brand return": lambda town: ("li", ["brand", "return", town.application()[1], "a reason", "--yes"]),
    "brand show": lambda town: of_application(town, "show"),
    "brand fetch": lambda town: of_application(town, "fetch", "--to", town.empty_folder()),
    "brand list": lambda town: (town.application()[0], ["brand", "list"]),
    "brand history": lambda town: of_application(town, "history"),
    "brand diff": lambda town: ("li", ["brand", "diff", town.revised()]),
    "brand examples": lambda town: ("li", ["brand", "examples"]),
    "brand name": lambda town: ("li", town.naming(town.passed())),
    "brand review": lambda town: ("li", ["brand", "review", town.named()]),
    "brand keep": lambda town: ("li", ["brand", "keep", town.named("review")]),
    "brand revoke": lambda town: ("li", ["brand", "revoke", town.named("review"), "a reason", "--yes"]),
    "counsel": lambda town: ("li", ["counsel", town.application()[1], "a text"]),
    "counsel show": lambda town: ("li", ["counsel", "show", town.counselled()[1]]),
    "counsel fetch": lambda town: ("li", ["counsel", "fetch", town.counselled("--attach", town.file)[2], "--to",
                                          town.empty_folder()]),
    "counsel waiting": lambda town: (town.task()[0], ["counsel", "waiting"]),
    "counsel ask": lambda town: ("li", ["counsel", "ask", town.application()[1], "a task"]),
    "counsel done": lambda town: ("li", ["counsel", "done", town.task()[1]]),
    "counsel invite": lambda town: ("li", ["counsel", "invite", town.application()[1], town.expert()]),
    "counsel dismiss": lambda town: ("li", ["counsel", "dismiss", *town.invited()]),
    "guide": lambda town: ("li", ["guide", town.signer(), "--by", town.named()]),
    "guide visit": lambda town: ("li", ["guide", "visit", town.guidance(), "--starts", "9d"]),
    "guide list": lambda town: (town.guidance() and "li", ["guide", "list"]),
    "guide show": lambda town: ("li", ["guide", "show", town.guidance()]),
    "guide end": lambda town: ("li", ["guide", "end", town.guidance(), "a reason", "--yes"]),
    "rate": lambda town: (town.rated()[0], ["rate", "labour", town.new(), "satisfied"]),
    "rating mine": lambda town: (town.rated()[0], ["rating", "mine"]),
    "rating list": lambda town: (town.rated() and "li", ["rating", "list"]),
    "rating waiting": lambda town: (town.rated() and "wang", ["rating", "waiting"]),
    "rating show": lambda town: ("li", ["rating", "show", town.rated()[1]]),
    "rating history": lambda town: ("li", ["rating", "history", town.rated()[1]]),
    "rating items": lambda town: ("li", ["rating", "items", town.named().split("/")[1].partition("-")[2]]),
    "rating figures": lambda town: ("li", ["rating", "figures", "--csv"]),
    "rating reasons": lambda town: (town.rated("set-aside") and "wang", ["rating", "reasons"]),
    "rating answer": lambda town: ("wang", ["rating", "answer", town.rated()[1], "an answer"]),
    "rating settle": lambda town: of_rating(town.rated(), "settle"),
    "rating set-aside": lambda town: ("li", ["rating", "set-aside", town.rated()[1], "a reason", "--yes"]),
    "rating appeal": lambda town: of_rating(town.rated("set-aside"), "appeal", "a text"),
    "rating uphold": lambda town: ("li", ["rating", "uphold", town.rated("set-aside", "appeal")[1], "a reason", "--yes"]),
    "rating restore": lambda town: ("li", ["rating", "restore", town.rated("set-aside", "appeal")[1], "a reason", "--yes"]),
    "rating term": lambda town: ("li", ["rating", "term", "7"]),
    "calendar": lambda town: ("li", ["calendar", "--ics", "-"]),
    "console": lambda town: ("li", ["console"], "ping\n"),
    "call": lambda town: ("li", ["call", "ping"]),
    "import": lambda town: (OPERATOR, ["import", town.seed()]),
    "account invite": lambda town: (OPERATOR, ["account", "invite", town.new(), "--role", "committee"]),
    "key invite": lambda town: (OPERATOR, ["key", "invite", town.somebody()]),
    "account slips": lambda town: (OPERATOR, ["account", "slips", "--count", "1", "--prefix", town.new()]),
    "account leave": lambda town: (town.somebody(), ["account", "leave", "--yes"]),
    "ping": lambda town: ("li", ["ping"]),
    "channels": lambda town: ("li", ["channels"]),
    "inbox": lambda town: ("wang", ["inbox"]),
    "overdue": lambda town: ("li", ["overdue"]),
    "schedule list": lambda town: ("li", ["schedule", "list", "--channel", "roads"]),
    "forum threads": lambda town: ("li", ["forum", "threads", "forum"]),
    "forum edits": lambda town: ("li", ["forum", "edits", town.thread()]),
    "round show": lambda town: ("li", ["round", "show", town.round()]),
    "round change": lambda town: ("li", ["round", "change", town.round(), "--title", "another"]),
    "round list": lambda town: ("li", ["round", "list"]),
    "round progress": lambda town: ("li", ["round", "progress"]),
    "round open": lambda town: ("li", ["round", "open", town.a_year(), "A round", "90d"]),
    "round close": lambda town: ("li", ["round", "close", town.round(), "a reason", "--yes"]),
    "award show": lambda town: ("li", ["award", "show", town.award()]),
    "award titles": lambda town: ("li", ["award", "titles"]),
    "award list": lambda town: ("li", ["award", "list"]),
    "award define": lambda town: ("li", ["award", "define", town.new(), "A title"]),
    "award give": lambda town: ("li", ["award", "give", "prize", "2006", *2 * [town.line("publish", "roads", town.new())],
                                       "--department", "labour"]),
    "award withdraw": lambda town: ("li", ["award", "withdraw", town.award(), "a reason", "--yes"]),
    "activity list": lambda town: ("li", ["activity", "list"]),
    "activity replies": lambda town: ("li", ["activity", "replies", town.activity()]),
    "account list": lambda town: (OPERATOR, ["account", "list"]),
    "key list": lambda town: ("li", ["key", "list"]),
    "department list": lambda town: ("li", ["department", "list"]),
    "withdraw": lambda town: ("li", ["withdraw", town.notice(), "a mistake", "--yes"]),
    "schedule cancel": lambda town: ("li", ["schedule", "cancel", town.draft()]),
    "forum open": lambda town: ("li", ["forum", "open", "forum", town.later().new(), "--text", "t"]),
    "forum post": lambda town: ("li", ["forum", "post", town.thread(), "a text"]),
    "forum edit": lambda town: ("li", ["forum", "edit", town.thread(), "another text"]),
    "forum hide": lambda town: ("li", ["forum", "hide", town.thread(), "a reason"]),
    "forum lock": lambda town: ("li", ["forum", "lock", town.thread()]),
    "forum pin": lambda town: ("li", ["forum", "pin", town.thread()]),
    "theme plan": lambda town: ("li", ["theme", "plan", town.a_month(), town.new()]),
    "theme amend": lambda town: ("li", ["theme", "amend", town.theme(), "--title", town.new()]),
    "theme cancel": lambda town: ("li", ["theme", "cancel", town.theme(), "a reason"]),
    "activity announce": lambda town: ("li", ["activity", "announce", "roads", town.new(), "naming-meeting", "90d"]),
    "activity change": lambda town: ("li", ["activity", "change", town.activity(), "another", "naming-meeting", "91d"]),
    "activity cancel": lambda town: ("li", ["activity", "cancel", town.activity(), "a reason", "--yes"]),
    "activity reply": lambda town: ("wang", ["activity", "reply", town.activity(), "--coming"]),
    "activity attended": None,  # only once it has begun
    "account change": lambda town: (OPERATOR, ["account", "change", town.somebody(), "--title", "A title"]),
    "account revoke": lambda town: (OPERATOR, ["account", "revoke", town.somebody(), "--yes"]),
    "account erase": lambda town: (OPERATOR, ["account", "erase", town.somebody(), "by order", "--yes"]),
    "key revoke": lambda town: (OPERATOR, ["key", "revoke", key_of(town, town.somebody()), "--yes"]),
    "department create": lambda town: (OPERATOR, ["department", "create", town.new(), "A title"]),
    "department change": lambda town: (OPERATOR, ["department", "change", "labour", town.new()]),
    "channel create": lambda town: (OPERATOR, ["channel", "create", town.new(), "A title"]),
    "channel change": lambda town: (OPERATOR, ["channel", "change", "roads", "--title", town.new()]),
    "clock confirm": None,  # only on a clock that has leapt
    "help": lambda town: ("li", ["help"]),
    "": lambda town: ("li", []),
}


# Some end without a word, and nobody is late.
SILENT = ["brand new", "brand check", "account leave", "overdue"]


def listed(town):
    lines = town.run("li", "help").stdout.splitlines()
    return [""] + [line[2:24].strip() for line in lines if line.startswith("  ")]


def try_command(town, name):
    """Whether it prints something when it can; then that it does not end with 0 when it cannot."""
    who, words, *typed = COMMANDS[name](town)
    more = {"BULLETIN_SERVER": town.control} if who == OPERATOR else {}
    printed = town.run(who, *words, stdin="".join(typed), **more).stdout
    for where, make in ((FULL, to_full), (CLOSED, to_nobody)):
        who, words, *typed = COMMANDS[name](town)
        done = ended([town.command, *words], town.env(who, **more), make(), "".join(typed))
        what = f"{' '.join(words)} into {where} ended with {done.returncode} and said {done.stderr!r}"
        check(done.returncode == 0 if printed == "" else done.returncode > 0 and "written" in done.stderr, what)
    return printed != ""


def try_help(town, name):
    """What argp prints ends the program by itself."""
    for where, make in ((FULL, to_full), (CLOSED, to_nobody)):
        words = [*name.split(), "--help"] if name != "help" else ["help", "read"]
        done = ended([town.command, *words], town.env("li"), make())
        check(done.returncode > 0, f"{' '.join(words)} into {where} ended with {done.returncode}")


def try_server(town):
    for words in (["verify", "--data", town.data], ["rebuild", "--data", town.data], ["--help"], ["--version"]):
        check(ended([town.daemon, *words], dict(os.environ), os.open(os.devnull, os.O_WRONLY)).returncode == 0,
              f"bulletind {words[0]} fails by itself")
        for where, make in ((FULL, to_full), (CLOSED, to_nobody)):
            done = ended([town.daemon, *words], dict(os.environ), make())
            check(done.returncode == 1 and "written" in done.stderr,
                  f"bulletind {words[0]} into {where} ended with {done.returncode} and said {done.stderr!r}")


def not_shown_is_not_opened(town):
    """Nobody is said to have read what could not be printed."""
    id_ = town.notice()
    ended([town.command, "read", id_], town.env("wang"), to_full())
    check("opened" not in town.run("li", "call", "receipts", f"id={id_}", "--json").stdout, "it was called opened")
    town.run("wang", "read", id_)
    check("opened" in town.run("li", "call", "receipts", f"id={id_}", "--json").stdout, "it is not called opened")


def main():
    town = None
    failed = 0
    try:
        town = Town(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))
        town.run("li", "award", "define", "prize", "A prize")
        town.notice(), town.thread(), town.activity(), town.draft(), town.award(), town.round()
        town.run("li", "publish", "roads", "first", "--text", "first")
        town.run("li", "theme", "plan", town.month(0), "of this month")
        town.wait("theme", "current"), town.wait("search", "first")
        names = listed(town)
        check(set(names) == set(COMMANDS), f"not in both lists: {set(names) ^ set(COMMANDS)}")
        silent = []
        for name in names:
            try:
                try_help(town, name)
                if COMMANDS[name] is not None and not try_command(town, name):
                    silent.append(name)
            except Failed as failure:
                failed += 1
                print(f"FAILED {name}: {failure}", flush=True)
        print(f"{len(names)} commands; these print nothing: {', '.join(silent)}", flush=True)
        check(silent == SILENT, "others print nothing than did")
        not_shown_is_not_opened(town)
        town.end()
        try_server(town)
        print("bulletind: as it should be", flush=True)
    except (Failed, OSError) as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        return 1
    finally:
        if town is not None:
            town.remove()
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
