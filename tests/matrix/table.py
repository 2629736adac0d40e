"""The tables as PROTOCOL.md's reference prints them, and what they say of one verb, one person and one thing.

It reads the page alone: what is expected of the server comes from here, never from a list made by hand. It knows no
server and sends nothing.
"""

import re


# A kind that is one of a few, and the table of its words.
CHOICE = re.compile(r"^\| (.+) \| str \| a word of the table of (.)(.+) \|$", re.MULTILINE)


class Verb:
    def __init__(self, word, help, kind, who, fields, seen, scopes):
        self.word, self.help, self.kind, self.fields, self.seen = word, help, kind, fields, seen
        self.scope = max((words for words in scopes if who.endswith(words)), key=len)
        self.rule = scopes[self.scope]
        self.roles = who[:len(who) - len(self.scope)]

    def field_of_kind(self, *kinds):
        return [name for name, (needed, kind) in self.fields.items() if kind in kinds]


def rows_of(page, title):
    """The cells of the table under a title, one list a row."""
    part = page.split(f"### {title}\n", 1)[1].split("\n### ", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")]
            for line in part.splitlines() if line.startswith("|")]
    return rows[2:]


def words_of(page, title):
    return [row[0].strip("`") for row in rows_of(page, title)]


class Table:
    def __init__(self, path):
        page = open(path, encoding="utf-8").read().split("<!-- reference:", 1)[1]
        self.roles = words_of(page, "Roles")
        self.rights = words_of(page, "Rights in a channel")
        self.choices = {kind: words_of(page, first.upper() + rest) for kind, first, rest in CHOICE.findall(page)}
        self.scopes = {"" if words == "nothing" else ", " + words: {"where": where, "right": right, "whose": whose}
                       for words, where, right, whose in rows_of(page, "Scopes")}
        self.verbs = [self.read_verb(part) for part in
                      re.split(r"\n#### ", page.split("### Verbs\n", 1)[1].split("\n### ", 1)[0])[1:]]
        assert len(self.verbs) > 60 and len(self.roles) == 6, "the reference is not what this reads"

    def read_verb(self, part):
        word = re.match(r"`(.+)`", part).group(1)
        help = part.split("\n\n")[1].strip()
        kind = re.search(r"- Kind: (.+)\.\n", part).group(1)
        who = re.search(r"- Who may: (.+)\.\n", part).group(1)
        seen = re.search(r"- What stands in `(.+)` is the `(.+)` that `(.+)` shows\.\n", part)
        fields = {}
        for line in re.findall(r"^\| `.*$", part, re.M):
            name, needed, what = [cell.strip() for cell in line.strip("|").split("|")][:3]
            fields[name.strip("`")] = (needed == "required", what.split(",")[0])
        return Verb(word, help, kind, who, fields, seen and seen.groups(), self.scopes)

    def role_may(self, verb, role, house):
        """None when the role is enough; else the code."""
        if house and verb.roles == "the house alone":
            return None
        if verb.roles == "everyone, guests too":
            return None
        if verb.roles == "everyone with an account":
            return "not-enrolled" if role == "guest" else None
        if verb.roles == "the house alone":
            return "not-enrolled" if role == "guest" else "not-allowed"
        named = re.findall(r"`(.+?)`", verb.roles)
        assert named and all(one in self.roles for one in named), verb.roles
        if house and role not in named and verb.kind.startswith("a change"):
            return "act-not-here"  # the house signs only what its operator may do
        return None if role in named else "not-enrolled" if role == "guest" else "not-allowed"

    def expect(self, verb, who, lists, target):
        """The code with which permission is refused, or None. `lists` gives the four lists of a channel by its name,
        or None; `target` is the channel that is named, with what an id names there, if it does."""
        refusal = self.role_may(verb, who.role, who.house)
        rule = verb.rule
        where = rule["where"]
        if refusal is not None or where == "none":
            return refusal
        if where == "themes":
            target = Target("themes")
        if target is None:
            return None
        people_made = "/" not in target.channel and target.channel not in ("keys", "residents", "brands")
        if where.endswith("people made") and who.role == "operator" and people_made and lists(target.channel):
            return None
        if where.startswith("the one named; members") and target.thing is not None and \
                who.department in target.thing.addressed:
            return None
        if house_needs_none(rule) and who.house and lists(target.channel):
            return None
        if target.thing is not None and not may(who, lists(target.channel), "read"):
            return "unknown-channel"
        judged = target.channel
        if rule["whose"] != "anybody's":
            if target.thing.owner is None:
                return None  # what it should be, the verb says
            if rule["whose"].endswith("moderates") and may(who, lists(judged), "moderate"):
                return None
            if target.thing.owner != who.account:
                return "not-own" if rule["whose"].endswith("moderates") else "not-author"
        elif where.startswith("the desk's") and target.thing is not None:
            if not judged.startswith("desk/"):
                return None
            judged = judged[len("desk/"):]
        if may(who, lists(judged), rule["right"]):
            return None
        if not may(who, lists(judged), "read"):
            return "unknown-channel"
        return {"speak": "not-speaker", "publish": "not-publisher", "moderate": "not-moderator"}[rule["right"]]


def house_needs_none(rule):
    """Whether the house may do it in any channel, also one that it does not read."""
    return rule["where"].endswith("the house needs no right in any")


class Target:
    def __init__(self, channel, thing=None):
        self.channel, self.thing = channel, thing


def fits(who, word):
    if word == "everyone":
        return True
    if word.startswith("dept:"):
        return word[len("dept:"):] == who.department
    if word.startswith("account:"):
        return word[len("account:"):] == who.account
    return word == who.role


def may(who, lists, right):
    """Whoever fits a word of the list; to do more than read needs an account."""
    if lists is None or (right != "read" and who.role == "guest"):
        return False
    return any(fits(who, word) for word in lists[right])
