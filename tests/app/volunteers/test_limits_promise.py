"""Promise P10 through the actions: a limit goes up only by the volunteer's own act (P2 beside it).

Every change that is tried here is tried by the volunteer and by a coordinator, in every order that
hypothesis finds; the weeks are recomputed from the matches after each one.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st
from tests.app.cast import NOW, TODAY, Cast
from tests.proofs import examples

from loopplank.access.account.actors import SYSTEM, Actor, NotFound
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.actions.ledger import ledger
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.volunteers import away as days_away
from loopplank.actions.volunteers import import_list, limits, volunteers
from loopplank.actions.wellbeing import signal_steps
from loopplank.core.kit.calendar import monday
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.away import Away
from loopplank.core.volunteers.import_list import read_list
from loopplank.core.volunteers.limits import raises
from loopplank.core.volunteers.load import Limits, Load
from loopplank.core.volunteers.load import ledger as ledger_of
from loopplank.store.models import (
    Affiliation,
    LimitsRaise,
    LoadWeek,
    Match,
    Message,
    Network,
    Proposal,
    Volunteer,
    VolunteerSignal,
)
from loopplank.store.models import Limits as LimitsRow

SIX = Limits(270, 360, 2, 1)
EIGHT = Limits(300, 480, 3, 1)
FOUR = Limits(60, 60, 1, 0)
A_WEEK_LATER = NOW + timedelta(days=8)


def stored(cast: Cast) -> Limits:
    return stored_of(cast.bram)


def stored_of(volunteer: Actor) -> Limits:
    return facts_of(LimitsRow.objects.get(pk=volunteer.id))


def in_order(cast: Cast) -> None:
    """What is stored is what the matches say, and nothing passes what is allowed."""
    volunteer = Volunteer.objects.get(pk=cast.bram_id)
    assert ledger.differences(volunteer) == []
    for week in LoadWeek.objects.filter(volunteer=volunteer):
        planned = Load(week.planned_minutes, week.planned_people, week.planned_heavy)
        assert planned.within(Load(week.allowed_minutes, week.allowed_people, week.allowed_heavy))


# --- up -----


def test_the_volunteer_raises_at_once_when_nobody_asked_anything(cast: Cast) -> None:
    made = limits.set_limits(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wanted=EIGHT)
    assert (stored(cast), made.later) == (EIGHT, None)
    row = LimitsRow.objects.get(pk=cast.bram_id)
    assert (row.raises_counted, row.set_by_self) == (0, True)


@pytest.mark.parametrize("asked", [False, True])
def test_the_volunteer_hears_that_their_limit_goes_up(cast: Cast, asked: bool) -> None:
    """Whoever has the link can do it, so the one whose limit it is must notice."""
    if asked:
        cast.asked(cast.bram)
    given = {"actor": cast.bram, "volunteer_id": cast.bram_id}
    for days in (0, 1):
        more = replace(EIGHT, max_minutes=480 + days)
        limits.set_limits(now=NOW + timedelta(days=days), wanted=more, **given)
    told = Message.objects.filter(template="limit_raised")
    assert sorted(told.values_list("state", flat=True)) == ["dropped", "queued"]
    assert told.get(state="queued").volunteer_id == cast.bram_id


def test_lower_or_back_from_a_pause_is_no_news(cast: Cast) -> None:
    given = {"actor": cast.bram, "now": NOW, "volunteer_id": cast.bram_id}
    limits.set_limits(wanted=FOUR, **given)
    limits.pause(first=TODAY, last=None, **given)
    limits.end_pause(**given)
    assert not Message.objects.filter(template="limit_raised").exists()


def test_after_a_question_a_raise_works_from_the_next_day_and_is_counted(cast: Cast) -> None:
    cast.asked(cast.bram)
    soon = NOW + timedelta(days=2)
    made = limits.set_limits(actor=cast.bram, now=soon, volunteer_id=cast.bram_id, wanted=EIGHT)
    assert stored(cast) == SIX
    assert made.later_on == TODAY + timedelta(days=3)
    assert LimitsRow.objects.get(pk=cast.bram_id).raises_counted == 1
    waiting = LimitsRaise.objects.get(volunteer_id=cast.bram_id)
    limits.apply_raise(actor=SYSTEM, now=soon, raise_id=waiting.pk)
    assert stored(cast) == SIX, "not on the same day"
    limits.apply_raise(actor=SYSTEM, now=soon + timedelta(days=1), raise_id=waiting.pk)
    assert stored(cast) == EIGHT
    in_order(cast)


def test_after_a_call_it_waits_too_and_after_a_week_it_does_not(cast: Cast) -> None:
    volunteers.spoken(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    limits.set_limits(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wanted=EIGHT)
    assert stored(cast) == SIX
    limits.set_limits(actor=cast.bram, now=A_WEEK_LATER, volunteer_id=cast.bram_id, wanted=EIGHT)
    assert stored(cast) == EIGHT
    assert not LimitsRaise.objects.filter(state="pending").exists()


def test_a_coordinator_cannot_raise_for_somebody_with_a_link(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        limits.set_limits(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id, wanted=EIGHT)
    assert refused.value.reason.code == "limits.not_yours"
    assert stored(cast) == SIX
    assert not LimitsRaise.objects.exists()


def test_a_refused_raise_takes_the_wishes_with_it(cast: Cast) -> None:
    before = LimitsRow.objects.get(pk=cast.bram_id).no_gos
    with pytest.raises(Refused):
        limits.set_limits_and_wishes(
            actor=cast.anna,
            now=NOW,
            volunteer_id=cast.bram_id,
            wanted=EIGHT,
            wishes=volunteers.Wishes(no_gos=("dogs",)),
        )
    assert LimitsRow.objects.get(pk=cast.bram_id).no_gos == before
    assert not Message.objects.filter(template="changed_for_you").exists()


@pytest.fixture
def toon(cast: Cast) -> Cast:
    """Bram has only a telephone."""
    Volunteer.objects.filter(pk=cast.bram_id).update(channel="phone", email="")
    return cast


def test_for_a_telephone_a_second_person_confirms_on_another_day(toon: Cast) -> None:
    limits.set_limits(actor=toon.anna, now=NOW, volunteer_id=toon.bram_id, wanted=EIGHT)
    waiting = LimitsRaise.objects.get()
    tomorrow = NOW + timedelta(days=1)
    limits.apply_raise(actor=SYSTEM, now=tomorrow, raise_id=waiting.pk)
    assert stored(toon) == SIX, "nobody confirmed it"
    with pytest.raises(Refused):
        limits.confirm_raise(actor=toon.anna, now=tomorrow, raise_id=waiting.pk)
    for stranger in (toon.carla, toon.dirk, toon.gerda, toon.bram):
        with pytest.raises(NotFound):
            limits.confirm_raise(actor=stranger, now=tomorrow, raise_id=waiting.pk)
    limits.confirm_raise(actor=toon.henk, now=tomorrow, raise_id=waiting.pk)
    limits.apply_raise(actor=SYSTEM, now=tomorrow, raise_id=waiting.pk)
    assert stored(toon) == EIGHT


def test_never_in_the_same_contact_as_a_question(toon: Cast) -> None:
    toon.asked(toon.bram)
    with pytest.raises(Refused) as refused:
        limits.set_limits(actor=toon.anna, now=NOW, volunteer_id=toon.bram_id, wanted=EIGHT)
    assert refused.value.reason.code == "limits.same_contact"


def test_never_in_the_same_contact_as_a_question_the_other_way_round(toon: Cast) -> None:
    """First the limit and then the question is the same call."""
    limits.set_limits(actor=toon.anna, now=NOW, volunteer_id=toon.bram_id, wanted=EIGHT)
    for act in (propose.ask, propose.note_yes):
        given = {"request_id": toon.ready(), "volunteer_id": toon.bram_id, "plan": toon.plan()}
        with pytest.raises(Refused) as refused:
            act(actor=toon.anna, now=NOW, **given)
        assert refused.value.reason.code == "proposal.raised_today"
    propose.ask(actor=toon.anna, now=NOW + timedelta(days=1), **given)


def test_who_confirms_a_limit_asks_nothing_in_that_talk(toon: Cast) -> None:
    limits.set_limits(actor=toon.anna, now=NOW, volunteer_id=toon.bram_id, wanted=EIGHT)
    tomorrow = NOW + timedelta(days=1)
    limits.confirm_raise(actor=toon.henk, now=tomorrow, raise_id=LimitsRaise.objects.get().pk)
    given = {"request_id": toon.ready(), "volunteer_id": toon.bram_id, "plan": toon.plan()}
    with pytest.raises(Refused) as refused:
        propose.ask(actor=toon.henk, now=tomorrow + timedelta(hours=2), **given)
    assert refused.value.reason.code == "proposal.raised_today"


@pytest.mark.parametrize("answered", [False, True])
def test_nobody_confirms_a_limit_beside_a_question(toon: Cast, answered: bool) -> None:
    limits.set_limits(actor=toon.anna, now=NOW, volunteer_id=toon.bram_id, wanted=EIGHT)
    tomorrow = NOW + timedelta(days=1)
    waiting = LimitsRaise.objects.get()
    proposal_id = propose.ask(
        actor=toon.anna,
        now=tomorrow,
        request_id=toon.ready(),
        volunteer_id=toon.bram_id,
        plan=toon.plan(),
    )
    if answered:
        proposals.decline(actor=toon.bram, now=tomorrow, proposal_id=proposal_id)
    later = [tomorrow + timedelta(hours=1), tomorrow + timedelta(days=1)]
    for moment in later[: 1 if answered else 2]:
        with pytest.raises(Refused) as refused:
            limits.confirm_raise(actor=toon.henk, now=moment, raise_id=waiting.pk)
        assert refused.value.reason.code == "limits.same_contact"
    if not answered:
        proposals.withdraw(actor=toon.anna, now=later[1], proposal_id=proposal_id)
    limits.confirm_raise(actor=toon.henk, now=later[1], raise_id=waiting.pk)


@pytest.mark.parametrize("what", ["channel", "email"])
def test_taking_somebodys_address_away_makes_nobody_telephone_only(cast: Cast, what: str) -> None:
    before = {"channel": "email", "email": "bram@example.nl"}
    if what == "channel":
        before = {"channel": "sms"}
    Volunteer.objects.filter(pk=cast.bram_id).update(**before)
    row = Volunteer.objects.get(pk=cast.bram_id)
    details = volunteers.Details(
        row.first_name, row.last_name, phone=row.phone, postcode=row.postcode, channel="phone"
    )
    given = {"volunteer_id": cast.bram_id}
    volunteers.set_details(actor=cast.anna, now=NOW, details=details, **given)
    for days in (0, 6):
        now = NOW + timedelta(days=days)
        with pytest.raises(Refused) as refused:
            limits.set_limits(actor=cast.anna, now=now, wanted=EIGHT, **given)
        assert refused.value.reason.code == "limits.not_yours"
    made = limits.set_limits(actor=cast.anna, now=A_WEEK_LATER, wanted=EIGHT, **given)
    assert made.needs_second


def test_who_chose_the_telephone_themselves_is_telephone_only_at_once(cast: Cast) -> None:
    row = Volunteer.objects.get(pk=cast.bram_id)
    details = volunteers.Details(
        row.first_name, row.last_name, phone=row.phone, postcode=row.postcode, channel="phone"
    )
    given = {"now": NOW, "volunteer_id": cast.bram_id}
    volunteers.set_details(actor=cast.bram, details=details, **given)
    made = limits.set_limits(actor=cast.anna, wanted=EIGHT, **given)
    assert made.needs_second


def test_an_import_raises_no_limit_and_changes_nothing_of_whom_it_meets(cast: Cast) -> None:
    row = Volunteer.objects.get(pk=cast.bram_id)
    table = [
        ["Voornaam", "Achternaam", "Mobiel", "Uren", "Mensen"],
        ["Bram", "Anders", row.phone, "40", "9"],
    ]
    for actor in (cast.anna, cast.carla):
        import_list.import_volunteers(actor=actor, now=NOW, people=read_list(table, TODAY).good)
    assert stored(cast) == SIX
    row.refresh_from_db()
    assert row.last_name == "Vrijwilliger"
    at_zuid = Affiliation.objects.get(volunteer=row, organisation_id=cast.zuid_id)
    assert (at_zuid.state, at_zuid.typed_name) == ("pending", "Bram Anders")


# --- down -----


@pytest.mark.parametrize("by", ["bram", "anna"])
def test_lowering_below_what_is_planned_is_accepted_and_the_weeks_stay_right(
    cast: Cast, by: str
) -> None:
    cast.running(cast.bram)
    limits.set_limits(actor=getattr(cast, by), now=NOW, volunteer_id=cast.bram_id, wanted=FOUR)
    assert stored(cast) == FOUR
    in_order(cast)
    week = LoadWeek.objects.filter(volunteer_id=cast.bram_id, planned_minutes=90).latest("monday")
    assert week.allowed_minutes == 90, "what was agreed stays until somebody lets it go"
    signal = VolunteerSignal.objects.get()
    assert (signal.reason, signal.to_id) == ("above_new_limit", cast.anna.id)
    # and nothing new fits
    with pytest.raises(Refused):
        cast.asked(cast.bram)


def test_lowering_twice_makes_one_signal_and_within_what_is_planned_none(cast: Cast) -> None:
    cast.running(cast.bram)
    limits.set_limits(
        actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wanted=Limits(60, 120, 1, 0)
    )
    assert not VolunteerSignal.objects.exists()
    for wanted in (FOUR, replace(FOUR, max_people=0)):
        limits.set_limits(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wanted=wanted)
    assert VolunteerSignal.objects.count() == 1


@pytest.fixture
def lowered(cast: Cast) -> UUID:
    """Help of ninety minutes that runs, of somebody whose limit is an hour since."""
    match_id = cast.running(cast.bram)
    limits.set_limits(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wanted=FOUR)
    return match_id


def test_less_is_never_refused_after_a_lowered_limit(cast: Cast, lowered: UUID) -> None:
    sooner = Match.objects.get(pk=lowered).last_day - timedelta(weeks=4)
    matches.evaluate(actor=cast.anna, now=NOW, match_id=lowered, new_last_day=sooner)
    assert Match.objects.get(pk=lowered).last_day == sooner
    in_order(cast)
    weeks = LoadWeek.objects.filter(volunteer_id=cast.bram_id, planned_minutes__gt=0)
    assert weeks.latest("monday").monday <= sooner


def test_longer_is_refused_after_a_lowered_limit(cast: Cast, lowered: UUID) -> None:
    before = Match.objects.get(pk=lowered).last_day
    with pytest.raises(Refused) as refused:
        matches.evaluate(
            actor=cast.anna, now=NOW, match_id=lowered, new_last_day=before + timedelta(weeks=1)
        )
    assert refused.value.reason.code == "load.minutes"
    assert Match.objects.get(pk=lowered).last_day == before


def test_longer_looks_only_at_the_weeks_that_come_with_it(cast: Cast) -> None:
    """In the weeks before somebody else is helped too; that ends, and then there is room."""
    many_questions(cast)
    match_id = cast.running(cast.bram)
    cast.running(cast.bram)
    wanted = Limits(90, 90, 1, 0)
    limits.set_limits(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wanted=wanted)
    last = Match.objects.get(pk=match_id).last_day + timedelta(weeks=3)
    matches.evaluate(actor=cast.anna, now=NOW, match_id=match_id, new_last_day=last)
    in_order(cast)
    week = LoadWeek.objects.get(volunteer_id=cast.bram_id, monday=monday(last))
    assert (week.planned_minutes, week.allowed_minutes) == (90, 90)


@pytest.mark.parametrize("later", [0, 14])
def test_what_was_agreed_begins_also_after_a_lowered_limit(cast: Cast, later: int) -> None:
    """The yes took the room; beginning takes none, and beginning later gives some back."""
    match_id = cast.agreed(cast.bram)
    limits.set_limits(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wanted=FOUR)
    first = Match.objects.get(pk=match_id).first_day + timedelta(days=later)
    matches.start(actor=cast.anna, now=NOW, match_id=match_id, first_day=first)
    assert Match.objects.get(pk=match_id).state == "running"
    in_order(cast)


def test_beginning_sooner_takes_room_in_the_weeks_before(cast: Cast) -> None:
    match_id = cast.agreed(cast.bram, first_day=TODAY + timedelta(days=21))
    limits.set_limits(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wanted=FOUR)
    with pytest.raises(Refused) as refused:
        matches.start(actor=cast.anna, now=NOW, match_id=match_id, first_day=TODAY)
    assert refused.value.reason.code == "load.minutes"


def test_on_behalf_the_volunteer_hears_it_once(cast: Cast) -> None:
    limits.set_limits_and_wishes(
        actor=cast.anna,
        now=NOW,
        volunteer_id=cast.bram_id,
        wanted=FOUR,
        wishes=volunteers.Wishes(
            no_gos=("dogs",), show_hours_elsewhere=True, share_in_network=True
        ),
    )
    told = Message.objects.get(template="changed_for_you")
    assert (told.volunteer_id, told.params) == (cast.bram_id, {"by": "Anna Prins"})
    row = LimitsRow.objects.get(pk=cast.bram_id)
    assert (row.set_by_self, row.no_gos) == (False, ["dogs"])
    assert not row.show_hours_elsewhere, "that is the volunteer's own to say"
    assert not row.share_in_network, "and so is this"


# --- a pause -----


def test_a_pause_is_at_once_and_each_owner_hears_whom_to_call(cast: Cast) -> None:
    cast.running(cast.bram)
    many_questions(cast)
    proposal_id = cast.asked(cast.bram)
    limits.pause(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, first=TODAY, last=None)
    in_order(cast)
    assert Proposal.objects.get(pk=proposal_id).expires_at == NOW
    signal = VolunteerSignal.objects.get()
    assert (signal.reason, signal.wants_call) == ("pause", False)


def test_a_pause_later_on_leaves_an_open_question_open(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    limits.pause(
        actor=cast.bram,
        now=NOW,
        volunteer_id=cast.bram_id,
        first=TODAY + timedelta(days=20),
        last=None,
    )
    assert Proposal.objects.get(pk=proposal_id).expires_at > NOW


def test_a_pause_keeps_a_raise_that_waits(cast: Cast) -> None:
    cast.asked(cast.bram)
    limits.set_limits(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wanted=EIGHT)
    limits.pause(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, first=TODAY, last=None)
    waiting = LimitsRaise.objects.get(state="pending")
    limits.apply_raise(actor=SYSTEM, now=NOW + timedelta(days=1), raise_id=waiting.pk)
    assert stored(cast) == replace(EIGHT, pause_from=TODAY)


def test_ending_a_pause_right_after_a_question_waits_a_night(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    proposals.decline(actor=cast.bram, now=NOW, proposal_id=proposal_id)
    limits.pause(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, first=TODAY, last=None)
    made = limits.end_pause(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert made.later_on == TODAY + timedelta(days=1)
    assert stored(cast).paused_on(TODAY)


def test_what_a_coordinator_notes_comes_on_top_of_the_pause_that_was_chosen(cast: Cast) -> None:
    christmas = (date(2026, 12, 20), date(2027, 1, 3))
    limits.pause(
        actor=cast.bram,
        now=NOW,
        volunteer_id=cast.bram_id,
        first=christmas[0],
        last=christmas[1],
    )
    limits.pause(
        actor=cast.anna,
        now=NOW,
        volunteer_id=cast.bram_id,
        first=TODAY,
        last=TODAY + timedelta(days=6),
    )
    now = stored(cast)
    assert now.paused_on(TODAY)
    assert now.paused_on(christmas[1])
    with pytest.raises(Refused):
        limits.end_pause(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)


# --- a pause gives no room -----

CHRISTMAS = (date(2026, 12, 7), date(2027, 1, 10))
IN_CHRISTMAS: dict[str, object] = {
    "first_day": date(2026, 12, 10),
    "last_day": date(2027, 1, 7),
    "start_time": time(18),
}
FOR_ONE = Limits(90, 90, 1, 0)


@pytest.fixture
def ria(cast: Cast) -> Actor:
    """She helps one person, which is her limit, and is away around Christmas."""
    many_questions(cast)
    ria = cast.volunteer("Ria Smit", limits=FOR_ONE)
    cast.running(ria)
    limits.pause(actor=ria, now=NOW, volunteer_id=ria.id, first=CHRISTMAS[0], last=CHRISTMAS[1])
    return ria


def weeks_of(ria: Actor) -> set[tuple[int, int, int, int]]:
    columns = ("planned_minutes", "allowed_minutes", "planned_people", "allowed_people")
    return set(LoadWeek.objects.filter(volunteer_id=ria.id).values_list(*columns))


@pytest.mark.parametrize("way", ["ask", "note_yes", "accept"])
def test_nobody_is_planned_into_a_pause_above_their_own_limit(
    cast: Cast, ria: Actor, way: str
) -> None:
    given = {
        "actor": cast.anna,
        "now": NOW,
        "request_id": cast.ready(),
        "volunteer_id": ria.id,
        "plan": cast.plan(**IN_CHRISTMAS),
    }
    if way == "accept":
        # asked while there was room for two
        mine = LimitsRow.objects.filter(pk=ria.id)
        mine.update(max_minutes=180, max_people=2)
        given = {"actor": ria, "now": NOW, "proposal_id": propose.ask(**given)}
        mine.update(max_minutes=90, max_people=1)
    act = {"ask": propose.ask, "note_yes": propose.note_yes, "accept": proposals.accept}[way]
    with pytest.raises(Refused) as refused:
        act(**given)
    assert refused.value.reason.code == "load.people"
    assert Match.objects.filter(volunteer_id=ria.id).count() == 1


@pytest.mark.parametrize("back", ["ends", "shortens"])
def test_who_is_back_sooner_is_not_above_their_limit(cast: Cast, ria: Actor, back: str) -> None:
    assert (0, 0, 0, 0) in weeks_of(ria)
    given = {"actor": ria, "now": A_WEEK_LATER, "volunteer_id": ria.id}
    if back == "ends":
        limits.end_pause(**given)
    else:
        limits.pause(**given, first=CHRISTMAS[0], last=CHRISTMAS[0] + timedelta(days=6))
    assert weeks_of(ria) - {(0, 0, 0, 0)} == {(90, 90, 1, 1)}
    assert not VolunteerSignal.objects.filter(reason="above_new_limit").exists()


@pytest.mark.parametrize("waits", [False, True])
def test_who_lowered_in_a_pause_is_called_when_they_are_back(
    cast: Cast, ria: Actor, waits: bool
) -> None:
    """In the weeks of the pause nothing was too much; once it is over it is."""
    everything = replace(FOR_ONE, pause_from=TODAY - timedelta(days=2), pause_to=date(2027, 3, 1))
    LimitsRow.objects.filter(pk=ria.id).update(
        pause_from=everything.pause_from, pause_to=everything.pause_to
    )
    limits.set_limits(
        actor=ria,
        now=NOW,
        volunteer_id=ria.id,
        wanted=replace(everything, max_minutes=60, liked_minutes=60),
    )
    above = VolunteerSignal.objects.filter(reason="above_new_limit")
    assert not above.exists()
    now = A_WEEK_LATER
    if waits:
        volunteers.spoken(actor=cast.anna, now=now, volunteer_id=ria.id)
    made = limits.end_pause(actor=ria, now=now, volunteer_id=ria.id)
    assert (made.later is not None) is waits
    assert above.exists() is not waits
    for waiting in LimitsRaise.objects.filter(state="pending"):
        limits.apply_raise(actor=SYSTEM, now=now + timedelta(days=1), raise_id=waiting.pk)
    assert above.get().to_id == cast.anna.id


def test_a_pause_alone_says_nothing_anew_of_what_was_too_much_before(
    cast: Cast, ria: Actor
) -> None:
    wanted = replace(stored_of(ria), max_minutes=60, liked_minutes=60)
    limits.set_limits(actor=ria, now=NOW, volunteer_id=ria.id, wanted=wanted)
    first = VolunteerSignal.objects.get(reason="above_new_limit")
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=first.pk, outcome="other")
    limits.pause(actor=ria, now=NOW, volunteer_id=ria.id, first=CHRISTMAS[0], last=None)
    assert VolunteerSignal.objects.filter(reason="above_new_limit").count() == 1


# --- whatever happens, in whatever order -----

PARTS = st.builds(
    lambda most, liked, people, heavy, until: Limits(
        min(liked, most), most, people, min(heavy, people), until=until
    ),
    st.integers(0, 600),
    st.integers(0, 600),
    st.integers(0, 4),
    st.integers(0, 4),
    st.none() | st.dates(date(2026, 12, 1), date(2027, 6, 1)),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "self",
                "anna",
                "ask",
                "spoken",
                "pause",
                "away",
                "end_pause",
                "plan",
                "night",
                "week",
                "gone",
                "gone_anna",
                "there",
                "there_anna",
                "school",
                "school_anna",
            ]
        ),
        PARTS,
    ),
    max_size=8,
)


@examples(10, many=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(
    steps=[
        ("self", FOR_ONE),
        ("week", FOR_ONE),
        ("away", Limits(0, 300, 2, 0)),
        ("plan", Limits(200, 200, 1, 0)),
        ("week", FOR_ONE),
        ("end_pause", FOR_ONE),
    ],
    only_telephone=False,
    limits_first=FOR_ONE,
)
@example(
    steps=[
        ("gone", FOR_ONE),
        ("there_anna", FOR_ONE),
        ("self", EIGHT),
        ("there", FOR_ONE),
        ("gone_anna", Limits(0, 200, 2, 0)),
        ("plan", Limits(200, 200, 1, 0)),
        ("night", FOR_ONE),
        ("week", FOR_ONE),
        ("there", FOR_ONE),
    ],
    only_telephone=False,
    limits_first=SIX,
)
@given(steps=STEPS, only_telephone=st.booleans(), limits_first=st.sampled_from([SIX, FOR_ONE]))
def test_whatever_happens_nobody_else_raises_a_limit(
    cast: Cast, steps: list[tuple[str, Limits]], only_telephone: bool, limits_first: Limits
) -> None:
    from django.db import transaction

    with transaction.atomic():
        limits.set_limits(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wanted=limits_first)
        _walk(cast, steps, only_telephone=only_telephone)
        transaction.set_rollback(True)


def _walk(cast: Cast, steps: list[tuple[str, Limits]], *, only_telephone: bool) -> None:
    if only_telephone:
        Volunteer.objects.filter(pk=cast.bram_id).update(channel="phone", email="")
    many_questions(cast)
    cast.running(cast.bram)
    # the yes to that match is a talk as well
    now = asked_at = spoken_at = NOW
    ever = [stored(cast)]
    own = {"self", "end_pause", "pause", "away", "there", "school"}
    for what, wanted in steps:
        before = stored(cast)
        refused = False
        try:
            _step(cast, what, wanted, now)
        except (Refused, NotFound):
            assert stored(cast) == before, "a refusal changes nothing"
            refused = True
        if what == "spoken":
            spoken_at = now
        if what == "night":
            now += timedelta(days=1)
        if what == "week":
            now += timedelta(days=8)
        if what == "ask":
            asked_at = now
        if what == "plan" and not refused:
            spoken_at = asked_at = now
        if raises(before, stored(cast), now.date()):
            assert what in {*own, "night", "week"}, what
            if what in own:
                assert now - max(asked_at, spoken_at) > timedelta(days=7)
        in_order(cast)
        ever.append(stored(cast))
        _within_what_was_ever_allowed(cast, ever)
    if not only_telephone:
        assert not LimitsRaise.objects.exclude(asked_by=None).exists()


def _within_what_was_ever_allowed(cast: Cast, ever: list[Limits]) -> None:
    """Also in weeks of a pause or away: once that ends, all that was planned there counts again."""
    most = Load()
    for one in ever:
        most = most.at_least(Load(one.max_minutes, one.max_people, one.max_heavy))
    carried = ledger.commitments_of(cast.bram_id)
    for week, load in ledger_of(carried, stored(cast).always_there()).items():
        assert load.within(most), (week, load, most)


def _step(cast: Cast, what: str, wanted: Limits, now: datetime) -> None:
    given = {"now": now, "volunteer_id": cast.bram_id}
    if what in {"self", "anna"}:
        actor = cast.bram if what == "self" else cast.anna
        limits.set_limits(actor=actor, wanted=wanted, **given)
    elif what == "spoken":
        volunteers.spoken(actor=cast.anna, **given)
    elif what == "pause":
        limits.pause(actor=cast.bram, first=now.date(), last=None, **given)
    elif what == "away":
        # somewhere in what is coming, as long as the limits that hypothesis made
        first = now.date() + timedelta(days=wanted.max_people * 7)
        last = first + timedelta(days=7 + wanted.max_minutes // 10)
        limits.pause(actor=cast.bram, first=first, last=last, **given)
    elif what.startswith(("gone", "there")):
        first = now.date() + timedelta(days=wanted.max_people * 5)
        period = Away(first, first + timedelta(days=wanted.max_minutes // 20))
        act = days_away.away if what.startswith("gone") else days_away.not_away
        act(actor=cast.anna if what.endswith("anna") else cast.bram, period=period, **given)
    elif what.startswith("school"):
        region = ("none", "north", "south")[wanted.max_people % 3]
        actor = cast.anna if what.endswith("anna") else cast.bram
        days_away.school_holidays(actor=actor, region=region, **given)
    elif what == "plan":
        first = now.date() + timedelta(days=wanted.liked_minutes // 10)
        plan = cast.plan(first_day=first, last_day=first + timedelta(weeks=wanted.max_people))
        propose.note_yes(actor=cast.anna, request_id=cast.ready(), plan=plan, **given)
    elif what == "end_pause":
        limits.end_pause(actor=cast.bram, **given)
    elif what == "ask":
        # only when somebody was asked last matters here, not whether there was room
        Proposal.objects.filter(volunteer_id=cast.bram_id).update(asked_at=now)
    else:
        for waiting in LimitsRaise.objects.filter(volunteer_id=cast.bram_id, state="pending"):
            limits.apply_raise(actor=SYSTEM, now=now + timedelta(days=1), raise_id=waiting.pk)


def many_questions(cast: Cast) -> None:
    Network.objects.filter(pk=cast.network_id).update(open_asks_at_once=9, most_asks_a_month=12)
