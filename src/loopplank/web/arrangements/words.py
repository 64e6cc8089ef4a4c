"""The words of an arrangement: who does what, what everybody said, and whom to call."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.arrangements.arrangement import Shown, Signed
from loopplank.access.arrangements.own_arrangement import OwnArrangement
from loopplank.access.kit.names import Named
from loopplank.core.arrangements import (
    ANSWER_WORDS,
    NO_WORDS,
    NOBODY_YET,
    WHO_WORDS,
    Answer,
    No,
    Side,
    Task,
    Who,
)
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import dutch
from loopplank.web.kit.words import day, first_up, in_sentence, short_day, word

SIDE_WORDS = {
    Side.PERSON: dutch("de persoon zelf"),
    Side.VOLUNTEER: dutch("vrijwilliger"),
    Side.PROFESSIONAL: dutch("beroepskracht"),
    Side.FAMILY: dutch("familie"),
}
CHANNEL_WORDS = {
    "link": dutch("met de eigen link"),
    "phone": dutch("aan de telefoon"),
    "paper": dutch("op papier"),
}
#: The label of an answer: its colour, and the symbol beside it.
ANSWER_LOOKS = {
    Answer.YES: ("reed", "check"),
    Answer.WAITING: ("rope", "clock"),
    Answer.NOT_ASKED: ("", "clock"),
    Answer.NO: ("buoy", "cross"),
    Answer.WITHDRAWN: ("buoy", "cross"),
    Answer.LEFT: ("buoy", "leave"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; see arrangements/table.html. `gap`: nobody has it yet."""

    what: str
    who: str
    when: str
    leaves_out: str
    gap: bool


def called(who: Named) -> str:
    """Return as much of a name as there is: "mevrouw De Wit", "Truus", or "deze persoon"."""
    if not (who.first_name or who.last_name):
        unnamed = {"mrs": _("deze mevrouw"), "mr": _("deze meneer")}
        return unnamed.get(who.salutation, _("deze persoon"))
    return in_sentence(who)


def names(shown: Shown) -> dict[Who, str]:
    """Return who stands behind each role on this sheet; a role without a name is just the role."""
    lead = ", ".join(part for part in (shown.lead, shown.lead_works_at) if part)
    return {
        Who.VOLUNTEER: ", ".join(shown.helpers),
        Who.PROFESSIONAL: lead,
        Who.FAMILY: shown.family,
        Who.PERSON: called(shown.person),
        Who.ORGANISATION: shown.organisation,
        Who.NOBODY_DISCUSSED: "",
    }


def lines(shown: Shown, *, me: Who | None = None, you: str = "") -> list[Line]:
    """Return the table; the row of whoever reads it says so ("u", "jij")."""
    known = names(shown)
    return [
        Line(
            what=task.what,
            who=you if me and task.who is me else _who(task, known),
            when=task.when,
            leaves_out=task.leaves_out,
            gap=task.who is None,
        )
        for task in shown.terms.tasks
    ]


def _who(task: Task, known: dict[Who, str]) -> str:
    if task.who is None:
        return word(NOBODY_YET)
    role, name = word(WHO_WORDS[task.who]), known[task.who]
    if not name:
        return role
    return name if task.who in {Who.PERSON, Who.ORGANISATION} else f"{name} ({role})"


def facts(shown: Shown, *, for_volunteer: bool = False) -> list[tuple[str, str]]:
    """Return what else was agreed, in the order in which somebody needs it."""
    terms = shown.terms
    i_call = _("Jij belt overdag") if for_volunteer else _("De vrijwilliger belt overdag")
    pairs = [
        (i_call, terms.call_by_day),
        (_("Buiten kantooruren"), terms.call_outside_hours),
        (_("Als iemand ziek is"), terms.if_ill),
        (_("Wij kijken hoe het gaat"), day(terms.evaluate_on) if terms.evaluate_on else ""),
        (_("Stopt meteen"), terms.stop_rule),
        (_("Laatste dag"), day(terms.last_day) if terms.last_day else ""),
    ]
    return [(label, value) for label, value in pairs if value]


def agreed(one: Signed, person: Named) -> dict[str, Any]:
    """Return one side with its answer, for the list under the table."""
    colour, symbol = ANSWER_LOOKS[one.answer]
    name = one.name or first_up(called(person))
    role = ", ".join(p for p in (word(SIDE_WORDS[one.side]), one.works_at) if p)
    return {
        "id": one.id,
        "name": name,
        "role": "" if one.side is Side.PERSON else role,
        "answer": word(ANSWER_WORDS[one.answer]),
        "colour": colour,
        "symbol": symbol,
        "said": one.answered_on is not None,
        "how": _how(one),
        "why": _why(one),
        "phone": phone_readable(one.phone) if one.phone else "",
        "may_leave": one.side in {Side.PROFESSIONAL, Side.FAMILY} and one.answer is not Answer.LEFT,
        "may_note": one.id is not None and one.answer is not Answer.LEFT,
    }


def _how(one: Signed) -> str:
    """Say "di 24 nov, aan de telefoon met de dochter; Anna schreef het op"."""
    if one.answered_on is None:
        if one.answer is Answer.WAITING and one.asked_on:
            return _("gevraagd op %(day)s") % {"day": short_day(one.asked_on)}
        return ""
    parts = [short_day(one.answered_on), word(CHANNEL_WORDS.get(one.channel, ""))]
    if one.said_by:
        parts.append(_("gezegd door %(name)s") % {"name": one.said_by})
    if one.noted_by:
        parts.append(_("opgeschreven door %(name)s") % {"name": one.noted_by})
    return ", ".join(part for part in parts if part)


def _why(one: Signed) -> str:
    reason = word(NO_WORDS[No(one.reason)]) if one.reason else ""
    return ": ".join(part for part in (reason, f"“{one.words}”" if one.words else "") if part)


def arrangement_card(one: OwnArrangement) -> dict[str, Any]:
    """Return what a volunteer reads of it on their week."""
    return {
        "url": reverse("own_arrangement", args=[one.signature_id]),
        "who": called(one.who),
        "tasks": one.tasks,
        "leaves_out": ", ".join(task.leaves_out for task in one.tasks if task.leaves_out),
        "stop_rule": one.stop_rule,
        "asked": one.asked,
        "still": one.still,
        "contact": one.contact,
    }


def sharing(shown: Shown) -> str:
    """Say who know of each other what stands here: what a yes of the person is also about."""
    known = [*shown.helpers, *(name for name in (shown.lead, shown.family) if name)]
    return all_of(known)


def all_of(words: Iterable[str]) -> str:
    found = list(words)
    if len(found) < 2:
        return "".join(found)
    return _("%(first)s en %(last)s") % {"first": ", ".join(found[:-1]), "last": found[-1]}
