"""Bulletins that are addressed, signed for, revised, scheduled and erased, as a stranger's client sees them."""

import datetime
import os

import daemon as servers
from checks import DAY_MS, HEADLINE, TEXT, Follower, check, download, make_act, refused, take, upload
from wire import NO_HASH, Fact, hash_of


def moment(time_ms):
    """As RFC 3339 has it: what a field of the kind moment may be."""
    time = datetime.datetime.fromtimestamp(time_ms // 1000, datetime.timezone.utc)
    return time.replace(microsecond=time_ms % 1000 * 1000).isoformat(timespec="milliseconds")


def follow(daemon, identity, channel):
    """A follower with a connection of its own, at the end of its channel."""
    connection = servers.Connection(daemon, identity)
    follower = Follower(daemon, connection, channel)
    rows, _ = connection.ask("channels", channel=channel)
    while follower.number < rows[0]["number"]:
        follower.next()
    return follower


def has(values, **wanted):
    return all(values.get(name) == value for name, value in wanted.items())


def check_notice(daemon, connection, identity, notices, inbox):
    """A bulletin addressed to a department, with a file, to be signed for."""
    file, due_ms = os.urandom(100000), servers.now_ms() + 2 * DAY_MS
    name = upload(connection, "a file", file)
    attach = [["名单 2006.bin", len(file), name]]
    act = make_act(daemon, identity, "publish", channel="notices", headline=HEADLINE, text=TEXT, attach=attach,
                   priority="urgent", due=moment(due_ms), to=["labour"], receipt=True)
    done = take(connection, act)
    fact, duty = notices.next(), inbox.next()
    check("the head alone says what is to be done until when", fact.kind == "bulletin.published"
          and has(fact.decided, priority="urgent", due=due_ms, receipt=True, addressed=1), fact.decided)
    check("the department has it in its own channel, with the same act", duty.kind == "duty.assigned"
          and duty.act.bytes == act.bytes
          and has(duty.decided, id=done["id"], revision=1, receipt=True, due=due_ms), duty.decided)
    row = connection.ask("read", id=done["id"])[0][0]
    check("read gives the files, the addressees and the hash that is signed for",
          has(row, attach=attach, to=["labour"], receipt=True, revision=1, revision_head=fact.hash, mine=True),
          row)
    for id_ in (done["id"], f"dept/labour/{duty.number}"):
        check(f"the file can be fetched by {id_}", download(connection, id_, name, len(file)) == file)
    rows = connection.ask("inbox")[0]
    check("it lies in the inbox", [one["id"] for one in rows] == [done["id"]], rows)
    return done["id"], fact


def check_receipts(daemon, connection, identity, id_, fact, inbox):
    refused("signing for what nobody published", "head-changed", take, connection,
            make_act(daemon, identity, "sign", id=id_, revision_head=hash_of(b"another")))
    for verb, kind in (("deliver", "receipt.delivered"), ("open", "receipt.opened"), ("sign", "receipt.signed")):
        done = take(connection, make_act(daemon, identity, verb, id=id_, revision_head=fact.hash))
        receipt = inbox.next()
        check(f"{verb} became a receipt of the department", receipt.kind == kind and receipt.hash == done["head"]
              and receipt.decided == {"id": id_, "revision": 1}, receipt.decided)
        again = take(connection, make_act(daemon, identity, verb, id=id_, revision_head=fact.hash))
        check(f"{verb} by another act: the same receipt", has(again, id=done["id"], head=done["head"], already=True),
              again)
    rows = connection.ask("receipts", id=id_)[0]
    check("the list of receipts says so", len(rows) == 1
          and has(rows[0], department="labour", revision=1, signed_by="li.wen"), rows)


def check_facts(connection, follower, fact):
    """What was pushed can be asked for by number."""
    rows = connection.ask("facts", channel=fact.channel, after=fact.number - 1, limit=1)[0]
    check("a fact by its number is what was pushed", len(rows) == 1 and rows[0]["head"] == fact.bytes
          and rows[0]["act"] == fact.act.bytes, rows)
    rows = connection.ask("facts", channel=fact.channel, heads=True)[0]
    heads = [Fact(row) for row in rows]
    check("heads alone are a chain too", [one.prev for one in heads] == [NO_HASH] + [one.hash for one in heads[:-1]]
          and heads[-1].hash == follower.hash and not any(one.act for one in heads))


def check_revise(daemon, connection, identity, id_, first, notices, inbox):
    head = connection.ask("read", id=id_)[0][0]["head"]
    done = take(connection, make_act(daemon, identity, "revise", id=id_, seen=head, headline="更正", text=TEXT))
    fact, duty = notices.next(), inbox.next()
    check("a revision is a duty again", fact.kind == "bulletin.revised" and has(fact.decided, id=id_, revision=2)
          and done["head"] == fact.hash and duty.kind == "duty.assigned"
          and has(duty.decided, id=id_, revision=2, receipt=True), duty.decided)
    refused("signing for the revision before", "old-revision", take, connection,
            make_act(daemon, identity, "sign", id=id_, revision_head=first.hash))
    rows = connection.ask("read", id=id_, revision=1)[0]
    check("the revision before can still be read", has(rows[0], headline=HEADLINE, revision=1, revisions=2), rows)


def check_schedule(daemon, connection, identity, notices):
    at_ms = servers.now_ms() + 1500
    act = make_act(daemon, identity, "publish", channel="notices", headline=HEADLINE, at=moment(at_ms))
    done = take(connection, act)
    check("what is scheduled lies on the desk", done["id"].startswith("desk/notices/"), done)
    fact = notices.next()
    check("at its time it is published, with its author's act and name", fact.kind == "bulletin.published"
          and fact.act.bytes == act.bytes and fact.actor == "li.wen" and fact.time_ms >= at_ms
          and has(fact.decided, scheduled=done["id"]), fact.decided)
    rows = connection.ask("schedule.list", id=done["id"])[0]
    check("the desk says what became of it", has(rows[0], published=f"notices/{fact.number}"), rows)


def check_erase(daemon, connection, identity, id_, notices):
    head = connection.ask("read", id=id_)[0][0]["head"]
    take(connection, make_act(daemon, identity, "erase", id=id_, seen=head, reason="by order"))
    erased = notices.next()
    facts = [Fact(row) for row in connection.ask("facts", channel="notices")[0]]
    gone = [fact.seq for fact in facts if fact.act is None]
    check("a signed fact names the facts whose acts are gone", erased.kind == "thing.erased"
          and has(erased.decided, id=id_, facts=gone) and len(gone) == 2, (erased.decided, gone))
    check("and the chain goes through them", facts[-1].hash == notices.hash
          and all(one.prev == before.hash for before, one in zip(facts, facts[1:])))


def check_notices(daemon, connection, identity):
    daemon.ask('channel.create channel=notices title="通知" read=everyone publish=dept:labour '
               "moderate=dept:labour")
    notices, inbox = (follow(daemon, identity, channel) for channel in ("notices", "dept/labour"))
    id_, fact = check_notice(daemon, connection, identity, notices, inbox)
    check_receipts(daemon, connection, identity, id_, fact, inbox)
    check_facts(connection, notices, fact)
    check_revise(daemon, connection, identity, id_, fact, notices, inbox)
    check_schedule(daemon, connection, identity, notices)
    check_erase(daemon, connection, identity, id_, notices)
    for follower in (notices, inbox):
        follower.connection.close()
