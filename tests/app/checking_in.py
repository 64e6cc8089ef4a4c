"""Volunteers who are asked how it goes and who tell what they see, made by the real actions."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.app.cast import NOW, Cast
from tests.app.on_the_phone import since_weeks
from tests.app.words_between import TEXT, Try, of, with_text

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.actions.wellbeing import check_in, check_in_totals, observation
from loopplank.core.gaps.gaps import after_quarter, quarter_of
from loopplank.core.wellbeing.check_in import QUESTIONS, Keep
from loopplank.store.models import Affiliation, CheckIn, Network, Observation

LONG_AGO = NOW - timedelta(weeks=20)
#: An answer to each question, in their order.
AT_EASE = ("right", "fair", "long", "no")
#: The next quarter is two weeks old.
CLOSED = datetime.combine(after_quarter(quarter_of(NOW.date())), NOW.timetz()) + timedelta(days=15)


def helps(cast: Cast, who: Actor) -> Actor:
    """Somebody who joined long ago and helps now."""
    Network.objects.update(open_asks_at_once=9)
    since_weeks(cast, who)
    Affiliation.objects.filter(volunteer_id=who.id).update(since=LONG_AGO.date())
    return who


def asked(cast: Cast, who: Actor | None = None, now: datetime = NOW) -> CheckIn:
    """Somebody whose six weeks are over, with the four questions on their page."""
    one = who or helps(cast, cast.bram)
    check_in.begin(actor=SYSTEM, now=now, volunteer_id=one.id)
    return CheckIn.objects.get(volunteer_id=one.id, state="open")


def called(cast: Cast) -> CheckIn:
    """Toon has only a telephone: the four questions stand on a list, as a call."""
    return asked(cast, helps(cast, cast.volunteer("Toon Bel", channel="phone", email="")))


def answered(
    cast: Cast,
    who: Actor | None = None,
    answers: tuple[str, ...] = AT_EASE,
    now: datetime = NOW,
) -> CheckIn:
    """And who answered all four."""
    row = asked(cast, who, now)
    me = who or cast.bram
    for question, answer in zip(QUESTIONS, answers, strict=True):
        check_in.answer(actor=me, now=now, question=question, answer=answer)
    return CheckIn.objects.get(pk=row.pk)


def observed(cast: Cast, words: str = "De bus stopt hier niet meer.", kind: str = "seen") -> UUID:
    """Bram saw something."""
    return observation.send(actor=cast.bram, now=NOW, kind=kind, words=words)


def everything_told(cast: Cast) -> None:
    """Both texts: the four questions are there, and an answer is there."""
    asked(cast, helps(cast, cast.volunteer("Cis Vraagt")))
    said = observation.Answer("talked", "Wij bellen je.")
    pk = observed(cast)
    observation.answer(actor=cast.anna, now=NOW, observation_id=pk, answer=said)


def old_check_in(cast: Cast) -> None:
    row = answered(cast)
    CheckIn.objects.filter(pk=row.pk).update(asked_at=NOW - timedelta(days=400))


def old_observation(cast: Cast) -> None:
    pk = observed(cast)
    said = observation.Answer("talked")
    observation.answer(actor=cast.anna, now=NOW, observation_id=pk, answer=said)
    Observation.objects.filter(pk=pk).update(answered_at=NOW - timedelta(days=400))


# --- for the tests that walk every action --------------------------------------------------------


def do(function: Callable[..., Any], actor: Actor, **given: Any) -> Callable[[], Any]:
    return lambda: function(actor=actor, now=NOW, **given)


def _talk(cast: Cast) -> Callable[[], Any]:
    answered(cast)
    return do(check_in.talk, cast.bram, yes=True)


def _skip(cast: Cast) -> Callable[[], Any]:
    asked(cast)
    return do(check_in.skip, cast.bram)


def _answer(cast: Cast) -> Callable[[], Any]:
    asked(cast)
    return do(check_in.answer, cast.bram, question=QUESTIONS[0], answer="right")


def _forget(cast: Cast) -> Callable[[], Any]:
    old_check_in(cast)
    return do(check_in_totals.forget, SYSTEM)


def _forget_observations(cast: Cast) -> Callable[[], Any]:
    old_observation(cast)
    return do(observation.forget, SYSTEM)


RECIPES: dict[str, Callable[[Cast], Callable[[], Any]]] = {
    "check_in.begin": lambda c: do(check_in.begin, SYSTEM, volunteer_id=helps(c, c.bram).id),
    "check_in.lapse": lambda c: do(check_in.lapse, SYSTEM, check_in_id=asked(c).pk),
    "check_in.answer": _answer,
    "check_in.skip": _skip,
    "check_in.talk": _talk,
    "check_in.share": lambda c: do(check_in.share, c.bram, check_in_id=answered(c).pk, yes=True),
    "check_in.erase": lambda c: do(check_in.erase, c.bram, check_in_id=answered(c).pk),
    "check_in.want_call": lambda c: do(
        check_in.want_call, c.bram, volunteer_id=c.bram_id, yes=True
    ),
    "check_in.note": lambda c: do(
        check_in.note_call,
        c.anna,
        check_in_id=called(c).pk,
        answers=dict(zip(QUESTIONS, AT_EASE, strict=True)),
        keep=Keep.OWN,
        talk=True,
    ),
    "check_in.skip_call": lambda c: do(check_in.skip_call, c.anna, check_in_id=called(c).pk),
    "check_in.close_quarter": lambda _c: do(check_in_totals.close_quarter, SYSTEM),
    "check_in.forget": _forget,
    "observation.send": lambda c: do(
        observation.send, c.bram, kind="seen", words="Truus De Wit zit zonder bus."
    ),
    "observation.forget": _forget_observations,
}


def _answer_with(cast: Cast, field: str) -> object:
    said = observation.Answer("gap", words="Dank je.", gap_name="Geen bus in het weekend")
    return of(
        cast.anna,
        observation.answer,
        observation_id=observed(cast),
        answer=with_text(said, field),
    )


TRIED: dict[str, Try] = {
    "observation.send": lambda c, f: of(c.bram, observation.send, kind="seen", **{f: TEXT}),
    "observation.answer answer": _answer_with,
}
