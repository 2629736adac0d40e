#!/usr/bin/python3
"""Damages what lies in the folder of a house, and fills the disk under it. Whatever is done, `bulletind` says a sentence
and ends with a code of its manual, never by a signal; and it never founds a second history where there was one.

usage: run.py BULLETIND BULLETIN SPOIL [full-disk]

With `full-disk` only the full disk is tried, which needs a mount of its own; where none is permitted it ends with 77.

BULLETIN_DAMAGE_PAGES says how many pages are damaged, or `all`; BULLETIN_SEED which. The pages themselves, without
the programs around them, are a matter of ../unit/test_store_pages.c.
"""
import ctypes
import os
import random
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE + "/../support")
from house import Failed, House, PATIENCE_S  # noqa: E402

PAGE = 4096
CUT = 512  # bytes: what a disk writes at once
STORE, BROKEN = 3, 4
FILES = ("data.mdb", "lock.mdb", "lock", "house.seed", "founded")


class Skipped(Exception):
    pass


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


# What a folder has beside its data.mdb when it is cut. Only where neither name stands was nothing promised.
LEFT = {
    "neither key nor mark": ("house.seed", "founded"),
    "the key": ("founded",),
    "the mark": ("house.seed",),
    "the key and the mark": (),
}


def cut_start(house, left, size, whole):
    """Serves a store cut at `size`; gives what became of it."""
    copy = Copy(house)
    copy.remove("lock.mdb", *LEFT[left])
    os.truncate(copy.path("data.mdb"), size)
    where = f"cut at {size} with {left}"
    done = copy.serve()
    if done.returncode != 0:
        check(done.returncode in (STORE, BROKEN) and done.stdout == "", f"{where}: {done.stdout}{done.stderr}")
        check(copy.read("data.mdb") == whole[:size], f"{where}: what was left of it was changed")
        if "house.seed" in LEFT[left] and "house.seed' must" in done.stderr:
            check(size > len(whole) / 2, f"{where}: it asks for the key of a damaged store")
            return "without its key"
        check("estore a backup" in done.stderr and "--found-anew" in done.stderr, f"{where}: {done.stderr!r}")
        return "refused"
    check(copy.tool("verify").returncode == 0, f"{where}: what began is not sound")
    if copy.key(done) == house.house.hex():
        check("house.seed" not in LEFT[left] and size > len(whole) / 2, f"{where}: the old key in a new history")
        return "whole"
    check(left == "neither key nor mark", f"{where}: a second house was founded")
    check(size == 0 or "beginning again" in done.stderr, f"{where}: it began again and did not say so")
    return "again"


def first_starts(house):
    """Cut off anywhere, a store beside a key or a mark is never begun again; with neither it is, with another key."""
    whole = Copy(house).read("data.mdb")
    became = {left: [cut_start(house, left, size, whole) for size in range(0, len(whole) + 1, CUT)] for left in LEFT}
    for left, ends in became.items():
        torn = "again" if left == "neither key nor mark" else "refused"
        uncut = "without its key" if "house.seed" in LEFT[left] else "whole"
        check(set(ends) == {torn, uncut} and ends.count(torn) > 50 and ends[-1] == uncut, f"{left}: {ends}")
    lock_and_key(house)
    print(f"a store cut every {CUT} bytes: " +
          "; ".join(f"beside {left} {ends.count('again')} began again and {ends.count('refused')} were refused"
                    for left, ends in became.items()))


def lock_and_key(house):
    """The other two files of a first start, cut as well."""
    for size in range(0, 65536, CUT):
        copy = Copy(house)
        os.truncate(copy.path("lock.mdb"), size)
        check(copy.key(copy.serve()) == house.house.hex(), f"a lock.mdb cut at {size} stops it")
    for size in range(0, 32):
        copy = Copy(house)
        os.truncate(copy.path("house.seed"), size)
        done = copy.serve()
        check(done.returncode == STORE and "house.seed" in done.stderr, f"a key of {size} bytes: {done.stderr!r}")
    copy = Copy(house)
    copy.remove("founded")
    os.rename(copy.path("house.seed"), copy.path("house.seed.new"))
    check(copy.key(copy.serve()) == house.house.hex(), "a key that had not got its name yet is another one")
    copy = Copy(house)
    os.rename(copy.path("house.seed"), copy.path("house.seed.new"))
    with open(copy.path("house.seed.new"), "wb") as file:
        file.write(bytes(32))
    done = copy.serve()
    check(done.returncode == STORE and "house.seed" in done.stderr, f"another house's new key: {done.stderr!r}")


