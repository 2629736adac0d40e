#!/usr/bin/python3
"""Attachments over a line that breaks: up and down, cut at random points, interrupted, changed, misnamed.

usage: run.py BULLETIND BULLETIN

BULLETIN_CUTS (50) is how often each direction is cut, BULLETIN_SEED where; the seed is printed. Memory is what
the server's RssAnon says: pages that are its own. Most of what it grows by is the one transaction in which an act
takes over a file of 16 MiB; pieces in between leave nothing. The store's map is not counted, as the kernel takes
its pages back when it likes. The line is a proxy in this process; nothing outside 127.0.0.1 is dialled.
"""

import hashlib
import json
import os
import pathlib
import random
import signal
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
sys.path.insert(0, HERE)

from house import PATIENCE_S, Failed, House  # noqa: E402
from proxy import DOWN, UP, Proxy  # noqa: E402

MIB = 1024 * 1024
FILE_BYTES = 16 * MIB  # LIMIT_FILE_BYTES
GROWTH_BYTES = 96 * MIB
PIECE_BYTES = 32 * 1024  # LIMIT_BLOB_CHUNK_BYTES
ACTS_A_MINUTE = 6
FAILED, USAGE, PROOF = 1, 2, 7
NAME = "预算 budget.bin"


def expect(true, what):
    if not true:
        raise Failed(what)


class Memory:
    """The server's own pages, looked at again and again until `end`."""

    def __init__(self, house):
        self.path = f"/proc/{house.process.process.pid}/status"
        self.first = self.most = self.now()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def now(self):
        for line in pathlib.Path(self.path).read_text(encoding="ascii").splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
        raise Failed("the server has no RssAnon")

    def _look(self):
        while not self.stop.wait(0.02):
            try:
                self.most = max(self.most, self.now())
            except FileNotFoundError:
                return  # the server is gone; whoever waits for it says so

    def end(self):
        self.stop.set()
        self.thread.join()
        grown = self.most - self.first
        print(f"       the server's own pages: {self.first / MIB:.1f} MiB, at most {grown / MIB:.1f} MiB more",
              flush=True)
        expect(grown <= GROWTH_BYTES, f"the server grew by {grown} bytes")


class Line:
    """The house behind the proxy, and a folder for files."""

    def __init__(self, house):
        self.house = house
        self.proxy = Proxy(house.address)
        self.url = f"bulletin://{self.proxy.place}/{house.url.rsplit('/', 1)[1]}"
        self.folder = pathlib.Path(house.folder) / "files"
        self.folder.mkdir()

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        return path

    def run(self, *words, **more):
        return self.house.run("li", "--timeout", "30", "--server", self.url, *words, **more)

    def publish(self, headline, *paths, **more):
        attach = [word for path in paths for word in ("--attach", str(path))]
        return self.run("publish", "programme", headline, *attach, **more)

    def refuses(self, what, status, parts, *paths):
        """Nothing of it reaches the server: the proxy counts."""
        self.proxy.plan()
        done = self.publish(what, *paths, status=status)
        expect(all(part in done.stderr for part in parts), f"{what}: it said {done.stderr!r}; wanted {parts}")
        expect(self.proxy.moved[UP] == 0, f"{what}: {self.proxy.moved[UP]} bytes were sent")
        print(f"ok     {what}: {done.stderr.strip()}", flush=True)


def check_wrong_files(line):
    whole = line.file("whole.bin", b"x")
    line.refuses("a file of 16 MiB and a byte", USAGE, ["large.bin", str(FILE_BYTES)],
                 line.file("large.bin", bytes(FILE_BYTES + 1)))
    line.refuses("an empty file", USAGE, ["empty.bin", "empty"], line.file("empty.bin", b""))
    line.refuses("a backslash in the name", USAGE, ["a\\b.bin", "backslash"], line.file("a\\b.bin", b"x"))
    line.refuses("a dot before the name", USAGE, [".hidden", "dot"], line.file(".hidden", b"x"))
    line.refuses("a name with a control character", USAGE, ["control"], line.file("a\x07b", b"x"))
    line.refuses("no such file", FAILED, ["nowhere.bin", "No such file"], line.folder / "nowhere.bin")
    line.refuses("a folder", FAILED, ["no file"], line.folder)
    line.refuses("a device", FAILED, ["no file"], "/dev/zero")
    line.refuses("two files of one name", USAGE, ["twice", "whole.bin"], whole, whole)
    line.refuses("nine files", USAGE, ["attach", "8"],
                 *[line.file(f"{number}.bin", b"x") for number in range(9)])


