#!/usr/bin/python3
"""The example hook of deploy/: what it hands to a sendmail that only writes down what it got, and to a file.

usage: run.py HOOK
"""

import email
import email.policy
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))

from each import each, tests_of  # noqa: E402

NASTY = """抗震救灾'$(touch ran)' "`id`" \\n %s <b> 部署；四川省级机关的公务员们请注意，本通知须于月底前签收😀"""


class Failed(Exception):
    pass


def check(what, good, detail=""):
    if not good:
        raise Failed(f"{what}: {detail}")


def fact(headline=NASTY, kind="bulletin.published", id_="notices/3", decided=None, **more):
    """A fact as the watcher hands it over: its JSON and its variables."""
    value = {"id": id_, "kind": kind, "headline": headline, "decided": decided or {}, "args": {"headline": headline}}
    env = {"BULLETIN_ID": id_, "BULLETIN_CHANNEL": id_.rsplit("/", 1)[0], "BULLETIN_NUMBER": id_.rsplit("/", 1)[1],
           "BULLETIN_KIND": kind, "BULLETIN_TIME": "2026-05-12T14:28:04Z", "BULLETIN_ACTOR": "li",
           "BULLETIN_HEADLINE": headline}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", dict(env, **more)


class Desk:
    """A folder with a sendmail, a bulletin and a hook."""

    def __init__(self, hook, folder):
        self.hook, self.folder = hook, folder
        self.mail, self.arguments, self.asked = folder / "mail", folder / "arguments", folder / "asked"
        self.program("sendmail", f'printf "%s\\n" "$*" >"{self.arguments}"; exec cat >"{self.mail}"')
        self.program("bulletin", f'printf "%s\\n" "$*" >"{self.asked}"; echo "正文：请各部门 sign & return."')

    def program(self, name, does):
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        path.chmod(0o700)
        return str(path)

    def run(self, given, to, **more):
        text, env = given
        env = {"PATH": f"{self.folder}:/usr/bin:/bin", "OFFICE_SENDMAIL": str(self.folder / "sendmail"), **env, **more}
        if to is not None:
            env["OFFICE_TO"] = str(to)
        return subprocess.run([self.hook], input=text, env=env, cwd=self.folder, capture_output=True,
                              encoding="utf-8", timeout=60)

    def mailed(self, given, **more):
        done = self.run(given, "office@labour.example", **more)
        check("the hook ends with 0", done.returncode == 0, done)
        return email.message_from_bytes(self.mail.read_bytes(), policy=email.policy.default)


def test_mail(desk):
    mail = desk.mailed(fact(), OFFICE_FROM="bulletin@labour.example")
    check("the subject is the headline", mail["Subject"] == NASTY, mail["Subject"])
    check("to whom", mail["To"] == "office@labour.example", mail["To"])
    check("from whom", mail["From"] == "bulletin@labour.example", mail["From"])
    check("sendmail takes the address from the mail", desk.arguments.read_text() == "-oi -t\n")
    check("the text is in it", "正文：请各部门 sign & return." in mail.get_content(), mail.get_content())
    check("and what it is about", "bulletin read notices/3\n" in mail.get_content(), mail.get_content())
    check("only what is kept was read", desk.asked.read_text() == "read notices/3 --name office --offline\n",
          desk.asked.read_text())
    raw = desk.mail.read_bytes()
    check("nothing but ASCII travels", raw.isascii())
    check("no line is longer than mail may have", max(map(len, raw.splitlines())) <= 76)
    for word in re.findall(rb"=\?[^ ?]*\?B\?([^?]*)\?=", raw):
        email.base64mime.decode(word.decode()).decode("utf-8")  # each whole by itself
    again = desk.mailed(fact())
    check("the same message when it is tried again", again["Message-ID"] == mail["Message-ID"], again["Message-ID"])
    check("from the mail system's own", again["From"] is None, again["From"])


