"""Tell somebody on every address we know that something changed about how they sign in."""

from datetime import datetime

from loopplank.access.account.actors import first_membership
from loopplank.access.messages.channels import channels
from loopplank.actions.messages.messages import queue_to_account
from loopplank.core.kit.contact_details import takes_texts
from loopplank.store.models import Account, Link, Message


def tell_everywhere(
    account: Account, template: str, now: datetime, *, link: Link | None = None
) -> list[Message]:
    """Queue the news by every way that leaves by itself: mail, and a text to their own number.

    Nothing is queued where nothing leaves by itself: a colleague never carries this by hand.
    """
    membership = first_membership(account.pk)
    if membership is None:
        return []
    ways = channels()
    made = []
    for channel in ("email", "sms"):
        if channel not in ways or (channel == "sms" and not takes_texts(account.phone)):
            continue
        row = queue_to_account(
            membership.organisation,
            account,
            template,
            {"at": now.isoformat()},
            now=now,
            link=link,
        )
        if row.channel != channel:
            row.channel = channel
            row.save(update_fields=["channel"])
        made.append(row)
    return made
