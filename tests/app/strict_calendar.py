"""A strict reader of RFC 5545, written apart from the library that writes our calendars.

It knows only what a feed of ours may hold, and refuses everything else: a line that is too long or
ends otherwise, a sign that must be escaped, a property that must be there once, a time zone that is
not in the same file.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

CRLF = b"\r\n"
_LINE = re.compile(
    r"(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z-]+=[^;:\",\x00-\x1f]+)*):(?P<value>.*)"
)
_TEXT = re.compile(r"(?:[^\\;,\x00-\x1f\x7f]|\\[\\;,nN])*")
_DURATION = re.compile(r"P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)")
_RULE = re.compile(r"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=(\d+)")
TEXTS = {"SUMMARY", "LOCATION", "UID", "PRODID", "TZID", "TZNAME", "X-WR-CALNAME"}
ONCE = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "CLASS", "STATUS", "SEQUENCE", "SUMMARY"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE"},
}
MAY = {
    "VCALENDAR": {"X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"},
    "VEVENT": {"DURATION", "LOCATION", "TRANSP", "URL"},
    "VTIMEZONE": set(),
    "STANDARD": {"TZNAME"},
    "DAYLIGHT": {"TZNAME"},
}


class NotStrict(Exception):
    """What is wrong with it."""


@dataclass
class Part:
    """One component: its properties (value and parameters) and what stands in it."""

    name: str
    lines: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    parts: "list[Part]" = field(default_factory=list)

    def text(self, name: str) -> str:
        value = self.lines[name][0] if name in self.lines else ""
        return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


@dataclass(frozen=True)
class Read:
    """One event as any programme would understand it; `begins` is an instant or a whole day."""

    uid: str
    begins: datetime | date
    lasts: timedelta | None
    title: str
    status: str
    private: bool
    sequence: int
    stamp: datetime
    where: str


def read(raw: bytes) -> list[Read]:
    """The events of a calendar, in the order in which they stand."""
    whole = parse(raw)
    zones = {part.text("TZID"): part for part in whole.parts if part.name == "VTIMEZONE"}
    events = [_event(part, zones) for part in whole.parts if part.name == "VEVENT"]
    if len({one.uid for one in events}) != len(events):
        raise NotStrict("two events with one UID")
    return events


def parse(raw: bytes) -> Part:
    lines = _unfolded(raw)
    if lines[:1] != ["BEGIN:VCALENDAR"]:
        raise NotStrict("it does not begin with a calendar")
    whole = _part(lines, 0)[0]
    if whole.text("VERSION") != "2.0":
        raise NotStrict("version")
    for name in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"):
        duration(whole.text(name))
    return whole


def _unfolded(raw: bytes) -> list[str]:
    if not raw.endswith(CRLF):
        raise NotStrict("the last line does not end")
    found: list[bytes] = []
    for line in raw[:-2].split(CRLF):
        if len(line) > 75:
            raise NotStrict(f"{len(line)} octets in a line")
        if b"\r" in line or b"\n" in line or not line:
            raise NotStrict("a bare or empty line")
        if line[:1] == b" ":
            found[-1] += line[1:]
        else:
            found.append(line)
    return [line.decode("utf-8") for line in found]


def _part(lines: list[str], at: int) -> tuple[Part, int]:
    made = Part(lines[at].removeprefix("BEGIN:"))
    if made.name not in ONCE:
        raise NotStrict(f"an unknown part {made.name}")
    at += 1
    while at < len(lines):
        line = lines[at]
        if line.startswith("BEGIN:"):
            inner, at = _part(lines, at)
            made.parts.append(inner)
            continue
        at += 1
        if line == f"END:{made.name}":
            _complete(made)
            return made, at
        _property(made, line)
    raise NotStrict(f"{made.name} does not end")


def _property(part: Part, line: str) -> None:
    found = _LINE.fullmatch(line)
    if found is None:
        raise NotStrict(line)
    name, value = found["name"], found["value"]
    if name in part.lines:
        raise NotStrict(f"{name} twice")
    if name not in ONCE[part.name] | MAY[part.name]:
        raise NotStrict(f"{name} in {part.name}")
    if name in TEXTS and not _TEXT.fullmatch(value):
        raise NotStrict(line)
    params = dict(one.split("=", 1) for one in found["params"].split(";") if one)
    part.lines[name] = (value, params)


def _complete(part: Part) -> None:
    lacks = ONCE[part.name] - set(part.lines)
    if lacks:
        raise NotStrict(f"{part.name} lacks {lacks}")


def _event(part: Part, zones: dict[str, Part]) -> Read:
    if part.text("STATUS") not in {"CONFIRMED", "CANCELLED"}:
        raise NotStrict("status")
    value, params = part.lines["DTSTART"]
    begins: datetime | date
    if params.get("VALUE") == "DATE":
        begins = datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007
    else:
        if params.get("TZID") not in zones:
            raise NotStrict(f"an unknown time zone {params}")
        begins = instant(zones[params["TZID"]], local(value))
    return Read(
        uid=part.text("UID"),
        begins=begins,
        lasts=duration(part.text("DURATION")) if "DURATION" in part.lines else None,
        title=part.text("SUMMARY"),
        status=part.text("STATUS"),
        private=part.text("CLASS") == "PRIVATE",
        sequence=int(part.text("SEQUENCE")),
        stamp=utc(part.text("DTSTAMP")),
        where=part.text("LOCATION"),
    )


def local(value: str) -> datetime:
    return datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007  a local time


def utc(value: str) -> datetime:
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def duration(value: str) -> timedelta:
    found = _DURATION.fullmatch(value)
    if found is None or not any(found.groups()):
        raise NotStrict(value)
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def instant(zone: Part, at: datetime) -> datetime:
    """A local time as an instant, by the rules that stand in the file (3.3.5 and 3.6.5)."""
    onsets = sorted(
        (onset, _offset(part.text("TZOFFSETFROM")), _offset(part.text("TZOFFSETTO")))
        for part in zone.parts
        for onset in (_onset(part, at.year - 1), _onset(part, at.year))
    )
    before = onsets[0][1]
    for onset, was, becomes in onsets:
        # an hour that comes twice is the first; one that does not exist counts on from before
        if at >= onset + max(becomes - was, timedelta()):
            before = becomes
    return at.replace(tzinfo=timezone(before)).astimezone(UTC)


def _onset(part: Part, year: int) -> datetime:
    rule = _RULE.fullmatch(part.text("RRULE"))
    starts = local(part.text("DTSTART"))
    if rule is None or int(rule[1]) != starts.month or starts.weekday() != 6:
        raise NotStrict("a rule that its own first day does not follow")
    last = date(year, starts.month, 31)
    last -= timedelta(days=(last.weekday() + 1) % 7)
    return datetime.combine(last, starts.time())


def _offset(value: str) -> timedelta:
    sign = -1 if value[0] == "-" else 1
    return sign * timedelta(hours=int(value[1:3]), minutes=int(value[3:5]))