def test_kinds(desk):
    for kind, start in {"bulletin.revised": "Revised: ", "bulletin.withdrawn": "Withdrawn: ",
                        "duty.assigned": "To your department: ", "bulletin.effective": "bulletin.effective: "}.items():
        mail = desk.mailed(fact("通知", kind, "dept/labour/7", {"revision": 2, "id": "notices/12"}))
        check(kind, mail["Subject"] == start + "通知", mail["Subject"])
        check("the notice is named, not the duty", desk.asked.read_text().startswith("read notices/12 "))
    text, env = fact("通知", "duty.reminded", "dept/labour/8", {"id": "notices/12", "revision": 1})
    del env["BULLETIN_HEADLINE"]
    mail = desk.mailed((text, env))
    check("without a headline its id stands", mail["Subject"] == "Reminder: notices/12", mail["Subject"])
    mail = desk.mailed(fact('a "decided":{"id":"x/1"}', "bulletin.published", "notices/9"))
    check("a headline does not pass for what was decided", desk.asked.read_text().startswith("read notices/9 "),
          desk.asked.read_text())


def test_receipts_are_not_mailed(desk):
    for kind in ("receipt.opened", "receipt.signed"):
        done = desk.run(fact("x", kind, "dept/labour/9", {"id": "notices/12", "revision": 1}), "office@labour.example")
        check("it takes it", done.returncode == 0, done)
    check("and mails nothing", not desk.mail.exists() and not desk.asked.exists())
    path = desk.folder / "received.jsonl"
    desk.run(fact("x", "receipt.signed", "dept/labour/9", {"id": "notices/12", "revision": 1}), path)
    check("a file gets all", "receipt.signed" in path.read_text(encoding="utf-8"))


def test_text_that_is_not_kept(desk):
    desk.program("bulletin", "echo nothing >&2; exit 1")
    check("the headline stands for it", NASTY in desk.mailed(fact()).get_content())


def test_mail_is_not_taken(desk):
    for does in ("cat >/dev/null; exit 75", "exit 1"):
        desk.program("sendmail", does)
        done = desk.run(fact(), "office@labour.example")
        check("so that it is tried again", done.returncode != 0 and "not taken" in done.stderr, done)
    done = desk.run(fact(), "office@labour.example", OFFICE_SENDMAIL=str(desk.folder / "none"))
    check("no sendmail", done.returncode != 0, done)


def test_unit(desk):
    """One broken channel must not stop the unit, and with it the others' duties."""
    unit = pathlib.Path(desk.hook).parent / "bulletin-office.service"
    line = next(line for line in unit.read_text(encoding="utf-8").splitlines()
                if line.startswith("RestartPreventExitStatus="))
    check("7 is restarted, 2 and 4 are not", line.split("=")[1].split() == ["2", "4"], line)


def test_file(desk):
    path = desk.folder / "received 文件.jsonl"
    for number in (3, 4):
        done = desk.run(fact(id_=f"notices/{number}"), path)
        check("it ends with 0", done.returncode == 0, done)
    facts = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    check("a line each", [line["id"] for line in facts] == ["notices/3", "notices/4"], facts)
    check("as it was", facts[0]["headline"] == NASTY, facts)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"broken off')
    desk.run(fact(id_="notices/5"), path)
    last = path.read_text(encoding="utf-8").splitlines()[-1]
    check("a line that broke off does not spoil the next", json.loads(last)["id"] == "notices/5", last)


def test_file_cannot_be_written(desk):
    done = desk.run(fact(), desk.folder / "no folder" / "file")
    check("so that it is tried again", done.returncode != 0, done)
    if os.path.exists("/dev/full"):
        done = desk.run(fact(), "/dev/full")
        check("a full disk", done.returncode != 0 and "cannot write" in done.stderr, done)


def test_nowhere(desk):
    for to in (None, "", "office", "relative/file"):
        done = desk.run(fact(), to)
        check("it says what to set", done.returncode != 0 and "OFFICE_TO" in done.stderr, done)


def main():
    hook = os.path.abspath(sys.argv[1])

    def run(test):
        with tempfile.TemporaryDirectory(prefix="bulletin-office-") as folder:
            test(Desk(hook, pathlib.Path(folder)))
            check("nothing of a headline was run", not os.path.exists(folder + "/ran"))

    return each(tests_of(globals()), (), run)


if __name__ == "__main__":
    sys.exit(main())
