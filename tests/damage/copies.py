"""Copies of a stopped house's folder that are damaged, and servers on them. What was done to a copy, and what should become
of it, is a matter of those who make it; that every program ends in order is judged here.
"""
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE + "/../support")
from house import Failed, PATIENCE_S  # noqa: E402

PAGE = 4096
CUT = 512  # bytes: what a disk writes at once
STORE, BROKEN = 3, 4
FILES = ("data.mdb", "lock.mdb", "lock", "house.seed", "founded")


def check(condition, what):
    if not condition:
        raise Failed(what)


class Copy:
    """A copy of a stopped house's folder, and a server on it."""

    def __init__(self, house, name="copy"):
        self.house, self.folder = house, f"{house.folder}/{name}"
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(house.data, self.folder)

    def path(self, name):
        return f"{self.folder}/{name}"

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def remove(self, *names):
        for name in names:
            os.unlink(self.path(name))

    def tool(self, *words, **more):
        """Runs the daemon to its end; gives its status and what it said."""
        return self._judged(subprocess.run([self.house.daemon, *words, "--data", self.folder], text=True,
                                           capture_output=True, timeout=PATIENCE_S, errors="replace", **more))

    @staticmethod
    def _judged(done):
        check(done.returncode in (0, 1, STORE, BROKEN), f"{done.args} ended with {done.returncode}: {done.stderr!r}")
        check(done.returncode == 0 or (done.stderr.startswith("bulletind: ") and done.stderr.endswith("\n")),
              f"{done.args} ended with {done.returncode} and said {done.stderr!r}")
        return done

    def serve(self, *options, use=None, **more):
        """Serves until it is ready and `use` has been called, or it ends by itself."""
        command = [self.house.daemon, "serve", "--data", self.folder, "--listen", "127.0.0.1:0", "--loops", "1",
                   *options]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                  errors="replace", **more)
        timer = threading.Timer(PATIENCE_S, server.kill)  # what hangs fails by the signal
        timer.start()
        try:
            ready = server.stdout.readline()
            if ready != "" and use is not None:
                use(self)
            server.send_signal(signal.SIGTERM)
            rest, said = server.communicate()
        finally:
            timer.cancel()
            server.kill()
            server.wait()
        return self._judged(subprocess.CompletedProcess(command, server.returncode, ready + rest, said))

    def ask(self, *words):
        return self.house.run("operator", *words, status=None, BULLETIN_SERVER=f"unix:{self.folder}/control")

    def key(self, done):
        check(done.stdout.startswith("ready "), f"it did not start: {done.stderr!r}")
        return done.stdout.split("/")[3].strip()


# A little of everything, and what is in each answer of an undamaged house.
USED = (
    (("headlines", "channel=programme"), "id=programme/2"),
    (("read", "id=programme/2"), "text="),
    (("search", "words=brand"), "id=programme/"),
    (("account.list",), "ok rows=0"),
    (("department.create", "department=later", "title=Later"), "ok id=keys/"),
)


def imported(house):
    """A house with the seeds, and an index of them."""
    seeds = HERE + "/../../seeds"
    house.start()
    house.operator("import", *(f"{seeds}/{name}" for name in sorted(os.listdir(seeds)) if name.endswith(".txt")))
    patience = time.monotonic() + PATIENCE_S
    while "behind=" in house.operator("call", "search", "words=brand"):
        check(time.monotonic() < patience, "the index is never done")
    house.end()


def use_it(copy):
    """Reads and writes; of a damaged house what is answered is not the point."""
    for words, _ in USED:
        copy.ask("call", *words)


def undamaged(house):
    """What is done with damaged copies is done with a sound one, and answered: so it is what reads and writes."""
    def use(copy):
        for words, part in USED:
            done = copy.ask("call", *words)
            check(done.returncode == 0 and part in done.stdout, f"{words}: {done.stdout}{done.stderr}")
            answered.append(words)

    answered = []
    done = Copy(house).serve(use=use)
    check(done.returncode == 0 and len(answered) == len(USED), f"an undamaged copy: {done.stdout}{done.stderr}")
    print(f"{len(answered)} questions and acts are answered by an undamaged copy")