def killed_first_starts(house):
    """Killed at each of its writes, it starts; and under the same key once the key had its name."""
    library = os.path.dirname(house.daemon) + "/killer.so"
    armed = house.folder + "/armed"
    open(armed, "w", encoding="utf-8").close()
    marked = named = killed = 0
    for when in ("before", "after"):
        for number in range(1, 400):
            copy = Copy(house)
            shutil.rmtree(copy.folder)
            server = subprocess.Popen(
                [house.daemon, "serve", "--data", copy.folder, "--listen", "127.0.0.1:0", "--loops", "1"],
                stdout=subprocess.PIPE, text=True,
                env=dict(os.environ, LD_PRELOAD=library, BULLETIN_KILL_ARMED=armed, BULLETIN_KILL_AT=str(number),
                         BULLETIN_KILL_WHEN=when))
            ready = server.stdout.readline()
            if ready != "" and server.poll() is None:
                server.terminate()
            server.stdout.close()
            status = server.wait(PATIENCE_S)
            if status == 0:
                break
            check(status == -signal.SIGKILL, f"killed {when} write {number} it ended with {status}")
            killed += 1
            promised = os.path.exists(copy.path("founded"))
            marked += promised
            check(ready == "" or promised, "it was ready before its mark was there")
            kept = copy.read("house.seed") if os.path.exists(copy.path("house.seed")) else None
            named += kept is not None
            check(not promised or kept is not None, "it had its mark before its key")
            key = ready.split("/")[3].strip() if ready != "" else None
            done = copy.serve()
            check(done.returncode == 0 and (key is None or copy.key(done) == key),
                  f"killed {when} write {number}: {done.stdout}{done.stderr}")
            check(kept in (None, copy.read("house.seed")), f"killed {when} write {number}: its key changed")
            check("house.seed.new" not in os.listdir(copy.folder), f"killed {when} write {number}: a key is left over")
            check(copy.tool("verify").returncode == 0, f"killed {when} write {number} it is not sound")
    check(killed > 20 and 0 < marked < named < killed, f"{killed} kills, {named} after the key, {marked} after the mark")
    print(f"killed at {killed} writes of its first start, {named} of them with the key, {marked} with the mark: it starts")


# What each file's absence means: how serve and verify end, and what serve says.
REMOVED = {
    "data.mdb": (STORE, STORE, "its data.mdb is gone"),
    "lock.mdb": (0, 0, ""),
    "lock": (0, 0, ""),
    "house.seed": (STORE, 0, "house.seed"),
    "founded": (0, 0, ""),
}


def removed(house):
    """Each file of the folder gone, in turn; and with data.mdb each other one as well."""
    for name, (serves, verifies, words) in REMOVED.items():
        copy = Copy(house)
        copy.remove(name)
        done = copy.tool("verify")
        check(done.returncode == verifies, f"without {name} verify ended with {done.returncode}: {done.stderr!r}")
        copy = Copy(house)
        copy.remove(name)
        before = sorted(os.listdir(copy.folder))
        done = copy.serve()
        check(done.returncode == serves and words in done.stderr,
              f"without {name} serve ended with {done.returncode}: {done.stderr!r}")
        if serves == 0:
            check(copy.key(done) == house.house.hex(), f"without {name} it has another key")
            check(os.path.exists(copy.path("founded")), f"without {name} the mark is not there")
        if name == "data.mdb":
            check(sorted(os.listdir(copy.folder)) == before, "a refusal left something behind")
    for other in FILES[1:]:
        copy = Copy(house)
        copy.remove("data.mdb", other)
        done = copy.serve()
        check(done.returncode == STORE and "found-anew" in done.stderr,
              f"without data.mdb and {other} it ended with {done.returncode}: {done.stderr!r}")
    print("each file gone in turn: said, or made again")


