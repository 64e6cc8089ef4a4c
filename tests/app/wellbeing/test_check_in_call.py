"""The four questions on the telephone: on a list as a call, and the answers are the volunteer's."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.checking_in import AT_EASE, CLOSED, asked, called, helps
from tests.app.on_the_phone import Phone, plain

from loopplank.access.account.actors import SYSTEM, Actor, NotFound
from loopplank.actions.privacy import erasure
from loopplank.actions.responsibility import absence
from loopplank.actions.wellbeing import check_in, check_in_totals
from loopplank.actions.wellbeing import signal as wellbeing_signal
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.wellbeing.check_in import ANSWERS, QUESTIONS, Keep
from loopplank.jobs.sweeping import WORK, Sweeper
from loopplank.store.models import (
    Affiliation,
    CheckIn,
    CheckInCount,
    Event,
    Limits,
    Message,
    Volunteer,
    VolunteerSignal,
)
from loopplank.web.kit import clock

HEAVY = ("too_much", "too_heavy", "stop", "often")
LINE = "Vier korte vragen aan de telefoon."


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def sweep(now: datetime) -> None:
    """What the background loop does with check-ins at this moment."""
    mine = tuple(work for work in WORK if work.kind.startswith("check_in."))
    Sweeper(work=mine).sweep(now)


def reads(who: Actor, name: str, *args: object) -> str:
    return plain(browsing.member(who).get(reverse(name, args=args)).content.decode())


def said(answers: tuple[str, ...] = HEAVY, **more: str) -> dict[str, str]:
    """What is ticked during the call."""
    given = {question.value: code for question, code in zip(QUESTIONS, answers, strict=True)}
    return {**given, **more}


def writes(row: CheckIn, who: Actor, **typed: str) -> Any:
    return browsing.member(who).post(reverse("check_in_call", args=[row.pk]), typed)


def again(row: CheckIn) -> CheckIn:
    return CheckIn.objects.get(pk=row.pk)


# --- on the list ----------------------------------------------------------------------------------


def test_who_has_only_a_telephone_stands_on_the_list_as_a_call(cast: Cast) -> None:
    called(cast)
    assert not Message.objects.filter(template="check_in").exists()
    text = reads(cast.anna, "today")
    assert LINE in text
    assert "Toon Bel" in text
    assert "Bel Toon" in text
    assert "mag tot dan" in text
    for other in (cast.henk, cast.dirk, cast.carla):
        assert LINE not in reads(other, "today")


def test_who_reads_messages_is_not_called_but_when_they_would_rather(cast: Cast) -> None:
    row = asked(cast)
    assert LINE not in reads(cast.anna, "today")
    assert browsing.member(cast.anna).get(_page(row)).status_code == 404
    assert Message.objects.get(template="check_in").state == "queued"
    phone = Phone(cast.bram)
    told = phone.then_reads("check_in_by_phone", answer="yes")
    assert "Anna belt je hiervoor. Zelf antwoorden mag ook." in told
    assert "Anna belt je hierover." in phone.reads("week")
    assert Message.objects.get(template="check_in").state == "dropped"
    assert LINE in reads(cast.anna, "today")
    phone.presses("check_in_by_phone", answer="no")
    assert LINE not in reads(cast.anna, "today")


def test_a_wish_that_was_told_on_the_telephone_is_written_down_as_such(cast: Cast) -> None:
    asked(cast)
    anna = browsing.member(cast.anna)
    where = reverse("check_in_wish", args=[cast.bram_id])
    assert browsing.member(cast.dirk).post(where, {"answer": "yes"}).status_code == 404
    anna.post(where, {"answer": "yes"})
    assert Volunteer.objects.get(pk=cast.bram_id).check_in_by_phone
    event = Event.objects.get(type="volunteer.check_in_calls")
    assert event.data == {"yes": True, "on_behalf": True}
    assert "Bram wordt hiervoor liever gebeld." in reads(cast.anna, "volunteer", cast.bram_id)
    # and from then on nobody writes to them about it
    check_in.skip(actor=cast.bram, now=NOW)
    Message.objects.all().delete()
    sweep(NOW + timedelta(days=42))
    assert CheckIn.objects.filter(state="open").count() == 1
    assert not Message.objects.filter(template="check_in").exists()


def test_nobody_wishes_for_somebody_else(cast: Cast) -> None:
    other = cast.volunteer("Ria Smit")
    with pytest.raises(NotFound):
        check_in.want_call(actor=other, now=NOW, volunteer_id=cast.bram_id, yes=True)


def test_who_stands_in_calls_when_the_first_contact_is_away(cast: Cast) -> None:
    called(cast)
    assert LINE not in reads(cast.henk, "today")
    assert cast.anna.id
    absence.note(actor=cast.henk, now=NOW, membership_id=cast.anna.id, first=TODAY, last=TODAY)
    assert LINE in reads(cast.henk, "today")


def test_a_call_that_is_not_made_goes_away_and_is_never_late(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = called(cast)
    last = NOW + timedelta(weeks=3)
    sweep(last)
    monkeypatch.setattr(clock, "now", lambda: last)
    text = reads(cast.anna, "today")
    assert LINE in text
    late = text.split("Komende 7 dagen")[0]
    assert LINE not in late, "it stands under nothing that is late or for today"
    after = last + timedelta(days=1)
    sweep(after)
    monkeypatch.setattr(clock, "now", lambda: after)
    assert again(row).state == "lapsed"
    assert LINE not in reads(cast.anna, "today")
    sweep(NOW + timedelta(days=41))
    assert CheckIn.objects.count() == 1
    sweep(NOW + timedelta(days=42))
    assert CheckIn.objects.filter(state="open").count() == 1


@pytest.mark.parametrize("what", ["pause", "signal", "left"])
def test_not_while_something_else_goes_on_also_before_the_next_sweep(cast: Cast, what: str) -> None:
    row = called(cast)
    if what == "pause":
        Limits.objects.filter(pk=row.volunteer_id).update(pause_from=TODAY, pause_to=None)
    elif what == "signal":
        toon = Actor(Role.VOLUNTEER, id=row.volunteer_id)
        wellbeing_signal.send_signal(actor=toon, now=NOW, reason="time")
    else:
        Affiliation.objects.filter(volunteer_id=row.volunteer_id).update(state="ended")
    assert LINE not in reads(cast.anna, "today")
    with pytest.raises((Refused, NotFound)):
        check_in.skip_call(actor=cast.anna, now=NOW, check_in_id=row.pk)


def test_who_is_away_is_not_called_before_they_are_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = called(cast)
    back = TODAY + timedelta(days=3)
    days = [[TODAY.isoformat(), (back - timedelta(days=1)).isoformat()]]
    Limits.objects.filter(pk=row.volunteer_id).update(away=days)
    assert LINE not in reads(cast.anna, "today")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=3))
    assert LINE in reads(cast.anna, "today")


def test_few_stand_there_at_once(cast: Cast) -> None:
    for n in range(7):
        asked(cast, helps(cast, cast.volunteer(f"Toon{n} Bel", channel="phone", email="")))
    assert reads(cast.anna, "today").count(LINE) == 5


# --- the call -------------------------------------------------------------------------------------


def test_the_page_asks_first_whether_it_may_be_kept(cast: Cast) -> None:
    row = called(cast)
    text = reads(cast.anna, "check_in_call", row.pk)
    assert "Bel Toon Bel: hoe gaat het?" in text
    assert "Het is geen test en er komt geen score uit." in text
    assert "Elke vraag mag je overslaan." in text
    answer = writes(row, cast.anna, **said())
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Vraag eerst of je dit mag bewaren." in page
    assert page.count(" checked") == 4, "nothing that was ticked is lost"
    assert again(row).state == "open"


def test_what_may_be_kept_is_the_volunteers_and_she_sees_it_nowhere(cast: Cast) -> None:
    row = called(cast)
    done = writes(row, cast.anna, **said(keep="own", talk="no"))
    assert done["Location"] == reverse("today")
    kept = again(row)
    assert (kept.state, kept.fits, kept.shared_at) == ("answered", "too_much", None)
    assert (kept.noted_by_id, kept.wants_talk) == (cast.anna.id, False)
    telling = [ANSWERS[q][code] for q, code in zip(QUESTIONS, HEAVY, strict=True)][:3]
    for name, args in (("today", ()), ("volunteer", (row.volunteer_id,)), ("volunteers", ())):
        text = reads(cast.anna, name, *args)
        assert not [words for words in telling if words in text], name
    assert not VolunteerSignal.objects.exists()
    phone = Phone(Actor(Role.VOLUNTEER, id=row.volunteer_id))
    own = phone.reads("check_in")
    assert "Veel te veel" in own
    assert "Aan de telefoon, opgeschreven door Anna Prins." in own


def test_a_yes_to_sharing_shows_it_here(cast: Cast) -> None:
    row = called(cast)
    writes(row, cast.anna, **said(keep="shared"))
    assert "Veel te veel" in reads(cast.anna, "volunteer", row.volunteer_id)
    assert again(row).shared_at == NOW


def test_a_no_keeps_no_answer_and_a_wish_to_talk_is_heard(cast: Cast) -> None:
    row = called(cast)
    writes(row, cast.anna, **said(keep="no", talk="yes"))
    left = again(row)
    assert [getattr(left, question.value) for question in QUESTIONS] == ["", "", "", ""]
    assert (left.state, left.wants_talk) == ("skipped", True)
    signal = VolunteerSignal.objects.get()
    assert (signal.reason, signal.words, signal.noted_by_id) == (
        "check_in_talk",
        "",
        cast.anna.id,
    )
    assert "Wil een gesprek" in reads(cast.anna, "today")


def test_only_a_talk_needs_no_yes_to_keep(cast: Cast) -> None:
    row = called(cast)
    assert writes(row, cast.anna, talk="yes").status_code == 302
    assert VolunteerSignal.objects.count() == 1


def test_nothing_at_all_is_not_saved_by_accident(cast: Cast) -> None:
    row = called(cast)
    assert writes(row, cast.anna).status_code == 422
    assert again(row).state == "open"


def test_not_now_goes_away_without_a_word(cast: Cast) -> None:
    row = called(cast)
    browsing.member(cast.anna).post(reverse("skip_check_in_call", args=[row.pk]))
    assert (again(row).state, again(row).noted_by_id) == ("skipped", cast.anna.id)
    assert LINE not in reads(cast.anna, "today")


def test_the_log_says_on_behalf_and_holds_no_answer(cast: Cast) -> None:
    row = called(cast)
    writes(row, cast.anna, **said(keep="own", talk="yes"))
    event = Event.objects.get(type="check_in.noted")
    assert (event.data["on_behalf"], event.actor_id) == (True, cast.anna.id)
    for one in Event.objects.all():
        assert not set(HEAVY) & set(map(str, one.data.values()))


def test_it_was_a_talk_so_they_were_spoken_to(cast: Cast) -> None:
    row = called(cast)
    writes(row, cast.anna, **said(AT_EASE, keep="own"))
    here = Affiliation.objects.get(volunteer_id=row.volunteer_id)
    assert here.spoken_at == NOW


def test_the_page_of_a_volunteer_says_when_and_not_what(cast: Cast) -> None:
    row = called(cast)
    where = reverse("check_in_call", args=[row.pk])
    before = browsing.member(cast.anna).get(reverse("volunteer", args=[row.volunteer_id]))
    assert where in before.content.decode()
    writes(row, cast.anna, **said(keep="own"))
    after = browsing.member(cast.anna).get(reverse("volunteer", args=[row.volunteer_id]))
    assert where not in after.content.decode()
    assert "Laatst gevraagd: dinsdag 24 november. Weer rond dinsdag 5 januari." in plain(
        after.content.decode()
    )


def test_somebody_who_answered_meanwhile_is_not_written_over(cast: Cast) -> None:
    row = called(cast)
    toon = Actor(Role.VOLUNTEER, id=row.volunteer_id)
    for question, code in zip(QUESTIONS, AT_EASE, strict=True):
        check_in.answer(actor=toon, now=NOW, question=question, answer=code)
    answer = writes(row, cast.anna, **said(keep="own"))
    assert answer.status_code == 409
    assert "Deze vragen zijn voorbij." in answer.content.decode()
    assert answer.content.decode().count(" checked") == 5
    assert again(row).fits == "right"
    gone = browsing.member(cast.anna).get(_page(row), follow=True)
    assert "Wij vragen er niet meer naar." in plain(gone.content.decode())


def test_what_they_began_to_answer_themselves_stays_theirs(cast: Cast) -> None:
    row = called(cast)
    toon = Actor(Role.VOLUNTEER, id=row.volunteer_id)
    check_in.answer(actor=toon, now=NOW, question=QUESTIONS[0], answer=AT_EASE[0])
    assert LINE not in reads(cast.anna, "today")
    assert writes(row, cast.anna, talk="yes", keep="no").status_code == 409
    with pytest.raises((Refused, NotFound)):
        check_in.skip_call(actor=cast.anna, now=NOW, check_in_id=row.pk)
    assert again(row).fits == AT_EASE[0]


def test_what_was_tapped_during_a_call_stays_in_no_browser(cast: Cast) -> None:
    row = called(cast)
    page = browsing.member(cast.anna).get(_page(row)).content.decode()
    assert "data-keep" not in page.partition("<main")[2]


def test_strangers_find_nothing_there(cast: Cast) -> None:
    row = called(cast)
    for who in (cast.dirk, cast.gerda, cast.ella, cast.fred):
        assert browsing.member(who).get(_page(row)).status_code == 404
        assert writes(row, who, **said(keep="own")).status_code == 404
    with pytest.raises(NotFound):
        check_in.note_call(actor=cast.dirk, now=NOW, check_in_id=row.pk, answers={}, keep=Keep.NO)
    assert again(row).state == "open"


def test_an_answer_that_does_not_exist_is_refused(cast: Cast) -> None:
    row = called(cast)
    answer = writes(row, cast.anna, **{**said(keep="own"), "fits": "perfect"})
    assert answer.status_code == 422
    assert "Kies een van de antwoorden." in answer.content.decode()
    with pytest.raises(NotFound):
        check_in.note_call(
            actor=cast.anna,
            now=NOW,
            check_in_id=row.pk,
            answers={QUESTIONS[0]: "perfect"},
            keep=Keep.OWN,
        )


@pytest.mark.both_engines
def test_totals_count_what_was_kept_like_any_other(cast: Cast) -> None:
    for n in range(10):
        one = helps(cast, cast.volunteer(f"Toon{n} Bel", channel="phone", email=""))
        row = asked(cast, one)
        check_in.note_call(
            actor=cast.anna,
            now=NOW,
            check_in_id=row.pk,
            answers=dict(zip(QUESTIONS, AT_EASE, strict=True)),
            keep=Keep.OWN if n else Keep.NO,
        )
    check_in_totals.close_quarter(actor=SYSTEM, now=CLOSED)
    assert not any(one.groups for one in CheckInCount.objects.all()), "nine is too few to tell"


@pytest.mark.both_engines
def test_who_is_erased_leaves_no_call(cast: Cast) -> None:
    row = called(cast)
    writes(row, cast.anna, **said(keep="own"))
    toon = Actor(Role.VOLUNTEER, id=row.volunteer_id)
    erasure.erase_volunteer(actor=toon, now=NOW, volunteer_id=row.volunteer_id)
    assert not CheckIn.objects.exists()


def _page(row: CheckIn) -> str:
    return reverse("check_in_call", args=[row.pk])
