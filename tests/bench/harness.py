"""What every figure rests on: two cores, processes that are started and stopped, rounds in turn, and lines that are
shown. What is measured is in the modules of figures."""

import dataclasses
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUNS_LEAST = 5
FILES_BESIDE = 200  # what server and driver open besides connections
RUN_LIMIT_S = 240


class Failed(Exception):
    """What a person should read."""


@dataclasses.dataclass
class Shown:
    """One line of the result: which figure of the command line it came with, and what it says."""
    figure: str
    name: str
    value: float
    unit: str
    ratio: float
    target: float


class Machine:
    """Which cores are used, and how much of them went to others while we measured."""

    def __init__(self):
        cores = sorted(os.sched_getaffinity(0))
        if len(cores) < 2:
            raise Failed('two cores are needed, one for the server and one for the driver; here is one')
        self.server_core, self.driver_core = cores[0], cores[1]
        _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
        files = 1000000 if files == resource.RLIM_INFINITY else min(files, 1000000)
        self.connections = files - FILES_BESIDE  # all of them may be of this machine

    def busy_s(self):
        """Seconds that both cores were busy or stolen, since the machine started."""
        ticks = 0
        for line in open('/proc/stat'):
            if line.split(' ')[0] in (f'cpu{self.server_core}', f'cpu{self.driver_core}'):
                fields = [int(word) for word in line.split()[1:9]]
                ticks += sum(fields) - fields[3] - fields[4]  # without idle and waiting for the disk
        return ticks / os.sysconf('SC_CLK_TCK')


def raise_file_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def check_file_limit(limit, subscribers):
    if limit != resource.RLIM_INFINITY and limit < subscribers + FILES_BESIDE:
        raise Failed(f'{subscribers} subscribers need {subscribers + FILES_BESIDE} open files, but this shell may '
                     f'open {limit} at most (ulimit -Hn). Raise the hard limit, for instance in '
                     f'/etc/security/limits.conf, or leave this figure out')


