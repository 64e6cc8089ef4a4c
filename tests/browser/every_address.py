"""Every page there is, who opens it and where: `python -m tests.browser.every_address [FILE]`.

Runs on a database of the demo and writes or prints JSON, which `every_page.py` reads. The list
is made of the application's own table of doors: a new page is in it by itself, and one with a part
in its address that `things` does not know stops it here.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from itertools import combinations, product
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.browser import every_check_in, every_referral, every_turn
from tests.browser.everybody import Everybody, token_of

HOUSE = "buurtkracht-oost"
PLACE = {"network": "waterstad", "organisation": HOUSE}
PEOPLE = {
    "coordinator": "marleen",
    "board": "greet",
    "network_admin": "loes",
    "professional": None,
    "reader": None,
}
# doors for everybody through which a volunteer comes in, or that a message to them leads to
ON_THE_WAY = {"ask_week_link", "asked_week_link", "link", "language", "unsubscribe"}
# what the week's page asks for by itself, and its calendar
OF_THE_WEEK = ("mijn-week/", "agenda/")
# answers to a form as well, which no page for volunteers has
BY_FORM = ("POST", "language")
# pages of the sign-in library: who sees them as they are meant; all others with a second step
OF_SIGN_IN = {
    "account_login": "visitor",
    "account_inactive": "visitor",
    "account_reauthenticate": "coordinator",
    "account_change_password": "coordinator",
    "mfa_authenticate": "half_signed_in",
    "mfa_activate_totp": "coordinator",
}


@dataclass(frozen=True)
class Visit:
    """One page as one browser opens it; `who` is a key of the cookies. `again`: another look."""

    door: str
    who: str
    address: str
    again: bool = False


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loopplank.config.settings")
    import django

    django.setup()
    from loopplank.web.urls import DOORS, urlpatterns

    everybody = Everybody()
    visits = list(_visits(everybody))
    no_get = {door.name for door in DOORS if "GET" not in door.methods}
    doors = sorted({str(pattern.name) for pattern in urlpatterns} - no_get)
    told = {
        "doors": doors,
        "cookies": everybody.cookies,
        "visits": [asdict(v) for v in visits],
        "for_volunteers": _for_volunteers(),
    }
    if sys.argv[1:]:
        Path(sys.argv[1]).write_text(json.dumps(told), encoding="utf-8")
    else:
        print(json.dumps(told))  # noqa: T201  this is what it is for


def _for_volunteers() -> dict[str, dict[str, object]]:
    """Every door that a volunteer may go through: how its address looks, and what it answers to."""
    from loopplank.core.account.roles import Role
    from loopplank.web.account.entrance import as_pattern
    from loopplank.web.urls import DOORS

    return {
        door.name: {
            "address": as_pattern(door).pattern.regex.pattern,
            "methods": [method for method in door.methods if (method, door.name) != BY_FORM],
        }
        for door in DOORS
        if Role.VOLUNTEER in door.roles
        or door.name in ON_THE_WAY
        or door.address.startswith(OF_THE_WEEK)
    }


def _visits(everybody: Everybody) -> Iterator[Visit]:
    """Every door as every role it opens for, and more than once where there is more to see."""
    from django.urls import reverse

    from loopplank.web.account.addresses import PATTERNS
    from loopplank.web.account.entrance import as_pattern
    from loopplank.web.urls import DOORS

    things = _things(everybody)
    _set_the_scene()
    referred = every_referral.visits_of(everybody)
    more, instead = _more(everybody), referred | _instead(everybody)

    def where(pattern: Any, **parts: object) -> str:
        named = {part: {**things, **parts}[part] for part in pattern.pattern.converters}
        return reverse(pattern.name, kwargs=named)

    for door in DOORS:
        if "GET" not in door.methods:
            continue
        if door.name not in instead:
            for role in sorted(door.roles):
                yield Visit(door.name, role.value, where(as_pattern(door)))
        seen: set[str] = set()
        for who, parts in (more | instead).get(door.name, ()):
            at = where(as_pattern(door), **parts) + str(parts.get("query", ""))
            yield Visit(door.name, who, at, again=door.name in more or who in seen)
            seen.add(who)
    for pattern in PATTERNS:
        name = str(pattern.name)
        yield Visit(name, OF_SIGN_IN.get(name, "second_step"), where(pattern))


# --- what stands in the addresses ----------------------------------------------------------------


def _things(everybody: Everybody) -> dict[str, object]:
    """Something of one organisation for every part of an address; and everybody signs in."""
    from loopplank.store.models import (
        Gap,
        Match,
        Membership,
        Message,
        Offer,
        Proposal,
        Request,
        Team,
        VolunteerSignal,
    )

    for role, key in PEOPLE.items():
        rows = Membership.objects.filter(role=role, account__email__startswith=key or "")
        everybody.member(role, rows.select_related("account")[0])
    yusuf = Membership.objects.select_related("account").get(account__email__startswith="yusuf")
    key_id = everybody.with_second_step(yusuf)
    house = {"organisation__slug": HOUSE}
    proposal = Proposal.objects.filter(state="open", **house)[0]
    match = Match.objects.filter(state="running", **house)[0]
    everybody.by_link("volunteer", "week", proposal.volunteer_id)
    everybody.by_link("help_seeker", "status", match.request_id)
    everybody.with_key("key_holder", _key_for(match.volunteer_id))
    asking = Request.objects.filter(state="searching", **house)[0]
    helper = match.volunteer_id
    return {
        **PLACE,
        "step": 1,
        "token": token_of("week", helper),
        "request_id": asking.pk,
        "proposal_id": proposal.pk,
        "match_id": match.pk,
        "volunteer_id": helper,
        "day": match.first_day.isoformat(),
        "message_id": Message.objects.filter(state="queued", **house)[0].pk,
        "offer_id": Offer.objects.filter(**house)[0].pk,
        "membership_id": yusuf.pk,
        "signal_id": VolunteerSignal.objects.filter(**house)[0].pk,
        "gap_id": Gap.objects.filter(**house)[0].pk,
        "visit_id": _cannot_come(helper),
        "team_id": Team.objects.filter(state="running", **house)[0].pk,
        "number": 2,
        "topic": "inrichting",
        "pk": key_id,
        "to": "volunteer",
        "person_id": helper,
    }


def _cannot_come(but: Any) -> Any:
    """A visit of another volunteer who cannot come, with days left to find somebody else."""
    from loopplank.access.account.actors import Actor
    from loopplank.actions.volunteers import visits
    from loopplank.core.account.roles import Role
    from loopplank.core.kit.calendar import local_day
    from loopplank.store.models import Match, VisitCover
    from loopplank.web.kit import clock

    running = Match.objects.filter(state="running", organisation__slug=HOUSE, every_weeks=1)
    match = running.exclude(volunteer_id=but).exclude(weekday=None).order_by("agreed_at")[0]
    now = clock.now()
    today = local_day(now)
    soonest = today + timedelta(days=3)
    day = soonest + timedelta(days=(match.weekday - soonest.weekday()) % 7)
    volunteer = Actor(Role.VOLUNTEER, id=match.volunteer_id)
    visits.cannot_visit(actor=volunteer, now=now, match_id=match.pk, day=day)
    return VisitCover.objects.get(visit__match=match, day=day).visit_id


# --- where there is more to see ------------------------------------------------------------------

More = dict[str, list[tuple[str, dict[str, object]]]]


def _more(everybody: Everybody) -> More:
    """Where one look as each role is not enough."""
    return {
        **_asking(everybody),
        **_as_asker(everybody),
        **_as_volunteer(everybody),
        **_of_requests(),
    }


def _instead(everybody: Everybody) -> More:
    """Pages that only show themselves to somebody or of something in particular."""
    return {
        **_checking(everybody),
        **_visits_of(everybody),
        **_deciding(),
        **_of_matches(),
        **_of_noes(),
        **_of_concerns(everybody),
        **every_check_in.visits_of(everybody, HOUSE),
        **_of_signals(everybody),
        **_arranged(everybody),
        **_changed(everybody),
        **_invitations(everybody),
        **_calendar(),
        **_digests(),
        **_sheets(),
        **_named(everybody),
        **_addresses(everybody),
        # last, since what is done above takes requests out of the plan
        **_of_plans(),
        "kept_form": [("coordinator", {})],
        "use_key": [(everybody.before_the_key("has_a_key", _key_for(_helper())), {})],
    }


def _helper() -> Any:
    from loopplank.store.models import Match

    return Match.objects.filter(state="running", organisation__slug=HOUSE)[0].volunteer_id


def _named(everybody: Everybody) -> More:
    """The page of the volunteer who cannot come (`_cannot_come`), and may name somebody."""
    from loopplank.store.models import VisitCover

    rows = VisitCover.objects.filter(state="sought", organisation__slug=HOUSE)
    cover = rows.select_related("visit").order_by("decide_by")[0]
    name = everybody.by_link("volunteer_cannot_come", "week", cover.visit.volunteer_id)
    return {"name_stand_in": [(name, {"visit_id": cover.visit_id})]}


def _sheets() -> More:
    """The sheet on the fridge of somebody to whom a volunteer comes on a fixed day."""
    from loopplank.store.models import Match

    rows = Match.objects.filter(
        state="running", organisation__slug=HOUSE, weekday__isnull=False, every_weeks=1
    )
    return {"fridge_sheet": [("coordinator", {"request_id": rows[0].request_id})]}


def _key_for(volunteer_id: Any) -> Any:
    """A hand-over key that the coordinator made."""
    from loopplank.actions.messages import hand_over_keys
    from loopplank.web.kit import clock

    return hand_over_keys.make(actor=_marleen(), now=clock.now(), volunteer_id=volunteer_id)


def _digests() -> More:
    """The address in a digest holds a token of its own."""
    from loopplank.access.messages.own_messages import token_of as token_of_digest
    from loopplank.store.models import Account, Volunteer

    readers = {"volunteer": Volunteer.objects.filter(erased_at=None), "account": Account.objects}
    found = [(to, rows.values_list("pk", flat=True)[0]) for to, rows in readers.items()]
    return {
        "unsubscribe": [
            ("visitor", {"to": to, "person_id": pk, "token": token_of_digest(to, pk)})
            for to, pk in found
        ]
    }


def _of_plans() -> More:
    """What is read once more stood ticked on the page before it. Whom the plan chose is left to
    chance, and only people of the own organisation can be asked: where it chose none, one of them
    takes the place.
    """
    from loopplank.access.matching.week_plan import chosen_proposals
    from loopplank.store.models import Affiliation, PlanPart, PlanProposal
    from loopplank.web.kit import clock

    house = {"organisation__slug": HOUSE}
    open_ones = PlanProposal.objects.filter(state="open", request__last_day__isnull=False, **house)
    ids = [one.pk for one in open_ones]
    assert ids, "the demo begins with a plan"
    own = Affiliation.objects.filter(state="active", **house).order_by("since")
    own_ids = set(own.values_list("volunteer_id", flat=True))

    def askable() -> bool:
        chosen = chosen_proposals(_marleen(), ids, clock.now())
        return any(each.volunteer_id in own_ids for one in chosen for each in one.helpers)

    for part in PlanPart.objects.filter(proposal_id__in=ids, proposal__how="solo"):
        for volunteer_id in [part.volunteer_id, *own_ids]:
            if askable():
                break
            PlanPart.objects.filter(pk=part.pk).update(volunteer_id=volunteer_id)
    assert askable(), "nobody of the own organisation can be asked"
    ticked = "&".join(f"voorstel={pk}" for pk in ids)
    return {"read_plan": [("coordinator", {"query": f"?{ticked}"})]}


def _asking(everybody: Everybody) -> More:
    """All six questions with their answers, for oneself and for somebody else."""
    from tests.app.questionnaire import CLIENT_DOES_NOT_KNOW, FOR_MY_MOTHER, FOR_MYSELF, address

    found: More = {"ask_organisation": [], "ask": []}
    for who, answers in (
        ("for_myself", FOR_MYSELF),
        ("for_my_mother", FOR_MY_MOTHER),
        ("for_a_client", CLIENT_DOES_NOT_KNOW),
    ):
        client = everybody.client()
        for step, given in answers.items():
            assert client.post(address(step, organisation=HOUSE), given).status_code == 302, step
        everybody.keep(who, client)
        found["ask_organisation"] += [(who, {"step": step}) for step in answers]
    client = everybody.client()
    for step, given in FOR_MYSELF.items():
        client.post(address(step, organisation=""), given)
    everybody.keep("for_the_network", client)
    found["ask"] = [("for_the_network", {"step": 6})]
    return found


def _checking(everybody: Everybody) -> More:
    """The check of what `_asking` answered."""
    own: list[tuple[str, dict[str, object]]] = [("for_the_network", {})]
    others = [who for who in everybody.cookies if who.startswith("for_") and who != own[0][0]]
    return {"check_answers": own, "check_answers_organisation": [(who, {}) for who in others]}


def _as_asker(everybody: Everybody) -> More:
    """The status page in every state, each way it can end, and after a long silence."""
    from tests.app.cast import MRS_DE_WIT

    from loopplank.actions.requests import intake
    from loopplank.store.models import Link, Request
    from loopplank.web.kit import clock

    seen: More = {"status": []}
    known = set(Link.objects.filter(purpose="status").values_list("subject_id", flat=True))
    recent = clock.now() - timedelta(days=25)
    rows = Request.objects.filter(pk__in=known, person_knows="yes").order_by("changed_at")
    kinds = {
        row.closing_reason or row.state: row
        for row in rows
        if row.closed_at is None or row.closed_at > recent
    }
    for kind, row in kinds.items():
        who = everybody.by_link(f"asker_{kind}", "status", row.pk)
        seen["status"].append((who, {}))
    still_open = Request.objects.filter(closed_at=None).values("pk")
    for link in Link.objects.filter(purpose="applicant", subject_id__in=still_open)[:1]:
        who = everybody.by_link("applicant", "applicant", link.subject_id)
        seen["status"].append((who, {}))
    long_ago = clock.now() - timedelta(days=100)
    silent = intake.take_down(actor=_marleen(), now=long_ago, answers=MRS_DE_WIT)
    who = everybody.by_link("asker_silent", "status", silent)
    seen["status"].append((who, {}))
    return seen


def _as_volunteer(everybody: Everybody) -> More:
    """Volunteers who visit, gave a signal, are to meet somebody, or said no."""
    from loopplank.store.models import Match, Proposal, VolunteerSignal

    match = Match.objects.filter(state="running", organisation__slug=HOUSE)[0]
    signal = VolunteerSignal.objects.filter(answered_at=None, wants_call=True)[0]
    meeting = Match.objects.filter(state="meeting")[0]
    no = Proposal.objects.filter(state="no")[0]
    yes = Proposal.objects.filter(volunteer=meeting.volunteer_id, state="yes").latest("asked_at")
    helps = everybody.by_link("volunteer_who_helps", "week", match.volunteer_id)
    signalled = everybody.by_link("volunteer_with_signal", "week", signal.volunteer_id)
    meets = everybody.by_link("volunteer_who_meets", "week", meeting.volunteer_id)
    said_no = everybody.by_link("volunteer_who_said_no", "week", no.volunteer_id)
    both: list[tuple[str, dict[str, object]]] = [(helps, {}), (signalled, {})]
    turns: list[tuple[str, dict[str, object]]] = [
        (who, {}) for who in every_turn.visits_of(everybody, HOUSE)
    ]
    return {
        "week": [*both, (meets, {}), (said_no, {}), *turns],
        "pause": [(who, {}) for who, _parts in turns if who == "volunteer_paused"],
        "devices": [(who, {}) for who, _parts in turns if who == "volunteer_two_devices"],
        "other_visit": both,
        "too_heavy": both,
        "limits": both,
        # before and after they made an address of their own
        "own_feed": [(signalled, {}), (_with_calendar(helps, match.volunteer_id), {})],
        "stop_helping": both,
        "proposal": [(said_no, {"proposal_id": no.pk}), (meets, {"proposal_id": yes.pk})],
    }


def _calendar() -> More:
    """What a programme reads that has an address and nothing else."""
    from loopplank.store.models import Link

    link = Link.objects.filter(purpose="feed")[0]
    return {"feed": [("visitor", {"token": token_of("feed", link.subject_id)})]}


def _with_calendar(who: str, volunteer_id: Any) -> str:
    """The same volunteer, whose calendar has an address that says where a visit is."""
    from loopplank.access.account.actors import Actor
    from loopplank.actions.account import links
    from loopplank.core.account.roles import Role
    from loopplank.web.kit import clock

    actor = Actor(Role.VOLUNTEER, id=volunteer_id)
    links.renew_feed(actor=actor, now=clock.now())
    links.set_feed_address(actor=actor, now=clock.now(), on=True)
    return who


def _visits_of(everybody: Everybody) -> More:
    """A visit that was, one of today and one that is to come."""
    from loopplank.core.kit.calendar import local_day
    from loopplank.store.models import Match
    from loopplank.web.kit import clock

    today = local_day(clock.now())
    match = Match.objects.filter(state="running", organisation__slug=HOUSE)[0]
    who = everybody.by_link("volunteer_who_helps", "week", match.volunteer_id)
    days: list[date] = [today - timedelta(days=7), today, today + timedelta(days=7)]
    return {
        "visit": [(who, {"match_id": match.pk, "day": day.isoformat()}) for day in days],
        "stop_with": [(who, {"match_id": match.pk})],
    }


def _marleen() -> Any:
    """A coordinator who acts."""
    from loopplank.access.account.actors import actor_of
    from loopplank.store.models import Membership

    rows = Membership.objects.select_related("account", "organisation")
    return actor_of(rows.get(account__email__startswith="marleen"))


def _of_requests() -> More:
    """A request in every state and at every stage of its advice, as the coordinator sees it."""
    from loopplank.store.models import Assessment, Request, Volunteer

    rows = Request.objects.filter(organisation__slug=HOUSE).order_by("changed_at")
    chosen = {row.state: row.pk for row in rows}
    for one in Assessment.objects.filter(organisation__slug=HOUSE).order_by("at"):
        chosen[f"{one.stance} {one.route} {one.decision}"] = one.request_id
    for row in rows.exclude(intake_stop=None):
        chosen["twice" if row.duplicate_of_id else "during a stop"] = row.pk
    chosen["relay"] = rows.filter(teams__ended_at=None, teams__isnull=False)[0].pk
    chosen["concerned"] = rows.exclude(concerns=None)[0].pk
    who = "coordinator"
    seen: list[tuple[str, dict[str, object]]] = [
        (who, {"request_id": pk}) for pk in dict.fromkeys(chosen.values())
    ]
    most = Volunteer.objects.filter(affiliations__organisation__slug=HOUSE)
    return {
        "request": seen,
        "triage": seen[:3],
        "print_request": seen[:3],
        "volunteer": [(who, {"volunteer_id": one.pk}) for one in most.distinct()[:4]],
    }


def _deciding() -> More:
    """A request that was weighed and not decided; one with everything to ask a volunteer with; and
    one that a plan passed over three times.
    """
    from loopplank.access.account.actors import SYSTEM
    from loopplank.actions.matching import passed_over
    from loopplank.actions.requests import handling
    from loopplank.core.kit.calendar import local_day
    from loopplank.store.models import Affiliation, Assessment, Request
    from loopplank.web.kit import clock

    house = {"organisation__slug": HOUSE}
    open_one = Assessment.objects.filter(decision="", **house).latest("at")
    asking = Request.objects.filter(state="searching", **house).latest("changed_at")
    now = clock.now()
    last_day = local_day(now) + timedelta(weeks=6)
    handling.agree(
        actor=_marleen(),
        now=now,
        request_id=asking.pk,
        agreed={"visit_minutes": 60, "last_day": last_day},
    )
    others = Request.objects.filter(state="searching", **house).exclude(pk=asking.pk)
    passed, *searching = others.order_by("changed_at")
    for day in range(3):
        passed_over.note_passed_over(
            actor=SYSTEM, now=now - timedelta(days=day), request_ids=[passed.pk]
        )
    everyone = Affiliation.objects.filter(state="active", **house).order_by("since")
    weighed = {"request_id": open_one.request_id, "query": f"?weging={open_one.pk}"}
    nights = [local_day(now) + timedelta(days=n) for n in (7, 8)]
    chosen = "?" + "&".join(f"dag={night.isoformat()}" for night in nights)
    parts: dict[str, object] = {"request_id": asking.pk}
    return {
        "decide": [("coordinator", weighed)],
        "dated_parts": [("coordinator", parts), ("coordinator", {**parts, "query": chosen})],
        "no_to_part": [("coordinator", {"team_id": _two_nights(searching, last_day), "number": 2})],
        "passed_over": [("coordinator", {"request_id": passed.pk})],
        "ask_volunteer": [
            ("coordinator", {"request_id": asking.pk, "volunteer_id": one.volunteer_id})
            for one in everyone[:8]
        ],
    }


def _addresses(everybody: Everybody) -> More:
    """Somebody who is asked at the old number whether the new one is right."""
    from loopplank.access.account.links import ADDRESS
    from loopplank.actions.volunteers import volunteers
    from loopplank.store.models import AddressChange, Volunteer
    from loopplank.web.kit import clock

    mine = Volunteer.objects.filter(erased_at=None, affiliations__organisation__slug=HOUSE)
    row = mine.filter(affiliations__state="active").exclude(phone="").order_by("created_at")[0]
    told = {name: getattr(row, name) for name in volunteers.DETAIL_COLUMNS}
    volunteers.set_details(
        actor=_marleen(),
        now=clock.now(),
        volunteer_id=row.pk,
        details=volunteers.Details(**{**told, "phone": "0699999999"}),
    )
    change = AddressChange.objects.get(volunteer=row, kind="phone", state="open")
    return {"address_change": [(everybody.by_link("old_number", ADDRESS, change.pk), {})]}


def _two_nights(rows: Iterable[Any], last_day: date) -> Any:
    """Two volunteers who were asked for a night each: the first request and the first two nights
    on which two different people may be asked, whatever day it is today. Returns their team.
    """
    from loopplank.access.matching.dated_parts import parts_page
    from loopplank.actions.matching import propose, teams
    from loopplank.actions.requests import handling
    from loopplank.core.kit.calendar import local_day
    from loopplank.web.kit import clock

    now = clock.now()
    nights = [local_day(now) + timedelta(days=n) for n in range(3, 17)]
    request_id, *chosen = next(
        (row.pk, (one.volunteer_id, first.day), (other.volunteer_id, second.day))
        for row in rows
        for first, second in combinations(parts_page(_marleen(), row.pk, now, nights).parts, 2)
        for one, other in product(first.fits, second.fits)
        if one.volunteer_id != other.volunteer_id
    )
    agreed = {"visit_minutes": 60, "last_day": last_day}
    handling.agree(actor=_marleen(), now=now, request_id=request_id, agreed=agreed)
    return teams.ask_parts(
        actor=_marleen(),
        now=now,
        request_id=request_id,
        parts=[
            (who, propose.Plan(night, night, 60, "Een nacht waken.", weekday=night.weekday()))
            for who, night in chosen
        ],
    )


def _of_matches() -> More:
    from loopplank.store.models import Match

    house = Match.objects.filter(organisation__slug=HOUSE)
    meets = house.filter(state="meeting")[0]
    runs = house.filter(state="running", weekday__isnull=False, every_weeks=1, still_from=None)[0]
    about = {"meeting": meets, "not_started": meets, "move_visit": runs}
    return {name: [("coordinator", {"match_id": row.pk})] for name, row in about.items()}


def _changed(everybody: Everybody) -> More:
    """Help that runs, and that is asked to come a quarter of an hour later."""
    from dataclasses import replace

    from loopplank.access.matching.match_change import rhythm_of
    from loopplank.actions.matching import match_change
    from loopplank.core.kit.calendar import local_day
    from loopplank.store.models import Match
    from loopplank.web.kit import clock

    mine = {"organisation__slug": HOUSE, "request__owner": _marleen().own_membership}
    rows = Match.objects.filter(state="running", still_from=None, **mine)
    match = rows.exclude(start_time=None).order_by("agreed_at").last()
    assert match
    now, so = clock.now(), rhythm_of(match)
    assert so.start_time
    change = match_change.ask(
        actor=_marleen(),
        now=now,
        match_id=match.pk,
        rhythm=replace(so, start_time=so.start_time.replace(minute=15)),
        first_day=local_day(now) + timedelta(days=5),
    )
    name = everybody.by_link("volunteer_asked_to_change", "week", match.volunteer_id)
    return {
        "own_change": [(name, {"match_change_id": change})],
        "change_match": [
            ("coordinator", {"match_id": match.pk}),
            ("coordinator", {"match_id": rows.exclude(pk=match.pk)[0].pk}),
        ],
    }


def _of_noes() -> More:
    from loopplank.store.models import Refusal

    no = Refusal.objects.filter(organisation__slug=HOUSE, taken_back_on=None)[0]
    return {"gap_of_no": [("coordinator", {"request_id": no.request_id})]}


def _set_the_scene() -> None:
    """What the demo has not: letters that are due, a stop that is in force, somebody who asked
    twice for another, and somebody who says that it does not go well.
    """
    from tests.app.cast import MRS_DE_WIT

    from loopplank.access.account.actors import Actor
    from loopplank.actions.account import links
    from loopplank.actions.requests import closing, intake
    from loopplank.actions.responsibility import intake_stop
    from loopplank.actions.wellbeing import concern as wellbeing_concern
    from loopplank.core.account.roles import Role
    from loopplank.core.kit.calendar import local_day
    from loopplank.core.requests.closing import ClosingReason
    from loopplank.core.requests.intake import ForWhom
    from loopplank.store.models import Match, Request
    from loopplank.web.kit import clock

    now, marleen = clock.now(), _marleen()
    today = local_day(now)
    assert Request.objects.filter(state="waiting", organisation__slug=HOUSE).update(due_on=today)
    intake_stop.stop_intake(
        actor=marleen,
        now=now,
        kind="shopping",
        first_day=today,
        until=today + timedelta(days=50),
        words="Onze vrijwilligers zitten aan hun grens.",
    )
    for_mother = replace(
        MRS_DE_WIT,
        for_whom=ForWhom.FAMILY,
        applicant_name="Els Kramer",
        applicant_phone="0611112222",
        kinds=("shopping",),
    )
    first, second = (
        Request.objects.get(pk=intake.take_down(actor=marleen, now=now, answers=for_mother))
        for _ in range(2)
    )
    links.link_of_applicant(first, now)
    closing.close(
        actor=marleen,
        now=now,
        request_id=second.pk,
        closing=closing.Closing(ClosingReason.DUPLICATE, first_number=first.number),
    )
    match = Match.objects.filter(
        state="running", organisation__slug=HOUSE, request__owner=marleen.id
    )[0]
    wellbeing_concern.raise_concern(
        actor=Actor(Role.HELP_SEEKER, id=match.request_id),
        now=now,
        request_id=match.request_id,
        reasons=["does_not_come"],
        words="Zij kwam twee keer niet. Ik wacht dan de hele ochtend.",
    )


def _of_concerns(everybody: Everybody) -> More:
    """The desk where a concern is answered, where it is raised, and what an applicant may see."""
    from loopplank.store.models import AskerConcern, Link, Request

    concern = AskerConcern.objects.filter(request__organisation__slug=HOUSE)[0]
    linked = Link.objects.filter(purpose="applicant").values("subject_id")
    asking = Request.objects.filter(pk__in=linked, organisation__slug=HOUSE, closed_at=None)
    asked = asking.latest("received_at").pk
    who = everybody.by_link("asker_concerned", "status", concern.request_id)
    return {
        "concern": [("coordinator", {"concern_id": concern.pk})],
        "raise_concern": [(who, {})],
        "applicant_sees": [("coordinator", {"request_id": asked})],
        **_who_looks_along(everybody, concern.request_id, who),
    }


def _who_looks_along(everybody: Everybody, request_id: UUID, who: str) -> More:
    """Somebody whom the person lets look along, while help runs and after another question."""
    from loopplank.actions.requests import relatives
    from loopplank.core.requests.relatives import Channel, May, Relation
    from loopplank.web.kit import clock

    named = [
        relatives.name_relative(
            actor=_marleen(),
            now=clock.now(),
            request_id=request_id,
            person=relatives.Person(name, Relation.CHILD, may, email=email),
            word=relatives.Word(Channel.PHONE),
        )
        for name, may, email in (
            ("Peter Zoon", May.VISITS, "peter@waterstad.example"),
            ("Karin Dochter", May.COURSE, ""),
        )
    ]
    looking = [
        (everybody.by_link(f"relative_{n}", "relative", pk), {}) for n, pk in enumerate(named)
    ]
    return {
        "looking_along": looking,
        "own_relatives": [(who, {})],
        "relatives": [("coordinator", {"request_id": request_id})],
    }


def _of_signals(everybody: Everybody) -> More:
    """A talk that waits, for who is to call; a volunteer who does not feel safe; and a worry, with
    the contact person and who stands in.
    """
    from loopplank.access.account.actors import Actor
    from loopplank.actions.wellbeing import safety, volunteer_concern
    from loopplank.actions.wellbeing import signal as wellbeing_signal
    from loopplank.core.account.roles import Role
    from loopplank.store.models import Match, Membership, SafetyFile
    from loopplank.web.kit import clock

    now, marleen = clock.now(), _marleen()
    greet = Membership.objects.get(account__email__startswith="greet")
    safety.set_trusted(
        actor=marleen,
        now=now,
        adviser_name="Nel de Boer",
        adviser_phone="0612345678",
        safety_contact_id=marleen.id,
        safety_stand_in_id=greet.pk,
    )
    match = Match.objects.filter(state="running", organisation__slug=HOUSE)[0]
    helper = Actor(Role.VOLUNTEER, id=match.volunteer_id)
    said = {"actor": helper, "now": now, "match_id": match.pk}
    unsafe = wellbeing_signal.send_signal(
        **said, reason="not_safe", words="Hij schreeuwt tegen mij."
    )
    wellbeing_signal.send_signal(**said, reason="not_right", words="Zij durft niets te zeggen.")
    who = everybody.by_link("volunteer_not_safe", "week", match.volunteer_id)
    file_id = SafetyFile.objects.all()[0].pk
    about = volunteer_concern.note_about_volunteer(
        actor=marleen,
        now=now,
        request_id=match.request_id,
        match_id=match.pk,
        words="Hij vroeg of hij geld mocht lenen.",
        suspend=False,
    )
    both = [(role, {"file_id": pk}) for role in ("coordinator", "board") for pk in (file_id, about)]
    of_concern = [(role, {"file_id": about}) for role in ("coordinator", "board")]
    return {
        "note_concern": [("coordinator", {"request_id": match.request_id})],
        "hear": list(of_concern),
        "decide_safety": list(of_concern),
        "signal": [("coordinator", {"signal_id": unsafe})],
        "not_safe": [(who, {"signal_id": unsafe})],
        "safety_files": [("coordinator", {}), ("board", {})],
        "safety_file": list(both),
        "close_safety": list(both),
    }


def _arranged(everybody: Everybody) -> More:
    """Who does what: put to everybody, with gaps, and standing still; as each side reads it."""
    from tests.app.arranging import FAMILY, LEAD, TERMS

    from loopplank.actions.arrangements import arrangements, signatures
    from loopplank.actions.arrangements.signatures import Said
    from loopplank.core.arrangements import Answer, Channel
    from loopplank.store.models import Match, Request, Signature
    from loopplank.web.kit import clock

    who, now, house = _marleen(), clock.now(), {"organisation__slug": HOUSE}
    # the first is the one whose volunteer and help seeker look at their own pages too
    running = Match.objects.filter(state="running", **house)
    offered, still = list(dict.fromkeys(match.request_id for match in running))[:2]
    for pk in (offered, still):
        arrangements.begin(actor=who, now=now, request_id=pk)
        arrangements.change(
            actor=who, now=now, request_id=pk, terms=TERMS, lead=LEAD, family=FAMILY
        )
        arrangements.offer(actor=who, now=now, request_id=pk)
    gaps = Request.objects.filter(state="searching", **house).latest("changed_at").pk
    arrangements.begin(actor=who, now=now, request_id=gaps)
    signed = {
        (row.arrangement.request_id, row.side): row
        for row in Signature.objects.filter(replaced_at=None).select_related("arrangement")
    }
    left = signed[still, "professional"]
    by_phone = signed[offered, "family"]
    everybody.by_link("signatory", "arrangement", signed[offered, "professional"].pk)
    everybody.by_link("signatory_who_left", "arrangement", left.pk)
    everybody.by_link("signatory_who_stays", "arrangement", signed[still, "family"].pk)
    signatures.leave(actor=who, now=now, signature_id=left.pk)
    noted = Said(Answer.YES, Channel.PHONE, by="Joke")
    signatures.note_signature(actor=who, now=now, signature_id=by_phone.pk, said=noted)
    sheets: list[tuple[str, dict[str, object]]] = [
        ("coordinator", {"request_id": pk}) for pk in (offered, still, gaps)
    ]
    own: list[tuple[str, dict[str, object]]] = []
    for pk in (offered, still):
        mine = signed[pk, "volunteer"]
        name = everybody.by_link(f"volunteer_in_{len(own)}", "week", mine.volunteer_id)
        own.append((name, {"signature_id": mine.pk}))
    return {
        "arrangement": sheets,
        "change_arrangement": sheets,
        "print_arrangement": sheets,
        "note_signature": [
            ("coordinator", {"signature_id": signed[offered, side].pk})
            for side in ("person", "professional")
        ],
        "own_arrangement": own,
        "sign": [(name, {}) for name in ("signatory", "signatory_who_left", "signatory_who_stays")],
    }


def _invitations(everybody: Everybody) -> More:
    """Somebody who opened the invitation of a colleague, and that invitation on paper."""
    from loopplank.access.account.actors import SYSTEM
    from loopplank.actions.account.links import make_once
    from loopplank.actions.account.passwords import print_password
    from loopplank.actions.organisations import colleagues, invitations
    from loopplank.core.account.roles import Role
    from loopplank.core.kit.calendar import local_day
    from loopplank.store.models import Account, Membership, Organisation, SecondStepReset
    from loopplank.web.kit import clock

    invited = invitations.invite(
        actor=SYSTEM,
        now=clock.now(),
        organisation_id=Organisation.objects.get(slug=HOUSE).pk,
        person=colleagues.Person("Nora Nieuw", "nora@waterstad.example"),
        role=Role.COORDINATOR,
    )
    row = Membership.objects.filter(organisation__slug=HOUSE, active=True).first()
    assert row
    who = everybody.by_link("invited", "invite", invited)
    now = clock.now()
    # somebody whom no other page is opened as: with the link their old password ends
    people = Membership.objects.filter(active=True, role=Role.COORDINATOR).order_by("-since", "pk")
    forgot = people.exclude(organisation__slug=HOUSE).select_related("account").last()
    assert forgot
    pk = print_password(actor=SYSTEM, now=now, email=forgot.account.email)
    first, second = Account.objects.exclude(pk=pk).order_by("pk")[:2]
    reset = SecondStepReset.objects.create(
        account_id=pk,
        organisation_id=forgot.organisation_id,
        asked_by=first,
        asked_at=now,
        seconded_by=second,
        seconded_at=now,
        state="waiting",
    )
    make_once("stop", reset.pk, forgot.organisation_id, now, local_day(now) + timedelta(days=9))
    stops = everybody.by_link("stops", "stop", reset.pk)
    resets = everybody.by_link("resets", "reset", pk)
    both = [(role, {"invitation_id": invited}) for role in ("coordinator", "board")]
    return {
        "accept_invitation": [(who, {})],
        "new_password": [(resets, {})],
        "keep_second_step": [(stops, {})],
        **_applications(everybody),
        "invitation": both,
        "colleague_invitation": both,
        "colleague": [(role, {"membership_id": row.pk}) for role in ("coordinator", "board")],
    }


def _applications(everybody: Everybody) -> More:
    """Somebody who applied as a volunteer and somebody who was spoken to, with their own link."""
    from loopplank.access.account.actors import VISITOR, actor_of
    from loopplank.actions.volunteers import applications
    from loopplank.core.volunteers.application import Age, HowLong, Step, Wanted
    from loopplank.store.models import Membership, Organisation, VolunteerApplication
    from loopplank.web.kit import clock

    now, house = clock.now(), Organisation.objects.get(slug=HOUSE)
    wanted = Wanted(("company",), 0, 60, HowLong.UNKNOWN, None, Age.YOUNG)
    made = []
    for name, phone in (("Sanne", "0698765432"), ("Joost", "0698765433")):
        applications.apply(
            actor=VISITOR,
            now=now,
            organisation_id=house.pk,
            person=applications.Reached(name, "Visser", phone),
            wanted=wanted,
        )
        made.append(VolunteerApplication.objects.get(phone=phone).pk)
    marleen = Membership.objects.select_related("account", "organisation").get(
        organisation=house, account__email__startswith="marleen"
    )
    applications.take_step(
        actor=actor_of(marleen), now=now, application_id=made[1], step=Step.SPOKE
    )
    who = everybody.by_link("applied", "application", made[0])
    return {
        "own_application": [(who, {})],
        "application": [("coordinator", {"application_id": pk}) for pk in made],
        "stop_application": [("coordinator", {"application_id": made[0]})],
    }


if __name__ == "__main__":
    main()
