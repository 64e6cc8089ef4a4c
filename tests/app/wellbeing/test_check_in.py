"""Four questions every six weeks: when they come, what one tap does, and whose the answers are."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.checking_in import AT_EASE, answered, asked, helps
from tests.app.on_the_phone import Phone, plain

from loopplank.access.account.actors import SYSTEM, NotFound
from loopplank.access.responsibility import due
from loopplank.actions.privacy import erasure
from loopplank.actions.volunteers import visits
from loopplank.actions.wellbeing import (
    check_in,
    check_in_totals,
    signal_steps,
)
from loopplank.actions.wellbeing import (
    signal as wellbeing_signal,
)
from loopplank.core.wellbeing.check_in import ANSWERS, QUESTION_WORDS, QUESTIONS
from loopplank.jobs.sweeping import WORK, Sweeper
from loopplank.store.models import (
    Affiliation,
    CheckIn,
    Event,
    Limits,
    Match,
    Message,
    Volunteer,
    VolunteerSignal,
)
from loopplank.web.kit import clock

EVERY_ANSWER = [words for answers in ANSWERS.values() for words in answers.values()]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Travel to a moment."""

    def travel(now: datetime) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: now)
        return now

    travel(NOW)
    return travel


@pytest.fixture
def phone(cast: Cast, at: Any) -> Phone:
    """Bram's, who joined long ago and helps somebody."""
    helps(cast, cast.bram)
    return Phone(cast.bram)


def sweep(now: datetime) -> None:
    """What the background loop does with check-ins at this moment."""
    mine = tuple(work for work in WORK if work.kind.startswith("check_in."))
    Sweeper(work=mine).sweep(now)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def tap_all(phone: Phone, answers: tuple[str, ...] = AT_EASE) -> str:
    """All four, one tap each; the page after the fourth."""
    text = ""
    for number, answer in enumerate(answers, 1):
        text = phone.then_reads("check_in_question", number, answer=answer)
    return text


def of_bram(cast: Cast) -> CheckIn:
    return CheckIn.objects.filter(volunteer_id=cast.bram_id).latest("asked_at")


# --- when they come -------------------------------------------------------------------------------


def test_it_comes_every_six_weeks_and_not_a_day_sooner(cast: Cast) -> None:
    helps(cast, cast.bram)
    sweep(NOW)
    sweep(NOW)
    assert CheckIn.objects.count() == 1, "one sweep more asks nobody again"
    check_in.skip(actor=cast.bram, now=NOW)
    sweep(NOW + days(41))
    assert CheckIn.objects.count() == 1
    sweep(NOW + days(42))
    assert CheckIn.objects.count() == 2


def test_not_in_the_first_four_weeks_and_not_to_who_helps_nobody(cast: Cast) -> None:
    helps(cast, cast.bram)
    here = Affiliation.objects.filter(volunteer_id=cast.bram_id)
    here.update(since=TODAY - days(27))
    assert due.check_ins_to_begin(NOW) == []
    here.update(since=TODAY - days(28))
    assert due.check_ins_to_begin(NOW) == [cast.bram_id]
    Match.objects.filter(volunteer_id=cast.bram_id).update(state="meeting")
    assert due.check_ins_to_begin(NOW) == []


@pytest.mark.parametrize(
    ("first", "last", "comes"),
    [(-3, None, False), (-3, 0, False), (0, 9, False), (1, None, True), (-9, -1, True)],
)
def test_not_in_a_pause(cast: Cast, first: int, last: int | None, comes: bool) -> None:
    helps(cast, cast.bram)
    Limits.objects.filter(pk=cast.bram_id).update(
        pause_from=TODAY + days(first), pause_to=None if last is None else TODAY + days(last)
    )
    assert due.check_ins_to_begin(NOW) == ([cast.bram_id] if comes else [])


def test_not_within_two_weeks_after_a_signal_nor_while_somebody_is_to_call(cast: Cast) -> None:
    helps(cast, cast.bram)
    pk = wellbeing_signal.send_signal(actor=cast.bram, now=NOW, reason="time")
    assert due.check_ins_to_begin(NOW + days(40)) == [], "nobody called yet"
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=pk, outcome="talked")
    assert due.check_ins_to_begin(NOW + days(13)) == []
    assert due.check_ins_to_begin(NOW + days(14)) == [cast.bram_id]


def test_that_somebody_cannot_come_once_is_no_signal_that_something_is_wrong(cast: Cast) -> None:
    helps(cast, cast.bram)
    match_id = Match.objects.get(volunteer_id=cast.bram_id).pk
    visits.cannot_visit(actor=cast.bram, now=NOW, match_id=match_id, day=TODAY)
    assert due.check_ins_to_begin(NOW) == [cast.bram_id]


