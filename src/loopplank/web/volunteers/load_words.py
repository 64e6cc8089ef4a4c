"""How full somebody is, said in the same words to the volunteer and to the coordinator."""

from typing import Any, Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.core.volunteers.load import Fullness, LoadState
from loopplank.web.kit.words import day, hours, say
from loopplank.web.templatetags.loopplank import bare_hours

OWN_ONLY = "load.own_only"
_HOUR = 60


class Proposed(Protocol):
    """What a page of proposals knows of one load: now, what comes with it, and the limit, in `unit`
    ("minutes" or "people"). `hidden` are own hours beside some elsewhere (P6).
    """

    @property
    def state(self) -> str: ...
    @property
    def now(self) -> int: ...
    @property
    def extra(self) -> int: ...
    @property
    def limit(self) -> int: ...
    @property
    def hidden(self) -> bool: ...
    @property
    def unit(self) -> str: ...


def load_bar_of(full: Fullness) -> dict[str, Any]:
    """Return, for kit/part/load_bar.html, the tightest limit in words, and the same as a
    picture.
    """
    now, limit = _amounts(full)
    return {
        "text": how_much(full),
        "state": str(full.state),
        "now": now,
        "extra": None,
        "limit": limit,
    }


def proposed_bar(bar: Proposed) -> dict[str, Any]:
    """Return, for kit/part/load_bar.html, what somebody carries now and with what is proposed, in
    what is tightest. Of hours elsewhere that they keep to themselves only that there is room.
    """
    after = bar.now + bar.extra
    limit = max(bar.limit, after) if bar.hidden else bar.limit
    if bar.hidden:
        text = _("Heeft ruimte; bij jullie dan %(hours)s") % {"hours": hours(after)}
    elif bar.unit == "people":
        text = _("Nu %(now)s, straks %(after)s") % {
            "now": bar.now,
            "after": people_of(after, limit),
        }
    else:
        text = _("Nu %(now)s, straks %(after)s") % {
            "now": bare_hours(bar.now) if limit >= _HOUR else hours(bar.now),
            "after": hours_of_limit(after, limit),
        }
    return {
        "text": text,
        "state": str(bar.state),
        "now": bar.now,
        "extra": bar.extra,
        "limit": limit,
    }


def how_much(full: Fullness) -> str:
    """Say "3 van 6 uur", "2 van 2 mensen", "pauze tot en met zondag 10 januari"."""
    if full.state in {LoadState.PAUSE, LoadState.AWAY}:
        return say(full.words)
    if full.words.code == OWN_ONLY:
        return _("bij jullie %(hours)s") % {"hours": hours(_amounts(full)[0])}
    now, limit = _amounts(full)
    if _in_people(full):
        return people_of(now, limit)
    return hours_of_limit(now, limit)


def hours_of_limit(now: int, limit: int) -> str:
    """Say "4½ van 6 uur", or "15 minuten van 30 minuten" where the limit is less than an hour."""
    said = bare_hours(now) if limit >= _HOUR else hours(now)
    return _("%(now)s van %(limit)s") % {"now": said, "limit": hours(limit)}


def measured_in(unit: str, now: int, limit: int) -> str:
    """Say how much of a limit is used, in its unit: "minutes" or "people"."""
    return people_of(now, limit) if unit == "people" else hours_of_limit(now, limit)


def hours_of(now: int) -> str:
    """Return the number in "4½ van 6 uur", for a volunteer: "2 uur en 10 minuten" where 2:10 would
    read as the time of day.
    """
    return hours(now) if now % 15 else bare_hours(now)


def people_of(now: int, limit: int) -> str:
    """Say "1 van 2 mensen"."""
    words = ngettext("%(now)s van %(limit)s mens", "%(now)s van %(limit)s mensen", limit)
    return words % {"now": now, "limit": limit}


def own_limit(full: Fullness) -> str:
    """Say "jouw grens: 6 uur", in what is tightest."""
    if _in_people(full):
        most = full.limits.max_people
        words = ngettext("jouw grens: %(n)s mens", "jouw grens: %(n)s mensen", most)
        return words % {"n": most}
    return _("jouw grens: %(hours)s") % {"hours": hours(full.limits.max_minutes)}


