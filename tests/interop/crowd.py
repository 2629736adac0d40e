"""Guests of one address who ask dear questions without end, beside people who have an account: who waits for whom, by
real sockets. It counts what the guests are answered while an honest thing is done, and no time.

    crowd.py BULLETIND
"""

import os
import select
import socket
import statistics
import sys
import threading

import daemon as servers
from checks import check, make_act, take
from wire import Identity, code_of, hash_of_code, messages

GUESTS = 64
MEMBERS = 2
PLACES = 70                 # a sixteenth, four, is kept for those who have an account: the guests just find room
OUTSTANDING = 4             # questions that each guest has under way
assert GUESTS + MEMBERS == PLACES - PLACES // 16
TIMES = 15                  # each thing is done so often; the median counts
TEXTS = 300                 # so many that a search is cut into many pieces
GUEST_ACTS = 20             # what all guests of an address may send in a minute
STRANGERS = ("127.0.0.2", 0)
QUESTIONS = [
    ("search", {"words": "common b c d e", "order": "best"}),
    ("headlines", {"channel": "past", "limit": 50}),
    ("search", {"words": "common"}),
    ("facts", {"channel": "past", "after": 1, "limit": 20}),
]


class Guest(servers.Connection):
    """Keeps questions under way, and counts the answers."""

    def __init__(self, daemon, number):
        super().__init__(daemon, source=STRANGERS)
        self.socket.setblocking(False)
        self.number, self.answers, self.waiting, self.codes, self.gone = number, 0, 0, [], False

    def ask_on(self):
        while self.waiting < OUTSTANDING:
            word, fields = QUESTIONS[(self.number + self.last_id) % len(QUESTIONS)]
            self.socket.sendall(self.sending.seal(self.begin(word, fields)))
            self.waiting += 1

    def take(self):
        """What has come, without waiting for more."""
        try:
            more = self.socket.recv(262144)
        except BlockingIOError:
            return
        self.gone = not more
        self.input += more
        while len(self.input) >= 2 and len(self.input) >= 2 + int.from_bytes(self.input[:2], "big"):
            for number, kind, values in messages(self.receiving.open(self.record())):
                if number == 0:
                    self.pushed.append((kind, values))
                elif kind != "row":
                    self.answers += 1
                    self.waiting -= 1
                    self.codes.append(values.get("error"))
        if not self.gone:
            self.ask_on()


class Crowd:
    def __init__(self, daemon):
        self.guests = [Guest(daemon, number) for number in range(GUESTS)]
        self.by_socket = {guest.socket: guest for guest in self.guests}
        self.sent_away = []

    def answers(self):
        return sum(guest.answers for guest in self.guests)

    def pump(self):
        for one in select.select(list(self.by_socket), [], [], 0)[0]:
            guest = self.by_socket[one]
            guest.take()
            if guest.gone:
                self.sent_away.append(guest.pushed[-1][1]["error"] if guest.pushed else "without a word")
                self.guests.remove(guest)
                del self.by_socket[one]

    def begin(self):
        """Until every guest has been answered, so that all of them are at it."""
        for guest in self.guests:
            guest.ask_on()
        while min(guest.answers for guest in self.guests) == 0:
            self.pump()

    def beside(self, begin, is_done):
        """How many answers the guests have had between the beginning and the end of something."""
        before = self.answers()
        begin()
        while not is_done():
            self.pump()
        return self.answers() - before


def is_here(connection):
    return bool(select.select([connection.socket if hasattr(connection, "socket") else connection], [], [], 0)[0])


def answered(connection):
    """Whether the last question has been answered."""
    while is_here(connection):
        if any(number == connection.last_id and kind in ("ok", "error") for number, kind, _ in connection.receive()):
            return True
    return False


def pushed_fact(connection):
    while is_here(connection):
        connection.receive()
    facts = [one for one in connection.pushed if one[0] == "fact"]
    connection.pushed = []
    return bool(facts)


def judge(what, counts):
    middle = statistics.median(counts)
    check(f"{what} before {GUESTS} guests have had {GUESTS} answers (in the middle {middle}, at most {max(counts)})",
          middle < GUESTS, counts)


def check_push(daemon, crowd, publisher, subscriber):
    subscriber.ask("subscribe", channels={"news": subscriber.ask("channels", channel="news")[0][0]["number"]})
    counts = []
    for number in range(TIMES):
        act = make_act(daemon, publisher.identity, "publish", channel="news", headline=f"Notice {number}")

        def publish():
            publisher.socket.sendall(publisher.sending.seal(publisher.begin("act", act.fields())))

        counts.append(crowd.beside(publish, lambda: pushed_fact(subscriber)))
        while not answered(publisher):
            crowd.pump()
    judge("a notice is taken, on disk and pushed", counts)


