"""A referral from the sender to the receiver and back: one person is responsible all along."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from tests.app import referring
from tests.app.cast import KNOWN_SAFE, NOW, TODAY, Cast

from loopplank.access.account.actors import SYSTEM, NotFound
from loopplank.access.responsibility.nightly_checks import broken_promises
from loopplank.actions.privacy import erasure
from loopplank.actions.referrals import clocks, hand_over, party_codes, referrals
from loopplank.actions.requests import closing as request_closing
from loopplank.core.kit.calendar import deadline
from loopplank.core.kit.reason import Refused
from loopplank.core.referrals.consent import TRAVELS, Share
from loopplank.core.referrals.states import Answer, Status, Why
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.core.requests.states import State
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    Consent,
    HelpSeeker,
    Message,
    Referral,
    ReferredPerson,
    Request,
)


def refusal(why: Why = Why.NO_PLACE) -> referrals.Said:
    return referrals.Said(Answer.NO, why=why)


def owning(journey_id: UUID) -> list[Request]:
    rows = Request.objects.filter(journey_id=journey_id, standing="owning")
    return list(rows.exclude(state=State.CLOSED))


def sender(row: Referral) -> Request:
    return Request.objects.get(pk=row.from_request_id)


# --- offering -------------------------------------------------------------------------------------


def test_who_offers_stays_the_owner_and_the_person_hears_it(cast: Cast) -> None:
    row = Referral.objects.get(pk=referring.offered(cast))
    request = sender(row)
    assert (request.state, request.standing, request.owner_id) == (
        "handover",
        "owning",
        cast.anna.id,
    )
    assert request.due_on == row.answer_by == date(2026, 12, 1)
    assert row.handler_id == cast.carla.id
    told = Message.objects.get(request=request, template="offered_elsewhere")
    assert told.params["party"] == "Zuid"


def test_the_receiver_gets_what_was_agreed_and_nothing_that_names_the_person(cast: Cast) -> None:
    row = Referral.objects.get(
        pk=referring.offered(cast, shares=frozenset({Share.AREA}), summary="Wandelen")
    )
    assert set(row.shared) - set(TRAVELS) == {"kinds", "duration", "area"}
    whole = str(row.shared)
    assert not [mark for mark in ("De Wit", "Truus", "0612345678", "1013 AB") if mark in whole]


def test_without_consent_nothing_is_sent(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        referring.offered(cast, agreed=None)
    assert refused.value.reason.code == "referral.consent"
    assert not Referral.objects.exists()


def test_who_refused_the_same_facts_is_not_asked_twice(cast: Cast) -> None:
    first = Referral.objects.get(pk=referring.offered(cast))
    referrals.answer(actor=cast.carla, now=NOW, referral_id=first.pk, said=refusal())
    offered = hand_over.Offered(agreed=referring.AGREED, to_organisation_id=cast.zuid_id)
    with pytest.raises(Refused) as refused:
        hand_over.offer(actor=cast.anna, now=NOW, request_id=first.from_request_id, offered=offered)
    assert refused.value.reason.code == "referral.refused_before"
    Request.objects.filter(pk=first.from_request_id).update(duration="weeks")
    hand_over.offer(actor=cast.anna, now=NOW, request_id=first.from_request_id, offered=offered)


def test_one_question_is_offered_to_one_at_a_time(cast: Cast) -> None:
    row = Referral.objects.get(pk=referring.offered(cast))
    with pytest.raises(Refused):
        hand_over.offer(
            actor=cast.anna,
            now=NOW,
            request_id=row.from_request_id,
            offered=hand_over.Offered(agreed=referring.AGREED, outsider=referring.PRACTICE),
        )


# --- four answers ---------------------------------------------------------------------------------


def test_a_yes_names_who_owns_and_when_they_call(cast: Cast) -> None:
    row = referring.said_yes(cast, referring.offered(cast))
    theirs = Request.objects.get(pk=row.to_request_id)
    assert owning(row.journey_id) == [theirs]
    assert (theirs.owner_id, theirs.due_on, theirs.state) == (cast.carla.id, TODAY, "new")
    assert theirs.help_seeker is not None
    assert theirs.help_seeker.last_name == "De Wit"
    assert theirs.help_seeker_id != sender(row).help_seeker_id
    assert sender(row).standing == "following"
    assert sender(row).due_on == TODAY + timedelta(weeks=6)
    told = Message.objects.get(request=sender(row), template="handed_over")
    assert told.params == {"party": "Zuid", "taken_by": "Carla Zuid", "day": TODAY.isoformat()}
    assert theirs.story == ""


@pytest.mark.parametrize(
    "said",
    [
        referrals.Said(Answer.YES, first_contact_by=TODAY),
        referrals.Said(Answer.YES, taken_by="Iemand", first_contact_by=TODAY),
    ],
)
def test_a_yes_without_a_colleague_is_no_yes(said: referrals.Said, cast: Cast) -> None:
    referral_id = referring.offered(cast)
    with pytest.raises(Refused) as refused:
        referrals.answer(actor=cast.carla, now=NOW, referral_id=referral_id, said=said)
    assert refused.value.reason.code == "referral.who_takes_it"
    assert Request.objects.get().standing == "owning"


@pytest.mark.parametrize("day", [None, TODAY - timedelta(days=1), TODAY + timedelta(days=29)])
def test_a_yes_without_a_first_contact_soon_is_no_yes(day: date | None, cast: Cast) -> None:
    referral_id = referring.offered(cast)
    said = referrals.Said(Answer.YES, owner_id=cast.carla.id, first_contact_by=day)
    with pytest.raises(Refused) as refused:
        referrals.answer(actor=cast.carla, now=NOW, referral_id=referral_id, said=said)
    assert refused.value.reason.code == "referral.first_contact"


def test_a_colleague_of_the_sender_cannot_be_named(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    said = referrals.Said(Answer.YES, owner_id=cast.anna.id, first_contact_by=TODAY)
    with pytest.raises(Refused):
        referrals.answer(actor=cast.carla, now=NOW, referral_id=referral_id, said=said)


def test_a_no_comes_back_with_its_reason(cast: Cast) -> None:
    row = Referral.objects.get(pk=referring.offered(cast))
    referrals.answer(actor=cast.carla, now=NOW, referral_id=row.pk, said=refusal())
    row.refresh_from_db()
    assert (row.status, row.why) == ("rejected", "no_place")
    assert (sender(row).state, sender(row).owner_id) == ("talking", cast.anna.id)
    with pytest.raises(Refused):
        referrals.answer(actor=cast.carla, now=NOW, referral_id=row.pk, said=refusal())


def test_a_no_without_a_reason_is_no_answer(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    with pytest.raises(Refused):
        referrals.answer(
            actor=cast.carla, now=NOW, referral_id=referral_id, said=referrals.Said(Answer.NO)
        )


def test_talking_first_moves_neither_the_day_nor_the_owner(cast: Cast) -> None:
    row = Referral.objects.get(pk=referring.offered(cast))
    referrals.answer(
        actor=cast.carla, now=NOW, referral_id=row.pk, said=referrals.Said(Answer.CONSULT)
    )
    again = Referral.objects.get(pk=row.pk)
    assert (again.status, again.answer_by) == ("requested", row.answer_by)
    assert sender(row).due_on == TODAY


def test_double_is_known_after_a_yes_or_on_the_telephone(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    double = referrals.Said(Answer.DOUBLE)
    with pytest.raises(Refused) as refused:
        referrals.answer(actor=cast.carla, now=NOW, referral_id=referral_id, said=double)
    assert refused.value.reason.code == "referral.double_after_yes"
    row = referring.said_yes(cast, referral_id)
    first = Request.objects.get(pk=cast.request(of=cast.carla))
    request_closing.close(
        actor=cast.carla,
        now=NOW,
        request_id=row.to_request_id,
        closing=request_closing.Closing(ClosingReason.DUPLICATE, first_number=first.number),
    )
    row.refresh_from_db()
    assert (row.status, row.why) == ("cancelled", "double")
    assert owning(row.journey_id) == [sender(row)]


# --- silence --------------------------------------------------------------------------------------


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_a_christmas_week_from_sending_to_the_administrator(cast: Cast) -> None:
    """Sent on Tuesday 22 December; Christmas and New Year count for nothing."""
    cast.now = at(date(2026, 12, 22))
    row = Referral.objects.get(
        pk=referring.offered(cast, agreed=referring.Agreed(date(2026, 12, 22)))
    )
    assert (row.remind_on, row.answer_by) == (date(2026, 12, 29), date(2026, 12, 30))
    assert row.admin_on == date(2027, 1, 7)
    loop = Sweeper()
    for day in range(23, 29):
        loop.sweep(at(date(2026, 12, day)))
        row.refresh_from_db()
        assert (row.status, row.reminded_at) == ("requested", None), day
    loop.sweep(at(date(2026, 12, 29)))
    row.refresh_from_db()
    assert row.reminded_at is not None
    loop.sweep(deadline(date(2026, 12, 30)) - timedelta(seconds=1))
    assert sender(row).state == "handover"
    loop.sweep(deadline(date(2026, 12, 30)))
    row.refresh_from_db()
    assert (row.status, row.why) == ("cancelled", "no_answer")
    assert (sender(row).state, sender(row).owner_id) == ("talking", cast.anna.id)
    loop.sweep(at(date(2027, 1, 6)))
    row.refresh_from_db()
    assert row.with_admin_at is None
    loop.sweep(deadline(date(2027, 1, 7)))
    row.refresh_from_db()
    assert row.with_admin_at is not None


def test_what_the_sender_touched_does_not_reach_the_administrator(cast: Cast) -> None:
    row = Referral.objects.get(pk=referring.offered(cast))
    loop = Sweeper()
    loop.sweep(deadline(date(2026, 12, 1)))
    request_closing.wait(
        actor=cast.anna, now=at(date(2026, 12, 3)), request_id=row.from_request_id, lack=Lack.PLACE
    )
    loop.sweep(at(date(2026, 12, 20)))
    row.refresh_from_db()
    assert row.with_admin_at is None


def test_a_formal_party_does_not_fall_away_by_itself(cast: Cast) -> None:
    row = Referral.objects.get(pk=referring.offered(cast, to=cast.wijkteam_id))
    assert row.track == "formal"
    assert row.handler_id == cast.ella.id
    loop = Sweeper()
    loop.sweep(at(date(2026, 11, 27)))
    assert sender(row).due_on == date(2026, 11, 27)
    loop.sweep(at(date(2026, 12, 9)))
    row.refresh_from_db()
    assert (row.status, row.lapsed_at is not None) == ("requested", True)
    said = referrals.Said(
        Answer.YES,
        taken_by="Ella",
        taken_by_phone="0205550166",
        first_contact_by=date(2026, 12, 10),
    )
    referrals.answer(actor=cast.ella, now=at(date(2026, 12, 9)), referral_id=row.pk, said=said)
    assert sender(row).standing == "following"
    assert owning(row.journey_id) == []


def test_a_clock_that_was_acted_on_is_not_acted_on_again(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    late = deadline(date(2026, 12, 1))
    for _twice in range(2):
        clocks.lapse(actor=SYSTEM, now=late, referral_id=referral_id)
    assert Referral.objects.get().status == "cancelled"


# --- the end --------------------------------------------------------------------------------------


def test_helped_is_measured_and_not_assumed(cast: Cast) -> None:
    row = referring.said_yes(cast, referring.offered(cast))
    elsewhere = request_closing.Closing(ClosingReason.HELPED_ELSEWHERE, next_party="Zuid")
    with pytest.raises(Refused) as refused:
        request_closing.close(
            actor=cast.anna, now=NOW, request_id=row.from_request_id, closing=elsewhere
        )
    assert refused.value.reason.code == "close.not_confirmed"
    referrals.begin(actor=cast.carla, now=NOW, referral_id=row.pk)
    referrals.report(actor=cast.carla, now=NOW, referral_id=row.pk, outcome="helped")
    assert sender(row).due_on == TODAY
    request_closing.close(
        actor=cast.anna, now=NOW, request_id=row.from_request_id, closing=elsewhere
    )
    assert sender(row).state == "closed"
    assert not any(broken_promises(NOW).values())


def test_what_the_receiver_cannot_do_after_all_is_the_senders_again(cast: Cast) -> None:
    row = referring.said_yes(cast, referring.offered(cast))
    from loopplank.actions.requests import handling

    handling.log_contact(actor=cast.carla, now=NOW, request_id=row.to_request_id, kind="talk")
    request_closing.close(
        actor=cast.carla,
        now=NOW,
        request_id=row.to_request_id,
        closing=request_closing.Closing(
            ClosingReason.NO_PLACE, next_party="Noord", next_party_agreed=True, lack=Lack.PLACE
        ),
    )
    row.refresh_from_db()
    assert (row.status, row.why, row.outcome) == ("failed", "no_place", "not_helped")
    assert owning(row.journey_id) == [sender(row)]
    assert sender(row).state == "talking"


def test_a_reopened_record_owns_only_when_nobody_else_does(cast: Cast) -> None:
    row = referring.said_yes(cast, referring.offered(cast))
    request_closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=row.from_request_id,
        closing=request_closing.Closing(
            ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE
        ),
    )
    request_closing.reopen(actor=cast.anna, now=NOW, request_id=row.from_request_id)
    assert sender(row).standing == "following"
    assert len(owning(row.journey_id)) == 1


def test_closing_the_question_takes_the_offer_back(cast: Cast) -> None:
    row = Referral.objects.get(pk=referring.offered(cast))
    request_closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=row.from_request_id,
        closing=request_closing.Closing(
            ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE
        ),
    )
    row.refresh_from_db()
    assert (row.status, row.why) == ("cancelled", "question_closed")


def test_consent_taken_back_has_effect_at_once(cast: Cast) -> None:
    row = referring.said_yes(cast, referring.offered(cast))
    referrals.withdraw_consent(actor=cast.anna, now=NOW, referral_id=row.pk)
    row.refresh_from_db()
    assert (row.status, row.why, row.shared) == ("cancelled", "consent_withdrawn", {})
    assert Consent.objects.get().withdrawn_at == NOW
    theirs = Request.objects.get(pk=row.to_request_id)
    assert (theirs.standing, theirs.change_reported) == ("following", "consent_withdrawn")
    assert owning(row.journey_id) == [sender(row)]


def test_a_no_after_consent_was_taken_back_is_told_so(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    referrals.withdraw_consent(actor=cast.anna, now=NOW, referral_id=referral_id)
    with pytest.raises(Refused):
        referring.said_yes(cast, referral_id)


@pytest.mark.both_engines
def test_erasing_the_person_empties_what_was_shared(cast: Cast) -> None:
    row = Referral.objects.get(pk=referring.offered(cast))
    erasure.erase_help_seeker(
        actor=cast.anna, now=NOW, request_id=row.from_request_id, safe=KNOWN_SAFE
    )
    row.refresh_from_db()
    assert (row.shared, row.facts_key, row.status) == ({}, "", "cancelled")


# --- from outside ---------------------------------------------------------------------------------


def test_a_professional_refers_in_and_stays_responsible(cast: Cast) -> None:
    row = Referral.objects.get(pk=referring.referred_in(cast))
    assert (row.status, row.handler_id) == ("requested", cast.anna.id)
    assert not Request.objects.exists()
    assert not HelpSeeker.objects.exists()
    said = referrals.Said(Answer.YES, owner_id=cast.henk.id, first_contact_by=TODAY)
    referrals.answer(actor=cast.anna, now=NOW, referral_id=row.pk, said=said)
    ours = Request.objects.get()
    assert ours.owner_id == cast.henk.id
    assert ours.help_seeker is not None
    assert ours.help_seeker.last_name == "Postma"
    assert ours.applicant is not None
    assert ours.applicant.works_at == "Wijkteam Oost"
    assert Message.objects.filter(account=cast.ella.account_id, template="referral_yes").exists()


def test_what_volunteers_do_not_do_is_sent_only_with_a_reason(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        referring.referred_in(cast, hard_checks=("washing",))
    assert refused.value.reason.code == "referral.despite"
    referring.referred_in(cast, hard_checks=("washing",), sent_despite="De thuiszorg doet dat.")


def test_a_party_without_account_refers_in_after_its_code(cast: Cast) -> None:
    party = referring.started_outside(cast)
    with pytest.raises(NotFound):
        party_codes.send_as_party(actor=party, now=NOW, case=referring.CASE)
    assert not party_codes.confirm_code(actor=party, now=NOW, digits="000000x").right
    assert party_codes.confirm_code(actor=party, now=NOW, digits=referring.digits_for(party)).right
    party_codes.send_as_party(actor=party, now=NOW, case=referring.CASE)
    assert Referral.objects.get().status == "requested"
    assert ReferredPerson.objects.get().last_name == "Postma"


def test_a_code_dies_after_five_tries_or_half_an_hour(cast: Cast) -> None:
    party = referring.started_outside(cast)
    right = referring.digits_for(party)
    later = NOW + party_codes.CODE_LASTS
    assert not party_codes.confirm_code(actor=party, now=later, digits=right).right
    party_codes.new_code(actor=party, now=NOW)
    assert not party_codes.confirm_code(actor=party, now=NOW, digits=right).right
    for _try in range(4):
        party_codes.confirm_code(actor=party, now=NOW, digits="x")
    tried = party_codes.confirm_code(actor=party, now=NOW, digits=referring.digits_for(party))
    assert (tried.right, tried.tries_left) == (False, 0)


def test_a_draft_that_nobody_sent_is_gone_after_a_day(cast: Cast) -> None:
    referring.started_outside(cast)
    loop = Sweeper()
    loop.sweep(NOW + timedelta(hours=23))
    assert Referral.objects.exists()
    loop.sweep(NOW + timedelta(hours=24))
    assert not Referral.objects.exists()
    assert not Message.objects.filter(template="code").exists()


def test_a_party_answers_and_gives_back_by_its_own_link(cast: Cast) -> None:
    from loopplank.access.account.actors import Actor
    from loopplank.core.account.roles import Role

    row = Referral.objects.get(pk=referring.to_practice(cast))
    party = Actor(Role.PARTY, id=row.pk)
    said = referrals.Said(
        Answer.YES, taken_by="Kim Kaya", taken_by_phone="0205550177", first_contact_by=TODAY
    )
    referrals.answer(actor=party, now=NOW, referral_id=row.pk, said=said)
    assert sender(row).standing == "following"
    referrals.give_back(actor=party, now=NOW, referral_id=row.pk, why=Why.COULD_NOT_HELP)
    assert (sender(row).state, sender(row).standing) == ("talking", "owning")


@pytest.mark.parametrize("status", [Status.REQUESTED, Status.ACCEPTED])
def test_nobody_else_moves_a_referral(status: Status, cast: Cast) -> None:
    from loopplank.access.account.actors import Actor
    from loopplank.core.account.roles import Role

    other = referring.to_practice(cast)
    referral_id = referring.offered(cast)
    if status is Status.ACCEPTED:
        referring.said_yes(cast, referral_id)
    strangers = [Actor(Role.PARTY, id=other), cast.ella, cast.fred, cast.gerda, cast.bram]
    for actor in strangers:
        for call in (
            lambda a: referrals.answer(actor=a, now=NOW, referral_id=referral_id, said=refusal()),
            lambda a: referrals.withdraw(actor=a, now=NOW, referral_id=referral_id),
            lambda a: referrals.withdraw_consent(actor=a, now=NOW, referral_id=referral_id),
        ):
            with pytest.raises(NotFound):
                call(actor)
    with pytest.raises(NotFound):
        referrals.answer(actor=cast.anna, now=NOW, referral_id=referral_id, said=refusal())
    with pytest.raises(NotFound):
        referrals.withdraw(actor=cast.carla, now=NOW, referral_id=referral_id)


def test_what_was_given_back_opens_again_only_where_it_lies(cast: Cast) -> None:
    row = referring.said_yes(cast, referring.offered(cast))
    closing = request_closing.Closing(ClosingReason.DECEASED, nobody_discussed=True)
    given = {"actor": cast.carla, "now": NOW, "request_id": row.to_request_id}
    request_closing.close(**given, closing=closing)
    with pytest.raises(Refused) as refused:
        request_closing.reopen(**given)
    assert refused.value.reason.code == "request.lies_elsewhere"
    assert Request.objects.get(pk=row.to_request_id).state == State.CLOSED
