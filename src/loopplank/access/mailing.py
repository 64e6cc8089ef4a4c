"""The messages that may leave by themselves: one-time codes to a party, and nothing else."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from loopplank.access.codes import alive
from loopplank.access.due import BATCH
from loopplank.access.messages import MessageFacts, facts_of, with_people
from loopplank.store.models import Message


def mail_leaves() -> bool:
    """Whether mail leaves by itself. News for a colleague that a colleague would have to send by
    hand is no news: it stands on Vandaag as well.
    """
    return bool(settings.SENDS_MAIL)


def codes_to_mail(
    now: datetime, skip: Collection[UUID] = (), limit: int = BATCH
) -> list[MessageFacts]:
    """Queued codes that work still, to a party with an address, with all that their text needs."""
    living = [str(pk) for pk in alive(now).values_list("pk", flat=True)]
    rows = mailable().filter(params__code_of__in=living)
    found = with_people(rows.exclude(pk__in=skip)).order_by("queued_at", "pk")[:limit]
    return facts_of(found)


def mailable() -> "QuerySet[Message]":
    """What the loop may mail, whether or not the code in it works still."""
    return Message.objects.filter(
        state="queued", template="code", channel="email", to="party", party__erased_at=None
    ).exclude(party__email="")


def code_is_alive(row: Message, now: datetime) -> bool:
    """The code of a message opens something still, and no newer one took its place."""
    made_from, sequence = row.params.get("code_of"), row.params.get("sequence")
    return alive(now).filter(pk=made_from, sequence=sequence).exists()
