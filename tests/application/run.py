#!/usr/bin/python3
"""The form of an application through the real command, with no server: written, filled in, and checked.

usage: run.py BULLETIN

Every field is left out once and every limit is exceeded once, by the form itself; every picture that is no logo, and every
plan that is none, is named with its line and a remedy. Nothing is written but the form, and a form that is there stays.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from forms import PARTS, filled, whole  # noqa: E402
from pictures import ANIMATION, PROFILE, TEXT, black, png  # noqa: E402

MOST_ITEMS = 20
BROKEN = "The picture 'logo.png' cannot be read: its pixels are not what it says of them. Open it, and save it again as a PNG."
PIXELS = "The picture 'logo.png' has too many pixels: at most 2048 each way. Make it smaller."
# (what, the file's bytes, what is said of it)
LOGOS = [
    ("no picture", b"GIF89a" + bytes(40), "'logo.png' is neither a PNG nor a JPEG. Save the picture as a PNG."),
    ("a drawing in text", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
     "'logo.png' is neither a PNG nor a JPEG. Save the picture as a PNG."),
    ("a JPEG by its bytes", b"\xff\xd8\xff\xe0" + bytes(40),
     "'logo.png' is a JPEG, and its name says otherwise. Rename it, or save it again as a PNG."),
    ("wider than it is", png(said=(9, 8)), BROKEN),
    ("higher than it is", png(said=(8, 9)), BROKEN),
    ("lower than it is", png(said=(8, 7)), BROKEN),
    ("20,000 x 20,000 as it says", png(said=(20000, 20000)), PIXELS),
    ("20,000 x 20,000 indeed", black(20000, 20000), PIXELS),
    ("2,049 wide", black(2049, 1), PIXELS),
    ("animated", png(before=ANIMATION), "The picture 'logo.png' is animated. Save one of its frames as a PNG."),
    ("cut short", png()[:-20], "The picture 'logo.png' cannot be read: it is cut short. Open it, and save it again as a PNG."),
    ("too many bytes", png(behind=bytes(600 * 1024)),
     "The picture 'logo.png' is too large: at most 524288 bytes. Make it smaller, or save it with fewer colours."),
    ("far too many bytes", png(behind=bytes(17 * 1024 * 1024)),
     "The picture 'logo.png' is too large: at most 524288 bytes. Make it smaller, or save it with fewer colours."),
    ("empty", b"", "'logo.png' is neither a PNG nor a JPEG. Save the picture as a PNG."),
]
# What is left out of a logo that is taken: (what, the file's bytes, what is said)
LEFT_OUT = [
    ("nothing", png(), None),
    ("a text", png(before=TEXT), "Of the logo only the pixels are sent, without text."),
    ("a profile", png(before=PROFILE), "Of the logo only the pixels are sent, without a colour profile."),
    ("both, and a file behind it", png(before=TEXT + PROFILE, behind=b"PK\x03\x04"),
     "Of the logo only the pixels are sent, without text, a colour profile and what stood behind its end."),
]


class Wrong(Exception):
    pass


class Desk:
    """A department's own machine: a folder in which forms lie, and no server."""

    def __init__(self, program, folder):
        self.program, self.folder, self.told = program, folder, 0

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def run(self, *words):
        environ = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "BULLETIN_HOME": self.path("home")}
        return subprocess.run([self.program, *words], cwd=self.folder, env=environ, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120)

    def check(self, answers, *faults, form="brand.txt"):
        """The form with these answers must have exactly these faults; gives what is said beside them."""
        self.write(form, filled(answers))
        done = self.run("brand", "check", form)
        said = [re.sub(r"^line \d+(, item \d+)?: ", "", line) for line in done.stdout.splitlines()]
        if said != list(faults) or done.returncode != (1 if faults else 0):
            raise Wrong(f"{faults or 'nothing'} expected, and it ends with {done.returncode}:\n{done.stdout}{done.stderr}")
        for line in done.stdout.splitlines():
            if not re.match(r"line \d+", line) and not line.endswith("is missing."):
                raise Wrong(f"no line is named: {line}")
        self.told += 1
        return done.stderr


