"""Help that grows, as the coordinator reads it: what is seen, and how a talk may begin."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.creeping import Seen
from loopplank.access.volunteer_aside import Aside
from loopplank.core.creep import NEXT_QUESTION, OUTCOMES, said
from loopplank.core.load import Limits, Load
from loopplank.web.words import day, hours, in_sentence, say, word


def opening(first_name: str) -> str:
    return _("Vraag eerst hoe het met %(name)s gaat.") % {"name": first_name}


def creep_line(one: Seen) -> dict[str, str]:
    """For part/worklist_row.html: when it suits, and never late."""
    return {
        "lateness": "later",
        "due": _("Als het past"),
        "due_note": "",
        "kind": _("Voor een gesprek"),
        "title": _title(one),
        "url": reverse("volunteer", args=[one.volunteer_id]),
        "why": f"{_what(one)} {opening(one.first_name)}",
        "action": _("Bekijk"),
        "action_url": reverse("volunteer", args=[one.volunteer_id]) + "#along",
        "action_icon": "",
    }


def _title(one: Seen) -> str:
    if one.person is None:
        return one.name
    return _("%(volunteer)s, bezoek aan %(person)s") % {
        "volunteer": one.name,
        "person": in_sentence(one.person),
    }


def _what(one: Seen) -> str:
    return say(said(one.creep, one.last_day))


def creep_card(one: Seen, today: date) -> dict[str, Any]:
    """For work/creeping.html."""
    return {
        "id": one.sign_id,
        "about": in_sentence(one.person) if one.person else "",
        "what": _what(one),
        "next": word(NEXT_QUESTION[one.creep.sign]),
        "since": day(one.first_seen_on),
        "talked": _("Besproken op %(day)s: %(outcome)s.")
        % {"day": day(one.talked_on), "outcome": word(OUTCOMES[one.outcome])}
        if one.talked_on
        else "",
        "rests": day(one.rests_until) if one.rests_until and one.rests(today) else "",
        "weeks": one.weeks,
        "agreed": one.agreed_a_week,
    }


def outcomes() -> list[tuple[str, str]]:
    return [(key, word(words)) for key, words in OUTCOMES.items()]


def to_lighten(aside: Aside, limits: Limits) -> str:
    """ "Er is 5 uur gepland en de grens is 4 uur.": what the talk is to make lighter."""
    return _above(aside.too_much, limits) if aside.too_much else ""


def _above(planned: Load, limits: Limits) -> str:
    if planned.minutes > limits.max_minutes:
        return _("Er is %(now)s per week gepland. De grens is %(limit)s.") % {
            "now": hours(planned.minutes),
            "limit": hours(limits.max_minutes),
        }
    if planned.people > limits.max_people:
        words = ngettext(
            "De grens is %(limit)s mens. Gepland: %(now)s.",
            "De grens is %(limit)s mensen. Gepland: %(now)s.",
            limits.max_people,
        )
        return words % {"limit": limits.max_people, "now": planned.people}
    return _("De grens is %(limit)s keer zwaar. Gepland: %(now)s.") % {
        "limit": limits.max_heavy,
        "now": planned.heavy,
    }
