"""Every action is allowed for its roles only, leaves an event without a name in it, and is whole.

An action without a recipe here fails the build: promise P5 holds for all of them or for none.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.app.cast import MRS_DE_WIT, NOW, TODAY, Cast

from loopplank.access import links as link_access
from loopplank.access.actors import SYSTEM, VISITOR, Actor, NotFound
from loopplank.actions import (
    asking,
    deciding,
    drafts,
    importing,
    intake,
    limits,
    links,
    matches,
    members,
    messages,
    network,
    organisations,
    people,
    proposals,
    requests,
    triage,
    visits,
    volunteers,
)
from loopplank.actions.doing import VERBS
from loopplank.core.load import Limits
from loopplank.core.reason import Refused
from loopplank.core.responsibility import ClosingReason, Lack
from loopplank.core.roles import Role
from loopplank.core.triage import Answer, Route
from loopplank.store.models import (
    AccessRecord,
    Affiliation,
    Assessment,
    Event,
    LimitsRaise,
    Link,
    Match,
    Message,
    Request,
    VolunteerSignal,
)

Recipe = Callable[[Cast], Callable[[], Any]]
RECIPES: dict[str, Recipe] = {}
LOWER = Limits(90, 120, 1, 0)
HIGHER = Limits(270, 600, 3, 1)
NAMES = ("Wit", "Truus", "Bram", "Anna", "0612345678", "example.nl", "verder niemand", "Ria")


def recipe(name: str) -> Callable[[Recipe], Recipe]:
    """Set the scene for one verb; what comes back does it."""

    def keep(make: Recipe) -> Recipe:
        RECIPES[name] = make
        return make

    return keep


def do(function: Callable[..., Any], actor: Actor, **given: Any) -> Callable[[], Any]:
    return lambda: function(actor=actor, now=given.pop("now", NOW), **given)


def draft(cast: Cast, key: str = "k" * 64) -> str:
    drafts.keep(
        actor=VISITOR,
        now=NOW,
        key=key,
        network_id=cast.network_id,
        organisation_id=None,
        step=2,
        answers={"story": "verder niemand"},
    )
    return key


# --- asking for help ----------------------------------------------------------------------------
RECIPES |= {
    "draft.keep": lambda c: lambda: draft(c),
    "draft.drop": lambda c: do(drafts.drop, VISITOR, key=draft(c)),
    "request.send": lambda c: do(
        intake.send, VISITOR, draft_key=draft(c), answers=replace(MRS_DE_WIT)
    ),
    "request.take_down": lambda c: do(intake.take_down, c.anna, answers=MRS_DE_WIT),
    "request.amend": lambda c: do(
        requests.amend,
        c.anna,
        request_id=c.request(),
        answers=replace(MRS_DE_WIT, last_name="Anders"),
    ),
    "request.agree": lambda c: do(
        requests.agree, c.anna, request_id=c.request(), agreed={"summary": "Met Truus wandelen"}
    ),
    "request.log_contact": lambda c: do(
        requests.log_contact, c.anna, request_id=c.request(), kind="note", text="Truus belde"
    ),
    "request.take_over": lambda c: do(requests.take_over, c.henk, request_id=c.request()),
    "request.note_referral": lambda c: do(
        requests.note_referral,
        c.anna,
        request_id=c.request(),
        said=requests.PhoneAnswer("Wijkteam", "Ella", "no", TODAY),
    ),
    "request.assess": lambda c: do(
        triage.assess, c.anna, request_id=c.request(), heard=triage.Heard({"N1": Answer.NO})
    ),
    "request.wait": lambda c: do(deciding.wait, c.anna, request_id=c.ready(), lack=Lack.PLACE),
    "request.close": lambda c: do(
        deciding.close,
        c.anna,
        request_id=c.request(),
        closing=deciding.Closing(ClosingReason.HELPED, next_party="Dochter van Truus"),
    ),
    "proposal.note_yes": lambda c: do(
        asking.note_yes, c.anna, request_id=c.ready(), volunteer_id=c.bram_id, plan=c.plan()
    ),
    "proposal.ask": lambda c: do(
        asking.ask, c.anna, request_id=c.ready(), volunteer_id=c.bram_id, plan=c.plan()
    ),
    "proposal.accept": lambda c: do(proposals.accept, c.bram, proposal_id=c.asked(c.bram)),
    "proposal.decline": lambda c: do(
        proposals.decline, c.bram, proposal_id=c.asked(c.bram), reason="too_far"
    ),
    "proposal.question": lambda c: do(
        proposals.question, c.bram, proposal_id=c.asked(c.bram), text="Heeft Truus een hond?"
    ),
    "proposal.withdraw": lambda c: do(proposals.withdraw, c.anna, proposal_id=c.asked(c.bram)),
    "proposal.expire": lambda c: do(
        proposals.expire, SYSTEM, proposal_id=c.asked(c.bram), now=NOW + timedelta(days=9)
    ),
    "match.plan_meeting": lambda c: do(
        matches.plan_meeting,
        c.anna,
        match_id=c.agreed(c.bram),
        meeting_at=datetime(2026, 11, 27, 13, tzinfo=UTC),
    ),
    "match.start": lambda c: do(matches.start, c.anna, match_id=c.agreed(c.bram)),
    "match.not_started": lambda c: do(matches.not_started, c.anna, match_id=c.agreed(c.bram)),
    "match.end": lambda c: do(matches.end, c.anna, match_id=c.running(c.bram)),
    "match.evaluate": lambda c: do(
        matches.evaluate, c.anna, match_id=c.running(c.bram), text="Truus is blij"
    ),
    "visit.log": lambda c: do(
        visits.log_visit,
        c.bram,
        match_id=c.running(c.bram),
        day=TODAY,
        minutes=90,
        felt="fine",
        note="Truus was blij",
    ),
    "visit.cannot": lambda c: do(
        visits.cannot_visit, c.bram, match_id=c.running(c.bram), day=TODAY
    ),
    "signal.send": lambda c: do(
        visits.send_signal, c.bram, reason="too_much_asked", words="Truus belt ’s nachts"
    ),
    "link.renew_status": lambda c: do(links.renew_status, c.anna, request_id=c.request()),
    "link.renew_week": lambda c: do(links.renew_week, c.anna, volunteer_id=c.bram_id),
    "person.erase_help_seeker": lambda c: do(
        people.erase_help_seeker, c.anna, request_id=c.request()
    ),
    "person.erase_volunteer": lambda c: do(people.erase_volunteer, c.bram, volunteer_id=c.bram_id),
    "volunteer.set_limits": lambda c: do(
        limits.set_limits, c.bram, volunteer_id=c.bram_id, wanted=LOWER
    ),
    "volunteer.set_limits_and_wishes": lambda c: do(
        limits.set_limits_and_wishes,
        c.bram,
        volunteer_id=c.bram_id,
        wanted=LOWER,
        wishes=volunteers.Wishes(no_gos=("cats",)),
    ),
    "volunteer.pause": lambda c: do(
        limits.pause, c.bram, volunteer_id=c.bram_id, first=TODAY, last=None
    ),
    "volunteer.set_wishes": lambda c: do(
        volunteers.set_wishes, c.bram, volunteer_id=c.bram_id, wishes=volunteers.Wishes()
    ),
    "volunteer.set_details": lambda c: do(
        volunteers.set_details,
        c.anna,
        volunteer_id=c.bram_id,
        details=volunteers.Details("Bram", "Anders", phone="0612345678"),
    ),
    "volunteer.register": lambda c: do(
        volunteers.register,
        c.anna,
        details=volunteers.Details("Ria", "Smit", phone="0611111111"),
        limits=LOWER,
        wishes=volunteers.Wishes(),
    ),
    "affiliation.keep": lambda c: do(
        volunteers.keep_about,
        c.anna,
        volunteer_id=c.bram_id,
        note="Bram houdt van honden",
        trained_for=("C4",),
        certificate_seen_on=TODAY,
    ),
    "affiliation.spoken": lambda c: do(volunteers.spoken, c.anna, volunteer_id=c.bram_id),
    "network.open": lambda c: do(
        network.open_network,
        SYSTEM,
        name="Ander net",
        place="Elders",
        phone="0205550100",
        phone_hours="",
    ),
    "network.add_organisation": lambda c: do(
        network.add_organisation,
        SYSTEM,
        network_id=c.network_id,
        details=network.NewOrganisation("West", "West"),
    ),
    "network.set_routing": lambda c: do(
        network.set_routing,
        SYSTEM,
        network_id=c.network_id,
        default_id=c.noord_id,
        rows=[network.RouteRow(c.zuid_id, kind="odd_jobs")],
    ),
    "network.load_areas": lambda c: do(
        network.load_areas,
        SYSTEM,
        network_id=c.network_id,
        areas=[network.Area("1013", "Waterstad", 52.3, 4.9)],
    ),
    "organisation.describe": lambda c: do(
        organisations.describe, c.gerda, values={"phone_hours": "altijd"}
    ),
    "organisation.set_people": lambda c: do(
        organisations.set_people, c.gerda, first_contact_id=c.henk.id, stand_in_id=c.anna.id
    ),
    "organisation.open_form": lambda c: do(organisations.open_form, c.gerda, is_open=False),
    "organisation.save_offer": lambda c: do(
        organisations.save_offer,
        c.anna,
        text=organisations.OfferText("shopping", "Boodschappen", "Samen met u."),
    ),
    "organisation.set_policy": lambda c: do(
        organisations.set_policy, c.anna, limits=organisations.OwnLimits(max_months=6)
    ),
    "member.invite": lambda c: do(
        members.invite,
        c.anna,
        organisation_id=c.noord_id,
        person=members.Person("Nieuwe Collega", "nieuw@example.nl"),
        role=Role.COORDINATOR,
    ),
    "member.invite_again": lambda c: do(members.invite_again, c.anna, membership_id=c.henk.id),
    "member.set_days": lambda c: do(
        members.set_days,
        c.anna,
        membership_id=c.henk.id,
        person=members.Person("Henk", "henk@example.nl", weekdays=(2,)),
    ),
    "member.leave": lambda c: do(members.leave, c.anna, membership_id=c.henk.id),
    "account.describe": lambda c: do(
        members.describe, c.anna, details=members.OwnDetails("Anna Anders", "", "en")
    ),
}


@recipe("request.impression")
def _impression(c: Cast) -> Callable[[], Any]:
    request_id = c.request()
    c.assess(request_id, C4=Answer.YES)
    return do(triage.give_impression, c.anna, request_id=request_id, impression="doubt")


@recipe("request.decide")
def _decide(c: Cast) -> Callable[[], Any]:
    request_id = c.request()
    made = c.assess(request_id)
    return do(
        triage.decide,
        c.anna,
        request_id=request_id,
        decision=triage.Decision(made, Route.REFER, "know_them", "Truus wil niet"),
    )


def waiting(c: Cast) -> UUID:
    request_id = c.ready()
    deciding.wait(actor=c.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    return request_id


def closed(c: Cast) -> UUID:
    request_id = c.request()
    deciding.close(
        actor=c.anna,
        now=NOW,
        request_id=request_id,
        closing=deciding.Closing(ClosingReason.NO_PLACE, nobody_discussed=True, lack=Lack.PLACE),
    )
    return request_id


RECIPES |= {
    "request.search": lambda c: do(deciding.search, c.anna, request_id=waiting(c)),
    "request.tell_waiting": lambda c: do(deciding.tell_waiting, c.anna, request_id=waiting(c)),
    "request.reopen": lambda c: do(deciding.reopen, c.anna, request_id=closed(c)),
    "request.called_back": lambda c: do(deciding.called_back, c.anna, request_id=closed(c)),
}


@recipe("request.report_change")
def _report_change(c: Cast) -> Callable[[], Any]:
    request_id = c.request()
    asker = Actor(Role.HELP_SEEKER, id=request_id, organisation_id=c.noord_id)
    return do(
        requests.report_change, asker, request_id=request_id, what="not_needed", text="Truus is weg"
    )


@recipe("link.confirm_digits")
def _confirm_digits(c: Cast) -> Callable[[], Any]:
    request_id = c.request()
    asker = Actor(Role.HELP_SEEKER, id=request_id, organisation_id=c.noord_id)
    return do(links.confirm_digits, asker, digits="0000")


@recipe("signal.answer")
def _answer_signal(c: Cast) -> Callable[[], Any]:
    signal_id = visits.send_signal(actor=c.bram, now=NOW, reason="time")
    return do(visits.answer_signal, c.anna, signal_id=signal_id, outcome="lighter")


@recipe("message.tell")
def _tell(c: Cast) -> Callable[[], Any]:
    c.request()
    message = Message.objects.filter(template="received").latest("queued_at")
    return do(messages.tell, c.anna, message_id=message.pk, how="spoken")


@recipe("message.leave_out")
def _leave_out(c: Cast) -> Callable[[], Any]:
    c.request()
    message = Message.objects.filter(template="received").latest("queued_at")
    return do(messages.leave_out, c.anna, message_id=message.pk)


@recipe("message.put_back")
def _put_back(c: Cast) -> Callable[[], Any]:
    c.request()
    message = Message.objects.filter(template="received").latest("queued_at")
    messages.tell(actor=c.anna, now=NOW, message_id=message.pk, how="spoken")
    return do(messages.put_back, c.anna, message_id=message.pk)


@recipe("volunteer.join")
def _join(c: Cast) -> Callable[[], Any]:
    one = c.volunteer("Ria Smit", phone="0611111111")
    volunteers.register(
        actor=c.carla,
        now=NOW,
        details=volunteers.Details("Ria", "Smit", phone="0611111111"),
        limits=LOWER,
        wishes=volunteers.Wishes(),
    )
    pending = Affiliation.objects.get(volunteer_id=one.id, state="pending")
    return do(volunteers.join, one, affiliation_id=pending.pk, yes=True)


def asked_to_raise(c: Cast) -> UUID:
    """A volunteer with only a telephone whose higher limit waits for a second person."""
    one = c.volunteer("Toon Telefoon", channel="phone", email="")
    assert one.id
    limits.set_limits(actor=c.anna, now=NOW, volunteer_id=one.id, wanted=HIGHER)
    return LimitsRaise.objects.get(volunteer_id=one.id).pk


RECIPES["volunteer.confirm_raise"] = lambda c: do(
    limits.confirm_raise, c.henk, raise_id=asked_to_raise(c)
)


@recipe("volunteer.apply_raise")
def _apply_raise(c: Cast) -> Callable[[], Any]:
    raise_id = asked_to_raise(c)
    limits.confirm_raise(actor=c.henk, now=NOW, raise_id=raise_id)
    return do(limits.apply_raise, SYSTEM, raise_id=raise_id, now=NOW + timedelta(days=1))


@recipe("volunteer.end_pause")
def _end_pause(c: Cast) -> Callable[[], Any]:
    limits.pause(actor=c.bram, now=NOW, volunteer_id=c.bram_id, first=TODAY, last=None)
    return do(limits.end_pause, c.bram, volunteer_id=c.bram_id)


@recipe("volunteers.import")
def _import(c: Cast) -> Callable[[], Any]:
    return do(
        importing.import_volunteers,
        c.anna,
        people=[
            importing.Newcomer(
                number=2,
                first_name="Ria",
                last_name="Smit",
                phone="0611111111",
                email="",
                postcode="",
                channel="phone",
                limits=LOWER,
            )
        ],
    )


@recipe("account.accept_invitation")
def _accept_invitation(c: Cast) -> Callable[[], Any]:
    link = Link.objects.get(purpose=link_access.INVITE, subject_id=c.henk.account_id)
    token = link_access.token_of(link.pk, link.generation)
    return do(members.accept_invitation, VISITOR, token=token, password_hash="!hash")


@recipe("records.expire")
def _expire(c: Cast) -> Callable[[], Any]:
    AccessRecord.objects.create(
        at=NOW,
        actor_role="coordinator",
        page="request",
        purpose="help",
        expires_on=date(2026, 1, 1),
    )
    return do(people.expire_records, SYSTEM)


# needs an installation in which there is nothing yet
IN_AN_EMPTY_ONE = "setup.begin"


def test_every_action_has_a_recipe() -> None:
    assert set(VERBS) == {*RECIPES, IN_AN_EMPTY_ONE}


@pytest.mark.commits(empty=True)
def test_setting_up_leaves_an_event_without_a_name_in_it(committed: str) -> None:
    network.set_up(
        actor=VISITOR,
        now=NOW,
        first=network.FirstSetUp(
            network_name="Netwerk",
            place="Waterstad",
            organisation_name="Noord",
            short_name="Noord",
            phone="0205550142",
            phone_hours="",
            name="Anna Prins",
            email="anna@example.nl",
            password_hash="!hash",
        ),
    )
    event = Event.objects.get(type="organisation.set_up")
    assert not [word for word in NAMES if word in json.dumps(event.data)]
    with pytest.raises(Refused):
        network.set_up(actor=VISITOR, now=NOW, first=network.FirstSetUp(*["x"] * 9))


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_it_leaves_an_event_without_a_name_in_it(name: str, cast: Cast) -> None:
    act = RECIPES[name](cast)
    before = set(Event.objects.values_list("pk", flat=True))
    act()
    left = Event.objects.exclude(pk__in=before)
    assert left.exists(), name
    for event in left:
        text = json.dumps(event.data)
        assert not [word for word in NAMES if word in text], (name, text)


@pytest.mark.parametrize("name", sorted(VERBS))
def test_a_role_that_may_not_gets_not_found(name: str, cast: Cast) -> None:
    for role in set(Role) - VERBS[name].roles:
        with pytest.raises(NotFound):
            VERBS[name].function(actor=Actor(role, id=cast.anna.id), now=NOW)


#: These name no row: they act on whatever organisation the actor belongs to.
ON_THE_OWN_ORGANISATION = {
    "account.describe",
    "organisation.describe",
    "organisation.open_form",
    "organisation.save_offer",
    "organisation.set_policy",
    "request.take_down",
    "volunteer.register",
    "volunteers.import",
}
OF_COORDINATORS = {name for name, verb in VERBS.items() if Role.COORDINATOR in verb.roles}


def test_what_names_no_row_is_a_verb_of_coordinators() -> None:
    assert ON_THE_OWN_ORGANISATION <= OF_COORDINATORS


@pytest.mark.parametrize("name", sorted(OF_COORDINATORS - ON_THE_OWN_ORGANISATION))
def test_a_coordinator_of_another_organisation_changes_nothing(name: str, cast: Cast) -> None:
    """Dirk does what somebody of Noord could do, with the ids of Noord: nothing may change."""
    act = RECIPES[name](cast)
    closure = dict(zip(act.__code__.co_freevars, act.__closure__ or (), strict=True))
    function, given = (closure[part].cell_contents for part in ("function", "given"))
    assert [one for one in given if one.endswith("_id")], "else it stands in the list above"
    rows_before = state_of_noord(cast)
    with pytest.raises(NotFound):
        function(**{"now": NOW, **given, "actor": cast.dirk})
    assert state_of_noord(cast) == rows_before


def state_of_noord(cast: Cast) -> dict[str, list[Any]]:
    """What would change if somebody reached in."""
    return {
        "requests": list(Request.objects.order_by("pk").values()),
        "matches": list(Match.objects.order_by("pk").values()),
        "messages": list(Message.objects.order_by("pk").values_list("pk", "state")),
        "affiliations": list(Affiliation.objects.order_by("pk").values()),
        "signals": list(VolunteerSignal.objects.order_by("pk").values()),
        "assessments": list(Assessment.objects.order_by("pk").values("pk", "decision")),
    }


def test_an_action_that_fails_half_way_leaves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from loopplank.actions import intake as module

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(module, "queue_to_asker", broken)
    before = (Request.objects.count(), Event.objects.count())
    with pytest.raises(RuntimeError):
        cast.request()
    assert (Request.objects.count(), Event.objects.count()) == before


def test_an_action_without_an_event_is_rolled_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "save_and_record", lambda row, *_a, **_k: row.save())
    request_id = cast.request()
    with pytest.raises(RuntimeError, match="left no event"):
        requests.take_over(actor=cast.henk, now=NOW, request_id=request_id)
    assert Request.objects.get(pk=request_id).owner_id == cast.anna.id


def test_the_events_of_a_request_rebuild_where_it_stands(cast: Cast) -> None:
    cast.running(cast.bram)
    waiting(cast)
    closed(cast)
    for row in Request.objects.all():
        events = Event.objects.filter(aggregate="request", aggregate_id=row.pk)
        standing: dict[str, Any] = {}
        for n, event in enumerate(events.order_by("sequence"), 1):
            assert event.sequence == n
            standing |= event.data
        assert standing["state"] == row.state
        assert standing["owner"] == str(row.owner_id)
        assert standing["due_on"] == (row.due_on.isoformat() if row.due_on else None)
        assert standing["closing_reason"] == row.closing_reason