def limits(form):
    """{word: its bytes} as the notes of the empty form say."""
    found = {}
    notes = ""
    for line in form.splitlines():
        if line.startswith("#"):
            notes += " " + line[1:].strip()
            continue
        most = re.search(r"at most (\d+) bytes", notes)
        if line.endswith(":") and most:
            found[line.strip()[:-1]] = int(most[1])
        notes = ""
    return found


def the_form_is_written_once(desk):
    done = desk.run("brand", "new", "brand.txt")
    form = desk.read("brand.txt")
    if done.returncode != 0 or done.stdout or len(limits(form)) != 15:
        raise Wrong(f"{done}\n{limits(form)}")
    again = desk.run("brand", "new", "brand.txt")
    if again.returncode != 1 or "is there already, and stays as it is" not in again.stderr or desk.read("brand.txt") != form:
        raise Wrong(f"{again}")
    empty = desk.run("brand", "check", "brand.txt")
    missing = re.findall(r"^line \d+: The field '(.*)' is missing\.$", empty.stdout, re.MULTILINE)
    if empty.returncode != 1 or missing != ["name", "logo", "meaning", "vision", "position", "item", "plan", "answers"]:
        raise Wrong(f"{empty}")
    return limits(form)


def every_field_is_needed_or_not(desk):
    for word in whole():
        answers = whole()
        del answers[word]
        desk.check(answers, *[] if word in ("slogan", "strengths") else [f"The field '{word}' is missing."])
    for part in PARTS:
        answers = whole()
        del answers["item"][1][part]
        desk.check(answers, f"The field '{part}' is missing.")


def every_limit_is_held(desk, most):
    for word, limit in most.items():
        if word in ("logo", "plan file"):
            continue
        for size in (limit, limit + 1):
            answers = whole()
            if word in PARTS:
                answers["item"][0][word] = "x" * size
            else:
                answers[word] = "x" * size
            longer = {"plan": ", or give 'plan file' instead"}.get(word, "")
            desk.check(answers, *[] if size == limit else [
                f"The field '{word}' is too long: at most {limit} bytes. Shorten it{longer}."])
    for count in (MOST_ITEMS, MOST_ITEMS + 1):
        answers = dict(whole(), item=[dict.fromkeys(PARTS, "x")] * count)
        desk.check(answers, *[] if count == MOST_ITEMS else [
            f"'item' stands too often: at most {MOST_ITEMS} times. Leave some out, or put them together."])


def all_of_it_can_be_signed(desk):
    """Each text may be as long as it is, and all of them together be too long for one act."""
    answers = dict(whole(), **{word: "x" * 4096 for word in ("meaning", "vision", "position")})
    answers["strengths"] = "x" * 2000
    desk.check(answers)
    answers["strengths"] = "x" * 4096
    desk.write("brand.txt", filled(answers))
    done = desk.run("brand", "check", "brand.txt")
    said = re.fullmatch(r"All of it together is (\d+) bytes too long to be signed. Shorten some texts, or give a file: 'plan file'.\n",
                        done.stdout)
    if done.returncode != 1 or not said:
        raise Wrong(f"{done}")
    answers["strengths"] = "x" * (4096 - int(said[1]))
    desk.check(answers)
    answers["strengths"] += "x"
    desk.write("brand.txt", filled(answers))
    if " 1 bytes too long" not in desk.run("brand", "check", "brand.txt").stdout:
        raise Wrong("one byte more is not too much")


def logos_are_pictures(desk):
    for what, content, said in LOGOS:
        desk.write("logo.png", content)
        desk.check(whole(), said)
    for what, content, said in LEFT_OUT:
        desk.write("logo.png", content)
        notes = desk.check(whole())
        if ("pixels are sent" in notes) != (said is not None) or (said or "") not in notes:
            raise Wrong(f"{what}: {notes}")


