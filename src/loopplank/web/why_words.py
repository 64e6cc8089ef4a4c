"""The words of why a request waits: reasons with the names of training, changes with their days."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _

from loopplank.access.why_page import NotThisOne
from loopplank.core.matching.bits import TRAINING, codes_in
from loopplank.core.matching.changes import Change, ChangeKind
from loopplank.core.reason import Reason, dutch
from loopplank.web.words import day, first_up, say, word

#: What a course teaches; what the eight questions ask about it reads badly as the name of a course.
COURSES: Mapping[str, str] = {
    "C4": dutch("omgaan met vergeten, psychose, autisme of hersenletsel"),
    "C5": dutch("helpen waar kinderen zorg krijgen of geven"),
    "K4": dutch("helpen bij sterven en rouw"),
}


def change_rows(changes: Iterable[Change], first: date, today: date) -> list[dict[str, str]]:
    """Each change as a sentence, with what it comes down to beside it."""
    return [
        {"text": say(one.reason), "note": _note(one, first, today), "kind": one.kind.value}
        for one in changes
    ]


def _note(change: Change, first: date, today: date) -> str:
    if change.kind is ChangeKind.TRAINING:
        return first_up(training_words(1 << change.to)) + "."
    if change.kind is ChangeKind.WEEKS:
        last = first + timedelta(weeks=change.to, days=-1)
        return _("Tot en met %(day)s.") % {"day": day(last, today)}
    if change.kind is ChangeKind.CHANGING_FACES:
        return _("Vraag eerst of de persoon dat goed vindt.")
    if change.kind is ChangeKind.SHARE:
        return _("De vraag blijft bij jullie.")
    return ""


def near_rows(near: Iterable[NotThisOne]) -> list[dict[str, str]]:
    return [
        {
            "name": one.name or _("Iemand van een andere organisatie"),
            "id": str(one.volunteer_id) if one.name else "",
            "why": first_up(reason_words(one.reason)),
        }
        for one in near
    ]


def reason_words(reason: Reason) -> str:
    """A reason, with which training is missing where that is what is missing."""
    missing = reason.params.get("missing")
    if isinstance(missing, int) and (what := training_words(missing)):
        return f"{say(reason)}: {what}"
    return say(reason)


def training_words(mask: int) -> str:
    """The names of the courses of a mask: what each of them prepares for."""
    return ", ".join(word(COURSES[code]) for code in codes_in(TRAINING, mask))
