"""A bulletind that can be ended in any way and started again on its port, with its operator and its members.

It knows how processes are started, waited for and removed; what they should do is judged by who uses it.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

PATIENCE_S = 60  # nothing takes so long: it is how a hang becomes a failure


class Failed(Exception):
    pass


class Lines:
    """The lines of a stream, read by a thread and kept, so that anybody can wait for one of them."""

    def __init__(self, stream, take=None):
        self.lines, self.ended, self.take = [], False, take
        self.change = threading.Condition()
        self.thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self.thread.start()

    def _read(self, stream):
        for line in stream:
            line = line.rstrip("\n")
            with self.change:
                self.lines.append(line)
                self.change.notify_all()
            if self.take is not None:
                self.take(line)
        stream.close()
        with self.change:
            self.ended = True
            self.change.notify_all()

    def wait(self, count=1, part=""):
        """The first `count` lines that have `part`. It fails when the stream ends before."""
        found = []

        def enough():
            found[:] = [line for line in self.lines if part in line][:count]
            return len(found) == count or self.ended

        with self.change:
            if not self.change.wait_for(enough, PATIENCE_S) or len(found) < count:
                raise Failed(f"{len(found)} of {count} lines with {part!r} came; all that came: {self.lines}")
        return found

    def all(self):
        """Every line, once the stream has ended."""
        self.thread.join(PATIENCE_S)
        if self.thread.is_alive():
            raise Failed("a process does not end")
        return self.lines


class Process:
    """A process with a reader for each of its outputs."""

    def __init__(self, command, env=None, take=None, stdin=subprocess.DEVNULL):
        self.process = subprocess.Popen(command, env=env, stdin=stdin, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, encoding="utf-8", errors="replace")
        self.out, self.err = Lines(self.process.stdout, take), Lines(self.process.stderr)

    def end(self, how=None):
        """Sends the signal, if any, and gives the exit status once everything that was printed is read."""
        if how is not None and self.process.poll() is None:
            self.process.send_signal(how)
        try:
            status = self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            raise Failed(f"it does not end: {' '.join(self.process.args)}") from None
        self.out.all(), self.err.all()
        return status

    def remove(self):
        self.process.kill()
        self.process.wait()


class House:
    def __init__(self, daemon, command, options=()):
        self.daemon, self.command, self.options = daemon, command, list(options)
        self.folder = tempfile.mkdtemp(prefix="bulletin-house-")
        self.data = self.folder + "/data"
        self.listen, self.url, self.started_ms = "127.0.0.1:0", None, 0
        self.process = None
        self.lock = threading.Lock()
        self.processes, self.removed = [], False  # of others: removed with the house

    # --- the server

    def spawn(self):
        """Starts the server without waiting for it."""
        command = [self.daemon, "serve", "--data", self.data, "--listen", self.listen]
        # Tests act faster than people; what is said twice is as it was said last.
        command += ["--acts-a-minute", "1000000", *self.options]
        self.started_ms = time.time_ns() // 1000000
        self.process = Process(command)

    def ready(self):
        """Waits until the spawned server is ready; from then on its port and its key stay."""
        line = self.process.out.wait()[0]
        if not line.startswith("ready bulletin://"):
            raise Failed(f"the server said {line!r}")
        self.url = line.split()[1]
        self.listen = self.url.split("/")[2]

    def start(self):
        self.spawn()
        self.ready()

    def end(self, how=signal.SIGTERM):
        process, self.process = self.process, None
        status = process.end(how)
        if status != (-how if how == signal.SIGKILL else 0):
            raise Failed(f"the server ended with {status}: {process.err.lines}")

    def restart(self, how=signal.SIGTERM):
        self.end(how)
        self.start()

    def remove(self):
        """Nothing is left behind, also when somebody presses Ctrl-C again."""
        before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
        with self.lock:
            self.removed = True
        if self.process is not None:
            self.process.remove()
        for process in self.processes:
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        for number, handler in before.items():
            signal.signal(number, handler)

    # The address in the form in which the interop client takes it.

    @property
    def address(self):
        host, port = self.listen.rsplit(":", 1)
        return host, int(port)

    @property
    def house(self):
        return bytes.fromhex(self.url.rsplit("/", 1)[1])

    # --- its people

    def env(self, home, **more):
        env = {key: value for key, value in os.environ.items() if not key.startswith("BULLETIN_")}
        return {**env, "BULLETIN_HOME": f"{self.folder}/{home}", "LC_ALL": "C.UTF-8", "TZ": "UTC", **more}

    def _keep(self, make):
        """Makes a process that is removed with the house, unless the house is gone."""
        with self.lock:
            if self.removed:
                raise Failed("the house is gone")
            process = make()
            self.processes.append(getattr(process, "process", process))
            return process

    def forget(self, process):
        """One that has ended."""
        with self.lock:
            self.processes.remove(getattr(process, "process", process))

    def spawn_command(self, home, *words, take=None, **more):
        return self._keep(lambda: Process([self.command, *words], self.env(home, **more), take))

    def run(self, home, *words, stdin="", status=0, **more):
        """Runs a command to its end; gives what it printed on both outputs. None allows any status."""
        process = self._keep(lambda: subprocess.Popen(
            [self.command, *words], env=self.env(home, **more), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8"))
        try:
            out, err = process.communicate(stdin, timeout=PATIENCE_S + 20)
        except subprocess.TimeoutExpired:
            raise Failed(f"bulletin {' '.join(words)}: does not end") from None
        self.forget(process)
        if status is not None and process.returncode != status:
            raise Failed(f"bulletin {' '.join(words)}: ended with {process.returncode}, not {status}\n{out}{err}")
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def operator(self, *words):
        return self.run("operator", *words, BULLETIN_SERVER=f"unix:{self.data}/control").stdout

    def invite(self, account, *fields):
        printed = self.operator("account", "invite", account, *fields)
        return re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b", printed).group(0)

    def member(self, home, account, *fields):
        self.run(home, "join", self.url, stdin=self.invite(account, *fields) + "\n")

    def as_house(self, *words):
        """By hand, what only the house does by itself: with its own key."""
        home = self.folder + "/the-house"
        if not os.path.exists(home):
            os.mkdir(home, 0o700)
            shutil.copy(self.data + "/house.seed", home + "/seed")
            with open(home + "/server", "w", encoding="utf-8") as file:
                file.write(self.url + "\n")
        return self.run("the-house", *words).stdout

    def tool(self, name):
        """What `bulletind verify` or `rebuild` says."""
        done = subprocess.run([self.daemon, name, "--data", self.data], capture_output=True, encoding="utf-8",
                              timeout=PATIENCE_S)
        if done.returncode != 0:
            raise Failed(f"bulletind {name}: {done.stdout}{done.stderr}")
        return done.stdout.splitlines()


def judged(house, use):
    """The exit status of a test that uses this house. What failed is said, and the house is removed, whatever happens."""
    try:
        use()
    except (Failed, OSError) as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        return 1
    finally:
        house.remove()
    return 0