def files_are_found(desk):
    desk.write("logo.png", png())
    gone = dict(whole(), logo="gone.png")
    desk.check(gone, "Cannot read gone.png: No such file or directory.")
    desk.check(dict(whole(), logo="home"), f"home is not a file of at most {16 * 1024 * 1024} bytes.")
    os.mkfifo(desk.path("pipe.png"))
    desk.check(dict(whole(), logo="pipe.png"), f"pipe.png is not a file of at most {16 * 1024 * 1024} bytes.")
    desk.check(dict(whole(), logo=desk.path("logo.png")))
    os.mkdir(desk.path("papers"))
    os.rename(desk.path("logo.png"), desk.path("papers/logo.png"))
    desk.check(whole(), form="papers/brand.txt")  # beside the form, wherever we are
    desk.check(whole(), "Cannot read logo.png: No such file or directory.")
    os.rename(desk.path("papers/logo.png"), desk.path("logo.png"))


def plans_are_texts_or_files(desk):
    planned = whole()
    del planned["plan"]
    planned["plan file"] = "plan.pdf"
    desk.check(planned, "Cannot read plan.pdf: No such file or directory.")
    desk.write("plan.pdf", b"")
    desk.check(planned, "The file plan.pdf is empty; nothing was sent.")
    desk.write("plan.pdf", b"%PDF")
    if "The plan is the file plan.pdf." not in desk.check(planned):
        raise Wrong("whoever sends the form of somebody else does not learn which file goes with it")
    desk.check(dict(planned, plan="The same in words."), "Give 'plan file' or 'plan', not both. Take one of them away.")
    os.truncate(desk.path("plan.pdf"), 16 * 1024 * 1024)
    desk.check(planned)
    os.truncate(desk.path("plan.pdf"), 16 * 1024 * 1024 + 1)
    desk.check(planned, "The file 'plan.pdf' is too large: at most 16777216 bytes. Split it, or say where it can be found.")
    desk.write(".plan", b"%PDF")
    desk.check(dict(planned, **{"plan file": ".plan"}), "A file cannot be named '.plan': it must have no slash, no backslash, "
               "and no dot at the beginning.")


def programs_read_it_too(desk):
    answers = whole()
    del answers["item"][1]["promise"]
    answers["logo"] = "gone.png"
    desk.write("brand.txt", filled(answers))
    done = desk.run("brand", "check", "brand.txt", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 1 or [sorted(row) for row in rows] != [["error", "field", "line", "text"],
                                                                 ["error", "field", "item", "line", "text"]]:
        raise Wrong(f"{done}")
    if [rows[0]["field"], rows[1]["field"], rows[1]["item"], rows[1]["error"]] != ["logo", "promise", 2, "field-missing"]:
        raise Wrong(f"{rows}")


def what_is_no_form_is_said(desk):
    none = desk.run("brand", "check", "none.txt")
    if none.returncode != 1 or "There is no file none.txt. `bulletin brand new none.txt` makes one." not in none.stderr:
        raise Wrong(f"{none}")
    desk.write("gbk.txt", "name: 服务品牌\n".encode("gbk"))
    other = desk.run("brand", "check", "gbk.txt")
    if other.returncode != 1 or "iconv -f GBK -t UTF-8" not in other.stdout:
        raise Wrong(f"{other}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(os.path.abspath(sys.argv[1]), folder)
        most = the_form_is_written_once(desk)
        desk.write("logo.png", png())
        os.mkdir(desk.path("home"))
        for test in (every_field_is_needed_or_not, lambda desk: every_limit_is_held(desk, most), all_of_it_can_be_signed,
                     logos_are_pictures,
                     files_are_found, plans_are_texts_or_files, programs_read_it_too, what_is_no_form_is_said):
            test(desk)
        print(f"{desk.told} forms")
        left = sorted(os.listdir(folder))
        if left != [".plan", "brand.txt", "gbk.txt", "home", "logo.png", "papers", "pipe.png", "plan.pdf"] or os.listdir(
                desk.path("home")):
            raise Wrong(f"something was written: {left}")


if __name__ == "__main__":
    main()