@pytest.mark.parametrize(
    "change",
    [
        lambda c: Affiliation.objects.filter(volunteer_id=c.bram_id).update(since=TODAY),
        lambda c: Limits.objects.filter(pk=c.bram_id).update(pause_from=TODAY),
        lambda c: wellbeing_signal.send_signal(actor=c.bram, now=NOW, reason="time"),
        lambda c: asked(c, c.bram),
        lambda c: Match.objects.filter(volunteer_id=c.bram_id).update(
            state="ended", ended_on=TODAY
        ),
    ],
)
def test_the_action_looks_again_under_its_lock(cast: Cast, change: Any) -> None:
    """Between the sweep that found somebody and the action something may have happened."""
    helps(cast, cast.bram)
    change(cast)
    before = CheckIn.objects.count()
    check_in.begin(actor=SYSTEM, now=NOW, volunteer_id=cast.bram_id)
    assert CheckIn.objects.count() == before


def test_who_does_not_answer_hears_nothing_more_of_it(cast: Cast, at: Any) -> None:
    helps(cast, cast.bram)
    sweep(NOW)
    told = Message.objects.get(template="check_in")
    sweep(at(NOW + days(21)))
    assert of_bram(cast).state == "open"
    sweep(at(NOW + days(22)))
    told.refresh_from_db()
    assert (of_bram(cast).state, told.state) == ("lapsed", "dropped")
    assert Message.objects.filter(template="check_in").count() == 1, "nobody is reminded"
    assert not VolunteerSignal.objects.exists()
    assert "Past je vrijwilligerswerk" not in Phone(cast.bram).reads("week")


def test_what_was_answered_stays_when_the_rest_was_not(cast: Cast) -> None:
    row = asked(cast)
    check_in.answer(actor=cast.bram, now=NOW, question=QUESTIONS[0], answer="right")
    sweep(NOW + days(22))
    row.refresh_from_db()
    assert (row.state, row.fits, row.feels) == ("answered", "right", "")


@pytest.mark.parametrize("what", ["signal", "pause"])
def test_it_goes_away_when_something_else_goes_on(cast: Cast, phone: Phone, what: str) -> None:
    asked(cast, cast.bram)
    if what == "signal":
        wellbeing_signal.send_signal(actor=cast.bram, now=NOW, reason="touches_me")
    else:
        phone.presses("pause", length="unknown")
    assert "Past je vrijwilligerswerk" not in phone.reads("week"), "at once, before any sweep"
    sweep(NOW)
    assert of_bram(cast).state == "lapsed"
    assert Message.objects.get(template="check_in").state == "dropped"


@pytest.mark.parametrize(
    ("channel", "told"), [("sms", 1), ("email", 1), ("phone", 0), ("letter", 0)]
)
def test_nobody_is_called_to_hear_that_there_are_questions(
    cast: Cast, channel: str, told: int
) -> None:
    helps(cast, cast.bram)
    Volunteer.objects.filter(pk=cast.bram_id).update(channel=channel, email="bram@example.nl")
    sweep(NOW)
    assert Message.objects.filter(template="check_in").count() == told
    assert of_bram(cast).state == "open", "they stand on the page all the same"


# --- four taps ------------------------------------------------------------------------------------


def test_the_first_question_stands_on_mijn_week_with_what_it_is(cast: Cast, phone: Phone) -> None:
    asked(cast, cast.bram)
    text = phone.reads("week")
    assert "Je antwoord is van jou. Anna ziet alleen of je een gesprek wilt." in text
    assert "Dit is geen test en er komt geen score uit." in text
    assert "Past je vrijwilligerswerk nu in je leven? Er kan meer bij Precies goed" in text
    assert text.index("Jouw bezoeken") < text.index("Hoe is het met je?"), "quietly"


def test_four_taps_and_a_word_of_thanks(cast: Cast, phone: Phone) -> None:
    asked(cast, cast.bram)
    for number, question in enumerate(QUESTIONS, 1):
        text = phone.reads("check_in_question", number)
        assert f"Vraag {number} van 4" in text
        assert QUESTION_WORDS[question] in text
    assert "Dank je. Wil je dat Anna belt?" in tap_all(phone)
    row = of_bram(cast)
    assert (row.fits, row.feels, row.lasts, row.safety_net) == AT_EASE
    assert row.state == "answered"
    assert Message.objects.get(template="check_in").state == "dropped", "it is in already"