def say_cuts(where, cuts, moved):
    print(f"ok     {FILE_BYTES} bytes {where}, cut {cuts} times: {moved - FILE_BYTES} bytes more than the file",
          flush=True)


def check_cuts(line, content, cuts):
    path = line.file(NAME, content)
    line.proxy.plan(random.sample(range(1, FILE_BYTES), cuts), UP)
    bulletin = line.publish("The budget", path).stdout.strip()
    expect(line.proxy.done == cuts, f"only {line.proxy.done} of {cuts} cuts happened on the way up")
    say_cuts("up", cuts, line.proxy.moved[UP])

    folder = line.folder / "fetched"
    folder.mkdir()
    line.proxy.plan(random.sample(range(1, FILE_BYTES), cuts), DOWN)
    done = line.run("fetch", bulletin, "--to", str(folder), "--json")
    expect(line.proxy.done == cuts, f"only {line.proxy.done} of {cuts} cuts happened on the way down")
    expect(json.loads(done.stdout)["hash"] == hashlib.blake2b(content, digest_size=32).hexdigest(), done.stdout)
    expect((folder / NAME).read_bytes() == content, "another file came back")
    expect(sorted(path.name for path in folder.iterdir()) == [NAME], "something was left beside the file")
    say_cuts("down", cuts, line.proxy.moved[DOWN])
    return bulletin


def interrupt(line, direction, *words):
    """Runs a command until 8 MiB have passed, and kills it there."""
    line.proxy.plan(direction=direction, hold=8 * MIB)
    process = line.house.spawn_command("li", "--timeout", "30", "--server", line.url, *words)
    expect(line.proxy.held.wait(PATIENCE_S), f"{words[0]} sent nothing: {process.err.lines}")
    process.end(signal.SIGKILL)
    line.house.forget(process)
    line.proxy.release()
    line.proxy.plan(direction=direction)


def part_in(folder):
    parts = [path for path in folder.iterdir() if path.name.startswith(".bulletin-")]
    expect(len(parts) == 1, f"a killed fetch leaves {parts}")
    return parts[0]


def check_interrupted(line, bulletin, content):
    other = bytes(reversed(content))
    path = line.file("again.bin", other)
    words = ("publish", "programme", "Killed halfway", "--attach", str(path))
    interrupt(line, UP, *words)
    line.run(*words)
    expect(line.proxy.moved[UP] < 9 * MIB, f"the second try sent {line.proxy.moved[UP]} bytes")
    print("ok     publish, killed halfway, goes on when it is given again", flush=True)

    folder = line.folder / "halfway"
    folder.mkdir()
    words = ("fetch", bulletin, "--to", str(folder))
    interrupt(line, DOWN, *words)
    part = part_in(folder)
    expect(0 < part.stat().st_size < FILE_BYTES, "a killed fetch leaves no part")
    line.run(*words)
    expect(line.proxy.moved[DOWN] < 9 * MIB, f"the second try took {line.proxy.moved[DOWN]} bytes")
    expect((folder / NAME).read_bytes() == content and not part.exists(), "the file is not whole")
    print("ok     fetch, killed halfway, goes on when it is given again", flush=True)
    return part.name


def check_changing(line, content):
    path = line.file("changing.bin", content[1:])
    line.proxy.plan(direction=UP, hold=4 * MIB)
    process = line.house.spawn_command("li", "--timeout", "30", "--server", line.url, "publish", "programme",
                                       "It changes", "--attach", str(path))
    expect(line.proxy.held.wait(PATIENCE_S), "publish sent nothing")
    path.write_bytes(content[:-1])
    line.proxy.release()
    status = process.end()
    line.house.forget(process)
    expect(status == FAILED and "changed while" in process.err.lines[-1], f"{status}: {process.err.lines}")
    expect("It changes" not in line.run("headlines", "programme").stdout, "it was published")
    print("ok     a file that changes while it is uploaded is refused", flush=True)


