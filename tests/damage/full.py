"""Disks that are full, and limits on the size of files. They are said, reading goes on, and what a law demands to be gone goes.
"""
import ctypes
import os
import resource
import subprocess

from copies import PAGE, STORE, Copy, Failed, check


class Skipped(Exception):
    pass


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
        seen = next("seen=" + word[5:] for word in read.stdout.split() if word.startswith("head="))
        done = copy.ask("call", "erase", f"id={name}", seen, "reason=order")
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
