"""Go from a token to the one whose link it is."""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Subquery

from loopplank.access.account.actors import Actor, NotFound, is_practice
from loopplank.core.account import links
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import (
    HandOverKey,
    Link,
    LinkAsk,
    Referral,
    Relative,
    Request,
    Signature,
    Volunteer,
)

WEEK, STATUS, INVITE = "week", "status", "invite"
#: To a new password, and to stop that somebody's second step is let go: for one account alone.
RESET, STOP = "reset", "stop"
#: Each opens one page of somebody who is not signed in, once; none makes an actor.
OF_SIGN_IN = (INVITE, RESET, STOP)
#: To the same page as STATUS, for whoever asked for somebody who knows of it.
APPLICANT = "applicant"
REFERRAL, ARRANGEMENT = "referral", "arrangement"
#: To the page on which the address that a volunteer had before says that the new one is right.
ADDRESS = "address"
#: To the page on which whoever applied as a volunteer reads how it stands.
APPLICATION = "application"
#: To the page of somebody whom the person lets look along.
RELATIVE = "relative"
#: What opens or changes something of a volunteer, and so is seen by nobody else.
OF_VOLUNTEERS = frozenset({WEEK, ADDRESS})
#: The calendar of a volunteer: read by programmes, so it opens that calendar and no page.
FEED = "feed"
OF_ASKERS = (STATUS, APPLICANT)
MOST_TRIES = 5
OPEN_AFTER_CLOSING = timedelta(days=30)


def token_of(link_id: UUID, generation: int) -> str:
    """Return the token of a link as it stands now; kept nowhere, made again when needed."""
    key = settings.SECRET_KEY.encode() + b"loopplank.link"
    return links.token(key, str(link_id), generation)


def address_of(link: Link) -> str:
    """Return the whole address that a person can open."""
    return f"{settings.ORIGIN}/l/{token_of(link.pk, link.generation)}"


def of_subject(purpose: str, subject_id: UUID) -> Link | None:
    """Return the link that exists for this purpose and subject."""
    return Link.objects.filter(purpose=purpose, subject_id=subject_id).first()


def generation_of(link_id: UUID) -> int:
    """Return as which generation a link that was made just now stands."""
    return Link.objects.values_list("generation", flat=True).get(pk=link_id)


def spelled(link: Link) -> tuple[str, ...]:
    """Return the token in groups, for reading aloud on the telephone."""
    return links.in_groups(token_of(link.pk, link.generation))


def token_of_key(key_id: UUID) -> str:
    """Return the token of a hand-over key; kept nowhere, made again for whoever made the key."""
    key = settings.SECRET_KEY.encode() + b"loopplank.hand-over-key"
    return links.token(key, str(key_id), 1)


def address_of_key(key_id: UUID) -> str:
    """Return the whole address of a hand-over key, to copy, print or read aloud."""
    return f"{settings.ORIGIN}/l/{token_of_key(key_id)}"


def by_key_token(token: str) -> HandOverKey | None:
    """Return the hand-over key of a token, whether it still opens or not."""
    rows = HandOverKey.objects.select_related("organisation", "volunteer")
    return rows.filter(lookup=links.lookup(token)).first()


def by_token(token: str, today: date) -> Link | None:
    """Return the link of a token, or None when it was never made, was revoked or has ended."""
    return _that_works(today, lookup=links.lookup(token))


def current(link_id: str, generation: int, purpose: str, today: date) -> Link | None:
    """Return the link that a cookie names, while it is still the same generation and has not
    ended.
    """
    purposes = OF_ASKERS if purpose == STATUS else (purpose,)
    return _that_works(today, pk=link_id, generation=generation, purpose__in=purposes)


def _that_works(today: date, **named: object) -> Link | None:
    """Return the link of this name that opens today. A week link of a row that was closed, because
    two rows were one volunteer, leads to that of the row that was kept.
    """
    of_row = Volunteer.objects.filter(pk=OuterRef("subject_id"))
    found = Link.objects.annotate(kept_id=Subquery(of_row.values("same_as_id")))
    row = found.filter(**named).first()
    if row is None or not works(row, today):
        return None
    return of_subject(WEEK, row.kept_id) if row.purpose == WEEK and row.kept_id else row


def reader_of_feed(token: str, today: date) -> Actor:
    """Return the volunteer whose calendar stands at this address.

    Raises NotFound for any other token, also for one that opens pages.
    """
    row = by_token(token, today)
    if row is None or row.purpose != FEED:
        raise NotFound("feed")
    me = Volunteer.objects.select_related("same_as").filter(pk=row.subject_id).first()
    if me is not None and me.same_as is not None:
        me = me.same_as
    if me is None or me.erased_at is not None:
        raise NotFound("feed")
    return Actor(Role.VOLUNTEER, id=me.pk, name=me.first_name)


