"""The words of who reads a question and when, and of whom to call instead of waiting for us."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from loopplank.access.organisations.organisations import PublicPlace, reading_of
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.duty import DangerPhone
from loopplank.core.requests.intake import DAYS
from loopplank.core.requests.read_by import LINES, told
from loopplank.web.kit.words import day, word


def call_now(place: PublicPlace, now: datetime, dangers: Collection[str] = ()) -> dict[str, Any]:
    """Return the context of requests/call_now.html."""
    reading = reading_of(place, now)
    said = told(now, reading.on, dangers)
    today = reading.on == local_day(now)
    when = _("vandaag") if today else day(reading.on)
    return {
        "call_now": {
            "at_once": said.at_once,
            "reads": _("Dit lezen wij %(day)s.") % {"day": when},
            "lines": [
                {
                    "when": word(LINES[one].when),
                    "number": LINES[one].number,
                    "dial": LINES[one].dial,
                }
                for one in said.lines
            ],
            "duty": _duty(reading.danger),
        }
    }


def _duty(phone: DangerPhone) -> str:
    """Say in which hours words about danger reach somebody within half an hour; nothing where
    nobody set a phone.
    """
    if phone.first is None or phone.last is None or not phone.is_set:
        return ""
    days = ", ".join(word(DAYS[one]) for one in phone.days)
    return _(
        "Schrijft u over gevaar? Dan krijgt iemand van ons binnen 30 minuten een bericht op"
        " %(days)s, van %(first)s tot %(last)s. Daarbuiten niet."
    ) % {"days": days, "first": f"{phone.first:%-H:%M}", "last": f"{phone.last:%-H:%M}"}
