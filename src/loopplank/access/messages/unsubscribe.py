"""Make the address in a digest that ends digests with one click (RFC 8058), and find whose it
is.
"""

from dataclasses import dataclass
from hmac import compare_digest
from uuid import UUID

from django.conf import settings

from loopplank.access.account.actors import NotFound
from loopplank.access.messages.messages import MessageFacts
from loopplank.access.messages.wishes import wishes_of
from loopplank.core.account import links
from loopplank.core.messages.table import RULES
from loopplank.store.models import Account, Volunteer

VOLUNTEER, ACCOUNT = "volunteer", "account"


@dataclass(frozen=True, slots=True)
class Stopper:
    """Who ends their digest with the address that was opened."""

    to: str
    id: UUID


def unsubscribe_address(one: MessageFacts) -> str:
    """Return where one click ends the digests of whoever reads this; empty for what is no
    digest.
    """
    rule = RULES.get(one.template)
    person, to = one.subject_id, one.recipient.to
    if rule is None or person is None or one.channel != "email":
        return ""
    in_digest = rule.digest and to == VOLUNTEER and wishes_of(person).monday
    if not in_digest and not (rule.sums_up and to == ACCOUNT):
        return ""
    return f"{settings.ORIGIN}/afmelden/{to}/{person}/{token_of(to, person)}"


def token_of(to: str, person_id: UUID) -> str:
    """Make the token as that of a link is made, with a key of its own: this one opens no page of a
    person and ends with nothing. All that it can do is to stop a digest.
    """
    key = settings.SECRET_KEY.encode() + b"loopplank.unsubscribe"
    return links.token(key, f"{to}:{person_id}", 1)


def stopper(to: str, person_id: UUID, token: str) -> Stopper:
    """Return whose digest this address ends.

    Raises NotFound for an address that was never made, and for somebody who is gone. Raises
    NotFound for an address that was never made, and for somebody who is gone.
    """
    if not compare_digest(token.encode(), token_of(to, person_id).encode()):
        raise NotFound(to)
    there = (
        Volunteer.objects.filter(pk=person_id, erased_at=None).exists()
        if to == VOLUNTEER
        else Account.objects.filter(pk=person_id).exists()
    )
    if to not in {VOLUNTEER, ACCOUNT} or not there:
        raise NotFound(to)
    return Stopper(to, person_id)
