"""Which messages leave by themselves, which somebody tells, and which went wrong on their way."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q

from loopplank.access.codes import alive
from loopplank.core.telling.states import GIVEN_UP, MessageState
from loopplank.core.telling.table import RULES
from loopplank.store.models import Message

#: Nobody is to be called or written to by hand because of these.
NEVER_BY_HAND = sorted(name for name, rule in RULES.items() if not rule.by_hand)


def channels() -> frozenset[str]:
    """The ways by which this installation sends by itself."""
    ways = (("email", settings.SENDS_MAIL), ("sms", settings.SENDS_SMS))
    return frozenset(way for way, works in ways if works)


def mail_leaves() -> bool:
    """News for a colleague that a colleague would have to send by hand is no news: it stands on
    Vandaag as well.
    """
    return "email" in channels()


def leaves_by_itself() -> Q:
    """What a loop will send, now or later."""
    return Q(state=MessageState.QUEUED, by_hand="", channel__in=channels())


def told_by_hand() -> Q:
    """What somebody must tell; not what is only worth a message that leaves by itself."""
    stays = ~Q(by_hand="") | ~Q(channel__in=channels())
    return Q(state=MessageState.QUEUED) & stays & ~Q(template__in=NEVER_BY_HAND)


def went_wrong() -> Q:
    """What did not arrive, or nobody knows; what was told beside it stands with it."""
    return Q(state__in=GIVEN_UP, told_with=None)


def code_is_alive(row: Message, now: datetime) -> bool:
    """The code of a message opens something still, and no newer one took its place."""
    made_from, sequence = row.params.get("code_of"), row.params.get("sequence")
    return alive(now).filter(pk=made_from, sequence=sequence).exists()
