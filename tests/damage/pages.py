"""Pages, metas and tables that are damaged: they are found, and whoever is told `internal` finds the place in the log."""
import os
import random
import socket
import subprocess

from copies import BROKEN, PAGE, Copy, Failed, PATIENCE_S, check, use_it


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
