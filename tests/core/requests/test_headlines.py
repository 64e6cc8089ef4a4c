"""The table of (what is so × who reads it): true words for the person and for whoever asked."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from loopplank.core.kit.reason import Reason
from loopplank.core.organisations.limit_words import limit_sentences
from loopplank.core.referrals.consent import SHARE_WORDS_READ
from loopplank.core.referrals.states import WHY_THEY
from loopplank.core.requests.closing import CLOSING, SAYING_NO, ClosingReason
from loopplank.core.requests.headlines import HEADLINES, Reader, Voice, headline, voice_of
from loopplank.core.requests.states import OPEN, State
from loopplank.core.requests.status import (
    Course,
    Helper,
    StatusBlock,
    closed_status,
    open_status,
    steps,
)
from loopplank.core.requests.waiting import WaitRange
from loopplank.letters import texts

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DAY = date(2026, 11, 26)
PARAMS = {
    "name": "Anna Prins",
    "organisation": "Noord",
    "day": DAY,
    "who": "Ria",
    "time": "14:00",
    "party": "Humanitas",
    "what": "eet mee.",
}
#: Said of the person, and so untrue to anybody else who reads it.
OF_THE_PERSON = re.compile(
    r"helpt u\b|hielp u\b|om u te|u krijgt|u heeft|u bent|u maakte|voor u\b|bij u past|"
    r"in uw nieuwe|u staat|kennismaken op",
    re.IGNORECASE,
)
#: Said of whoever is called; to who asked for somebody whom we call ourselves it is untrue.
OF_WHO_IS_CALLED = re.compile(
    r"belt u\b|bellen u\b|hoort u\b|u hoort|met u gesproken|u zou\b", re.IGNORECASE
)
STILL = (Helper("Ria", date(2027, 3, 31), stands_still=True),)
COURSE = Course(
    state=State.NEW,
    owner="Anna Prins",
    organisation="Noord",
    received_on=date(2026, 11, 20),
    due_on=DAY,
    promised_by="Anna Prins",
    meets="Ria",
    helpers=(Helper("Ria", date(2027, 3, 31)),),
    offered_to="Humanitas",
    wait=WaitRange(2, 4),
    meanwhile="eet mee.",
    person="mevrouw De Wit",
)


def said(reason: Reason) -> str:
    return reason.sentence % dict(reason.params)


def untrue_to(voice: Voice, words: str) -> bool:
    if voice is Voice.OWN:
        return False
    beside = voice is Voice.BESIDE and OF_WHO_IS_CALLED.search(words)
    return bool(OF_THE_PERSON.search(words) or beside)


@pytest.mark.parametrize("is_called", [True, False])
@pytest.mark.parametrize("reader", Reader)
def test_every_row_is_a_whole_sentence_that_is_true_for_its_reader(
    reader: Reader, is_called: bool
) -> None:
    voice = voice_of(reader, is_called=is_called)
    for code in HEADLINES:
        words = said(headline(code, voice, "mevrouw De Wit", PARAMS))
        assert "%(" not in words, code
        assert words[0].isupper() or code == "step.waiting", words
        assert not untrue_to(voice, words), f"{code} to {voice}: {words}"


def _all_of(told: StatusBlock) -> list[str]:
    return [said(one) for one in (told.promise, *told.lines)]


@pytest.mark.parametrize("is_called", [True, False])
@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_state_is_told_from_the_table_to_every_reader(
    state: State, reader: Reader, is_called: bool
) -> None:
    course = replace(COURSE, state=state, reader=reader, is_called=is_called)
    variants = [
        course,
        replace(course, may_call=False),
        replace(course, due_on=date(2026, 11, 20), catch_up_on=DAY),
        replace(course, meeting_at=datetime(2026, 12, 3, 13, tzinfo=UTC)),
        replace(course, meeting_at=datetime(2026, 11, 20, 13, tzinfo=UTC)),
        replace(course, taken_over_by="Bep Bos", taken_over_until=DAY),
        replace(course, helpers=STILL),
        replace(course, helpers=()),
    ]
    for one in variants:
        told = [open_status(one, NOW).promise, *open_status(one, NOW).lines]
        told += [step.text for step in steps(one, NOW)]
        for reason in told:
            assert reason.code in HEADLINES or reason.code.startswith("wait."), reason.code
            assert not untrue_to(one.voice, said(reason)), said(reason)


@pytest.mark.parametrize("reason", [one for one in ClosingReason if one not in SAYING_NO])
def test_every_end_reads_well_for_whoever_asked(reason: ClosingReason) -> None:
    for voice in Voice:
        for party in ("", "Ziekenhuis"):
            words = _all_of(closed_status(reason, DAY, party, voice=voice, person="mevrouw De Wit"))
            for sentence in words:
                assert not untrue_to(voice, sentence), sentence
            told = " ".join(words)
            assert "ingetrokken" not in told
            if reason is ClosingReason.DECEASED:
                assert "Wij leven met u mee." in told
                assert not re.search("fijn|dank|opnieuw vragen|klaar", told, re.IGNORECASE)


def test_help_elsewhere_is_help_for_the_person() -> None:
    told = closed_status(
        ClosingReason.HELPED_ELSEWHERE, DAY, "Ziekenhuis", voice=Voice.CALLED, person="de heer Tan"
    )
    assert said(told.promise) == "Ziekenhuis helpt de heer Tan nu."


def test_visits_that_stand_still_promise_no_last_day() -> None:
    told = _all_of(open_status(replace(COURSE, state=State.RUNNING, helpers=STILL), NOW))
    assert told[0] == "De bezoeken van Ria staan nu stil."
    assert not any("tot en met" in one or "2027" in one for one in told)


def test_no_letter_says_of_its_reader_what_is_true_of_the_person_only() -> None:
    """A letter goes to who asked while the person does not know: it has one wording for both."""
    untrue = re.compile(
        r"helpt u\b|om u te helpen|niemand voor u\b|zoeken al lang voor u|helpt u niet"
    )
    for name, text in texts.TEXTS.items():
        assert not untrue.search(f"{text.short} {text.long} {text.subject}"), name
    for words in (*texts.NO_WORDS.values(), *texts.ENDED_WORDS.values()):
        assert "u niet helpen" not in words
        assert "ingetrokken" not in words


def test_every_reason_with_a_letter_has_words_for_it() -> None:
    for reason, rule in CLOSING.items():
        assert bool(rule.letter) == (reason in {*texts.NO_WORDS, *texts.ENDED_WORDS})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("een pinpas meenemen.", [(True, "een pinpas meenemen.")]),
        ("Geen pinpas meenemen.", [(False, "Geen pinpas meenemen.")]),
        (
            "Geen verpleging. Overdag en ’s avonds tot 22:00 uur.",
            [(False, "Geen verpleging."), (False, "Overdag en ’s avonds tot 22:00 uur.")],
        ),
        (
            "Vrijwilligers steunen niet bij lopen.",
            [(False, "Vrijwilligers steunen niet bij lopen.")],
        ),
        ("", []),
    ],
)
def test_a_limit_is_never_printed_in_the_opposite_sense(
    written: str, read: list[tuple[bool, str]]
) -> None:
    assert list(limit_sentences(written)) == read


def test_the_receiver_and_the_sender_each_read_who_is_meant() -> None:
    assert not any(" ons " in f" {words} " for words in SHARE_WORDS_READ.values())
    assert not any(re.search(r"\b(wij|ons)\b", words) for words in WHY_THEY.values())
