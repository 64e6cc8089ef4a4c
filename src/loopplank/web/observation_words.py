"""What a volunteer sees or would like to begin, in words for them and for who answers."""

from loopplank.access.observations import Observed, OwnObservation
from loopplank.core.observations import KINDS, OUTCOMES
from loopplank.web.words import day, day_and_time, word


def own_card(one: OwnObservation) -> dict[str, object]:
    """One of their own, as a volunteer reads it."""
    return {
        "kind": word(KINDS[one.kind]),
        "words": one.words,
        "on": day(one.on),
        "name": one.contact.first_name,
        "contact": one.contact,
        "before": day(one.answer_before),
        "answered_on": day(one.answered_on) if one.answered_on else "",
        "by": one.answered_by,
        "outcome": word(OUTCOMES[one.outcome]) if one.outcome else "",
        "answer": one.answer,
    }


def observed_card(one: Observed) -> dict[str, object]:
    """One of them for the coordinator who answers."""
    return {
        "kind": word(KINDS[one.kind]),
        "words": one.words,
        "when": day_and_time(one.at),
        "to": one.to,
        "before": day(one.answer_before),
        "open": one.answered_at is None,
        "answered": day_and_time(one.answered_at) if one.answered_at else "",
        "by": one.answered_by,
        "outcome": word(OUTCOMES[one.outcome]) if one.outcome else "",
        "answer": one.answer,
        "gap": one.gap,
    }