def test_a_yes_is_a_call_before_a_day_and_a_no_is_only_thanks(cast: Cast, phone: Phone) -> None:
    asked(cast, cast.bram)
    tap_all(phone)
    text = phone.then_reads("check_in_thanks", answer="yes")
    assert "Anna belt je uiterlijk donderdag 26 november." in text
    signal = VolunteerSignal.objects.get()
    assert (signal.reason, signal.words, signal.to_id) == ("check_in_talk", "", cast.anna.id)
    assert not signal.wants_call, "new questions do not stop for a talk"
    assert "Je wilde een gesprek." in phone.reads("week"), "until somebody called"
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=signal.pk, outcome="talked")
    assert "Je wilde een gesprek." not in phone.reads("week")


def test_a_no_asks_nothing_of_anybody(cast: Cast, phone: Phone) -> None:
    asked(cast, cast.bram)
    tap_all(phone)
    assert "Je kunt altijd bellen" in phone.then_reads("check_in_thanks", answer="no")
    assert not VolunteerSignal.objects.exists()


def test_each_question_and_the_whole_may_be_skipped(cast: Cast, phone: Phone) -> None:
    asked(cast, cast.bram)
    tap_all(phone, ("right", "", "", "often"))
    row = of_bram(cast)
    assert (row.fits, row.feels, row.lasts, row.safety_net) == ("right", "", "", "often")
    phone.presses("erase_check_in", row.pk)
    CheckIn.objects.all().delete()
    asked(cast, cast.bram)
    phone.presses("check_in_question", 1, answer="too_much")
    assert "Wij vragen er niet meer naar." in phone.then_reads("skip_check_in")
    row = of_bram(cast)
    assert (row.state, row.fits) == ("skipped", "")
    assert "Past je vrijwilligerswerk" not in phone.reads("week")


def test_skipping_all_four_one_by_one_is_skipping(cast: Cast, phone: Phone) -> None:
    asked(cast, cast.bram)
    assert "Dag Bram" in tap_all(phone, ("", "", "", ""))
    assert of_bram(cast).state == "skipped"


def test_an_answer_may_be_changed_as_long_as_it_could_be_given(
    cast: Cast, phone: Phone, at: Any
) -> None:
    answered(cast, cast.bram)
    text = phone.reads("check_in")
    assert "Je antwoord is al binnen. Wijzigen kan tot en met dinsdag 15 december." in text
    at(NOW + days(21))
    phone.presses("check_in_question", 4, answer="often")
    assert of_bram(cast).safety_net == "often"
    at(NOW + days(22))
    text = phone.then_reads("check_in_question", 4, answer="no")
    assert "Deze vragen zijn voorbij." in text
    assert of_bram(cast).safety_net == "often"


def test_what_is_no_answer_changes_nothing(cast: Cast, phone: Phone) -> None:
    asked(cast, cast.bram)
    phone.presses("check_in_question", 1, answer="stop")
    assert of_bram(cast).fits == ""
    assert phone.presses("check_in_question", 5, answer="no").status_code == 404


def test_with_nothing_to_answer_the_page_says_when_the_next_one_comes(
    cast: Cast, phone: Phone, at: Any
) -> None:
    assert "De vier vragen komen als je een paar weken helpt." in phone.reads("check_in")
    asked(cast, cast.bram)
    check_in.skip(actor=cast.bram, now=NOW)
    assert "komen rond dinsdag 5 januari." in phone.reads("check_in")


# --- whose the answers are ----------------------------------------------------------------------


def coordinators_read(cast: Cast) -> dict[str, str]:
    """Every page on which a coordinator of Noord could meet Bram."""
    client = browsing.member(cast.anna)
    pages = {
        name: reverse(name)
        for name in ("today", "volunteers", "volunteers_csv", "messages", "messages_csv")
    }
    pages["volunteer"] = reverse("volunteer", args=[cast.bram_id])
    pages["check_in_totals"] = reverse("check_in_totals")
    return {name: plain(client.get(where).content.decode()) for name, where in pages.items()}


def test_a_coordinator_reads_that_somebody_wants_a_talk_and_nothing_else(
    cast: Cast, phone: Phone
) -> None:
    """Heavy answers, so that whoever shows one of them would stand out."""
    asked(cast, cast.bram)
    tap_all(phone, ("too_much", "too_heavy", "stop", "often"))
    phone.presses("check_in_thanks", answer="yes")
    read = coordinators_read(cast)
    assert "Wil een gesprek" in read["today"]
    assert "Wil een gesprek" in read["volunteer"]
    telling = set(EVERY_ANSWER) - {"Nee", "Vaak", "Soms", "Zwaar", "Licht"}
    for name, text in read.items():
        assert not [word for word in telling if word in text], name
        assert not [q for q in QUESTION_WORDS.values() if q in text and name != "check_in_totals"]


