#!/usr/bin/python3
"""Fails each allocation in turn, one a run: of a server's first start, of a session with it, and of the commands. Nothing
crashes, nothing is wedged, and whoever was refused for want of memory is served when he asks again.

usage: run.py BULLETIND BULLETIN

Which allocation fails is a matter of ../support/scarce.c.
"""
import concurrent.futures
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)) + "/../support")
from house import Failed, House, judged, PATIENCE_S, Process  # noqa: E402

AT_ONCE = 4
POINTS_MOST = 20000  # more allocations than anything here makes


def check(condition, what):
    if not condition:
        raise Failed(what)


class Point:
    """A folder of its own in which one allocation fails."""

    def __init__(self, house, number, armed):
        self.house, self.folder = house, tempfile.mkdtemp(prefix="point-", dir=house.folder)
        self.armed, self.done = self.folder + "/armed", self.folder + "/done"
        self.scarce = {"LD_PRELOAD": os.path.dirname(house.daemon) + "/scarce.so", "BULLETIN_SCARCE_AT": str(number),
                       "BULLETIN_SCARCE_DONE": self.done}
        if armed:
            self.scarce["BULLETIN_SCARCE_ARMED"] = self.armed
        self.server = None

    def serve(self):
        self.server = Process([self.house.daemon, "serve", "--data", self.folder + "/data", "--listen", "127.0.0.1:0",
                               "--loops", "1"], dict(os.environ, **self.scarce))

    def arm(self):
        open(self.armed, "w", encoding="utf-8").close()

    def failed(self):
        return os.path.exists(self.done)

    def end(self):
        """It ends with 0, or with 1 after a sentence; never by a signal."""
        status = self.server.end(signal.SIGTERM)
        said = self.server.err.lines
        check(status in (0, 1) and (status == 0 or any(line.startswith("bulletind: ") for line in said)),
              f"it ended with {status} and said {said}")
        return status

    def remove(self):
        if self.server is not None:
            self.server.remove()
        shutil.rmtree(self.folder, ignore_errors=True)


def walk(name, house, point):
    """Calls point(number) upward until the allocation is never reached; gives how many were."""
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for first in range(1, POINTS_MOST, AT_ONCE):
            reached = list(pool.map(lambda number: tried(name, house, number, point), range(first, first + AT_ONCE)))
            if not any(reached):
                return first
    raise Failed(f"{name}: there is no end to its allocations")


def tried(name, house, number, point):
    try:
        return point(house, number)
    except Failed as failure:
        raise Failed(f"{name}, allocation {number}: {failure}") from None


# --- the server


def start(house, number):
    point = Point(house, number, armed=False)
    try:
        point.serve()
        point.server.out.all() if point.server.process.poll() is not None else ready_or_ended(point)
        point.end()
        return point.failed()
    finally:
        point.remove()


def ready_or_ended(point):
    try:
        return point.server.out.wait(part="ready ")[0]
    except Failed:
        point.server.process.wait(PATIENCE_S)  # its output ends a moment before it does
        return None


LINES = ("status", "department.create department=d{} title=D", "headlines channel=c", "search words=word", "channels",
         "import channel=c source=s{} dated=2001 headline=word text=text", "facts channel=c after=0")


def control(point, line):
    """Says one line; gives the last line of the answer, or nothing when the caller was sent away."""
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(PATIENCE_S)
        try:
            caller.connect(point.folder + "/data/control")
            caller.sendall((line + "\n").encode())
            with caller.makefile(encoding="utf-8") as answer:
                for said in answer:
                    if said.startswith(("ok", "error")):
                        return said
        except TimeoutError:
            raise Failed(f"nobody answers {line!r} on the control socket") from None
        except OSError:
            pass
    return ""


def is_answer(said):
    """What was taken when its answer was lost is there when it is asked for again."""
    return said.startswith("ok") or "-exists " in said


def session(house, number):
    point = Point(house, number, armed=True)
    try:
        shutil.copytree(house.folder + "/base", point.folder + "/data")
        shutil.copytree(house.folder + "/li", point.folder + "/li")
        point.serve()
        url = point.server.out.wait()[0].split()[1]
        point.arm()

        def people(*words):
            env = dict(house.env("li"), BULLETIN_HOME=point.folder + "/li", BULLETIN_SERVER=url)
            return subprocess.run([house.command, "--timeout", "5s", *words], env=env, capture_output=True, text=True,
                                  timeout=PATIENCE_S, check=False)

        asked = [lambda line=line, at=at: is_answer(control(point, line.format(at))) for at, line in enumerate(LINES)]
        asked += [lambda words=words: people(*words).returncode == 0
                  for words in (("headlines", "c"), ("publish", "c", "said", "--text", "text"), ("search", "word"))]
        refused = 0
        for at, ask in enumerate(asked):
            if not ask() and point.server.process.poll() is None:
                refused += 1
                check(ask(), f"question {at} has no answer the second time either: {point.server.err.lines}")
        check(refused <= 2, f"one allocation failed, and {refused} were refused")
        ended = point.server.process.poll()
        status = point.end()
        check(ended is None or status == 1, f"it ended by itself with {status}")
        tool = subprocess.run([house.daemon, "verify", "--data", point.folder + "/data"], capture_output=True, text=True,
                              timeout=PATIENCE_S, check=False)
        check(tool.returncode == 0, f"it is not sound afterwards: {tool.stderr}")
        return point.failed()
    finally:
        point.remove()


# --- the commands


def command(words, shown):
    def run(house, number):
        point = Point(house, number, armed=False)
        try:
            shutil.copytree(house.folder + "/li", point.folder + "/li")
            env = dict(house.env("li"), BULLETIN_HOME=point.folder + "/li", BULLETIN_SERVER=house.url, **point.scarce)
            done = subprocess.run([house.command, "--timeout", "5s", *words], env=env, capture_output=True, text=True,
                                  timeout=PATIENCE_S, check=False)
            check(0 <= done.returncode <= 7, f"it ended with {done.returncode}: {done.stderr}")
            check(done.returncode == 0 or "bulletin" in done.stderr, f"it ended with {done.returncode} without a word")
            check(done.returncode != 0 or shown is None or done.stdout == shown, f"it ended with 0 and showed {done.stdout!r}, not {shown!r}")
            return point.failed()
        finally:
            point.remove()
    return run


COMMANDS = (("headlines", "c"), ("channels",), ("read", "c/2"), ("search", "word"), ("--json", "headlines", "c"),
            ("publish", "c", "said", "--text", "text"))


def main():
    house = House(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))

    def use():
        print(f"a first start: {walk('start', house, start)} allocations, each failed once", flush=True)
        house.start()
        house.operator("call", "channel.create", "channel=c", "title=C", "read=everyone", "publish=committee",
                       "moderate=committee")
        house.member("li", "li", "--role", "committee")
        house.operator("call", "import", "channel=c", "source=s", "dated=2001", "headline=word", "text=text")
        for words in COMMANDS:
            while words[0] == "search" and "behind" in house.operator("call", "search", "words=word"):
                pass  # the index trails; the barrier is its own word
            shown = None if words[0] == "publish" else house.run("li", *words, BULLETIN_SERVER=house.url).stdout
            count = walk(" ".join(words), house, command(words, shown))
            print(f"bulletin {' '.join(words)}: {count} allocations, each failed once", flush=True)
        house.end()
        shutil.copytree(house.data, house.folder + "/base")
        print(f"a session: {walk('session', house, session)} allocations, each failed once", flush=True)

    return judged(house, use)


if __name__ == "__main__":
    sys.exit(main())
