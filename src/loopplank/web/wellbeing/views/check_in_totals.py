"""Hoe gaat het met onze vrijwilligers: shares of ten people or more, of quarters that are over."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.wellbeing.check_in_totals import Groups, Quarter, counts_page
from loopplank.core.account.roles import Role
from loopplank.core.wellbeing.check_in import ANSWERS, QUESTION_WORDS, QUESTIONS, Question
from loopplank.web.gaps.words import quarter_words
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.words import first_down, first_up, word

#: What is first on the page: the question of the safety net.
_ORDER = (Question.SAFETY_NET, *(q for q in QUESTIONS if q is not Question.SAFETY_NET))


def show_totals(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = counts_page(actor, clock.now())
    return show_work(
        request,
        actor,
        "wellbeing/check_in_totals.html",
        {
            "quarters": [_quarter(one, own=page.of_organisation) for one in page.quarters],
            "next_quarter": quarter_words(page.next_closes),
            "own_quotes": actor.role is not Role.NETWORK_ADMIN,
        },
        current="check_in_totals",
    )


def _quarter(one: Quarter, *, own: bool) -> dict[str, object]:
    parts = [(_("Jullie vrijwilligers"), one.own)] if own else []
    parts.append((_("Alle organisaties samen"), one.network))
    return {
        "name": first_up(quarter_words(one.first_day)),
        "parts": [
            {"title": title, "told": any(groups.values()), "questions": _questions(groups)}
            for title, groups in parts
        ],
    }


def _joined(question: Question, answers: Iterable[str]) -> str:
    """Say "Soms of vaak": answers that are told together."""
    return first_up(_(" of ").join(first_down(word(ANSWERS[question][one])) for one in answers))


def _questions(groups: Groups) -> list[dict[str, object]]:
    made = []
    for question in _ORDER:
        told = groups.get(question, ())
        people = sum(one.people for one in told)
        made.append(
            {
                "text": word(QUESTION_WORDS[question]),
                "people": people,
                "rows": [
                    {
                        "answer": _joined(question, one.answers),
                        "people": one.people,
                        "share": round(100 * one.people / people),
                    }
                    for one in told
                ],
            }
        )
    return made