def emptied(copy, house):
    """In place of the store one that is sound and holds no fact."""
    library = os.path.dirname(house.daemon) + "/killer.so"
    other = Copy(house, "other")
    for number in range(1, 400):  # a first start that is killed before its first fact
        shutil.rmtree(other.folder)
        killed = subprocess.run(
            [house.daemon, "serve", "--data", other.folder, "--listen", "127.0.0.1:0", "--loops", "1"],
            capture_output=True, check=False, timeout=PATIENCE_S,
            env=dict(os.environ, LD_PRELOAD=library, BULLETIN_KILL_ARMED=house.folder + "/armed",
                     BULLETIN_KILL_AT=str(number), BULLETIN_KILL_WHEN="before"))
        check(killed.returncode == -signal.SIGKILL, f"it ended with {killed.returncode}: {killed.stderr!r}")
        if os.path.exists(other.path("house.seed.new")):
            break
    shutil.copy(other.path("data.mdb"), copy.path("data.mdb"))


def founded_anew(house):
    """The old house is given up by an explicit word alone, and the new one has another key."""
    copy = Copy(house)
    done = copy.serve("--found-anew")
    check(done.returncode == STORE and "still there" in done.stderr, f"beside a sound store: {done.stderr!r}")
    copy.remove("data.mdb")
    done = copy.serve("--found-anew")
    check(copy.key(done) != house.house.hex(), "the new house has the key of the old one")
    check(copy.read("house.seed.old") == Copy(house, "kept").read("house.seed"), "the old key is gone")
    again = copy.serve()
    check(copy.key(again) == copy.key(done), "it does not last")
    for left, names in LEFT.items():  # sound, and without a fact
        copy = Copy(house)
        emptied(copy, house)
        copy.remove(*names)
        done = copy.serve()
        if left == "neither key nor mark":
            check(copy.key(done) != house.house.hex(), "a store without facts has the old key")
        else:
            check(done.returncode == STORE and "holds nothing" in done.stderr, f"no facts, {left}: {done.stderr!r}")
    print("a house is given up by an explicit word, and the next has a key of its own")


# --- pages


def zeroed(data, page, _):
    data[page * PAGE:(page + 1) * PAGE] = bytes(PAGE)


def turned(data, page, dice):
    for _ in range(1 + dice.randrange(4)):
        data[page * PAGE + dice.randrange(PAGE if dice.randrange(2) else 64)] ^= 1 << dice.randrange(8)


