"""What people write beside a thing, by the facts in which it stands, and who may erase it."""

import json

# What people write beside a thing stands in a fact of its own.
BESIDE = {"bulletin.withdrawn", "bulletin.cancelled", "receipt.signed", "post.hidden", "theme.cancelled", "activity.cancelled",
          "activity.attended", "activity.replied", "award.withdrawn", "round.closed", "brand.withdrawn", "brand.returned", "brand.kept",
          "brand.revoked", "counsel.said", "counsel.asked", "counsel.done", "guide.ended", "rating.answered",
          "rating.settled", "rating.set-aside", "rating.appealed", "rating.upheld", "rating.restored", "key.revoked", "account.revoked",
          "account.invited", "account.changed"}


# What goes with whoever leaves, where zhou said it.
OWN = {"rating.settled", "rating.appealed"}


def beside(facts):
    """The ids of those, and who may erase them. Of names those of one person: others go with their account."""
    for fact in facts.values():
        accounts_ = fact["id"].rsplit("/", 1)[0] in ("keys", "desk/keys", "residents")
        if fact["kind"] in BESIDE and "ERASED" in json.dumps(fact) and (
                fact["kind"] not in ("account.invited", "account.changed") or fact["decided"]["account"] == "wang") and (
                fact["kind"] not in OWN or fact["actor"] != "zhou"):
            yield fact["id"], "boss" if accounts_ else "li"
