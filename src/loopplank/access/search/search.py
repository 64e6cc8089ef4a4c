"""Search everything that a member may open, in one question, with the rights of the pages behind.

Which rows exist for this actor say the same functions as on those pages; the words only say which
of them. What is told in confidence has no words here, nor has what people wrote.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.gaps.gaps import KEEPS_GAPS, own_gaps
from loopplank.access.gaps.network_gaps import gaps_named_for
from loopplank.access.kit.names import Named, named
from loopplank.access.kit.prepared import Prepared
from loopplank.access.kit.search_words import MOST, first_found, rows_found
from loopplank.access.messages.messages import MessageFacts, messages_about
from loopplank.access.referrals.referrals import referrals
from loopplank.access.requests.request_list import WITH, Listed, listed
from loopplank.access.requests.requests import requests
from loopplank.access.volunteers.fullness import fullness_of_all
from loopplank.access.volunteers.volunteers import volunteers
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.folding import Searched, fold
from loopplank.core.kit.lookup import LookedUp, looked_up
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.volunteers.load import Fullness
from loopplank.store.models import Gap, Organisation, Party, Referral, Request, Signature

#: So many of a group beside the others, and on a page of one group alone.
IN_A_GROUP, ON_A_PAGE = 3, 30
_ASKS_OTHERS = frozenset({Role.COORDINATOR, Role.PROFESSIONAL})


class Group(StrEnum):
    REQUESTS = "requests"
    VOLUNTEERS = "volunteers"
    PARTIES = "parties"
    MESSAGES = "messages"
    GAPS = "gaps"


@dataclass(frozen=True, slots=True)
class VolunteerHit:
    id: UUID
    name: str
    fullness: Fullness
    spoken_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartyHit:
    """An organisation or a person outside. One of these says which page is behind it: the request
    of whom they asked for (`about`), an arrangement, a referral, or the public page of an
    organisation here; without any the list of what is asked of others."""

    name: str
    works_at: str
    relation: str
    phone: str
    about: Named | None = None
    request_id: UUID | None = None
    arrangement_of: UUID | None = None
    referral_id: UUID | None = None
    page: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class GapHit:
    """`id` when the page of the gap itself is for this member."""

    id: UUID | None
    name: str
    state: str
    own: bool


Hit = Listed | VolunteerHit | PartyHit | MessageFacts | GapHit


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """`more`: there are others beyond the `total`, and nobody counted how many."""

    group: Group
    rows: tuple[Hit, ...]
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found, and the folded words, to mark them. `number` of `pages` of the one group that
    was asked for; of all groups there is one page."""

    groups: tuple[FoundGroup, ...]
    words: tuple[str, ...]
    number: int = 1
    pages: int = 1

    @property
    def total(self) -> int:
        return sum(one.total for one in self.groups)