def swapped(data, page, dice):
    other = dice.randrange(len(data) // PAGE)
    one, two = data[page * PAGE:(page + 1) * PAGE], data[other * PAGE:(other + 1) * PAGE]
    data[page * PAGE:(page + 1) * PAGE], data[other * PAGE:(other + 1) * PAGE] = two, one


def cut(data, page, dice):
    del data[page * PAGE + dice.choice((0, 1, 512, PAGE - 1)):]


def pages(house):
    """Pages are damaged in every way; whatever the programs then do, they end in order."""
    whole = Copy(house).read("data.mdb")
    count = len(whole) // PAGE
    wanted = os.environ.get("BULLETIN_DAMAGE_PAGES", "40")
    dice = random.Random(int(os.environ.get("BULLETIN_SEED", "1")))
    some = range(count) if wanted == "all" else sorted(dice.sample(range(count), min(count, int(wanted))))
    found, ends = {}, {}
    for way in (zeroed, turned, swapped, cut):
        for page in some:
            copy, data = Copy(house), bytearray(whole)
            way(data, page, dice)
            with open(copy.path("data.mdb"), "wb") as file:
                file.write(data)
            try:
                said = copy.tool("verify", "--quiet").returncode
                served = copy.serve(use=use_it).returncode
            except Failed as failure:
                raise Failed(f"page {page} {way.__name__}: {failure}") from None
            check(not (way is cut and said != 0 and page < 2) or served != 0, f"page {page} cut, and it served")
            found[way.__name__] = found.get(way.__name__, 0) + (said != 0)
            ends[served] = ends.get(served, 0) + 1
    check(all(found.values()), f"a way of damage was never found: {found}")
    print(f"{len(some)} of {count} pages, four ways: verify found {found}; serving ended {ends}")


# Where the two metas have the number of the last page, and what no store says there.
LAST_AT = (136, PAGE + 136)
LASTS = (0, 1 << 34, 1 << 40, 1 << 47, (1 << 64) - 1)


def metas(house):
    """A number of pages that cannot be is damage: neither a sound store, nor memory that is out."""
    for last in LASTS:
        for places in (LAST_AT[:1], LAST_AT[1:], LAST_AT):
            copy = Copy(house)
            with open(copy.path("data.mdb"), "r+b") as file:
                for place in places:
                    file.seek(place)
                    file.write(last.to_bytes(8, "little"))
            for done in (copy.tool("verify", "--quiet"), copy.serve()):
                check(done.returncode == BROKEN and "is damaged: " in done.stderr and done.stdout == "",
                      f"last page {last} at {places}: {done.returncode} {done.stdout}{done.stderr}")
    print(f"{len(LASTS)} numbers of pages that cannot be, in either meta and both: named as damage")


# --- what the log says

ASKED = (
    "channels", "headlines channel=programme", "read id=programme/2", "receipts id=programme/2", "overdue",
    "inbox department=labour", "facts channel=programme after=0", "forum.threads channel=forum", "theme.list year=2006",
    "theme.show month=2006-11", "theme.current", "activity.list", "search words=brand", "account.list", "key.list",
    "department.list", "department.create department=later title=Later",
    "channel.create channel=later title=L read=everyone publish=committee moderate=committee",
    "account.invite account=li role=committee code_hash=" + "00" * 32,
    "import channel=programme source=later dated=2001 headline=h text=t",
)


def last_line(caller):
    with caller.makefile(encoding="utf-8") as answer:
        for said in answer:
            if said.startswith(("ok", "error")):
                return said
    return ""


def ask_all(copy):
    """Asks everything on the control socket; gives the lines that were answered with `internal`."""
    ours = []
    for line in ASKED:
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(PATIENCE_S)
            try:
                caller.connect(copy.path("control"))
                caller.sendall((line + "\n").encode())
                said = last_line(caller)
            except OSError:
                return ours  # it has ended, and says why
        if said.startswith("error internal"):
            ours.append(line.split()[0])
        check("ledger-broken" not in said and "store-damaged" not in said, f"{line} was answered with {said}")
    return ours


def mistakes(house):
    """Whatever table cannot be read: who is told `internal` finds it in the log, with the verb and the place."""
    table, met = 0, set()
    while True:
        copy, ours = Copy(house), []
        done = subprocess.run([house.spoil, copy.folder, str(table)], capture_output=True, text=True, check=False)
        if done.returncode == 2:
            break
        check(done.returncode == 0, f"table {table} cannot be spoilt: {done.stderr}")
        served = copy.serve(use=lambda it, ours=ours: ours.extend(ask_all(it)))
        for verb in ours:
            check(any(line.startswith(f"bulletind: {verb}: ") and ".c:" in line for line in served.stderr.splitlines()),
                  f"table {table}: {verb} was answered with internal, and the log says {served.stderr!r}")
        lines = served.stderr.splitlines()
        check(len(lines) == len(set(lines)), f"table {table}: the log says the same twice: {lines}")
        met.update(ours)
        table += 1
    check(len(met) > len(ASKED) / 2, f"only {met} were ever answered with internal")
    print(f"{table} tables spoilt in turn: {len(met)} verbs were answered with internal, and each is in the log")


# --- a full disk


def limited(house):
    """A limit on the size of files is a full store and is called one; the rest is served."""
    size = os.path.getsize(house.data + "/data.mdb")

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    def fill(copy):
        for number in range(40):
            done = copy.ask("call", "department.create", f"department=d{number}", f"title={'x' * 100}")
            if done.returncode != 0:
                check("The store is full" in done.stderr + done.stdout, f"at the limit it said {done.stderr!r}")
                full.append(number)
                break
        check("id=programme" in copy.ask("call", "headlines", "channel=programme").stdout, "it does not read any more")

    full, copy = [], Copy(house)
    done = copy.serve(use=fill, preexec_fn=limit)
    check(done.returncode == 0 and full, f"at the limit it ended with {done.returncode}: {done.stderr!r}")
    check(copy.tool("verify").returncode == 0, "it is not sound afterwards")
    copy = Copy(house)
    copy.remove("lock.mdb")
    done = copy.serve(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)))
    check(done.returncode == STORE and "limit on the size of files" in done.stderr,
          f"without room for lock.mdb it ended with {done.returncode}: {done.stderr!r}")
    print("a limit on the size of files is said and lived with")


