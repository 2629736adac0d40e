#!/usr/bin/python3
"""Damages what lies in the folder of a house, and fills the disk under it. Whatever is done, `bulletind` says a sentence
and ends with a code of its manual, never by a signal; and it never founds a second history where there was one.

usage: run.py BULLETIND BULLETIN SPOIL [full-disk]

With `full-disk` only the full disk is tried, which needs a mount of its own; where none is permitted it ends with 77.

BULLETIN_DAMAGE_PAGES says how many pages are damaged, or `all`; BULLETIN_SEED which. The pages themselves, without
the programs around them, are a matter of ../unit/test_store_pages.c.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, HERE + "/../support"]
from copies import imported, undamaged  # noqa: E402
from first import first_starts, founded_anew, killed_first_starts, removed  # noqa: E402
from full import Skipped, full_disk, limited  # noqa: E402
from house import House, judged  # noqa: E402
from pages import metas, mistakes, pages  # noqa: E402

FIRST_PARTS = (first_starts, killed_first_starts, removed, founded_anew)
PARTS = (undamaged, pages, metas, mistakes, limited)


def main():
    house = House(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))
    house.spoil = os.path.abspath(sys.argv[3])
    disk_alone = sys.argv[4:] == ["full-disk"]

    def use():
        house.start()
        house.end()
        for part in () if disk_alone else FIRST_PARTS:
            part(house)
        imported(house)
        for part in (full_disk,) if disk_alone else PARTS:
            part(house)

    try:
        return judged(house, use)
    except Skipped as why:
        print(f"skipped: {why}")
        return 77


if __name__ == "__main__":
    sys.exit(main())