def test_the_log_holds_no_answer(cast: Cast) -> None:
    answered(cast, answers=("too_much", "too_heavy", "stop", "often"))
    left = Event.objects.filter(aggregate="check_in")
    assert left.count() >= 5
    assert all(event.data == {} for event in left)


def test_what_is_shared_is_seen_here_only_and_until_it_is_taken_back(
    cast: Cast, phone: Phone
) -> None:
    row = answered(cast, cast.bram, ("too_much", "fair", "weeks", "often"))
    page = reverse("volunteer", args=[cast.bram_id])
    anna = browsing.member(cast.anna)
    assert "Gedeeld met jullie" not in anna.get(page).content.decode()
    assert "Gedeeld." in phone.then_reads("share_check_in", row.pk, answer="yes")
    shown = plain(anna.get(page).content.decode())
    assert "Past je vrijwilligerswerk nu in je leven? Veel te veel" in shown
    phone.presses("share_check_in", row.pk, answer="no")
    assert "Veel te veel" not in anna.get(page).content.decode()


def test_another_organisation_of_the_same_volunteer_does_not_see_what_is_shared(
    cast: Cast, phone: Phone
) -> None:
    row = answered(cast, cast.bram, ("too_much", "fair", "weeks", "often"))
    Affiliation.objects.create(
        volunteer_id=cast.bram_id, organisation_id=cast.zuid_id, since=TODAY - days(300)
    )
    phone.presses("share_check_in", row.pk, answer="yes")
    page = browsing.member(cast.carla).get(reverse("volunteer", args=[cast.bram_id]))
    assert page.status_code == 200
    assert "Veel te veel" not in page.content.decode()


def test_nobody_touches_the_answers_of_somebody_else(cast: Cast, phone: Phone) -> None:
    row = answered(cast, cast.bram)
    ria = Phone(cast.volunteer("Ria Ander"))
    assert ria.presses("share_check_in", row.pk, answer="yes").status_code == 404
    assert ria.presses("erase_check_in", row.pk).status_code == 404
    with pytest.raises(NotFound):
        check_in.share(actor=cast.anna, now=NOW, check_in_id=row.pk, yes=True)
    row.refresh_from_db()
    assert (row.shared_at, row.fits) == (None, "right")


def test_ones_own_answers_are_read_back_and_thrown_away(cast: Cast, phone: Phone) -> None:
    row = answered(cast, cast.bram)
    text = phone.reads("check_in")
    assert "Doe je iets wat een beroepskracht hoort te doen? Nee" in text
    assert "Alleen jij ziet dit." in text
    assert "Gewist." in phone.then_reads("erase_check_in", row.pk)
    row.refresh_from_db()
    assert (row.fits, row.feels, row.lasts, row.safety_net) == ("", "", "", "")
    assert "Precies goed" not in phone.reads("check_in")
    sweep(NOW + days(41))
    assert CheckIn.objects.count() == 1, "to erase is no reason to be asked again soon"


def test_after_a_year_they_are_gone(cast: Cast) -> None:
    answered(cast)
    asked_at = CheckIn.objects.get().asked_at
    assert check_in_totals.forget(actor=SYSTEM, now=asked_at + days(364)) == 0
    assert check_in_totals.forget(actor=SYSTEM, now=asked_at + days(367)) == 1
    assert not CheckIn.objects.exists()


@pytest.mark.both_engines
def test_who_is_erased_leaves_no_check_in(cast: Cast) -> None:
    answered(cast)
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert not CheckIn.objects.exists()


def test_the_questions_are_buttons_that_say_what_they_are(cast: Cast, phone: Phone) -> None:
    asked(cast, cast.bram)
    html = phone.html("check_in_question", 1)
    taps = re.findall(r'<button[^>]*name="answer" value="(\w*)"', html)
    assert taps == [*ANSWERS[QUESTIONS[0]], ""], "the last one skips it"
    assert "checked" not in html


def test_where_nobody_can_read_it_the_week_still_opens(cast: Cast, phone: Phone) -> None:
    row = asked(cast, cast.bram)
    CheckIn.objects.filter(pk=row.pk).update(organisation_id=cast.wijkteam_id)
    assert "Wijkteam ziet alleen of je een gesprek wilt." in phone.reads("week")
