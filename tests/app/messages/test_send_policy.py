"""Whether a queued message may leave now, judged from the rows as the sender does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.messages import send_policy
from loopplank.access.messages.send_policy import verdict
from loopplank.actions.matching import matches, proposals
from loopplank.actions.messages import wishes
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import closing
from loopplank.actions.volunteers import limits, volunteers
from loopplank.actions.wellbeing import signal
from loopplank.core.messages.rules import Do, Verdict
from loopplank.core.messages.table import RULES
from loopplank.core.messages.wishes import AskAt, Wishes
from loopplank.core.requests.closing import ClosingReason
from loopplank.store.models import (
    Account,
    Affiliation,
    Applicant,
    HelpSeeker,
    Limits,
    Match,
    Message,
    MessageWishes,
    Network,
    Organisation,
    Party,
    Proposal,
    Request,
    Volunteer,
)

DAY = timedelta(days=1)
SEND = Verdict(Do.SEND)


@pytest.fixture(autouse=True)
def _nothing_else_waits(cast: Cast) -> None:
    """The cast itself was welcomed and invited."""
    Message.objects.all().delete()


def only(template: str) -> Message:
    return Message.objects.get(template=template)


def told(row: Message, at: datetime = NOW, how: str = "texted") -> None:
    Message.objects.filter(pk=row.pk).update(state="told", done_at=at, done_how=how)


def waits(cast: Cast, template: str, *, at: datetime = NOW, **columns: Any) -> Message:
    """Something for Bram, whatever gave cause to it."""
    return Message.objects.create(
        **{
            "organisation_id": cast.noord_id,
            "volunteer_id": cast.bram_id,
            "to": "volunteer",
            "channel": "sms",
            "template": template,
            "params": {"coordinator": "Anna"},
            "queued_at": at,
            **columns,
        }
    )


def to_asker(cast: Cast, template: str = "closed", **columns: Any) -> Message:
    return Message.objects.create(
        **{
            "organisation_id": cast.noord_id,
            "request_id": cast.request(),
            "to": "help_seeker",
            "channel": "sms",
            "template": template,
            "queued_at": NOW,
            **columns,
        }
    )


# --- a question -------------------------------------------------------------------------------


def test_a_question_leaves_in_the_batch_of_that_day(cast: Cast) -> None:
    cast.asked(cast.bram)
    row = only("proposal")
    assert verdict(row, NOW) == SEND
    assert verdict(row, NOW + 3 * timedelta(hours=1)) == Verdict(
        Do.WAIT, at=datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    )


def test_a_volunteer_who_wants_evenings_gets_the_question_in_the_evening(cast: Cast) -> None:
    wishes.set_message_wishes(
        actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wishes=Wishes(ask_at=AskAt.EVENING)
    )
    cast.asked(cast.bram)
    assert verdict(only("proposal"), NOW) == Verdict(
        Do.WAIT, at=datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("yes", "answered"),
        ("no", "answered"),
        ("silent", "ended"),
        ("withdrawn", "ended"),
        ("gone", "ended"),
    ],
)
def test_a_question_that_is_not_open_any_more_is_not_put(cast: Cast, state: str, why: str) -> None:
    cast.asked(cast.bram)
    Proposal.objects.update(state=state)
    assert verdict(only("proposal"), NOW) == Verdict(Do.DROP, why=why)


def test_a_question_of_which_the_time_is_up_is_not_put_though_nobody_swept_yet(cast: Cast) -> None:
    cast.asked(cast.bram)
    expires_at = Proposal.objects.get().expires_at
    assert verdict(only("proposal"), expires_at) == Verdict(Do.DROP, why="ended")


def test_a_second_question_waits_while_the_first_was_told_and_is_open(cast: Cast) -> None:
    Network.objects.update(open_asks_at_once=9)
    first_id = cast.asked(cast.bram)
    first = only("proposal")
    cast.asked(cast.bram)
    second = Message.objects.filter(template="proposal").exclude(pk=first.pk).get()
    Network.objects.update(open_asks_at_once=1)
    assert verdict(second, NOW) == SEND
    told(first)
    assert verdict(second, NOW).do is Do.WAIT
    Proposal.objects.filter(pk=first_id).update(state="yes")
    assert verdict(second, NOW) == SEND


def test_after_a_no_nothing_is_asked_for_fourteen_days(cast: Cast) -> None:
    Network.objects.update(open_asks_at_once=9)
    first_id = cast.asked(cast.bram)
    told(only("proposal"))
    cast.asked(cast.bram)
    proposals.decline(actor=cast.bram, now=NOW, proposal_id=first_id)
    second = Message.objects.get(template="proposal", state="queued")
    Proposal.objects.filter(state="open").update(expires_at=NOW + 20 * DAY)
    said = verdict(second, NOW)
    assert said.do is Do.WAIT
    assert said.at is not None
    assert said.at >= NOW + 14 * DAY
    assert verdict(second, NOW + 13 * DAY).do is Do.WAIT
    assert verdict(second, said.at) == SEND


def test_a_question_that_is_open_in_spite_of_a_pause_or_a_signal_is_kept_back(cast: Cast) -> None:
    """Both take back what is open; this is the second wall."""
    cast.asked(cast.bram)
    row = only("proposal")
    limits.pause(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, first=TODAY, last=None)
    Proposal.objects.update(state="open", expires_at=NOW + 3 * DAY)
    assert verdict(row, NOW).do is Do.WAIT
    limits.end_pause(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    Limits.objects.update(pause_from=None)
    assert verdict(row, NOW) == SEND
    signal.send_signal(actor=cast.bram, now=NOW, reason="time")
    Proposal.objects.update(state="open", expires_at=NOW + 3 * DAY)
    assert verdict(row, NOW).do is Do.WAIT


# --- three a week --------------------------------------------------------------------------------


def test_three_messages_and_the_fourth_waits_whichever_organisation_sent_them(cast: Cast) -> None:
    row = waits(cast, "thanks")
    for days in (1, 2):
        told(waits(cast, "thanks", organisation_id=cast.zuid_id), NOW - days * DAY)
    assert verdict(row, NOW) == SEND
    told(waits(cast, "visits_on"), NOW - 3 * DAY, "spoken")
    assert verdict(row, NOW) == Verdict(Do.WAIT, at=datetime(2026, 11, 28, 7, 30, tzinfo=UTC))
    # what was told within another took no place of its own
    Message.objects.filter(template="visits_on").update(done_how="merged")
    assert verdict(row, NOW) == SEND


def test_what_cannot_wait_leaves_in_a_full_week(cast: Cast) -> None:
    for days in range(5):
        told(waits(cast, "thanks"), NOW - days * DAY)
    assert verdict(waits(cast, "limit_raised"), NOW) == SEND


def test_several_of_one_organisation_go_as_one_and_those_of_another_do_not(cast: Cast) -> None:
    row = waits(cast, "thanks")
    beside = waits(cast, "not_started")
    waits(cast, "thanks", organisation_id=cast.zuid_id)
    waits(cast, "not_started", channel="email")
    untrue = waits(cast, "proposal", request_id=cast.request())
    assert verdict(row, NOW) == Verdict(Do.SEND, beside=(beside.pk,))
    assert verdict(untrue, NOW) == Verdict(Do.DROP, why="ended")


def test_everything_in_one_message_on_monday(cast: Cast) -> None:
    wishes.set_message_wishes(
        actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wishes=Wishes(monday=True)
    )
    row, beside = waits(cast, "thanks"), waits(cast, "not_started")
    monday = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert verdict(row, NOW) == Verdict(Do.WAIT, at=monday)
    assert verdict(row, monday) == Verdict(Do.SEND, beside=(beside.pk,))


def test_the_hours_of_the_network_count(cast: Cast) -> None:
    row = waits(cast, "noted_yes")
    late = NOW + timedelta(hours=9, minutes=45)
    assert verdict(row, late).do is Do.WAIT
    Network.objects.update(quiet_from="22:00")
    assert verdict(row, late) == SEND


def test_a_judgement_takes_the_same_few_queries_however_much_waits(
    cast: Cast, queries: Callable[[], Any]
) -> None:
    row = waits(cast, "thanks")
    waits(cast, "not_started")
    with queries() as few:
        verdict(row, NOW)
    for _ in range(5):
        told(waits(cast, "thanks"), NOW - 9 * DAY)
        waits(cast, "limit_raised")
    with queries() as many:
        verdict(row, NOW)
    assert len(few) == len(many) <= 10, many


# --- still true ---


def test_a_meeting_that_was_moved_or_that_passed_is_not_told(cast: Cast) -> None:
    match_id = cast.agreed(cast.bram)
    at = NOW + 2 * DAY
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=at)
    to_volunteer, to_asker_ = only("meeting_volunteer"), only("meeting")
    assert verdict(to_volunteer, NOW) == SEND
    assert verdict(to_asker_, NOW) == SEND
    assert verdict(to_volunteer, at) == Verdict(Do.DROP, why="passed")
    Match.objects.update(meeting_at=at + DAY)
    assert verdict(to_volunteer, NOW) == Verdict(Do.DROP, why="moved")
    assert verdict(to_asker_, NOW) == Verdict(Do.DROP, why="moved")


@pytest.mark.both_engines
def test_visits_that_go_on_take_the_place_of_visits_that_stand_still(cast: Cast) -> None:
    match = Match.objects.get(pk=cast.running(cast.bram))
    Message.objects.all().delete()
    still = waits(cast, "visits_still", request_id=match.request_id)
    assert verdict(still, NOW) == SEND
    on = waits(cast, "visits_on", request_id=match.request_id, at=NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=2)
    assert verdict(still, later) == Verdict(Do.DROP, why="replaced")
    assert verdict(on, later) == SEND
    matches.end(actor=cast.anna, now=later, match_id=match.pk, reason="done")
    assert verdict(on, later) == Verdict(Do.DROP, why="ended")


def test_who_joined_meanwhile_is_not_asked_to_join(cast: Cast) -> None:
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(state="pending")
    row = waits(cast, "join")
    # an organisation that somebody did not join has no number of theirs
    assert verdict(row, NOW) == Verdict(Do.BY_HAND, why="not_joined")
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(state="active")
    assert verdict(row, NOW) == Verdict(Do.DROP, why="answered")


def test_after_a_death_who_asked_hears_nothing_and_a_volunteer_hears_it_from_a_person(
    cast: Cast,
) -> None:
    match = Match.objects.get(pk=cast.running(cast.bram))
    # another question of the same person
    other = Request.objects.get(pk=cast.request())
    Request.objects.filter(pk=other.pk).update(help_seeker=match.request.help_seeker)
    Message.objects.all().delete()
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=match.request_id,
        closing=closing.Closing(ClosingReason.DECEASED),
    )
    Message.objects.all().delete()
    about_other = Message.objects.create(
        organisation_id=cast.noord_id,
        request=other,
        to="help_seeker",
        channel="sms",
        template="closed",
        queued_at=NOW,
    )
    assert verdict(about_other, NOW) == Verdict(Do.DROP, why="deceased")
    thanks = waits(cast, "thanks", request_id=match.request_id)
    assert verdict(thanks, NOW) == Verdict(Do.BY_HAND, why="deceased")


def test_nobody_who_was_erased_or_who_left_hears_anything(cast: Cast) -> None:
    to_bram, to_truus = waits(cast, "thanks"), to_asker(cast)
    to_henk = Message.objects.create(
        organisation_id=cast.noord_id,
        account_id=cast.henk.account_id,
        to="account",
        channel="email",
        template="cover",
        params={"by": "Anna", "count": 1},
        queued_at=NOW,
    )
    assert [verdict(row, NOW) for row in (to_bram, to_truus, to_henk)] == [SEND] * 3
    Volunteer.objects.update(erased_at=NOW)
    Request.objects.update(erased_at=NOW)
    Account.objects.filter(pk=cast.henk.account_id).update(is_active=False)
    assert verdict(to_bram, NOW) == Verdict(Do.DROP, why="erased")
    assert verdict(to_truus, NOW) == Verdict(Do.DROP, why="erased")
    assert verdict(to_henk, NOW) == Verdict(Do.DROP, why="left")


def test_a_digest_that_somebody_switched_off_is_not_sent(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    summing_up = {**RULES, "cover": replace(RULES["cover"], sums_up=True)}
    monkeypatch.setattr(send_policy, "RULES", summing_up)
    row = Message.objects.create(
        organisation_id=cast.noord_id,
        account_id=cast.henk.account_id,
        to="account",
        channel="email",
        template="cover",
        queued_at=NOW,
    )
    assert verdict(row, NOW) == SEND
    Account.objects.filter(pk=cast.henk.account_id).update(digest=False)
    assert verdict(row, NOW) == Verdict(Do.DROP, why="not_wanted")


def test_an_erased_party_hears_nothing_and_a_link_that_ended_leads_nowhere(cast: Cast) -> None:
    party = Party.objects.create(
        organisation_id=cast.noord_id, name="Els", email="els@example.nl", created_at=NOW
    )
    row = Message.objects.create(
        organisation_id=cast.noord_id,
        party=party,
        to="party",
        channel="email",
        template="referral_yes",
        params={"number": "V-1"},
        queued_at=NOW,
    )
    assert verdict(row, NOW) == SEND
    row.template = "arrangement_party"
    row.save()
    assert verdict(row, NOW).do is Do.DROP
    Party.objects.update(erased_at=NOW)
    assert verdict(row, NOW) == Verdict(Do.DROP, why="erased")


# --- the safe way ---


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"no_sms": True}, "no_sms"),
        ({"channel": "phone"}, "other_channel"),
        ({"phone": ""}, "no_address"),
        ({"phone": "0205550100"}, "no_address"),
    ],
)
def test_a_text_message_goes_only_where_it_is_safe(
    cast: Cast, columns: dict[str, Any], why: str
) -> None:
    row = to_asker(cast)
    assert verdict(row, NOW) == SEND
    HelpSeeker.objects.update(**columns)
    assert verdict(row, NOW) == Verdict(Do.BY_HAND, why=why)


def test_a_person_who_does_not_know_of_it_gets_no_message(cast: Cast) -> None:
    row = to_asker(cast)
    somebody = Applicant.objects.create(organisation_id=cast.noord_id, relation="family")
    Request.objects.filter(pk=row.request_id).update(applicant=somebody, person_knows="no")
    assert verdict(row, NOW) == Verdict(Do.BY_HAND, why="may_not_know")


@pytest.mark.parametrize(
    ("channel", "why"), [("phone", "channel"), ("letter", "channel"), ("email", "no_address")]
)
def test_what_does_not_go_by_itself_is_told_by_hand(cast: Cast, channel: str, why: str) -> None:
    assert verdict(waits(cast, "thanks", channel=channel), NOW) == Verdict(Do.BY_HAND, why=why)


def test_without_a_number_to_call_nothing_leaves_by_itself(cast: Cast) -> None:
    Organisation.objects.update(phone="")
    assert verdict(waits(cast, "thanks"), NOW) == Verdict(Do.BY_HAND, why="no_phone")


def test_an_unknown_kind_of_message_is_looked_at_by_a_person(cast: Cast) -> None:
    row = waits(cast, "of_another_version")
    assert verdict(row, NOW) == Verdict(Do.BY_HAND, why="unknown")


def test_another_channel_counts_for_what_waits_already(cast: Cast) -> None:
    row = waits(cast, "thanks")
    volunteers.set_details(
        actor=cast.bram,
        now=NOW,
        volunteer_id=cast.bram_id,
        details=volunteers.Details(
            "Bram", "Vrijwilliger", phone="0600000001", email="bram@example.nl", channel="email"
        ),
    )
    assert Message.objects.get(pk=row.pk).channel == "email"
    assert verdict(Message.objects.get(pk=row.pk), NOW) == SEND


@pytest.mark.both_engines
def test_erasing_a_volunteer_takes_their_choices_along(cast: Cast) -> None:
    wishes.set_message_wishes(
        actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wishes=Wishes(rest_day=2)
    )
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert not MessageWishes.objects.exists()
