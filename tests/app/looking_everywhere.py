"""Everything that one volunteer can read at a moment: pages, calendar, messages; and who is sought.

A document is one page, one message in one channel or one calendar: what lies on a table together.
"""

from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import unescape
from itertools import product
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from tests.app import browsing

from loopplank.access.account.actors import Actor
from loopplank.access.account.links import FEED, token_of
from loopplank.access.arrangements.arrangements import signatures
from loopplank.access.messages.delivery import to_send
from loopplank.access.messages.messages import MessageFacts
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.letters.filling import Filled, Sender
from loopplank.letters.wording import simple_html, together
from loopplank.store.models import (
    Affiliation,
    CheckIn,
    Device,
    HelpSeeker,
    Link,
    Match,
    MatchChange,
    Message,
    Proposal,
    Request,
    Visit,
    VolunteerSignal,
)
from loopplank.web.account.entrance import as_pattern
from loopplank.web.kit.doors import Door
from loopplank.web.messages.words import filled
from loopplank.web.urls import DOORS

CHANNELS = ("sms", "email", "letter", "phone")
LANGUAGES = ("nl", "en")
#: One person with words that stand nowhere else, and every way in which they may be written.
FIRST, LAST, STREET = "Wilhelmina", "Quispelwater", "Zonnedauwpad 731"
MARKS = {
    "first": (FIRST,),
    "last": (LAST,),
    "street": (STREET, "Zonnedauwpad"),
    "postcode": ("1013 QX", "1013QX"),
    "place": ("Zilverveenstad",),
    "phone": ("0687654321", "06 87 65 43 21", "+31687654321"),
    "email": ("wq@onvindbaar.example",),
}
#: Where somebody lives and how they are reached.
ADDRESS = frozenset({"street", "postcode", "place", "phone", "email"})
NAME = frozenset({"first", "last"})

#: Of everybody, and about no volunteer: their own addresses are walked in tests of their own.
_ELSEWHERE = {"feed", "link", "unsubscribe", "accept_invitation", "demo", "demo_outbox"} | {
    "ask_password",
    "asked_password",
    "new_password",
    "keep_second_step",
    "ask",
    "ask_organisation",
    "check_answers",
    "check_answers_organisation",
    "refer_start",
    "set_up",
    "apply",
    "apply_organisation",
    "applied_organisation",
    "own_application",
}
PAGES = [
    door
    for door in DOORS
    if (Role.VOLUNTEER in door.roles or Role.VISITOR in door.roles)
    and "GET" in door.methods
    and door.name not in _ELSEWHERE
]
OF_VOLUNTEERS = {door.name for door in PAGES if Role.VOLUNTEER in door.roles}


@dataclass(frozen=True, slots=True)
class Document:
    """`kind` is the name of the page, or email, sms, letter, phone, feed, or what is stored."""

    kind: str
    text: str

    @property
    def holds(self) -> frozenset[str]:
        return _held(self.text)


@lru_cache(maxsize=1000)
def _held(text: str) -> frozenset[str]:
    flat = unescape(text).replace("\u00a0", " ").lower()
    return frozenset(mark for mark, ways in MARKS.items() if any(w.lower() in flat for w in ways))


def make_unmistakable(request_id: UUID) -> None:
    """This person gets the sought name, address and number."""
    seeker_id = Request.objects.get(pk=request_id).help_seeker_id
    HelpSeeker.objects.filter(pk=seeker_id).update(
        salutation="",
        first_name=FIRST,
        last_name=LAST,
        street=STREET,
        postcode="1013 QX",
        place="Zilverveenstad",
        phone="0687654321",
        email="wq@onvindbaar.example",
    )


def everything(who: Actor, now: datetime) -> list[Document]:
    """All that this volunteer can read now: each page, their calendar and each message."""
    return [*pages(who, now), *calendar(who), *messages(who, now)]


def where(documents: Sequence[Document], marks: frozenset[str]) -> set[str]:
    """The kinds of document in which any of these stands."""
    return {one.kind for one in documents if one.holds & marks}


def opened(documents: Sequence[Document]) -> set[str]:
    return {one.kind for one in documents}


# --- pages ---------------------------------------------------------------------------------------


def pages(who: Actor, now: datetime) -> Iterator[Document]:
    """Every door with every key that is theirs; a form also as it comes back when it was sent
    empty, after which nothing has changed.
    """
    client = browsing.volunteer(who)
    parts = _keys(who, now)
    for door in PAGES:
        for address in _addresses(door, parts):
            answer = client.get(address, follow=True)
            if answer.status_code == 200:
                yield _page(answer)
            if "POST" in door.methods and Role.VOLUNTEER in door.roles:
                yield from _sent_empty(client, address, who, now)


