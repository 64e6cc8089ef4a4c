"""Tags and filters that templates load with `{% load loopplank %}`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.forms import BaseForm, BoundField
from django.template import Context, Library
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from loopplank.core.matching.team_state import Strip
from loopplank.web import drawing
from loopplank.web.other_language import other_language

register = Library()

_QUARTERS: Final = {15: "¼", 30: "½", 45: "¾"}
_STATE_WORDS: Final = {
    "room": gettext_lazy("ruimte"),
    "good": gettext_lazy("zit goed"),
    "nearly": gettext_lazy("bijna vol"),
    "full": gettext_lazy("vol"),
    "over": gettext_lazy("over de grens"),
    "heavy": gettext_lazy("te zwaar"),
    "pause": gettext_lazy("pauze"),
    "away": gettext_lazy("weg"),
}
_STATE_COLOURS: Final = {
    "room": "grey",
    "good": "reed",
    "nearly": "rope",
    "full": "grey",
    "over": "buoy",
    "heavy": "buoy",
    "pause": "night",
    "away": "night",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a symbol of `icons.svg` in the colour of the text; decoration, so hidden from readers.

    `{% icon "phone" %}`. The word beside it is the content. The shapes of load are called
    `load-room` … `load-pause`.
    """
    kind = "shape" if name.startswith("load-") else "icon"
    return format_html(
        '<svg class="{}" width="20" height="20" aria-hidden="true"><use href="{}#{}"/></svg>',
        kind,
        static("loopplank/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def language_link(context: Context) -> SafeString:
    """Write the link to this page in the other language: `{% language_link %}`.

    Nothing where a token may stand in the address, which no other address may hold.
    """
    request = context.get("request")
    at = request.resolver_match if request else None
    if request is None or at is None or "token" in at.kwargs:
        return SafeString("")
    link = other_language(request)
    return format_html('<a href="{}" lang="{}">{}</a>', link.url, link.lang, link.label)


@register.simple_tag
def load_bar(now: float, extra: float | None, limit: float, state: str) -> SafeString:
    """Draw a load bar: `{% load_bar now extra limit state %}`; see `drawing.load_bar`."""
    return drawing.load_bar(now, extra or 0, limit, state=state)


@register.simple_tag
def team_strip(counts: Mapping[str, int]) -> SafeString:
    """Draw the strip of a team: `{% team_strip counts %}`; see `drawing.team_strip`."""
    return drawing.team_strip(counts)


@register.simple_tag
def twelve_weeks(values: Sequence[int | None], limit: int) -> SafeString:
    """Draw twelve small bars: `{% twelve_weeks values limit %}`; see `drawing.twelve_weeks`."""
    return drawing.twelve_weeks(values, limit)


@register.simple_tag
def week_strip(strip: Strip) -> SafeString:
    """Draw the legs of a duo or relay: `{% week_strip strip %}`; see `drawing.week_strip`."""
    return drawing.week_strip(
        strip.weeks, [(leg.first_week, leg.last_week) for leg in strip.legs], strip.handovers
    )


@register.simple_tag
def months(values: Sequence[int]) -> SafeString:
    """Draw twelve months: `{% months values %}`; see `drawing.months`."""
    return drawing.months(values)


@register.filter
def state_word(state: str) -> str:
    """Return the word of a state of load: `nearly` is "bijna vol"."""
    return str(_STATE_WORDS[state])


@register.filter
def state_colour(state: str) -> str:
    """Return the label colour that belongs to a state of load: `nearly` is `rope`."""
    return _STATE_COLOURS[state]


@register.filter
def hours(minutes: int | None) -> str:
    """Return minutes in words: 45 is "45 minuten", 90 is "1½ uur", 80 "1 uur en 20 minuten"."""
    if minutes is None:
        return ""
    whole, rest = divmod(int(minutes), 60)
    if rest and rest not in _QUARTERS and whole:
        return _("%(hours)s en %(minutes)s") % {"hours": _hours(whole * 60), "minutes": _rest(rest)}
    if whole or not rest:
        return _hours(int(minutes))
    return _rest(rest)


@register.filter
def bare_hours(minutes: int | None) -> str:
    """Return minutes as a number of hours without the unit, for "4½ van 6 uur": 270 is "4½"."""
    if minutes is None:
        return ""
    whole, rest = divmod(int(minutes), 60)
    if not rest:
        return str(whole)
    if rest in _QUARTERS:
        return f"{whole or ''}{_QUARTERS[rest]}"
    return f"{whole}:{rest:02d}"


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first and the last word: "Marleen Bos" is "MB"."""
    words = name.split()
    return "".join(word[0].upper() for word in (*words[:1], *words[1:][-1:]))


@register.filter
def tel(number: str) -> str:
    """Return the address that dials a number as it is printed: "020 555 01 42"."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


@dataclass(frozen=True, slots=True)
class ErrorSummary:
    """What stands on top of a form that was not accepted."""

    heading: str
    general: list[str]
    lines: list[dict[str, str]]


@register.filter
def error_summary(form: BaseForm | str | None) -> ErrorSummary | None:
    """Return what is wrong field by field, in the rows of a table as well; the same sentence at two
    fields names its field. None when there is nothing wrong.

    It says that something is missing only where each of these fields was left empty.
    """
    if not isinstance(form, BaseForm):
        return None
    forms: list[BaseForm] = [form, *getattr(form, "rows", ())]
    general = [str(error) for one in forms for error in one.non_field_errors()]
    wrong = [field for one in forms for field in one if field.errors]
    if not general and not wrong:
        return None
    lines = [(field, str(error)) for field in wrong for error in field.errors]
    often = Counter(text for _field, text in lines)
    return ErrorSummary(
        _("Er ontbreekt nog iets")
        if not general and all(_left_empty(field) for field in wrong)
        else _("Er klopt nog iets niet"),
        general,
        [
            {
                "target": f"{field.auto_id}{'_0' if field.use_fieldset else ''}",
                "text": named(str(field.label), text) if often[text] > 1 else text,
            }
            for field, text in lines
        ],
    )


def named(label: str, text: str) -> str:
    """Return a text with the label before it; a label that is a question keeps its own mark."""
    return f"{label} {text}" if label.endswith(("?", ":", ".")) else f"{label}: {text}"


def _left_empty(field: BoundField) -> bool:
    typed = field.data
    return not (any(typed) if isinstance(typed, list | tuple) else typed)


def _hours(minutes: int) -> str:
    number = {"hours": bare_hours(minutes)}
    return ngettext("%(hours)s uur", "%(hours)s uur", 1 if minutes == 60 else 2) % number


def _rest(minutes: int) -> str:
    return ngettext("%(minutes)s minuut", "%(minutes)s minuten", minutes) % {"minutes": minutes}
