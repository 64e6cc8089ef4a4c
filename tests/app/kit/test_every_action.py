"""Every action is allowed for its roles only, leaves an event without a name in it, and is whole.

An action without a recipe here fails the build: promise P5 holds for all of them or for none.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.test import override_settings
from tests import stand_in_planner
from tests.app import (
    applying,
    checking_in,
    growing,
    looking_along,
    on_devices,
    planned,
    quoting,
    referring,
    relaying,
)
from tests.app.arranging import FAMILY, LEAD, TERMS, combination
from tests.app.cast import KNOWN_SAFE, MRS_DE_WIT, NOW, TODAY, Cast
from tests.app.joining import token_of_invitation

from loopplank.access.account import links as link_access
from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import SYSTEM, VISITOR, Actor, NotFound
from loopplank.access.account.links import Wanted
from loopplank.access.matching.match_change import rhythm_of
from loopplank.access.matching.planning_problem import problem_of
from loopplank.access.messages import feed, own_messages
from loopplank.access.volunteers.own_pages import agreement_of
from loopplank.access.volunteers.same_volunteer import code_for
from loopplank.actions.account import links, passwords, second_step, sign_ins
from loopplank.actions.arrangements import arrangements, signatures, suspension
from loopplank.actions.gaps import gaps
from loopplank.actions.kit import idempotency
from loopplank.actions.kit.action import VERBS
from loopplank.actions.matching import (
    apply_plan,
    asking,
    last_call,
    match_change,
    matches,
    passed_over,
    plan_claims,
    plan_settings,
    planning,
    proposals,
    propose,
    teams,
    visit_move,
)
from loopplank.actions.messages import (
    claims,
    devices,
    hand_over_keys,
    hours,
    messages,
    press,
    wishes,
)
from loopplank.actions.messages import (
    delivery as message_delivery,
)
from loopplank.actions.organisations import colleagues, invitations, networks, organisations
from loopplank.actions.practice import place as practice_place
from loopplank.actions.practice import removal as practice_removal
from loopplank.actions.privacy import erasure
from loopplank.actions.referrals import (
    clocks as referral_clocks,
)
from loopplank.actions.referrals import (
    hand_over,
    incoming,
    party_codes,
    refer,
    referrals,
)
from loopplank.actions.requests import (
    applicant_sees,
    change_of_volunteer,
    closing,
    drafts,
    handling,
    intake,
    refusal,
    relatives,
    undo,
)
from loopplank.actions.requests import waiting as wait_actions
from loopplank.actions.responsibility import (
    absence,
    clocks,
    closures,
    intake_stop,
    member_news,
    rota,
    takeovers,
)
from loopplank.actions.triage import triage
from loopplank.actions.volunteers import (
    address_changes,
    applications,
    away,
    cover,
    death_of_volunteer,
    import_list,
    limits,
    reminders,
    rest,
    same_hour,
    same_volunteer,
    sheets,
    stopping,
    thanks,
    visits,
    volunteer_sharing,
    volunteers,
)
from loopplank.actions.wellbeing import (
    concern as wellbeing_concern,
)
from loopplank.actions.wellbeing import (
    creep,
    escalation,
    observation,
    safety,
    signal,
    signal_steps,
    trusted,
    volunteer_concern,
)
from loopplank.core.account.roles import Role
from loopplank.core.account.second_step import BEEN_HERE
from loopplank.core.arrangements import Answer as AnswerToIt
from loopplank.core.arrangements import Channel, Side
from loopplank.core.gaps.gaps import GapState, PossibleOwner
from loopplank.core.kit.calendar import at_local
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.match_change import ChangeSide
from loopplank.core.matching.passed_over import Outcome
from loopplank.core.matching.plan_settings import Fairness, PlanSettings
from loopplank.core.matching.plan_states import Failure
from loopplank.core.matching.result import never
from loopplank.core.matching.team_state import Kind
from loopplank.core.matching.visit_move import can_move
from loopplank.core.messages import delivery
from loopplank.core.messages.delivery import Fate
from loopplank.core.messages.reminders import day_before
from loopplank.core.messages.wishes import NetworkHours
from loopplank.core.messages.wishes import Wishes as MessageWishesFacts
from loopplank.core.referrals.states import Answer as Reply
from loopplank.core.referrals.states import Why
from loopplank.core.requests.applicant_sees import Sees
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.core.requests.intake import ForWhom
from loopplank.core.requests.relatives import May
from loopplank.core.requests.states import Clock, State, Unit
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.triage import Answer, Route
from loopplank.core.volunteers.application import Step as ApplicationStep
from loopplank.core.volunteers.application import StopReason
from loopplank.core.volunteers.away import Away
from loopplank.core.volunteers.cover import Named
from loopplank.core.volunteers.load import Limits
from loopplank.core.wellbeing.volunteer_concern import Decision
from loopplank.store.models import (
    Absence,
    AccessRecord,
    Account,
    Affiliation,
    Arrangement,
    AskerConcern,
    Assessment,
    Event,
    Gap,
    Leg,
    LimitsRaise,
    Link,
    LinkAsk,
    Match,
    Membership,
    Message,
    Network,
    Organisation,
    Proposal,
    Referral,
    Refusal,
    Request,
    SafetyFile,
    SecondStepReset,
    Signature,
    SignIn,
    Team,
    Visit,
    VolunteerApplication,
    VolunteerSignal,
)

Recipe = Callable[[Cast], Callable[[], Any]]
RECIPES: dict[str, Recipe] = {}
LOWER = Limits(90, 120, 1, 0)
CHRISTMAS = Away(date(2026, 12, 19), date(2027, 1, 3))
HIGHER = Limits(270, 600, 3, 1)
NAMES = (
    "Wit",
    "Truus",
    "Postma",
    "Kaya",
    "Bram",
    "Anna",
    "0612345678",
    "example.nl",
    "verder niemand",
    "Ria",
    "Nadia",
    "Meander",
    "Joke",
)


def recipe(name: str) -> Callable[[Recipe], Recipe]:
    """Set the scene for one verb; what comes back does it."""

    def keep(make: Recipe) -> Recipe:
        RECIPES[name] = make
        return make

    return keep


def practised(c: Cast) -> Cast:
    """With a place to practise in, of Noord."""
    practice_place.begin(actor=c.anna, now=NOW)
    return c


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


NEXT = date(2026, 12, 3)


def helped(c: Cast) -> UUID:
    """A request to which Bram comes every week."""
    return Match.objects.get(pk=c.running(c.bram)).request_id


def cannot_come(cast: Cast) -> UUID:
    """Bram cannot come on the second Thursday; returns the visit."""
    match_id = cast.running(cast.bram)
    visits.cannot_visit(actor=cast.bram, now=NOW, match_id=match_id, day=NEXT)
    return Visit.objects.get(match_id=match_id).pk


def read_note(cast: Cast) -> Callable[[], Any]:
    """Bram wrote something about his visit, and Anna reads it."""
    match_id = cast.running(cast.bram)
    visits.log_visit(
        actor=cast.bram,
        now=NOW,
        match_id=match_id,
        day=TODAY,
        minutes=90,
        felt="fine",
        note="Truus was blij",
    )
    row = Visit.objects.get(match_id=match_id)
    return do(visits.read_note, cast.anna, visit_id=row.pk, written_at=row.logged_at)


def stood_in(cast: Cast) -> UUID:
    """The same visit, with somebody who comes instead."""
    visit_id = cannot_come(cast)
    helper = cast.volunteer("Ria Loopt")
    assert helper.id
    propose.note_yes(
        actor=cast.anna,
        now=NOW,
        request_id=Match.objects.get(visits=visit_id).request_id,
        volunteer_id=helper.id,
        plan=cast.plan(first_day=NEXT, last_day=NEXT),
    )
    return visit_id


# --- referring ------------------------------------------------------------------------------------
SILENT = NOW + timedelta(days=8)
RECIPES |= {
    "referral.offer": lambda c: do(
        hand_over.offer,
        c.anna,
        request_id=c.ready(),
        offered=hand_over.Offered(
            referring.AGREED, summary="Met Truus wandelen", to_organisation_id=c.zuid_id
        ),
    ),
    "referral.refer_in": lambda c: do(
        refer.refer_in, c.ella, to_organisation_id=c.noord_id, case=referring.CASE
    ),
    "referral.answer": lambda c: do(
        referrals.answer,
        c.carla,
        referral_id=referring.offered(c),
        said=referrals.Said(Reply.YES, owner_id=c.carla.id, first_contact_by=TODAY),
    ),
    "referral.acknowledge": lambda c: do(
        referrals.acknowledge, c.carla, referral_id=referring.offered(c)
    ),
    "referral.begin": lambda c: do(
        referrals.begin, c.carla, referral_id=referring.said_yes(c, referring.offered(c)).pk
    ),
    "referral.hold": lambda c: do(
        referrals.hold,
        c.carla,
        referral_id=referring.said_yes(c, referring.offered(c)).pk,
        why=Why.WAITLIST,
    ),
    "referral.report": lambda c: do(
        referrals.report,
        c.carla,
        referral_id=referring.said_yes(c, referring.offered(c)).pk,
        outcome="helped",
    ),
    "referral.give_back": lambda c: do(
        referrals.give_back,
        referring.took_over_outside(c),
        referral_id=Referral.objects.get().pk,
        why=Why.COULD_NOT_HELP,
        words="Truus deed niet open",
    ),
    "referral.withdraw": lambda c: do(referrals.withdraw, c.anna, referral_id=referring.offered(c)),
    "referral.withdraw_consent": lambda c: do(
        referrals.withdraw_consent, c.anna, referral_id=referring.offered(c)
    ),
    "referral.mistake": lambda c: do(referrals.mistake, c.anna, referral_id=referring.offered(c)),
    "referral.remind": lambda c: do(
        referral_clocks.remind, SYSTEM, referral_id=referring.offered(c), now=SILENT
    ),
    "referral.lapse": lambda c: do(
        referral_clocks.lapse, SYSTEM, referral_id=referring.offered(c), now=SILENT
    ),
    "referral.to_admin": lambda c: do(
        referral_clocks.to_admin,
        SYSTEM,
        referral_id=referring.fell_silent(c, SILENT),
        now=NOW + timedelta(days=30),
    ),
    "referral.ask_outcome": lambda c: do(
        referral_clocks.ask_outcome,
        SYSTEM,
        referral_id=referring.took_over_outside(c).id,
        now=NOW + timedelta(weeks=7),
    ),
    "referral.missed": lambda c: do(
        referral_clocks.miss_contact,
        SYSTEM,
        referral_id=referring.took_over_outside(c).id,
        now=NOW + timedelta(weeks=5),
    ),
    "referral.start_as_party": lambda c: do(
        party_codes.start_as_party, VISITOR, organisation_id=c.noord_id, outsider=referring.PRACTICE
    ),
    "referral.new_code": lambda c: do(party_codes.new_code, referring.started_outside(c)),
    "referral.confirm_code": lambda c: do(
        party_codes.confirm_code, referring.started_outside(c), digits="000000"
    ),
    "referral.send_as_party": lambda c: do(
        party_codes.send_as_party, referring.verified(c), case=referring.CASE
    ),
    "referral.drop_draft": lambda c: do(
        party_codes.drop_draft,
        SYSTEM,
        referral_id=referring.started_outside(c).id,
        now=NOW + timedelta(days=2),
    ),
    "referral.erase": lambda c: do(
        erasure.erase_referral, SYSTEM, referral_id=referring.refused_outside(c)
    ),
}


def absent(c: Cast, days: int = 0) -> Callable[[], Any]:
    c.request()
    first = TODAY + timedelta(days=days)
    return do(absence.note, c.anna, membership_id=c.anna.id, first=first, last=first)


def came_back(c: Cast) -> Callable[[], Any]:
    absent(c)()
    row = Absence.objects.get(membership_id=c.anna.id)
    absence.end(actor=c.anna, now=NOW, absence_id=row.pk)
    return do(absence.read_back, c.anna)


def opens_again(c: Cast) -> Callable[[], Any]:
    first = TODAY + timedelta(days=1)
    closures.close_period(actor=c.gerda, now=NOW, first=first, last=first)
    return do(closures.open_period, c.gerda, first=first)


def asks_parts(c: Cast) -> Callable[[], Any]:
    request_id, parts = relaying.two_nights(c)
    return do(teams.ask_parts, c.anna, request_id=request_id, parts=parts)


def turn(c: Cast) -> Callable[[], Any]:
    return do(
        rota.add_turn, c.anna, membership_id=c.henk.id, first=TODAY, last=TODAY, heard_yes=True
    )


def offered(c: Cast) -> Callable[[], Any]:
    c.request()
    return do(takeovers.offer, c.anna, membership_id=c.anna.id, colleague_id=c.henk.id)


def undone(c: Cast) -> Callable[[], Any]:
    request_id = c.ready()
    last = Event.objects.filter(aggregate_id=request_id).latest("sequence")
    return do(undo.undo, c.anna, request_id=request_id, sequence=last.sequence)


# --- asking for help ----------------------------------------------------------------------------
RECIPES |= {
    "draft.keep": lambda c: lambda: draft(c),
    "draft.drop": lambda c: do(drafts.drop, VISITOR, key=draft(c)),
    "request.send": lambda c: do(
        intake.send, VISITOR, draft_key=draft(c), answers=replace(MRS_DE_WIT)
    ),
    "request.take_down": lambda c: do(intake.take_down, c.anna, answers=MRS_DE_WIT),
    "request.amend": lambda c: do(
        handling.amend,
        c.anna,
        request_id=c.request(),
        answers=replace(MRS_DE_WIT, last_name="Anders"),
    ),
    "request.agree": lambda c: do(
        handling.agree, c.anna, request_id=c.request(), agreed={"summary": "Met Truus wandelen"}
    ),
    "request.log_contact": lambda c: do(
        handling.log_contact, c.anna, request_id=c.request(), kind="note", text="Truus belde"
    ),
    "request.undo": undone,
    "request.take_over": lambda c: do(handling.take_over, c.henk, request_id=c.request()),
    "request.note_referral": lambda c: do(
        handling.note_referral,
        c.anna,
        request_id=c.request(),
        said=handling.PhoneAnswer("Wijkteam", "Ella", "no", TODAY),
    ),
    "request.assess": lambda c: do(
        triage.assess, c.anna, request_id=c.request(), heard=triage.Heard({"N1": Answer.NO})
    ),
    "request.wait": lambda c: do(closing.wait, c.anna, request_id=c.ready(), lack=Lack.PLACE),
    "request.close": lambda c: do(
        closing.close,
        c.anna,
        request_id=c.request(),
        closing=closing.Closing(ClosingReason.HELPED, next_party="Dochter van Truus"),
    ),
    "request.move_day": lambda c: do(
        clocks.move_day,
        c.anna,
        request_id=c.request(),
        day=TODAY + timedelta(days=7),
        reason="busy",
        told="message",
    ),
    "request.set_urgency": lambda c: do(
        clocks.set_urgency, c.anna, request_id=c.request(), urgency=Urgency.TODAY
    ),
    "proposal.note_yes": lambda c: do(
        propose.note_yes, c.anna, request_id=c.ready(), volunteer_id=c.bram_id, plan=c.plan()
    ),
    "proposal.ask": lambda c: do(
        propose.ask, c.anna, request_id=c.ready(), volunteer_id=c.bram_id, plan=c.plan()
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
    "team.choose": lambda c: do(
        teams.choose_team,
        c.anna,
        request_id=relaying.ready(c),
        kind=Kind.RELAY,
        legs=relaying.relay_legs(c.bram, c.volunteer("Nadia Kaya")),
    ),
    "team.ask_parts": asks_parts,
    "team.say_no_to_part": lambda c: do(
        teams.say_no_to_part,
        c.anna,
        team_id=relaying.two_nights_asked(c),
        number=2,
        reason=ClosingReason.NO_PLACE,
    ),
    "team.ask_leg": lambda c: do(
        teams.ask_leg, c.anna, team_id=relaying.chosen(c).team_id, number=1, plan=c.plan()
    ),
    "team.replace_leg": lambda c: do(
        teams.replace_leg,
        c.anna,
        team_id=relaying.chosen(c).team_id,
        number=1,
        volunteer_id=c.bram_id,
        plan=c.plan(),
    ),
    "team.plan_handover": lambda c: do(
        teams.plan_handover,
        c.anna,
        team_id=relaying.running(c).team_id,
        number=2,
        meeting_at=datetime(2026, 12, 22, 13, tzinfo=UTC),
    ),
    "team.write_handover_note": lambda c: do(
        teams.write_handover_note,
        c.anna,
        team_id=relaying.running(c).team_id,
        number=2,
        text="Truus zet zelf de koffie",
    ),
    "team.let_go": lambda c: do(teams.let_go, c.anna, team_id=relaying.chosen(c).ask(1).team_id),
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
    "visit.read_note": read_note,
    "request.make_sheet": lambda c: do(sheets.make, c.anna, request_id=helped(c)),
    "request.tell_sheet": lambda c: do(sheets.told, c.anna, request_id=helped(c)),
    "visit.told": lambda c: do(cover.told, c.anna, visit_id=cannot_come(c)),
    "visit.can_come": lambda c: do(cover.can_come, c.bram, visit_id=cannot_come(c)),
    "visit.name_stand_in": lambda c: do(
        cover.name_stand_in,
        c.bram,
        visit_id=cannot_come(c),
        said=Named("Truus van hiernaast", "0611112222"),
    ),
    "cover.give_up": lambda c: do(
        cover.give_up, SYSTEM, now=NOW + timedelta(days=9), visit_id=cannot_come(c)
    ),
    "cover.finish": lambda c: do(
        matches.finish, SYSTEM, now=NOW + timedelta(days=12), visit_id=stood_in(c)
    ),
    "signal.send": lambda c: do(
        signal.send_signal, c.bram, reason="too_much_asked", words="Truus belt ’s nachts"
    ),
    "link.renew_status": lambda c: do(links.renew_status, c.anna, request_id=c.request()),
    "link.renew_feed": lambda c: do(links.renew_feed, c.bram),
    "volunteer.set_feed_address": lambda c: do(links.set_feed_address, c.bram, on=True),
    "link.ask_again": lambda c: do(
        links.ask_again, VISITOR, wanted=Wanted("email", "bram@example.nl"), source="192.0.2.7"
    ),
    "link.send_again": lambda c: do(links.send_again, SYSTEM, ask_id=on_devices.asked_again(c)),
    "device.remember": lambda c: do(devices.remember, c.bram, seen=on_devices.seen(c.bram)),
    "device.end": lambda c: do(devices.end, c.bram, device_id=on_devices.remembered(c.bram).pk),
    "device.end_others": lambda c: do(devices.end_others, c.bram, secret="a-secret"),
    "device.leave": lambda c: do(
        devices.leave, c.bram, secret=on_devices.remembered(c.bram) and "a-secret"
    ),
    "device.confirm_here": lambda c: do(
        devices.confirm_here, c.bram, device_id=on_devices.came_by_key(c).pk
    ),
    "device.confirm": lambda c: do(devices.confirm, c.bram, device_id=on_devices.came_by_key(c).pk),
    "device.met": lambda c: do(
        hand_over_keys.note_meeting,
        c.anna,
        device_id=on_devices.came_by_key(c).pk,
        met_on=TODAY,
    ),
    "key.make": lambda c: do(hand_over_keys.make, c.anna, volunteer_id=c.bram_id),
    "key.make_for_messages": lambda c: do(
        hand_over_keys.make_for_messages,
        c.anna,
        message_ids=[Message.objects.get(template="welcome", volunteer_id=c.bram_id).pk],
    ),
    "key.use": lambda c: do(
        hand_over_keys.use,
        VISITOR,
        key_id=on_devices.a_key(c),
        browser=on_devices.with_key("a-new-one"),
    ),
    "key.withdraw": lambda c: do(hand_over_keys.withdraw, c.anna, key_id=on_devices.a_key(c)),
    "address.answer": lambda c: do(
        address_changes.answer, VISITOR, token=on_devices.new_address(c)[1], right=True
    ),
    "address.vouch": lambda c: do(
        address_changes.vouch, c.anna, change_id=on_devices.new_address(c)[0]
    ),
    "form.once": lambda c: do(
        idempotency.once,
        c.bram,
        key=on_devices.A_KEY,
        act=do(signal.send_signal, c.bram, reason="time"),
    ),
    "link.renew_week": lambda c: do(links.renew_week, c.anna, volunteer_id=c.bram_id),
    "person.erase_help_seeker": lambda c: do(
        erasure.erase_help_seeker, c.anna, request_id=c.request(), safe=KNOWN_SAFE
    ),
    "person.erase_volunteer": lambda c: do(erasure.erase_volunteer, c.bram, volunteer_id=c.bram_id),
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
    "volunteer.away": lambda c: do(away.away, c.bram, volunteer_id=c.bram_id, period=CHRISTMAS),
    "volunteer.school_holidays": lambda c: do(
        away.school_holidays, c.bram, volunteer_id=c.bram_id, region="north"
    ),
    "volunteer.set_wishes": lambda c: do(
        volunteers.set_wishes, c.bram, volunteer_id=c.bram_id, wishes=volunteers.Wishes()
    ),
    "volunteer.set_message_wishes": lambda c: do(
        wishes.set_message_wishes,
        c.bram,
        volunteer_id=c.bram_id,
        wishes=MessageWishesFacts(rest_day=2),
    ),
    "volunteer.set_reminder": lambda c: do(
        reminders.set_reminder, c.anna, volunteer_id=c.bram_id, days_before=2
    ),
    "digest.stop": lambda c: do(
        wishes.stop_digest,
        VISITOR,
        to="account",
        person_id=c.anna.account_id,
        token=own_messages.token_of("account", c.anna.account_id),
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
        networks.open_network,
        SYSTEM,
        name="Ander net",
        place="Elders",
        phone="0205550100",
        phone_hours="",
    ),
    "network.add_organisation": lambda c: do(
        networks.add_organisation,
        SYSTEM,
        network_id=c.network_id,
        details=networks.NewOrganisation("West", "West"),
    ),
    "network.set_routing": lambda c: do(
        networks.set_routing,
        SYSTEM,
        network_id=c.network_id,
        default_id=c.noord_id,
        rows=[networks.RouteRow(c.zuid_id, kind="odd_jobs")],
    ),
    "network.load_areas": lambda c: do(
        networks.load_areas,
        SYSTEM,
        network_id=c.network_id,
        areas=[networks.Area("1013", "Waterstad", 52.3, 4.9)],
    ),
    "organisation.describe": lambda c: do(
        organisations.describe, c.gerda, values={"phone_hours": "altijd"}
    ),
    "organisation.set_people": lambda c: do(
        organisations.set_people, c.gerda, first_contact_id=c.henk.id, stand_in_id=c.anna.id
    ),
    "organisation.open_form": lambda c: do(organisations.open_form, c.gerda, is_open=False),
    "organisation.open_applications": lambda c: do(
        organisations.open_applications, c.gerda, is_open=False
    ),
    "organisation.save_offer": lambda c: do(
        organisations.save_offer,
        c.anna,
        text=organisations.OfferText("shopping", "Boodschappen", "Samen met u."),
    ),
    "organisation.set_clocks": lambda c: do(
        clocks.set_own, c.gerda, clocks={(State.NEW, Urgency.NORMAL): Clock(2, Unit.DAYS)}
    ),
    "network.set_clocks": lambda c: do(
        clocks.set_of_network,
        Actor(Role.NETWORK_ADMIN, network_id=c.network_id),
        clocks={(State.NEW, Urgency.NORMAL): Clock(4, Unit.WORKING_DAYS)},
    ),
    "organisation.set_policy": lambda c: do(
        organisations.set_policy, c.anna, limits=organisations.OwnLimits(max_months=6)
    ),
    "member.invite": lambda c: do(
        invitations.invite,
        c.anna,
        organisation_id=c.noord_id,
        person=colleagues.Person("Nieuwe Collega", "nieuw@example.nl"),
        role=Role.COORDINATOR,
    ),
    "member.invite_again": lambda c: do(invitations.renew, c.anna, invitation_id=asked_to_join(c)),
    "member.withdraw_invitation": lambda c: do(
        invitations.withdraw, c.anna, invitation_id=asked_to_join(c)
    ),
    "member.set_days": lambda c: do(
        colleagues.set_days,
        c.anna,
        membership_id=c.henk.id,
        person=colleagues.Person("Henk", "henk@example.nl", weekdays=(2,)),
    ),
    "member.leave": lambda c: do(colleagues.leave, c.anna, membership_id=c.henk.id),
    "member.absent": absent,
    "absence.begin": lambda c: do(
        absence.begin, SYSTEM, now=NOW + timedelta(days=3), absence_id=absent(c, 3)()
    ),
    "absence.end": lambda c: do(absence.end, c.henk, absence_id=absent(c)()),
    "rota.add_turn": turn,
    "rota.remove_turn": lambda c: do(rota.remove_turn, c.gerda, turn_id=turn(c)()),
    "request.offer_to_colleague": offered,
    "request.accept_from_colleague": lambda c: (
        offered(c)() and do(takeovers.accept, c.henk, membership_id=c.anna.id)
    ),
    "account.describe": lambda c: do(
        colleagues.describe, c.anna, details=colleagues.OwnDetails("Anna Anders", "", "en")
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
    closing.wait(actor=c.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    return request_id


def asker_of(c: Cast, request_id: UUID) -> Actor:
    return Actor(Role.HELP_SEEKER, id=request_id, organisation_id=c.noord_id)


def concern(c: Cast) -> UUID:
    request_id = Match.objects.get(pk=c.running(c.bram)).request_id
    return wellbeing_concern.raise_concern(
        actor=asker_of(c, request_id), now=NOW, request_id=request_id, words="Bram komt niet"
    )


def stop(c: Cast) -> UUID:
    return intake_stop.stop_intake(
        actor=c.anna,
        now=NOW,
        kind="",
        first_day=TODAY,
        until=TODAY + timedelta(days=30),
        words="Wij zitten vol, zegt Anna",
    )


def due_letter(c: Cast) -> UUID:
    request_id = waiting(c)
    Request.objects.filter(pk=request_id).update(due_on=TODAY)
    return request_id


def not_needed(c: Cast) -> UUID:
    request_id = c.request()
    handling.report_change(
        actor=asker_of(c, request_id), now=NOW, request_id=request_id, what="not_needed"
    )
    return request_id


def tried(c: Cast) -> UUID:
    request_id = c.web_request()
    for channel in ("phone", "phone", "letter"):
        handling.log_contact(
            actor=c.anna, now=NOW, request_id=request_id, kind="not_reached", channel=channel
        )
    return request_id


def closed(c: Cast) -> UUID:
    request_id = c.request()
    closing.close(
        actor=c.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.NO_PLACE, nobody_discussed=True, lack=Lack.PLACE),
    )
    return request_id


RECIPES |= {
    "request.search": lambda c: do(closing.search, c.anna, request_id=waiting(c)),
    "request.tell_waiting": lambda c: do(wait_actions.tell_waiting, c.anna, request_id=waiting(c)),
    "request.set_wait_rhythm": lambda c: do(
        wait_actions.set_rhythm, c.anna, request_id=waiting(c), weeks=3
    ),
    "request.tell_all_waiting": lambda c: do(
        wait_actions.tell_all,
        c.anna,
        letters=[wait_actions.Letter(due_letter(c), "Eet mee met Truus")],
    ),
    "request.confirm_withdrawn": lambda c: do(
        closing.confirm_withdrawn, c.anna, request_id=not_needed(c), safe=KNOWN_SAFE
    ),
    "request.write_last_letter": lambda c: do(
        closing.write_last_letter, c.anna, request_id=tried(c)
    ),
    "request.set_changing_faces": lambda c: do(
        change_of_volunteer.set_changing_faces, c.anna, request_id=c.request(), answer="yes"
    ),
    "request.note_passed_over": lambda c: do(
        passed_over.note_passed_over, SYSTEM, request_ids=[c.ready()]
    ),
    "affiliation.share": lambda c: do(
        volunteer_sharing.share, c.anna, volunteer_id=said_yes_to_sharing(c), yes=True
    ),
    "volunteer.note_sharing": lambda c: do(
        volunteer_sharing.note_sharing,
        c.anna,
        volunteer_id=c.volunteer("Toon Telefoon", channel="phone", email="").id,
        yes=True,
    ),
    "network.set_message_hours": lambda c: do(
        hours.set_message_hours,
        Actor(Role.NETWORK_ADMIN, network_id=c.network_id),
        hours=NetworkHours(rest_day=None),
    ),
    "network.set_rest": lambda c: do(
        rest.set_rest,
        Actor(Role.NETWORK_ADMIN, network_id=c.network_id),
        weeks=6,
        days_after_no=10,
        open_at_once=2,
    ),
    "network.set_plan_settings": lambda c: do(
        plan_settings.set_plan_settings,
        Actor(Role.NETWORK_ADMIN, network_id=c.network_id),
        settings=PlanSettings(Fairness.STRONG),
    ),
    "request.let_applicant_see": lambda c: do(
        applicant_sees.let_applicant_see,
        c.anna,
        request_id=c.request(for_whom=ForWhom.FAMILY, applicant_name="Anna de Wit"),
        sees=Sees.RUNS,
        channel="phone",
    ),
    "request.name_relative": lambda c: do(
        relatives.name_relative,
        c.anna,
        request_id=c.request(),
        person=looking_along.PETER,
        word=looking_along.BY_PHONE,
    ),
    "request.let_relative_see": lambda c: do(
        relatives.let_relative_see, c.anna, **looking_along.of(c), may=May.COURSE
    ),
    "request.remove_relative": lambda c: do(
        relatives.remove_relative, c.anna, **looking_along.of(c)
    ),
    "request.renew_relative_link": lambda c: do(
        relatives.renew_relative_link, c.anna, **looking_along.of(c)
    ),
    "relative.leave": lambda c: do(
        relatives.leave, Actor(Role.RELATIVE, id=looking_along.of(c)["relative_id"])
    ),
    "relative.expire": lambda c: do(relatives.expire, SYSTEM, relative_id=looking_along.over(c)),
    "organisation.stop_intake": lambda c: do(
        intake_stop.stop_intake,
        c.gerda,
        kind="buddy",
        first_day=TODAY,
        until=TODAY + timedelta(days=30),
        words="Anna zegt: vol",
    ),
    "organisation.close_period": lambda c: do(
        closures.close_period,
        c.gerda,
        first=TODAY + timedelta(days=1),
        last=TODAY + timedelta(days=3),
    ),
    "organisation.open_period": opens_again,
    "absence.read_back": came_back,
    "organisation.end_stop": lambda c: do(intake_stop.end_stop, c.gerda, stop_id=stop(c)),
    "concern.answer": lambda c: do(
        wellbeing_concern.answer,
        c.anna,
        concern_id=concern(c),
        answer=wellbeing_concern.Answer("changed", spoken=True, done="Bram belt voortaan"),
    ),
    "request.reopen": lambda c: do(closing.reopen, c.anna, request_id=closed(c)),
    "request.called_back": lambda c: do(closing.called_back, c.anna, request_id=closed(c)),
}


def said_yes_to_sharing(c: Cast) -> UUID:
    volunteers.set_wishes(
        actor=c.bram,
        now=NOW,
        volunteer_id=c.bram_id,
        wishes=volunteers.Wishes(share_in_network=True),
    )
    return c.bram_id


@recipe("request.decide_after_passing_over")
def _decide_after_passing_over(c: Cast) -> Callable[[], Any]:
    request_id = c.ready()
    for day in range(3):
        passed_over.note_passed_over(
            actor=SYSTEM, now=NOW - timedelta(days=day), request_ids=[request_id]
        )
    return do(
        passed_over.decide_after_passing_over,
        c.anna,
        request_id=request_id,
        outcome=Outcome.FIRST,
    )


@recipe("clock.run_out")
def _run_out(c: Cast) -> Callable[[], Any]:
    return do(clocks.run_out, SYSTEM, request_id=c.web_request(), now=NOW + timedelta(days=5))


@recipe("proposal.let_count")
def _let_count(c: Cast) -> Callable[[], Any]:
    proposal_id = c.asked(c.bram)
    request_id = Proposal.objects.get(pk=proposal_id).request_id
    handling.report_change(
        actor=asker_of(c, request_id), now=NOW, request_id=request_id, what="not_needed"
    )
    proposals.accept(actor=c.bram, now=NOW, proposal_id=proposal_id)
    handling.log_contact(actor=c.anna, now=NOW, request_id=request_id, kind="talk")
    return do(proposals.let_yes_count, c.anna, proposal_id=proposal_id)


@recipe("request.nobody_found")
def _nobody_found(c: Cast) -> Callable[[], Any]:
    request_id = c.ready()
    Request.objects.filter(pk=request_id).update(
        duration="once", last_day=TODAY + timedelta(days=1)
    )
    at = at_local(TODAY, time(14))
    return do(last_call.tell_nobody_found, SYSTEM, request_id=request_id, now=at)


@recipe("volunteer.same_hour")
def _same_hour(c: Cast) -> Callable[[], Any]:
    """The tables let no two stand at one hour: only what was there before them is brought up."""
    found = [Match.objects.get(pk=c.agreed(c.bram))]

    def bring_up() -> int:
        with mock.patch.object(same_hour, "overlapping", return_value=found):
            return same_hour.bring_up(actor=SYSTEM, now=NOW, volunteer_id=c.bram_id)

    return bring_up


@recipe("request.settle_late")
def _settle_late(c: Cast) -> Callable[[], Any]:
    for _ in range(6):
        c.web_request()
    return do(
        clocks.settle_late, c.anna, day=TODAY + timedelta(days=6), now=NOW + timedelta(days=4)
    )


RECIPES |= {
    "request.next_party_withdrew": lambda c: do(
        refusal.next_party_withdrew,
        c.anna,
        request_id=c.said_no(next_party="Ella van het wijkteam", next_party_agreed=True),
    ),
    "gap.attach": lambda c: do(
        gaps.attach, c.anna, request_id=c.said_no(), name="Avondhulp", example="Oppas, drie keer"
    ),
    "gap.describe": lambda c: do(
        gaps.describe,
        c.anna,
        gap_id=named_gap(c),
        state=GapState.DISCUSSED,
        possible_owner=PossibleOwner.MUNICIPALITY,
        keywords="oppas",
    ),
    "gap.name_openly": lambda c: do(gaps.name_openly, c.anna, gap_id=named_gap(c)),
    "gap.report_refusal": lambda c: do(
        gaps.report_refusal,
        c.ella,
        source=ClosingReason.NO_PLACE,
        month=TODAY,
        name="Nachtopvang",
    ),
    "gap.close_quarter": lambda c: do(gaps.close_quarter, SYSTEM),
}


def named_gap(c: Cast) -> UUID:
    gap_id = gaps.attach(actor=c.anna, now=NOW, request_id=c.said_no(), name="Avondhulp")
    assert gap_id
    return gap_id


@recipe("request.answer_partial_offer")
def _answer_partial_offer(c: Cast) -> Callable[[], Any]:
    request_id = c.said_no(partial_offer="Truus mag mee-eten")
    asker = Actor(Role.HELP_SEEKER, id=request_id, organisation_id=c.noord_id)
    return do(refusal.answer_partial_offer, asker, request_id=request_id, yes=True)


@recipe("request.report_change")
def _report_change(c: Cast) -> Callable[[], Any]:
    request_id = c.request()
    asker = Actor(Role.HELP_SEEKER, id=request_id, organisation_id=c.noord_id)
    return do(
        handling.report_change, asker, request_id=request_id, what="not_needed", text="Truus is weg"
    )


@recipe("concern.raise")
def _raise_concern(c: Cast) -> Callable[[], Any]:
    request_id = Match.objects.get(pk=c.running(c.bram)).request_id
    return do(
        wellbeing_concern.raise_concern,
        asker_of(c, request_id),
        request_id=request_id,
        reasons=["not_safe"],
        words="Bram schreeuwt",
    )


@recipe("link.confirm_digits")
def _confirm_digits(c: Cast) -> Callable[[], Any]:
    request_id = c.request()
    asker = Actor(Role.HELP_SEEKER, id=request_id, organisation_id=c.noord_id)
    return do(links.confirm_digits, asker, digits="0000")


@recipe("signal.answer")
def _answer_signal(c: Cast) -> Callable[[], Any]:
    signal_id = signal.send_signal(actor=c.bram, now=NOW, reason="time")
    return do(signal_steps.answer_signal, c.anna, signal_id=signal_id, outcome="lighter")


def signalled(c: Cast) -> UUID:
    match_id = c.running(c.bram)
    return signal.send_signal(actor=c.bram, now=NOW, reason="not_safe", match_id=match_id)


def spoken(c: Cast) -> UUID:
    signal_id = signalled(c)
    signal_steps.answer_signal(actor=c.anna, now=NOW, signal_id=signal_id, outcome="talked")
    return signal_id


def worried(c: Cast) -> UUID:
    """The file of a worry that went to Anna."""
    safety.set_trusted(actor=c.anna, now=NOW, safety_contact_id=c.anna.id)
    signal.send_signal(actor=c.bram, now=NOW, reason="not_right", words="Truus is bang")
    return SafetyFile.objects.get().pk


def about_bram(c: Cast, *, heard: bool = False, other: bool = False) -> UUID:
    """The file of a concern about Bram, that went to Anna; with Henk when she has a stand-in."""
    stand_in = c.henk.id if other else None
    safety.set_trusted(
        actor=c.anna, now=NOW, safety_contact_id=c.anna.id, safety_stand_in_id=stand_in
    )
    file_id = noting(c)()
    if heard:
        volunteer_concern.hear(actor=c.anna, now=NOW, file_id=file_id, on=TODAY, words="Hoe")
    return file_id


def noting(c: Cast) -> Callable[[], UUID]:
    match = Match.objects.get(pk=c.running(c.bram))
    return do(
        volunteer_concern.note_about_volunteer,
        c.anna,
        request_id=match.request_id,
        match_id=match.pk,
        words="Bram leende geld van Truus",
        suspend=False,
    )


LATER = NOW + timedelta(days=30)
RECIPES |= {
    "safety.note_about_volunteer": noting,
    "safety.suspend": lambda c: do(volunteer_concern.suspend, c.anna, file_id=about_bram(c)),
    "safety.hear": lambda c: do(
        volunteer_concern.hear, c.anna, file_id=about_bram(c), on=TODAY, words="Bram zegt nee"
    ),
    "safety.decide": lambda c: do(
        volunteer_concern.decide,
        c.anna,
        file_id=about_bram(c, heard=True),
        decision=Decision.ENDS,
        words="Truus is bang voor Bram",
        until=TODAY + timedelta(days=30),
    ),
    "safety.pass_on": lambda c: do(
        volunteer_concern.pass_on, c.anna, file_id=about_bram(c, other=True)
    ),
    "safety.climb": lambda c: do(volunteer_concern.climb, SYSTEM, file_id=about_bram(c), now=LATER),
    "safety.set_near": lambda c: do(
        volunteer_concern.set_near, c.anna, file_id=about_bram(c), near=True
    ),
    "safety.confirm_channel": lambda c: do(
        volunteer_concern.confirm_channel, c.anna, file_id=about_bram(c), channel="visit"
    ),
    "signal.note": lambda c: do(
        signal.note_signal,
        c.anna,
        volunteer_id=c.bram_id,
        said=signal.Said("time", "Truus belt ’s nachts"),
    ),
    "signal.acknowledge": lambda c: do(signal_steps.acknowledge, c.anna, signal_id=signalled(c)),
    "signal.heard": lambda c: do(signal_steps.say_heard, c.bram, signal_id=spoken(c), spoken=False),
    "signal.stay_away": lambda c: do(signal.stay_away, c.bram, signal_id=signalled(c)),
    "signal.climb": lambda c: do(escalation.climb, SYSTEM, signal_id=signalled(c), now=LATER),
    "signal.close_quietly": lambda c: do(
        escalation.close_quietly, SYSTEM, signal_id=spoken(c), now=LATER
    ),
    "safety.note_step": lambda c: do(
        safety.note_step, c.anna, file_id=worried(c), step="advice", on=TODAY, words="Over Truus"
    ),
    "safety.close": lambda c: do(
        safety.close_file, c.anna, file_id=worried(c), outcome="no_worry", words="Truus was blij"
    ),
    "safety.spoken": lambda c: do(safety.say_spoken, c.anna, file_id=worried(c)),
    "safety.forget": lambda c: do(safety.forget_file, SYSTEM, file_id=worried(c)),
    "network.set_trusted": lambda c: do(
        trusted.set_network_trusted,
        Actor(Role.NETWORK_ADMIN, network_id=c.network_id),
        adviser_id=c.carla.id,
        outside=safety.Outside("Truus De Wit", "0612345678"),
        safety_contact_id=c.henk.id,
    ),
    "organisation.set_trusted": lambda c: do(
        safety.set_trusted,
        c.anna,
        adviser_name="Truus De Wit",
        adviser_phone="0612345678",
        safety_contact_id=c.henk.id,
    ),
}


def claimed_message(c: Cast) -> claims.Claimed:
    """A one-time code, claimed and begun."""
    referring.started_outside(c)
    claimed = next(
        one
        for one in claims.claim(NOW, {"email"}, limit=99).claimed
        if Message.objects.get(pk=one.message_id).template == "code"
    )
    assert claims.begin(claimed, NOW)
    return claimed


def unsure_message(c: Cast) -> UUID:
    claimed = claimed_message(c)
    outcome = delivery.Outcome(Fate.UNKNOWN)
    given = {"claimed": claimed, "outcome": outcome, "repeatable": False}
    message_delivery.settle(actor=SYSTEM, now=NOW, **given)
    return claimed.message_id


@recipe("message.settle")
def _settle(c: Cast) -> Callable[[], Any]:
    given = {
        "claimed": claimed_message(c),
        "outcome": delivery.Outcome(Fate.SENT),
        "repeatable": True,
    }
    return do(message_delivery.settle, SYSTEM, **given)


@recipe("message.take_back")
def _take_back(c: Cast) -> Callable[[], Any]:
    given = {"message_id": claimed_message(c).message_id, "repeatable": False}
    return do(message_delivery.take_back, SYSTEM, now=NOW + claims.LEASE, **given)


@recipe("message.send_again")
def _send_again(c: Cast) -> Callable[[], Any]:
    return do(message_delivery.send_again, c.anna, message_id=unsure_message(c))


@recipe("message.tell_printed")
def _tell_printed(c: Cast) -> Callable[[], Any]:
    c.request()
    message = Message.objects.filter(template="received").latest("queued_at")
    return do(message_delivery.tell_printed, c.anna, message_ids=[message.pk])


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


WHERE_MAIL_LEAVES = override_settings(SENDS_MAIL=True, SENDS_SMS=True)


def to_send(c: Cast) -> Any:
    """A message by mail that somebody took back before it left."""
    one = claimed_message(c).message_id
    taken = {"lease_until": None, "by_hand": "taken_back", "template": "thanks"}
    Message.objects.filter(pk=one).update(**taken)
    return one


@recipe("message.send")
def _send(c: Cast) -> Callable[[], Any]:
    return do(WHERE_MAIL_LEAVES(press.send), c.anna, message_id=to_send(c))


@recipe("message.send_many")
def _send_many(c: Cast) -> Callable[[], Any]:
    return do(WHERE_MAIL_LEAVES(press.send_many), c.anna, message_ids=[to_send(c)])


@recipe("message.recall")
def _recall(c: Cast) -> Callable[[], Any]:
    c.asked(c.bram)
    asked = Message.objects.filter(template="proposal").latest("queued_at").pk
    return do(WHERE_MAIL_LEAVES(asking.recall), c.anna, message_id=asked)


@recipe("proposal.ask_by")
def _ask_by(c: Cast) -> Callable[[], Any]:
    given = {"request_id": c.ready(), "volunteer_id": c.bram_id, "plan": c.plan()}
    return do(asking.ask_by, c.anna, way=asking.Way.CALLED, **given)


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


RECIPES |= {
    "volunteer.stop": lambda c: do(
        stopping.stop_helping, c.bram, volunteer_id=c.bram_id, last_day=TODAY
    ),
    "volunteer.stay": lambda c: do(stopping.stay, c.bram, volunteer_id=leaves(c)),
    "match.stop": lambda c: do(
        stopping.stop_with, c.bram, match_id=c.running(c.bram), last_day=TODAY
    ),
    "volunteer.note_death": lambda c: do(
        death_of_volunteer.note_death_of_volunteer, c.anna, volunteer_id=c.bram_id
    ),
    "volunteer.take_back_death": lambda c: do(
        death_of_volunteer.take_back_death, c.anna, volunteer_id=died(c)
    ),
    "match.stay": lambda c: do(stopping.stay_with, c.bram, match_id=leaves_one(c)),
    "volunteer.finish_stop": lambda c: do(
        stopping.finish_stop, SYSTEM, volunteer_id=leaves(c), now=NOW + timedelta(days=1)
    ),
    "match.finish_stop": lambda c: do(
        stopping.finish_stop_with, SYSTEM, match_id=leaves_one(c), now=NOW + timedelta(days=1)
    ),
    "volunteer.end_rest": lambda c: do(rest.end_rest, c.bram, volunteer_id=rested(c)),
    "creep.look": lambda c: do(
        creep.look, SYSTEM, volunteer_id=growing.longer_visits(c), now=growing.LATER
    ),
    "creep.talk": lambda c: do(creep.talk, c.anna, sign_id=growing.creeping_at(c), outcome="fine"),
    "practice.begin": lambda c: do(practice_place.begin, c.anna),
    "practice.remove": lambda c: do(practice_removal.remove, practised(c).anna),
    "practice.end": lambda c: do(
        practice_removal.end,
        SYSTEM,
        place_id=Network.objects.get(practice_of=practised(c).noord_id).pk,
        now=NOW + timedelta(days=91),
    ),
    "volunteer.thank": lambda c: do(
        thanks.thank, c.anna, volunteer_id=c.bram_id, what="limit_kept"
    ),
    "affiliation.thank_year": lambda c: do(
        thanks.thank_for_year,
        SYSTEM,
        affiliation_id=Affiliation.objects.get(volunteer_id=c.bram_id).pk,
        now=NOW + timedelta(days=365),
    ),
}


def died(c: Cast) -> UUID:
    death_of_volunteer.note_death_of_volunteer(actor=c.anna, now=NOW, volunteer_id=c.bram_id)
    return c.bram_id


def leaves(c: Cast) -> UUID:
    stopping.stop_helping(actor=c.bram, now=NOW, volunteer_id=c.bram_id, last_day=TODAY)
    return c.bram_id


def leaves_one(c: Cast) -> UUID:
    match_id = c.running(c.bram)
    stopping.stop_with(actor=c.bram, now=NOW, match_id=match_id, last_day=TODAY)
    return match_id


def rested(c: Cast) -> UUID:
    matches.end(actor=c.anna, now=NOW, match_id=c.running(c.bram, heavy=True))
    return c.bram_id


RECIPES["volunteer.confirm_raise"] = lambda c: do(
    limits.confirm_raise, c.henk, raise_id=asked_to_raise(c)
)


@recipe("volunteer.apply_raise")
def _apply_raise(c: Cast) -> Callable[[], Any]:
    raise_id = asked_to_raise(c)
    limits.confirm_raise(actor=c.henk, now=NOW, raise_id=raise_id)
    return do(limits.apply_raise, SYSTEM, raise_id=raise_id, now=NOW + timedelta(days=1))


def _asked_to_move(c: Cast) -> UUID:
    match_id = c.running(c.bram)
    return _ask_to_move(c, match_id)()


def _ask_to_move(c: Cast, match_id: UUID) -> Callable[[], Any]:
    moved = replace(rhythm_of(Match.objects.get(pk=match_id)), weekday=4)
    day = TODAY + timedelta(days=6)
    return do(match_change.ask, c.anna, match_id=match_id, rhythm=moved, first_day=day)


@recipe("visit_move.move")
def _move_visit(c: Cast) -> Callable[[], Any]:
    match_id = c.running(c.bram)
    day = can_move(agreement_of(Match.objects.get(pk=match_id)), Limits(600, 600, 9, 9), (), NOW)[
        0
    ].day
    assert day
    return do(
        visit_move.move_visit,
        c.anna,
        match_id=match_id,
        day=day,
        new_day=day + timedelta(days=1),
        new_time=time(14),
        volunteer_said_yes=True,
        person_said_yes=True,
    )


@recipe("match_change.ask")
def _change_help(c: Cast) -> Callable[[], Any]:
    return _ask_to_move(c, c.running(c.bram))


@recipe("match_change.yes")
def _yes_to_change(c: Cast) -> Callable[[], Any]:
    change_id = _asked_to_move(c)
    return do(match_change.say_yes, c.bram, change_id=change_id, side=ChangeSide.VOLUNTEER)


@recipe("match_change.no")
def _no_to_change(c: Cast) -> Callable[[], Any]:
    change_id = _asked_to_move(c)
    return do(match_change.say_no, c.bram, change_id=change_id, side=ChangeSide.VOLUNTEER)


@recipe("match_change.withdraw")
def _withdraw_change(c: Cast) -> Callable[[], Any]:
    return do(match_change.withdraw, c.anna, change_id=_asked_to_move(c))


@recipe("match_change.due")
def _change_due(c: Cast) -> Callable[[], Any]:
    late = NOW + timedelta(days=14)
    return do(match_change.due, SYSTEM, change_id=_asked_to_move(c), now=late)


@recipe("volunteer.not_away")
def _not_away(c: Cast) -> Callable[[], Any]:
    away.away(actor=c.bram, now=NOW, volunteer_id=c.bram_id, period=CHRISTMAS)
    return do(away.not_away, c.bram, volunteer_id=c.bram_id, period=CHRISTMAS)


@recipe("volunteer.look_ahead")
def _look_ahead(c: Cast) -> Callable[[], Any]:
    c.running(c.bram)
    away.away(actor=c.bram, now=NOW, volunteer_id=c.bram_id, period=CHRISTMAS)
    near = NOW + timedelta(days=21)
    return do(away.look_ahead, SYSTEM, volunteer_id=c.bram_id, now=near)


@recipe("volunteer.end_pause")
def _end_pause(c: Cast) -> Callable[[], Any]:
    limits.pause(actor=c.bram, now=NOW, volunteer_id=c.bram_id, first=TODAY, last=None)
    return do(limits.end_pause, c.bram, volunteer_id=c.bram_id)


@recipe("volunteers.import")
def _import(c: Cast) -> Callable[[], Any]:
    return do(
        import_list.import_volunteers,
        c.anna,
        people=[
            import_list.Newcomer(
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


def asked_to_join(c: Cast) -> UUID:
    return invitations.invite(
        actor=c.anna,
        now=NOW,
        organisation_id=c.noord_id,
        person=colleagues.Person("Nieuwe Collega", "nieuw@example.nl"),
        role=Role.COORDINATOR,
    )


@recipe("account.accept_invitation")
def _accept_invitation(c: Cast) -> Callable[[], Any]:
    token = token_of_invitation(asked_to_join(c))
    return do(invitations.accept, VISITOR, token=token, password_hash="!hash")


@recipe("account.decline_invitation")
def _decline_invitation(c: Cast) -> Callable[[], Any]:
    return do(invitations.decline, VISITOR, token=token_of_invitation(asked_to_join(c)))


def mailing(act: Callable[..., Any]) -> Callable[..., Any]:
    """The same where mail leaves: without, only the terminal helps."""

    def within(**given: Any) -> Any:
        with override_settings(SENDS_MAIL=True):
            return act(**given)

    return within


def _of_henk(c: Cast, actor: Actor, act: Callable[..., Any]) -> Callable[[], Any]:
    Membership.objects.update(since=TODAY - BEEN_HERE)
    return do(mailing(act), actor, membership_id=c.henk.id)


def _lost(c: Cast) -> SecondStepReset:
    _of_henk(c, c.anna, second_step.ask_reset)()
    _of_henk(c, c.gerda, second_step.ask_reset)()
    return SecondStepReset.objects.get()


def _token(purpose: str, subject_id: UUID) -> str:
    link = Link.objects.get(purpose=purpose, subject_id=subject_id)
    return link_access.token_of(link.pk, link.generation)


@recipe("account.second_step_lost")
def _second_step_lost(c: Cast) -> Callable[[], Any]:
    return _of_henk(c, c.anna, second_step.ask_reset)


@recipe("account.stop_reset")
def _stop_reset(c: Cast) -> Callable[[], Any]:
    token = _token(link_access.STOP, _lost(c).pk)
    return do(second_step.stop_by_link, VISITOR, token=token)


@recipe("account.keep_second_step")
def _keep_second_step(c: Cast) -> Callable[[], Any]:
    _lost(c)
    return do(second_step.stop_own, c.henk)


@recipe("account.finish_reset")
def _finish_reset(c: Cast) -> Callable[[], Any]:
    reset = _lost(c)
    Message.objects.filter(template="second_step_asked").update(state="told", done_at=NOW)
    return do(second_step.finish, SYSTEM, now=NOW + timedelta(days=1), reset_id=reset.pk)


@recipe("account.ask_password")
def _ask_password(c: Cast) -> Callable[[], Any]:
    return do(passwords.ask_password, VISITOR, email="henk@example.nl", source="192.0.2.1")


@recipe("account.send_colleague_password")
def _send_colleague_password(c: Cast) -> Callable[[], Any]:
    return _of_henk(c, c.anna, passwords.send_to_colleague)


@recipe("account.send_password")
def _send_password(c: Cast) -> Callable[[], Any]:
    _send_colleague_password(c)()
    ask_id = LinkAsk.objects.get(account_id=c.henk.account_id).pk
    return do(mailing(passwords.send_password), SYSTEM, ask_id=ask_id)


@recipe("account.print_password")
def _print_password(c: Cast) -> Callable[[], Any]:
    return do(passwords.print_password, SYSTEM, email="henk@example.nl")


@recipe("account.set_password")
def _set_password(c: Cast) -> Callable[[], Any]:
    passwords.print_password(actor=SYSTEM, now=NOW, email="henk@example.nl")
    assert c.henk.account_id
    token = _token(link_access.RESET, c.henk.account_id)
    return do(passwords.set_password, VISITOR, token=token, password_hash="!hash")


@recipe("account.password_changed")
def _password_changed(c: Cast) -> Callable[[], Any]:
    return do(passwords.password_changed, c.henk, before="a", after="b")


@recipe("account.end_session")
def _end_session(c: Cast) -> Callable[[], Any]:
    row = SignIn.objects.create(account_id=c.henk.account_id, session_key="k", began_at=NOW)
    return do(sign_ins.end_session, c.henk, sign_in_id=row.pk)


@recipe("account.end_other_sessions")
def _end_other_sessions(c: Cast) -> Callable[[], Any]:
    SignIn.objects.create(account_id=c.henk.account_id, session_key="k", began_at=NOW)
    return do(sign_ins.end_others, c.henk, keep="here")


@recipe("records.expire")
def _expire(c: Cast) -> Callable[[], Any]:
    AccessRecord.objects.create(
        at=NOW,
        actor_role="coordinator",
        page="request",
        purpose="help",
        expires_on=date(2026, 1, 1),
    )
    return do(erasure.expire_records, SYSTEM)


# --- who does what --------------------------------------------------------------------------------
RECIPES |= {
    "arrangement.begin": lambda c: do(
        arrangements.begin, c.anna, request_id=combination(c).request_id
    ),
    "arrangement.change": lambda c: do(
        arrangements.change,
        c.anna,
        request_id=combination(c).begin().request_id,
        terms=TERMS,
        lead=LEAD,
        family=FAMILY,
    ),
    "arrangement.offer": lambda c: do(
        arrangements.offer, c.anna, request_id=combination(c).begin().change().request_id
    ),
}


@recipe("arrangement.sign")
def _sign(c: Cast) -> Callable[[], Any]:
    one = combination(c).begin().change().offer()
    said = signatures.Said(AnswerToIt.NO, words="Truus kan dit niet")
    pk = one.signature(Side.PROFESSIONAL).pk
    return do(signatures.sign, one.actor(Side.PROFESSIONAL), signature_id=pk, said=said)


@recipe("arrangement.note_signature")
def _note_signature(c: Cast) -> Callable[[], Any]:
    one = combination(c).begin().change().offer()
    said = signatures.Said(AnswerToIt.YES, Channel.PHONE, by="Truus De Wit", on=TODAY)
    pk = one.signature(Side.PERSON).pk
    return do(signatures.note_signature, c.anna, signature_id=pk, said=said)


@recipe("arrangement.withdraw")
def _withdraw(c: Cast) -> Callable[[], Any]:
    one = combination(c).agreed()
    pk = one.signature(Side.PERSON).pk
    return do(signatures.withdraw, one.actor(Side.PERSON), signature_id=pk)


@recipe("arrangement.leave")
def _leave(c: Cast) -> Callable[[], Any]:
    one = combination(c).agreed()
    return do(signatures.leave, c.anna, signature_id=one.signature(Side.PROFESSIONAL).pk)


@recipe("arrangement.resume")
def _resume(c: Cast) -> Callable[[], Any]:
    one = combination(c).agreed()
    pk = one.signature(Side.PERSON).pk
    signatures.withdraw(actor=one.actor(Side.PERSON), now=NOW, signature_id=pk)
    one.offer().say(Side.PERSON)
    return do(suspension.resume, c.anna, request_id=one.request_id)


# --- plans ----------------------------------------------------------------------------------------
@recipe("plan.ask")
def _ask_plan(c: Cast) -> Callable[[], Any]:
    return do(planning.ask, c.anna)


@recipe("plan.ask_night")
def _ask_night(c: Cast) -> Callable[[], Any]:
    return do(planning.ask_night, SYSTEM, network_id=c.network_id)


@recipe("plan.stop")
def _stop_plan(c: Cast) -> Callable[[], Any]:
    return do(planning.stop, c.anna, run_id=planning.ask(actor=c.anna, now=NOW))


def claimed_plan(c: Cast) -> plan_claims.Claimed:
    planning.ask(actor=c.anna, now=NOW)
    claimed = plan_claims.claim(NOW)
    assert claimed is not None
    return claimed


@recipe("plan.store")
def _store_plan(c: Cast) -> Callable[[], Any]:
    planned.sought(c)
    claimed = claimed_plan(c)
    keyed = problem_of(c.network_id, NOW)
    plan = stand_in_planner.plan(keyed.problem, stop=never, seed=1)
    made = planning.Made(keyed.problem, plan, keyed.first, b"")
    return do(planning.store, SYSTEM, run_id=claimed.run_id, fence=claimed.fence, made=made)


@recipe("plan.fail")
def _fail_plan(c: Cast) -> Callable[[], Any]:
    claimed = claimed_plan(c)
    return do(
        planning.fail,
        SYSTEM,
        run_id=claimed.run_id,
        fence=claimed.fence,
        why=Failure.DIED,
    )


@recipe("plan.clean")
def _clean_plans(c: Cast) -> Callable[[], Any]:
    planned.plan_now(c, NOW - timedelta(days=31))
    return do(planning.clean, SYSTEM)


def proposed_by_a_plan(c: Cast) -> UUID:
    planned.sought(c)
    return planned.proposals(planned.plan_now(c))[0].pk


@recipe("plan.accept")
def _accept_plan(c: Cast) -> Callable[[], Any]:
    pk = proposed_by_a_plan(c)
    return do(apply_plan.accept, c.anna, proposal_id=pk, what="Samen boodschappen doen")


@recipe("plan.set_aside")
def _set_plan_aside(c: Cast) -> Callable[[], Any]:
    pk = proposed_by_a_plan(c)
    return do(apply_plan.set_aside, c.anna, proposal_id=pk, reason="not_now")


@recipe("reminder.meeting")
def _remind_of_meeting(c: Cast) -> Callable[[], Any]:
    match_id, day = c.agreed(c.bram), TODAY + timedelta(days=7)
    at = at_local(day, time(14))
    matches.plan_meeting(actor=c.anna, now=NOW, match_id=match_id, meeting_at=at)
    Message.objects.update(state="told")
    return do(reminders.remind_of_meeting, SYSTEM, match_id=match_id, now=day_before(day))


@recipe("reminder.proposal")
def _remind_of_proposal(c: Cast) -> Callable[[], Any]:
    row = Proposal.objects.get(pk=c.asked(c.bram))
    Message.objects.update(state="told")
    now = row.expires_at - timedelta(hours=1)
    return do(reminders.remind_of_proposal_once, SYSTEM, proposal_id=row.pk, now=now)


@recipe("reminder.visit")
def _remind_of_visit(c: Cast) -> Callable[[], Any]:
    match_id, day = c.running(c.bram), date(2026, 12, 3)

    def act() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(feed, "wants_visit_reminders", lambda rows: rows)
            reminders.remind_of_visit(actor=SYSTEM, now=day_before(day), match_id=match_id)

    return act


@recipe("reminder.end")
def _remind_of_end(c: Cast) -> Callable[[], Any]:
    row = Match.objects.get(pk=c.running(c.bram))
    now = at_local(row.last_day - timedelta(weeks=4), time(10))
    return do(reminders.remind_of_end, SYSTEM, match_id=row.pk, now=now)


@recipe("message.drop_untrue")
def _drop_untrue(c: Cast) -> Callable[[], Any]:
    signal.send_signal(actor=c.bram, now=NOW, reason="time")
    with_mail(lambda: member_news.tell_of_signal(*_to_anna(c), NOW))
    VolunteerSignal.objects.update(answered_at=NOW)
    one = Message.objects.get(template="signal_sent")
    return do(reminders.drop_untrue, SYSTEM, message_id=one.pk)


@recipe("member.tell_day")
def _tell_day(c: Cast) -> Callable[[], Any]:
    Request.objects.filter(pk=c.web_request()).update(due_on=TODAY)
    return do(member_news.tell_day, SYSTEM, membership_id=c.anna.id)


@recipe("member.tell_quarter")
def _tell_quarter(c: Cast) -> Callable[[], Any]:
    c.said_no()
    now = at_local(date(2027, 1, 4), time(8))
    return do(member_news.tell_quarter, SYSTEM, membership_id=c.gerda.id, now=now)


@recipe("account.tell_export")
def _tell_export(c: Cast) -> Callable[[], Any]:
    record_reading(c.anna, "requests_csv", Purpose.EXPORT, [], NOW)
    record = AccessRecord.objects.latest("pk")
    return do(member_news.tell_export, SYSTEM, record_id=UUID(int=record.pk))


@recipe("account.new_device")
def _new_device(c: Cast) -> Callable[[], Any]:
    return do(member_news.new_device, c.anna)


@recipe("referral.tell_owner")
def _tell_owner(c: Cast) -> Callable[[], Any]:
    referral_id = referring.referred_in(c)
    said = referrals.Said(Reply.YES, owner_id=c.anna.id, first_contact_by=TODAY)
    referrals.answer(actor=c.anna, now=NOW, referral_id=referral_id, said=said)
    row = Referral.objects.get(pk=referral_id)
    Request.objects.filter(pk=row.to_request_id).update(owner=c.henk.id)
    return do(incoming.tell_owner, SYSTEM, referral_id=referral_id)


def with_mail(act: Callable[[], object]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(member_news, "mail_leaves", lambda: True)
        act()


def _to_anna(c: Cast) -> tuple[Organisation, Account]:
    return Organisation.objects.get(pk=c.noord_id), Account.objects.get(pk=c.anna.account_id)


# needs an installation in which there is nothing yet
IN_AN_EMPTY_ONE = "setup.begin"


def _asked_same(c: Cast, *, said_yes: bool = False) -> tuple[UUID, Actor]:
    """Bram twice at Noord, and a question about it; with the first yes of the other row."""
    again = c.volunteer("Bram Vrijwilliger")
    pair_id: UUID = same_volunteer.ask(
        actor=c.anna,
        now=NOW,
        volunteer_id=c.bram_id,
        other_id=again.id,  # type: ignore[arg-type]
    )
    if said_yes:
        same_volunteer.say_yes(actor=again, now=NOW, pair_id=pair_id)
    return pair_id, again


@recipe("same_volunteer.ask")
def _ask_same(c: Cast) -> Callable[[], Any]:
    return do(
        same_volunteer.ask,
        c.anna,
        volunteer_id=c.bram_id,
        other_id=c.volunteer("Bram Vrijwilliger").id,
    )


@recipe("same_volunteer.use_code")
def _use_same_code(c: Cast) -> Callable[[], Any]:
    code = code_for(same_volunteer.make_code(actor=c.bram, now=NOW))
    return do(same_volunteer.use_code, c.volunteer("Bram Vrijwilliger"), token=code)


RECIPES |= {
    "same_volunteer.make_code": lambda c: do(same_volunteer.make_code, c.bram),
    "same_volunteer.yes": lambda c: do(
        same_volunteer.say_yes, c.bram, pair_id=_asked_same(c, said_yes=True)[0]
    ),
    "same_volunteer.no": lambda c: do(same_volunteer.say_no, c.bram, pair_id=_asked_same(c)[0]),
    "same_volunteer.lapse": lambda c: do(
        same_volunteer.lapse, SYSTEM, now=NOW + timedelta(days=14), pair_id=_asked_same(c)[0]
    ),
}
RECIPES |= checking_in.RECIPES | quoting.RECIPES
RECIPES["volunteer.apply"] = lambda c: do(
    applications.apply,
    VISITOR,
    organisation_id=c.noord_id,
    person=applying.SANNE,
    wanted=applying.AN_HOUR,
)
RECIPES["application.step"] = lambda c: do(
    applications.take_step, c.anna, application_id=applying.applied(c), step=ApplicationStep.SPOKE
)
RECIPES["application.start"] = lambda c: do(
    applications.start, c.anna, application_id=applying.spoken(c)
)
RECIPES["application.stop"] = lambda c: do(
    applications.stop, c.anna, application_id=applying.applied(c), reason=StopReason.NO_TIME
)
RECIPES["application.withdraw"] = lambda c: do(
    applications.withdraw, VISITOR, token=applying.token_of(applying.applied(c))
)
RECIPES["application.take"] = lambda c: do(
    applications.take_over, c.henk, application_id=applying.applied(c)
)
RECIPES["application.erase"] = lambda c: do(
    applications.erase, c.anna, application_id=applying.applied(c)
)
RECIPES["observation.answer"] = lambda c: do(
    observation.answer,
    c.anna,
    observation_id=checking_in.observed(c),
    answer=observation.Answer("gap", "Dank je, Bram.", gap_name="Geen bus in het weekend"),
)


def test_every_action_has_a_recipe() -> None:
    assert set(VERBS) == {*RECIPES, IN_AN_EMPTY_ONE}


@pytest.mark.commits(empty=True)
def test_setting_up_leaves_an_event_without_a_name_in_it(committed: str) -> None:
    networks.set_up(
        actor=VISITOR,
        now=NOW,
        first=networks.FirstSetUp(
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
        networks.set_up(actor=VISITOR, now=NOW, first=networks.FirstSetUp(*["x"] * 9))


@pytest.mark.both_engines
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
    "account.end_other_sessions",
    "account.keep_second_step",
    "account.new_device",
    "absence.read_back",
    "organisation.close_period",
    "account.password_changed",
    "organisation.describe",
    "organisation.open_applications",
    "organisation.open_form",
    "organisation.open_period",
    "organisation.save_offer",
    "organisation.set_clocks",
    "organisation.set_policy",
    "organisation.stop_intake",
    "plan.ask",
    "practice.begin",
    "practice.remove",
    "request.settle_late",
    "request.take_down",
    "request.tell_all_waiting",
    "volunteer.register",
    "volunteers.import",
}
#: Zuid was asked to take it over: what it does then is Dirk's to do. The person may take their yes
#: back at either side.
AT_THE_RECEIVER = {
    "referral.acknowledge",
    "referral.answer",
    "referral.begin",
    "referral.hold",
    "referral.report",
    "referral.withdraw_consent",
}
OF_COORDINATORS = {name for name, verb in VERBS.items() if Role.COORDINATOR in verb.roles}


def test_what_names_no_row_is_a_verb_of_coordinators() -> None:
    assert ON_THE_OWN_ORGANISATION | AT_THE_RECEIVER <= OF_COORDINATORS


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "name", sorted(OF_COORDINATORS - ON_THE_OWN_ORGANISATION - AT_THE_RECEIVER)
)
def test_a_coordinator_of_another_organisation_changes_nothing(name: str, cast: Cast) -> None:
    """Dirk does what somebody of Noord could do, with the ids of Noord: nothing may change."""
    act = RECIPES[name](cast)
    closure = dict(zip(act.__code__.co_freevars, act.__closure__ or (), strict=True))
    function, given = (closure[part].cell_contents for part in ("function", "given"))
    named = [one for one in given if one.endswith(("_id", "_ids"))]
    assert named, "else it stands in the list above"
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
        "safety": list(SafetyFile.objects.order_by("pk").values()),
        "refusals": list(Refusal.objects.order_by("pk").values()),
        "gaps": list(Gap.objects.order_by("pk").values()),
        "concerns": list(AskerConcern.objects.order_by("pk").values()),
        "arrangements": list(Arrangement.objects.order_by("pk").values()),
        "signatures": list(Signature.objects.order_by("pk").values()),
        "teams": list(Team.objects.order_by("pk").values()),
        "applications": list(VolunteerApplication.objects.order_by("pk").values()),
        "legs": list(Leg.objects.order_by("pk").values()),
        "assessments": list(Assessment.objects.order_by("pk").values("pk", "decision")),
    }


def test_an_action_that_fails_half_way_leaves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from loopplank.actions.requests import intake as module

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
    monkeypatch.setattr(handling, "save_and_record", lambda row, *_a, **_k: row.save())
    request_id = cast.request()
    with pytest.raises(RuntimeError, match="left no event"):
        handling.take_over(actor=cast.henk, now=NOW, request_id=request_id)
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


@recipe("referral.pass_on")
def _pass_on(c: Cast) -> Callable[[], Any]:
    referral_id = referring.offered(c)
    absence.note(actor=c.dirk, now=NOW, membership_id=c.carla.id, first=TODAY, last=TODAY)
    return do(incoming.pass_on, SYSTEM, referral_id=referral_id)