def works(row: Link, today: date) -> bool:
    """Return whether a link opens its page today.

    One whose digits were guessed wrong too often waits for a coordinator to renew it. One to a
    question that is closed, or to an arrangement or referral that is over, ends thirty days after.
    """
    if row.expires_on is not None and row.expires_on < today:
        return False
    if row.failed_tries >= MOST_TRIES:
        return False
    over_at = _over_at(row)
    return over_at is None or today <= local_day(over_at) + OPEN_AFTER_CLOSING


def _over_at(row: Link) -> datetime | None:
    """Return when that to which a link leads was over, if it was."""
    if row.purpose in OF_ASKERS:
        asked = Request.objects.filter(pk=row.subject_id)
        return asked.values_list("closed_at", flat=True).first()
    if row.purpose == RELATIVE:
        named = Relative.objects.filter(pk=row.subject_id)
        return named.values_list("request__closed_at", flat=True).first()
    if row.purpose == ARRANGEMENT:
        signed = Signature.objects.filter(pk=row.subject_id)
        return signed.values_list("arrangement__ended_at", flat=True).first()
    if row.purpose == REFERRAL:
        referred = Referral.objects.filter(pk=row.subject_id)
        return referred.values_list("ended_at", flat=True).first()
    return None


def actor_of(link: Link) -> Actor | None:
    """Return who acts through a link: the volunteer, the help seeker of one request, somebody who
    looks along at it, or whoever has to say yes to one arrangement.
    """
    if link.purpose == WEEK:
        volunteer = Volunteer.objects.filter(pk=link.subject_id, erased_at=None).first()
        if volunteer is None:
            return None
        return Actor(
            Role.VOLUNTEER,
            id=volunteer.pk,
            name=volunteer.first_name,
            practice=volunteer.is_practice,
        )
    if link.purpose in OF_ASKERS:
        rows = Request.objects.select_related("organisation__network")
        row = rows.filter(pk=link.subject_id, erased_at=None).first()
        if row is None:
            return None
        return Actor(
            Role.HELP_SEEKER,
            id=row.pk,
            organisation_id=row.organisation_id,
            for_another=link.purpose == APPLICANT,
            practice=is_practice(row.organisation),
        )
    if link.purpose == RELATIVE:
        return _who_looks_along(link.subject_id)
    if link.purpose == REFERRAL and Referral.objects.filter(pk=link.subject_id).exists():
        # no organisation of the network: a party sees this one referral and nothing else
        return Actor(Role.PARTY, id=link.subject_id)
    if link.purpose == ARRANGEMENT:
        signature = (
            Signature.objects.filter(pk=link.subject_id, party__isnull=False, replaced_at=None)
            .select_related("arrangement")
            .first()
        )
        if signature is None:
            return None
        house = signature.arrangement.organisation_id
        return Actor(Role.SIGNATORY, id=signature.pk, organisation_id=house)
    return None


def _who_looks_along(relative_id: UUID) -> Actor | None:
    named = Relative.objects.filter(pk=relative_id, request__erased_at=None).first()
    if named is None:
        return None
    return Actor(Role.RELATIVE, id=named.pk, organisation_id=named.organisation_id)


# --- links that were lost -------------------------------------------------------------------------

BATCH = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the link is to go: `channel` is email, sms or phone."""

    channel: str
    address: str


def wanted_hash(wanted: Wanted) -> str:
    kind = "email" if wanted.channel == "email" else "phone"
    return _hash(f"{kind}:{wanted.address}")


def account_hash(email: str) -> str:
    """Return by what the questions of one sign-in are counted, known or not."""
    return _hash(f"account:{email.casefold()}")


def source_hash(source: str) -> str:
    return _hash(f"source:{source}")


def _hash(words: str) -> str:
    key = settings.SECRET_KEY.encode() + b"loopplank.link-ask"
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()


def to_send(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return what was asked and not looked at yet."""
    rows = LinkAsk.objects.filter(done_at=None, asked_at__lte=now, account=None)
    rows = rows.exclude(pk__in=skip)
    return list(rows.order_by("asked_at", "pk").values_list("pk", flat=True)[:limit])


def passwords_to_send(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return which accounts wait for a link to a new password."""
    rows = LinkAsk.objects.filter(done_at=None, asked_at__lte=now, account__isnull=False)
    rows = rows.exclude(pk__in=skip)
    return list(rows.order_by("asked_at", "pk").values_list("pk", flat=True)[:limit])
