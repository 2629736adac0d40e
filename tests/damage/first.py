"""First starts that are cut off, files that are gone, and houses that are given up. There is never a second history where there
was one, but by an explicit word.
"""
import os
import shutil
import signal
import subprocess

from copies import BROKEN, CUT, FILES, STORE, Copy, PATIENCE_S, check

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