def check_names(line, bulletin, content, part):
    """What somebody else has there is neither taken up nor changed, whatever it is called."""
    folder, line_of = line.folder / "names", b"a day's work"
    folder.mkdir()
    line.proxy.plan()
    mine = folder / (NAME + ".part")
    mine.write_bytes(line_of)
    line.run("fetch", bulletin, "--to", str(folder))
    expect(mine.read_bytes() == line_of and (folder / NAME).read_bytes() == content, "a file of the user's own is gone")
    expect(sorted(path.name for path in folder.iterdir()) == sorted([NAME, mine.name]), "something was left")

    both = line.publish("x and x.part", line.file("x", b"one" * 20000), line.file("x.part", b"two" * 20000),
                        line.file("same", b"one" * 20000)).stdout.strip()
    line.run("fetch", both, "--all", "--to", str(folder))
    for name, words in (("x", b"one"), ("x.part", b"two"), ("same", b"one")):
        expect((folder / name).read_bytes() == words * 20000, f"{name} holds something else")

    (folder / NAME).unlink()
    foreign = folder / part
    for make in (lambda: os.link(mine, foreign), lambda: foreign.symlink_to(mine), foreign.mkdir, lambda: os.mkfifo(foreign)):
        make()
        done = line.run("fetch", bulletin, "--to", str(folder), status=FAILED)
        expect(part in done.stderr, done.stderr)
        expect(mine.read_bytes() == line_of and os.path.lexists(foreign), f"it was taken up or removed: {done.stderr}")
        foreign.rmdir() if foreign.is_dir() and not foreign.is_symlink() else foreign.unlink()
    line.run("fetch", bulletin, "--to", str(folder))
    print("ok     fetch takes up no file of somebody else's", flush=True)


def check_fetch(line, bulletin, content, part_name):
    folder = line.folder / "refused"
    folder.mkdir()
    there, part = folder / NAME, folder / part_name
    line.proxy.plan()
    there.write_bytes(b"mine")
    done = line.run("fetch", bulletin, "--to", str(folder), status=FAILED)
    expect("--force" in done.stderr and there.read_bytes() == b"mine", f"a file was replaced: {done.stderr}")
    line.run("fetch", bulletin, "--to", str(folder), "--force")
    expect(there.read_bytes() == content, "--force replaces nothing")
    done = line.run("fetch", bulletin, "--to", str(folder))
    expect("already" in done.stderr, f"the right file is not recognised: {done.stderr}")
    there.unlink()

    part.write_bytes(bytes(len(content)))
    done = line.run("fetch", bulletin, "--to", str(folder), status=PROOF)
    expect("removed" in done.stderr, f"it said {done.stderr}")
    expect(not part.exists() and not there.exists(), "a wrong part stays")
    line.run("fetch", bulletin, NAME, "--to", str(folder))
    expect(there.read_bytes() == content, "it does not come after a wrong part")
    print("ok     fetch replaces nothing unasked and keeps nothing wrong", flush=True)

    several = [line.file(name, name.encode()) for name in ("first.txt", "second.txt")]
    both = line.publish("Two files", *several).stdout.strip()
    done = line.run("fetch", both, status=USAGE)
    expect("first.txt" in done.stdout and "second.txt" in done.stdout and "--all" in done.stderr, done.stdout)
    line.run("fetch", both, "--all", "--to", str(folder))
    line.run("fetch", both, "second.txt", "-o", str(folder / "named"))
    expect((folder / "first.txt").read_bytes() == b"first.txt", "--all")
    expect((folder / "named").read_bytes() == b"second.txt", "-o")
    line.run("fetch", both, "third.txt", status=FAILED)
    none = line.run("publish", "programme", "No files").stdout.strip()
    line.run("fetch", none, status=FAILED)
    print("ok     one of several files, all of them, one that is not there", flush=True)
    return both