def own_sentence(full: Fullness, *, last_week: bool, heavy: bool = False) -> SafeString:
    """Say what a volunteer reads on top of their week: what they carry, their limit, and what
    follows.

    A reproach is never among it: over the limit asks what can go. Whoever said that it is too heavy
    (`heavy`) reads no judgement on how full the week is, and not that there is room. That somebody
    calls is said by the signal alone, which knows who and when.
    """
    now, limit = _amounts(full)
    if full.state is LoadState.PAUSE:
        return _pause(full)
    if full.state is LoadState.AWAY:
        return _two(
            _("Je bent %(away)s.") % {"away": say(full.words)},
            _("Tot dan vragen wij je niets, en je bezoeken regelen wij."),
        )
    if full.state is LoadState.OVER:
        pattern = (
            _("Je hielp vorige week {now}. Je grens is {limit}.")
            if last_week
            else _("Je hielp deze week {now}. Je grens is {limit}.")
        )
        return _two(
            format_html(pattern, now=_bold(hours(now)), limit=hours(limit)),
            _("Zullen we kijken wat eraf kan?"),
        )
    if now > limit:
        return _above_new_limit(full, now, limit)
    if not limit:
        return format_html(
            _("Je grens is nu {limit}. Wij vragen je niets."), limit=_bold(_unit(full, limit))
        )
    if heavy:
        return _carried(full, now, limit)
    return _two(
        _carried(full, now, limit),
        {
            LoadState.ROOM: _("Er is nog ruimte."),
            LoadState.GOOD: _("Dat is precies goed zo."),
            LoadState.NEARLY: _("Je zit bijna op je grens."),
            LoadState.FULL: _("Je zit op je grens. Je krijgt nu geen nieuwe voorstellen."),
        }[full.state],
    )


def _carried(full: Fullness, now: int, limit: int) -> SafeString:
    """Count people and hours: people are carried also in a week without a visit; hours are those of
    this week.
    """
    if _in_people(full):
        pattern = _("Je helpt nu {people}. Je grens is {limit}.")
        return format_html(pattern, people=_bold(_unit(full, now)), limit=limit)
    amount = _("%(now)s van je %(limit)s") % {"now": hours_of(now), "limit": hours(limit)}
    return format_html(_("Je helpt deze week {amount}."), amount=_bold(amount))


def _above_new_limit(full: Fullness, now: int, limit: int) -> SafeString:
    """Say that it was lowered below what is planned: the limit first, because it holds."""
    if _in_people(full):
        pattern = ngettext(
            "Je grens is nu {limit} mens. Je helpt er nu {now}.",
            "Je grens is nu {limit} mensen. Je helpt er nu {now}.",
            limit,
        )
        return format_html(pattern, now=_bold(str(now)), limit=limit)
    return format_html(
        _("Je grens is nu {limit}. Je helpt nu {now}."), now=_bold(hours(now)), limit=hours(limit)
    )


def _pause(full: Fullness) -> SafeString:
    if full.limits.pause_to is None:
        return _two(_("Je hebt pauze."), _("Wij vragen je niets tot jij het zegt."))
    return _two(
        _("Je hebt pauze tot en met %(day)s.") % {"day": day(full.limits.pause_to)},
        _("Tot dan vragen wij je niets."),
    )


def _amounts(full: Fullness) -> tuple[int, int]:
    """Return what is carried and the limit, in the unit that is tightest."""
    limits = full.limits
    if full.state is LoadState.OVER:
        return full.logged_minutes, limits.max_minutes
    if _in_people(full):
        return full.planned.people, limits.max_people
    return full.planned.minutes, limits.max_minutes


def _in_people(full: Fullness) -> bool:
    return full.tightest == "people" and full.state is not LoadState.OVER


def _unit(full: Fullness, amount: int) -> str:
    if not _in_people(full):
        return hours(amount)
    return ngettext("%(n)s mens", "%(n)s mensen", amount) % {"n": amount}


def _bold(text: str) -> SafeString:
    return format_html("<b>{}</b>", text)


def _two(first: str, second: str) -> SafeString:
    return format_html("{} {}", first, second)
