"""A change of help that runs, in words: what it was, what it becomes, and who said what."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from loopplank.access.matching.match_change import ChangeLine, ChangePage, OwnChange
from loopplank.core.matching.match_change import STATE_WORDS, ChangeState, Rhythm, grown
from loopplank.core.volunteers.visits import rhythm
from loopplank.web.kit.words import day, in_sentence, say, word
from loopplank.web.volunteers.words import clock_time


def rhythm_sentence(one: Rhythm, first_day: date) -> str:
    """Say "Elke donderdag, 1½ uur, om 10:00. Tot en met vrijdag 27 mei."."""
    said = say(rhythm(one.agreement(first_day)))
    if one.start_time is not None:
        said = _("%(rhythm)s, om %(time)s") % {"rhythm": said, "time": clock_time(one.start_time)}
    until = _("Tot en met %(day)s.") % {"day": day(one.last_day)}
    return f"{said}. {until}"


def change_words(line: ChangeLine) -> dict[str, Any]:
    """Return one line of the ledger: the same words for everybody who reads it."""
    return {
        "id": line.id,
        "before": rhythm_sentence(line.before, line.first_day),
        "after": rhythm_sentence(line.after, line.first_day),
        "from": day(line.first_day),
        "until": day(line.answer_by),
        "state": word(STATE_WORDS[line.state]),
        "asked": line.state is ChangeState.ASKED,
        "agreed": line.state is ChangeState.AGREED,
        "in_force": line.state is ChangeState.IN_FORCE,
        "volunteer_yes": day(line.volunteer_yes) if line.volunteer_yes else "",
        "person_yes": day(line.person_yes) if line.person_yes else "",
    }


def page_words(page: ChangePage) -> dict[str, Any]:
    """Return the ledger as a coordinator reads it: how it is now, what is asked, what was."""
    grew = page.first.minutes_a_week != page.now.minutes_a_week
    return {
        "who": _("%(volunteer)s en %(person)s")
        % {"volunteer": page.volunteer, "person": in_sentence(page.who)},
        "person": in_sentence(page.who),
        "now": rhythm_sentence(page.now, page.first_day),
        "since": day(page.first_day),
        "grown": say(grown(page.first, page.now)) if grew else "",
        "open": change_words(page.open) if page.open else None,
        "past": [change_words(line) for line in page.lines if not line.is_open],
    }


def own_words(one: OwnChange) -> dict[str, Any]:
    """Return what is asked of a volunteer, or what begins later."""
    return {
        **change_words(one.line),
        "who": in_sentence(one.who),
        "coordinator": one.coordinator.split()[0],
    }