def check_revise(line, both):
    """What is not given stays; a file of the same name is replaced, another one added."""
    line.run("revise", both, "--headline", "Three files", "--attach", str(line.file("second.txt", b"new")),
             "--attach", str(line.file("third.txt", b"third")), stdin="A text.\n")
    row = json.loads(line.run("read", both, "--json").stdout)
    expect([file["name"] for file in row["attach"]] == ["first.txt", "second.txt", "third.txt"], row)
    expect(row["headline"] == "Three files" and row["text"] == "A text.", row)
    folder = line.folder / "revised"
    folder.mkdir()
    line.run("fetch", both, "--all", "--to", str(folder))
    expect((folder / "second.txt").read_bytes() == b"new", "the new file did not come")
    line.run("fetch", both, "second.txt", "--revision", "1", "--to", str(folder), "--force")
    expect((folder / "second.txt").read_bytes() == b"second.txt", "the old file did not come")
    line.run("revise", both, "--no-attach")
    row = json.loads(line.run("read", both, "--json").stdout)
    expect("attach" not in row and row["headline"] == "Three files" and row["text"] == "A text.", row)
    print("ok     files of a revision: kept, replaced, added, left out", flush=True)


def run(house, cuts):
    content = random.randbytes(FILE_BYTES)
    house.start()
    house.operator("channel", "create", "programme", "Programme")
    house.member("li", "li", "--role", "committee")
    line = Line(house)
    check_wrong_files(line)
    memory = Memory(house)
    bulletin = check_cuts(line, content, cuts)
    part = check_interrupted(line, bulletin, content)
    check_names(line, bulletin, content, part)
    check_changing(line, content)
    both = check_fetch(line, bulletin, content, part)
    check_revise(line, both)
    memory.end()

    house.end()
    for tool in ("verify", "rebuild", "verify"):
        print(f"ok     {tool}: {' '.join(house.tool(tool))}", flush=True)
    house.start()
    after = line.folder / "after"
    after.mkdir()
    house.run("li", "fetch", bulletin, "--to", str(after), "--server", house.url)
    expect((after / NAME).read_bytes() == content, "after a rebuild another file comes")
    print("ok     the file comes after a rebuild", flush=True)
    house.end()
    line.proxy.close()


def run_hurried(house):
    """More pieces than a minute has: they are sent again when the server says so. Sixteen count as one act, and the
    committee sends twenty times as many acts as a resident."""
    pieces = ACTS_A_MINUTE * 20 * 16
    house.start()
    house.operator("channel", "create", "plans", "Plans")
    house.member("li", "li", "--role", "committee")
    files = [f"{house.folder}/{number}.bin" for number in range(4)]
    for file in files:
        pathlib.Path(file).write_bytes(os.urandom(FILE_BYTES))
    expect(len(files) * FILE_BYTES // PIECE_BYTES > pieces, "there are too few pieces to be too fast")
    words = [word for file in files for word in ("--attach", file)]
    expect(house.run("li", "publish", "plans", "Plans", *words, stdin="x").stdout.strip() == "plans/2",
           "it was not published")
    print("ok     more pieces than a minute has are sent when they may be", flush=True)
    house.end()


def main():
    seed = int(os.environ.get("BULLETIN_SEED", random.SystemRandom().randrange(2**32)))
    cuts = int(os.environ.get("BULLETIN_CUTS", "50"))
    print(f"seed {seed}: BULLETIN_SEED={seed} BULLETIN_CUTS={cuts} plays it again", flush=True)
    random.seed(seed)
    # A server under the address sanitizer keeps what was freed for a while; that is not what is measured.
    options = (os.environ.get("ASAN_OPTIONS"), "quarantine_size_mb=8")
    os.environ["ASAN_OPTIONS"] = ":".join(filter(None, options))
    house = House(sys.argv[1], sys.argv[2])
    hurried = House(sys.argv[1], sys.argv[2], ["--acts-a-minute", str(ACTS_A_MINUTE)])
    try:
        run_hurried(hurried)
        run(house, cuts)
    except Failed as failed:
        print(f"FAILED {failed}", flush=True)
        return 1
    finally:
        hurried.remove()
        house.remove()
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main())
