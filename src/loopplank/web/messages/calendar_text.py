"""The calendar of a volunteer as calendar programmes read it (RFC 5545)."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar import Event as Component

from loopplank.access.messages.feed import Entry, Feed
from loopplank.core.kit.calendar import local_time

PROGRAMME = "-//Loopplank//Mijn week//NL"
REFRESH = timedelta(hours=4)
AMSTERDAM = "Europe/Amsterdam"


def calendar_text(feed: Feed) -> bytes:
    """Return the whole calendar; the same rows give the same bytes.

    A visit has a duration and no end: in the night in which the clock goes back an hour comes
    twice, and an end could be either.
    """
    made = Calendar()
    made.add("prodid", PROGRAMME)
    made.add("version", "2.0")
    with translation.override(feed.language):
        made.add("x-wr-calname", _("Mijn week"))
        made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        # the same for older programmes, which know only this name
        made.add("x-published-ttl", "PT4H")
        made.add_component(_timezone())
        for entry in feed.entries:
            made.add_component(_event(entry))
    text: bytes = made.to_ical()
    return text


def title_of(entry: Entry) -> str:
    """Say "Bezoek 10:00, J.": no story and no surname."""
    what = _("Kennismaken") if entry.meeting else _("Bezoek")
    if entry.begins is not None:
        what = f"{what} {local_time(entry.begins):%-H:%M}"
    if entry.who:
        what = f"{what}, {entry.who}"
    return _("Gaat niet door: %(what)s") % {"what": what} if entry.cancelled else what


def _event(entry: Entry) -> Component:
    made = Component()
    made.add("uid", entry.uid)
    made.add("dtstamp", entry.changed_at.replace(microsecond=0))
    made.add("sequence", entry.revision)
    made.add("summary", title_of(entry))
    if entry.begins is None:
        made.add("dtstart", entry.day)
    else:
        made.add("dtstart", local_time(entry.begins))
        made.add("duration", timedelta(minutes=entry.minutes))
    made.add("class", "PRIVATE")
    made.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    # only a visit with an hour makes somebody busy
    busy = entry.begins is not None and not entry.cancelled
    made.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    if entry.address:
        made.add("location", entry.address)
    made.add("url", settings.ORIGIN + reverse("week"))
    return made


def _timezone() -> Timezone:
    """Return the rule of the European Union, which holds since 1996: a test compares it with the
    database of time zones for years ahead.
    """
    made = Timezone()
    made.add("tzid", AMSTERDAM)
    for part, name, first, moment, hours, month in (
        (TimezoneDaylight(), "CEST", date(1996, 3, 31), time(2), (1, 2), 3),
        (TimezoneStandard(), "CET", date(1996, 10, 27), time(3), (2, 1), 10),
    ):
        part.add("tzname", name)
        part.add("dtstart", datetime.combine(first, moment))
        part.add("tzoffsetfrom", timedelta(hours=hours[0]))
        part.add("tzoffsetto", timedelta(hours=hours[1]))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        made.add_component(part)
    return made
