"""Check-ins in words: for the volunteer whose they are, and for whom they shared them with."""

from collections.abc import Mapping

from loopplank.access.check_in_calls import AboutCheckIns
from loopplank.access.check_ins import Current
from loopplank.core.check_in import ANSWERS, QUESTION_WORDS, QUESTIONS, Question
from loopplank.web.words import day, word


def question_card(number: int, given: str = "") -> dict[str, object]:
    """One question with its four answers, each one tap; `given` was tapped before."""
    question = QUESTIONS[number - 1]
    return {
        "number": number,
        "of": len(QUESTIONS),
        "text": word(QUESTION_WORDS[question]),
        "answers": [
            {"code": code, "text": word(words), "given": code == given}
            for code, words in ANSWERS[question].items()
        ],
    }


def answered_lines(answers: Mapping[Question, str]) -> list[tuple[str, str]]:
    """(question, answer) of what was answered, in the order in which it was put."""
    return [
        (word(QUESTION_WORDS[question]), word(ANSWERS[question][answers[question]]))
        for question in QUESTIONS
        if question in answers
    ]


def check_ins_card(about: AboutCheckIns) -> dict[str, object]:
    """What the page of a volunteer says to a coordinator: when, and never what."""
    return {
        "last": day(about.last_on) if about.last_on else "",
        "next": day(about.next_on) if about.next_on else "",
        "wants_call": about.wants_call,
        "may_choose": about.wants_call is not None,
        "call_id": about.call_id,
    }


def first_open(current: Current) -> int:
    """The number of the first question without an answer."""
    empty = (n for n, question in enumerate(QUESTIONS, 1) if question not in current.answers)
    return next(empty, len(QUESTIONS))


def check_in_card(current: Current) -> dict[str, object]:
    """What stands on Mijn week: the next question, or who calls."""
    return {
        "name": current.contact.first_name,
        "question": question_card(first_open(current)) if current.is_open else None,
        "caller": current.caller,
        "by_call": current.by_call,
        "day": day(current.calls_before) if current.calls_before else "",
    }