def fill_up(path):
    with open(path, "wb", buffering=0) as file:
        try:
            while file.write(bytes(PAGE)) == PAGE:
                pass
        except OSError:
            pass


class Disk:
    """A small file system, in a mount namespace of its own. SKIPPED where that is not permitted."""

    def __init__(self, house, room):
        self.path = house.folder + "/disk"
        if ctypes.CDLL(None, use_errno=True).unshare(0x20000) != 0:  # CLONE_NEWNS
            raise Skipped("mount namespaces are not permitted here")
        os.mkdir(self.path)
        size = os.path.getsize(house.data + "/data.mdb") + room
        for words in (["--make-rprivate", "/"], ["-t", "tmpfs", "-o", f"size={size}", "none", self.path]):
            if subprocess.run(["mount", *words], capture_output=True, check=False).returncode != 0:
                raise Skipped("nothing may be mounted here")

    def leave(self):
        subprocess.run(["umount", "-l", self.path], capture_output=True, check=False)


def say_until_full(copy, most, prefix):
    """Acts, until one is refused; gives how many were taken."""
    for number in range(most):
        done = copy.ask("call", "department.create", f"department={prefix}{number}", f"title={'x' * 100}")
        if done.returncode != 0:
            check("The store is full" in done.stderr + done.stdout, f"on a full disk it said {done.stderr!r}")
            check("id=programme" in copy.ask("call", "headlines", "channel=programme").stdout, "it reads no more")
            return number
    raise Failed(f"{most} acts were taken and the disk is not full")


def erase_on_full(copy, names):
    """What a law demands to be gone goes; the reserve is there for it."""
    for name in names:
        read = copy.ask("call", "read", f"id={name}")
        head = next(word for word in read.stdout.split() if word.startswith("head="))
        done = copy.ask("call", "erase", f"id={name}", head, "reason=order")
        check(done.returncode == 0, f"erasing {name} on a full disk: {done.stdout}{done.stderr}")
        check("erased=" in copy.ask("call", "read", f"id={name}").stdout, f"{name} is still there")


def full_disk(house):
    """A file system with no room left, by others and by its own acts."""
    reserve = 4 << 20
    disk = Disk(house, reserve + 64 * PAGE)
    try:
        copy = Copy(house, "disk/house")
        copy.remove("lock.mdb")
        fill_up(disk.path + "/fill")
        for words in (("serve", "--listen", "127.0.0.1:0"), ("verify",), ("rebuild",)):
            done = copy.tool(*words)
            check(done.returncode == STORE and "The store is full" in done.stderr,
                  f"{words[0]} on a full disk ended with {done.returncode}: {done.stderr!r}")
        os.unlink(disk.path + "/fill")
        taken = []

        def use(there):
            taken.append(say_until_full(there, 2000, "before"))
            erase_on_full(there, [f"programme/{number}" for number in range(2, 12)])
            check(say_until_full(there, 1, "after") == 0, "after the erasures acts are taken again")
            fill_up(disk.path + "/fill")  # and now the reserve itself is gone
            done = there.ask("call", "headlines", "channel=programme")
            check(done.returncode == 0 and "id=programme" in done.stdout, "it reads no more")
            check(say_until_full(there, 1, "last") == 0, "without a byte of room an act is taken")

        done = copy.serve(use=use)
        check(done.returncode == 0 and taken and taken[0] > 0,
              f"on a full disk it ended with {done.returncode}, {taken}: {done.stderr!r}")
        os.unlink(disk.path + "/fill")
        check(copy.tool("verify").returncode == 0, "it is not sound afterwards")
    finally:
        disk.leave()
    print(f"a full disk is said and lived with: {taken[0]} acts, and then 10 erasures")


FIRST_PARTS = (first_starts, killed_first_starts, removed, founded_anew)
PARTS = (undamaged, pages, metas, mistakes, limited)


def main():
    house = House(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))
    house.spoil = os.path.abspath(sys.argv[3])
    disk_alone = sys.argv[4:] == ["full-disk"]
    try:
        house.start()
        house.end()
        for part in () if disk_alone else FIRST_PARTS:
            part(house)
        imported(house)
        for part in (full_disk,) if disk_alone else PARTS:
            part(house)
    except Skipped as why:
        print(f"skipped: {why}")
        return 77
    except (Failed, OSError) as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        return 1
    finally:
        house.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main())