def own_cpu_s(child):
    """Seconds on a core: of a server that runs, if one does, and of everything we started that has ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    if child is None:
        return ended.ru_utime + ended.ru_stime
    running_ns = sum(int((task / 'schedstat').read_text().split()[0])
                     for task in pathlib.Path(f'/proc/{child.pid}/task').iterdir())
    return ended.ru_utime + ended.ru_stime + running_ns / 1e9


class Bench:
    def __init__(self, build, runs, quick, facts):
        self.build, self.runs, self.quick = build, runs, quick
        self.facts = facts  # of the grown ledger
        self.machine = Machine()
        self.file_limit = raise_file_limit()
        self.children = []
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='bench-', dir=build))
        self.server_log = open(self.folder / 'server.log', 'a+')
        self.foreign = []  # share of both cores that others took, one a run
        self.measuring = ''  # the figure of the command line
        self.counted = self.runs  # of it
        self.shown = []

    def close(self):
        for child in self.children:
            if child.poll() is None:
                child.kill()
                child.wait()
        self.server_log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- processes

    def start(self, core, words):
        """Starts something that says `ready …` when it is; gives it and what it said."""
        child = subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, stderr=self.server_log,
                                 text=True, preexec_fn=lambda: os.sched_setaffinity(0, {core}))
        self.children.append(child)
        line = child.stdout.readline()
        if not line.startswith('ready '):
            raise Failed(f'{pathlib.Path(words[0]).name} did not start: {line.strip()} {self.log_end()}')
        return child, line.split()[1]

    def stop(self, child):
        child.terminate()
        try:
            child.wait(30)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            raise Failed('the server did not end within 30 seconds of SIGTERM')
        finally:
            self.children.remove(child)
            child.stdout.close()

    def log_end(self):
        self.server_log.seek(0)
        return self.server_log.read()[-600:].strip()

    def run(self, core, words, limit_s=RUN_LIMIT_S):
        """Runs something that prints one line of JSON."""
        child = subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 text=True, preexec_fn=lambda: os.sched_setaffinity(0, {core}))
        self.children.append(child)
        try:
            out, complaint = child.communicate(timeout=limit_s)
        except subprocess.TimeoutExpired:
            raise Failed(f'{" ".join(map(str, words))} took longer than {limit_s} seconds')
        finally:
            if child.poll() is not None:
                self.children.remove(child)
        if child.returncode != 0 or not out:
            raise Failed(f'{" ".join(map(str, words))}: {complaint.strip()} {self.log_end()}')
        return json.loads(out)

    def drive(self, mode, target, child, options):
        return self.observe(child, self.machine.driver_core,
                            [self.build / 'bench_driver', mode, *target, '--server', child.pid, *options])

    def observe(self, child, core, words):
        """The same as run, noting how much of the cores went to others than it and the server."""
        busy_s, own_s, start_s = self.machine.busy_s(), own_cpu_s(child), time.monotonic()
        result = self.run(core, words)
        others_s = self.machine.busy_s() - busy_s - (own_cpu_s(child) - own_s)
        self.foreign.append(max(0, others_s) / (2 * (time.monotonic() - start_s)))
        return result

    # --- one run of each kind

    def serve(self, data, listen='127.0.0.1:0'):
        return self.start(self.machine.server_core,
                          [self.build / 'bulletind', 'serve', '--data', data, '--listen', listen, '--loops', 1,
                           '--connections', self.machine.connections, '--per-address', self.machine.connections,
                           '--acts-a-minute', 1000000])

    def on_server(self, mode, *options):
        """One run of a mode against a fresh server."""
        data = self.folder / 'data'
        shutil.rmtree(data, ignore_errors=True)
        child, address = self.serve(data)
        try:
            result = self.drive(mode, ['--address', address, '--control', data / 'control'], child, options)
        finally:
            self.stop(child)
        return result

    def on_restart(self, *options):
        """A server that is killed and begun anew on the same port while the driver's crowd is connected."""
        data = self.folder / 'data'
        shutil.rmtree(data, ignore_errors=True)
        child, address = self.serve(data)
        driver = subprocess.Popen([str(word) for word in [
            self.build / 'bench_driver', 'restart', '--address', address, '--control', data / 'control',
            '--server', child.pid, *options]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, {self.machine.driver_core}))
        self.children.append(driver)
        try:
            if driver.stdout.readline().strip() == 'connected':
                child.kill()
                child.wait()
                self.children.remove(child)
                child, _ = self.serve(data, urllib.parse.urlsplit(address).netloc)
            out, complaint = driver.communicate(timeout=RUN_LIMIT_S)
            if driver.returncode != 0 or not out:
                raise Failed(f'restart: {complaint.strip()} {self.log_end()}')
            return json.loads(out)
        except subprocess.TimeoutExpired:
            raise Failed(f'restart took longer than {RUN_LIMIT_S} seconds')
        finally:
            driver.kill()
            driver.wait()
            self.children.remove(driver)
            self.stop(child)

    def on_floor(self, kind, mode, *options):
        """The same against a floor."""
        child, port = self.start(self.machine.server_core, [self.build / 'bench_floor', 'serve', kind])
        try:
            return self.drive(mode, ['--floor', port], child, options)
        finally:
            self.stop(child)

    def arithmetic(self, kind):
        return self.run(self.machine.server_core, [self.build / 'bench_floor', kind, 0.2 if self.quick else 1])

    def commit(self, acts):
        folder = self.folder / 'floor'
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return self.run(self.machine.server_core,
                        [self.build / 'bench_floor', 'commit', folder, acts, self.seconds(4)])

    def seconds(self, wanted):
        return 1 if self.quick else wanted

    def repeat(self, *measures):
        """Runs them in turn, so that what changes on the machine meets all of them; a list of results each."""
        rounds = [[measure() for measure in measures] for _ in range(self.runs)]
        return [list(column) for column in zip(*rounds)]

    def show(self, name, value, unit, floor=None, target=None):
        """Prints one figure, and keeps it for the page of results. `target` is the ratio to be reached: at most, where
        less is better, and at least for what is counted a second."""
        shown = Shown(self.measuring, name, value, unit, None if floor is None else value / floor, target)
        self.shown.append(shown)
        digits = 0 if value >= 1000 else 1 if value >= 100 else 3
        ratio = '-' if shown.ratio is None else f'{shown.ratio:.2f}'
        print(f'{name:28} {value:12.{digits}f} {unit:24} {ratio:>6}', flush=True)


def median(results, key):
    return statistics.median(result[key] for result in results)