def check_question(crowd, member):
    def ask():
        member.socket.sendall(member.sending.seal(member.begin("status", {})))

    judge("somebody with an account is answered",
          [crowd.beside(ask, lambda: answered(member)) for _ in range(TIMES)])


def check_control(daemon, crowd):
    daemon.ask("status")
    control = socket.socket(socket.AF_UNIX)
    control.connect(daemon.folder + "/data/control")
    counts = []
    for _ in range(TIMES):
        counts.append(crowd.beside(lambda: control.sendall(b"status\n"), lambda: is_here(control)))
        control.recv(65536)
    control.close()
    judge("the control socket answers", counts)


def check_places(daemon, crowd, identity):
    """The last places are kept: somebody with an account comes in."""
    counts = []
    for _ in range(TIMES):
        came = []

        def come():
            came.append(servers.Connection(daemon, identity))
            came[0].socket.sendall(came[0].sending.seal(came[0].begin("status", {})))

        counts.append(crowd.beside(come, lambda: answered(came[0])))
        crowd.pump()
        came[0].close()
    judge("somebody with an account comes in and is answered", counts)


def check_crowded(daemon, crowd):
    """One more guest is too many: it is sent away, or the one of them that has been idle."""
    came = []

    def come():
        try:
            late = servers.Connection(daemon, source=STRANGERS)
            came.append(late)
            while not late.pushed:
                late.receive()
        except (OSError, servers.Closed):
            pass

    thread = threading.Thread(target=come)
    thread.start()
    while not crowd.sent_away and thread.is_alive():
        crowd.pump()
    if came and crowd.sent_away:
        came[0].socket.shutdown(socket.SHUT_RDWR)
    thread.join()
    told = crowd.sent_away + [fields["error"] for _, fields in came[0].pushed]
    check("of one more guest than there may be, one is told: bye crowded", told == ["crowded"], told)
    came[0].close()


def check_acts(daemon, crowd):
    """All guests of an address send few acts together, whoever of them does."""
    first = {guest: len(guest.codes) for guest in crowd.guests}
    people = len(crowd.guests)
    for guest in crowd.guests:
        act = make_act(daemon, Identity(os.urandom(32)), "join", code=code_of(os.urandom(10)))
        guest.socket.sendall(guest.sending.seal(guest.begin("act", act.fields())))
        guest.waiting += 1

    def codes():
        return [code for guest in crowd.guests for code in guest.codes[first[guest]:] if code is not None]

    while len(codes()) < people:
        crowd.pump()
    check(f"{people} guests try a code each: {GUEST_ACTS} are looked at, the others told: too-fast",
          codes().count("code-unknown") in range(GUEST_ACTS, people) and
          codes().count("code-unknown") + codes().count("too-fast") == people, codes())


def admit(daemon, account, role):
    """Joins by the connection that is kept, so that no place of it is still taken later."""
    code = code_of(os.urandom(10))
    daemon.ask(f"account.invite account={account} role={role} code_hash={hash_of_code(code).hex()}")
    identity = Identity(os.urandom(32))
    connection = servers.Connection(daemon, identity)
    connection.identity = identity
    take(connection, make_act(daemon, identity, "join", code=code))
    return connection


def settle(daemon):
    daemon.ask("channel.create channel=past title=Past")
    daemon.ask("channel.create channel=news title=News publish=committee")
    text = "common words b c d e of a long past " * 100
    for number in range(TEXTS):
        daemon.ask(f'import channel=past headline="Past {number}" text="{text}" dated=1999 source=past-{number}')


def main(binary):
    daemon = servers.Daemon(binary, "--loops", "1", "--connections", str(PLACES), "--per-address", str(PLACES))
    try:
        settle(daemon)
        publisher, subscriber = admit(daemon, "li", "committee"), admit(daemon, "zhou", "resident")
        crowd = Crowd(daemon)
        crowd.begin()
        check(f"{GUESTS} guests of one address ask without end", True)
        check_push(daemon, crowd, publisher, subscriber)
        check_question(crowd, subscriber)
        check_control(daemon, crowd)
        check_places(daemon, crowd, publisher.identity)
        check_crowded(daemon, crowd)
        check_acts(daemon, crowd)
        before = crowd.answers()
        while crowd.answers() < before + GUESTS:
            crowd.pump()
        check(f"and the guests are answered all the while, {crowd.answers()} times", True)
    finally:
        daemon.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