def _sent_empty(client: Client, address: str, who: Actor, now: datetime) -> Iterator[Document]:
    known = set(Message.objects.filter(volunteer_id=who.id).values_list("pk", flat=True))
    # a device that is remembered now is forgotten with the rest, and so is its cookie
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.post(address, {}, follow=True)
        found = [_page(answer), *messages(who, now, but=known)]
        transaction.set_rollback(True)
    client.cookies = cookies
    yield from found


def _page(answer: Any) -> Document:
    """A document of the page on which one ended up."""
    return Document(resolve(answer.request["PATH_INFO"]).url_name or "", _text(answer))


def _text(answer: HttpResponse) -> str:
    """What came back, also what a redirect or a header says."""
    return answer.content.decode() + "".join(f"\n{k}: {v}" for k, v in answer.items())


def _keys(who: Actor, now: datetime) -> dict[str, list[object]]:
    """What fits in the parts of an address, of what is this volunteer's."""
    today = local_day(now)
    mine = {"volunteer_id": who.id}
    matches = list(Match.objects.filter(**mine))
    days = {today, *(row.first_day for row in matches), *(row.last_day for row in matches)}
    return {
        "match_id": [row.pk for row in matches],
        "day": sorted(day.isoformat() for day in days | _around(today)),
        "proposal_id": list(Proposal.objects.filter(**mine).values_list("pk", flat=True)),
        "signature_id": list(signatures(who).values_list("pk", flat=True)),
        "match_change_id": list(
            MatchChange.objects.filter(match__volunteer_id=who.id).values_list("pk", flat=True)
        ),
        "signal_id": list(VolunteerSignal.objects.filter(**mine).values_list("pk", flat=True)),
        "visit_id": list(Visit.objects.filter(**mine).values_list("pk", flat=True)),
        "affiliation_id": list(Affiliation.objects.filter(**mine).values_list("pk", flat=True)),
        "check_in_id": list(CheckIn.objects.filter(**mine).values_list("pk", flat=True)),
        "device_id": list(Device.objects.filter(**mine).values_list("pk", flat=True)),
        "number": [1, 2, 3, 4],
        "network": ["waterstad"],
        "organisation": ["noord"],
    }


def _around(today: date) -> set[date]:
    return {today - timedelta(days=7), today + timedelta(days=1), today + timedelta(days=7)}


def _addresses(door: Door, parts: dict[str, list[object]]) -> Iterator[str]:
    names = list(as_pattern(door).pattern.converters)
    for values in product(*(parts[name] for name in names)):
        yield reverse(door.name, kwargs=dict(zip(names, values, strict=True)))


# --- calendar and messages -----------------------------------------------------------------------


def calendar(who: Actor) -> Iterator[Document]:
    """What a calendar programme reads, its long lines put together again."""
    for link in Link.objects.filter(purpose=FEED, subject_id=who.id):
        address = reverse("feed", args=[token_of(link.pk, link.generation)])
        answer = browsing.visitor().get(address)
        assert answer.status_code == 200
        text = _text(answer).replace("\r\n ", "").replace("\\,", ",")
        yield Document("feed", text)


def messages(who: Actor, now: datetime, but: Collection[UUID] = ()) -> Iterator[Document]:
    """Each message in each way in which it could reach them, also dropped and told ones; by itself
    and with all others in one. What is stored of it counts as well.
    """
    rows = (
        Message.objects.filter(volunteer_id=who.id).exclude(pk__in=but).order_by("queued_at", "pk")
    )
    facts = list(to_send([row.pk for row in rows], now).values())
    for row in rows:
        yield Document("stored", str(row.params))
    for channel, language in product(CHANNELS, LANGUAGES):
        told = [_told(one, channel, language) for one in facts]
        for one in told:
            yield from _paper(channel, one, language)
        if told:
            house = facts[0]
            sender = Sender(house.organisation, house.short_name, house.phone)
            link = next((one.link for one in facts if one.link), "")
            whole = together(told, channel, sender=sender, link=link, language=language)
            yield from _paper(channel, whole, language)


def _told(one: MessageFacts, channel: str, language: str) -> Filled:
    return filled(replace(one, channel=channel, language=language))


def _paper(channel: str, words: Filled, language: str) -> Iterator[Document]:
    yield Document(channel, f"{words.subject}\n{words.text}")
    if channel == "email":
        yield Document(channel, simple_html(words, language=language))