def search_page(
    actor: Actor, typed: str, now: datetime, *, only: Group | None = None, number: int = 1
) -> SearchPage:
    """Return what is found, a few of each group, or a page of one group; who is shown is recorded.

    At most `MOST` of a group are looked at. Whoever typed nothing useful finds nothing.
    """
    read = looked_up(typed)
    if not read.ways:
        return SearchPage((), ())
    search = _Search(actor, read, now)
    counted = {group: search.count(group) for group in Group}
    pages = max(1, -(-min(counted[only], MOST) // ON_A_PAGE)) if only else 1
    number = min(max(1, number), pages)
    first = (number - 1) * ON_A_PAGE
    shown = slice(first, min(first + ON_A_PAGE, MOST)) if only else slice(IN_A_GROUP)
    groups = tuple(
        FoundGroup(
            group,
            search.rows(group, shown) if only in {None, group} else (),
            min(total, MOST),
            total > MOST,
        )
        for group, total in counted.items()
        if total
    )
    record_reading(actor, "search", Purpose.HELP, search.subjects, now)
    return SearchPage(groups, read.words, number, pages)


class _Search:
    """One search by one actor: the keys of everything that is found, and the rows of what is
    shown."""

    def __init__(self, actor: Actor, typed: LookedUp, now: datetime) -> None:
        self.actor, self.typed, self.now = actor, typed, now
        self.today: date = local_day(now)
        self.subjects: set[UUID | None] = set()
        coordinates = actor.role is Role.COORDINATOR
        self.requests = self._ids(Searched.REQUEST) if coordinates else []
        self.volunteers = self._ids(Searched.VOLUNTEER) if coordinates else []
        self.contacts = self._ids(Searched.CONTACT) if coordinates else []
        self.parties = self._ids(Searched.PARTY) if coordinates else []
        self.organisations = list(self._organisations())
        self.gaps = list(self._gaps())
        self.messages = messages_about(
            actor,
            requests=self.requests,
            volunteers=self.volunteers,
            parties=self.parties,
            most=MOST + 1,
        )

    def count(self, group: Group) -> int:
        """Return how many were found, one more than `MOST` when there are others."""
        together = (*self.organisations, *self.parties, *self.contacts)
        found: dict[Group, Sequence[object]] = {
            Group.REQUESTS: self.requests,
            Group.VOLUNTEERS: self.volunteers,
            Group.PARTIES: together,
            Group.MESSAGES: self.messages.ids,
            Group.GAPS: self.gaps,
        }
        return len(found[group])

    def rows(self, group: Group, shown: slice) -> tuple[Hit, ...]:
        """Return the rows of a part of a group, and note whose data that shows."""
        made = {
            Group.REQUESTS: self._request_rows,
            Group.VOLUNTEERS: self._volunteer_rows,
            Group.PARTIES: self._party_rows,
            Group.MESSAGES: self._message_rows,
            Group.GAPS: self._gap_rows,
        }
        return tuple(made[group](shown))

    # --- what is found ----------------------------------------------------------------------------

    def _ids(self, kind: Searched) -> list[UUID]:
        return first_found(self.typed, partial(_FOUND.rows, actor=self.actor, kind=kind))

    def _organisations(self) -> Iterable[PartyHit]:
        """Yield organisations of the network: those with volunteers by their public page, others
        for whoever may ask them something."""
        if self.actor.network_id is None:
            return
        rows = Organisation.objects.filter(network_id=self.actor.network_id)
        if self.actor.role not in _ASKS_OTHERS:
            rows = rows.filter(kind=OrganisationKind.VOLUNTEERS)
        for row in rows.select_related("network").order_by("name"):
            if self._fits(row.name):
                public = row.kind == OrganisationKind.VOLUNTEERS
                page = (row.network.slug, row.slug) if public else None
                yield PartyHit(row.name, "", "", row.phone, page=page)

    def _gaps(self) -> Iterable[GapHit]:
        for row in _GAPS.rows(actor=self.actor):
            own = vars(row)["own"]
            # the words that go with it are read by those whose gap it is
            if self._fits(f"{row.name} {row.keywords}" if own else row.name):
                yield GapHit(row.pk if own else None, row.name, row.state, own=own)

    def _fits(self, text: str) -> bool:
        words = fold(text)
        return any(
            all(any(word.startswith(typed) for word in words) for typed in way)
            for way in self.typed.ways
        )

    # --- what is shown ----------------------------------------------------------------------------

    def _request_rows(self, shown: slice) -> Iterable[Hit]:
        ids = self.requests[shown]
        rows = _REQUESTS.rows(actor=self.actor, ids=tuple(ids)) if ids else ()
        found = listed(self.actor, rows, self.today, helping=False) if ids else ()
        self.subjects.update(one.who.id for one in found)
        return sorted(found, key=lambda one: ids.index(one.id))

    def _volunteer_rows(self, shown: slice) -> Iterable[Hit]:
        ids = self.volunteers[shown]
        if not ids:
            return []
        self.subjects.update(ids)
        found = [
            VolunteerHit(
                one.volunteer_id,
                one.name,
                full,
                one.spoken_at,
            )
            for one, full in fullness_of_all(self.actor, self.today, only=Q(volunteer_id__in=ids))
        ]
        return sorted(found, key=lambda one: ids.index(one.id))

    def _party_rows(self, shown: slice) -> Iterable[Hit]:
        together: list[PartyHit | UUID] = [*self.organisations, *self.parties, *self.contacts]
        wanted = together[shown]
        ids = [one for one in wanted if isinstance(one, UUID)]
        hits = {**self._party_hits(ids), **self._contact_hits(ids)} if ids else {}
        return [hits[one] if isinstance(one, UUID) else one for one in wanted]

    def _party_hits(self, ids: list[UUID]) -> dict[UUID, PartyHit]:
        of = set(self.parties) & set(ids)
        if not of:
            return {}
        asked, signed = _pages_behind(self.actor)
        rows = _parties(self.actor).annotate(
            referral_id=Subquery(asked.order_by("-sent_at", "pk").values("pk")[:1]),
            signed_at=Subquery(signed.order_by("pk").values("arrangement__request_id")[:1]),
        )
        self.subjects.update(of)
        return {
            row.pk: PartyHit(
                row.name,
                row.works_at,
                "",
                row.phone,
                referral_id=vars(row)["referral_id"],
                arrangement_of=vars(row)["signed_at"],
            )
            for row in rows.filter(pk__in=of)
        }

    def _contact_hits(self, ids: list[UUID]) -> dict[UUID, PartyHit]:
        of = [pk for pk in ids if pk in set(self.contacts)]
        rows = requests(self.actor).filter(pk__in=of).select_related("help_seeker", "applicant")
        found = {}
        for row in rows if of else ():
            if row.applicant is not None:
                about = named(row.help_seeker, self.today)
                self.subjects.add(about.id)
                found[row.pk] = PartyHit(
                    row.applicant.name,
                    row.applicant.works_at,
                    row.applicant.relation,
                    row.applicant.phone,
                    about=about,
                    request_id=row.pk,
                )
        return found

    def _message_rows(self, shown: slice) -> Iterable[Hit]:
        found = self.messages.read(shown, self.now)
        self.subjects.update(one.subject_id for one in found)
        return found

    def _gap_rows(self, shown: slice) -> Iterable[Hit]:
        return self.gaps[shown]


def _found(
    actor: Actor, kind: Searched, words: tuple[str, ...], ends: tuple[str, ...]
) -> "QuerySet[Any, tuple[UUID, bool]]":
    """Return which rows of a kind exist for this actor, and have words between these bounds."""
    there: dict[Searched, Callable[[Actor], QuerySet[Any]]] = {
        Searched.REQUEST: requests,
        Searched.VOLUNTEER: volunteers,
        Searched.CONTACT: requests,
        Searched.PARTY: _parties,
    }
    of = None if kind is Searched.VOLUNTEER else actor.own_organisation
    # what is open before what is closed
    last = Q(closed_at__isnull=False) if kind is Searched.REQUEST else None
    return rows_found(kind, of, there[kind](actor), last, words=words, ends=ends)


def _gaps(actor: Actor) -> "QuerySet[Gap]":
    """Return the gaps that this actor may know of, and of each whether it is their own."""
    named = gaps_named_for(actor).values("pk")
    kept = own_gaps(actor) if actor.role in KEEPS_GAPS else Gap.objects.none()
    return (
        Gap.objects.filter(Q(pk__in=kept.values("pk")) | Q(pk__in=named))
        .annotate(own=Exists(kept.filter(pk=OuterRef("pk"))))
        .order_by("name", "pk")
    )


def _requests(actor: Actor, ids: tuple[UUID, ...]) -> "QuerySet[Request]":
    return requests(actor).filter(pk__in=ids).select_related(*WITH)


# the same few questions in every search: to compose them took longer than to answer them
_FOUND, _GAPS, _REQUESTS = Prepared(_found), Prepared(_gaps), Prepared(_requests)


def _parties(actor: Actor) -> "QuerySet[Party]":
    """Return who stands outside, as far as a page of this actor shows them."""
    asked, signed = _pages_behind(actor)
    here = {"organisation_id": actor.own_organisation, "erased_at": None}
    return Party.objects.filter(Q(Exists(asked)) | Q(Exists(signed)), **here)


def _pages_behind(actor: Actor) -> "tuple[QuerySet[Referral], QuerySet[Signature]]":
    """Return the referrals and signatures of the party of an outer query."""
    party = OuterRef("pk")
    return (
        referrals(actor).filter(Q(from_party=party) | Q(to_party=party)),
        Signature.objects.filter(party=party, arrangement__request__in=requests(actor)),
    )
