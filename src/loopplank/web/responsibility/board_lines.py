"""The lines of a board's Vandaag beside its signals and files: where the house is thin.

Of requests a number, and nobody's name. Each leads to a page that lets a board member in.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.second_step import ResetHere
from loopplank.access.responsibility.board_today import BoardWaits, SeenGap, StopEnds, Uncovered
from loopplank.core.kit.calendar import local_day
from loopplank.core.responsibility.day import Asks, lateness_of
from loopplank.core.responsibility.today import Lateness
from loopplank.web.kit.words import day, day_and_time, kinds, short_day
from loopplank.web.responsibility.today_lines import Line
from loopplank.web.responsibility.words import due_words
from loopplank.web.responsibility.worklist import Entry


def board_entries(waits: BoardWaits, now: datetime) -> list[Entry]:
    """Return where the house is thin, on the way to its groups."""
    return [entry for _what, entry in _asked(waits, now)]


def counted_of_board(waits: BoardWaits, now: datetime) -> Mapping[Asks, int]:
    """Return how many of each kind are late or for today, for the estimate."""
    return Counter(
        what
        for what, entry in _asked(waits, now)
        if entry.danger or entry.line.lateness != Lateness.LATER
    )


def _asked(waits: BoardWaits, now: datetime) -> list[tuple[Asks, Entry]]:
    made = []
    if waits.unseen_danger:
        line = danger_line(waits.unseen_danger)
        made.append((Asks.UNSEEN_DANGER, Entry(date.min, line, danger=True)))
    if waits.too_many_late:
        line = many_late_line(waits.too_many_late)
        made.append((Asks.LATE_TOGETHER, Entry(date.min, line)))
    today = local_day(now)
    made += [
        (kind_of_reset(one), Entry(local_day(one.lapses_at), reset_line(one, now)))
        for one in waits.resets
    ]
    made += [(Asks.UNCOVERED, Entry(today, uncovered_line(one, now))) for one in waits.uncovered]
    if waits.holes:
        made.append((Asks.HOLE, Entry(waits.holes[0], hole_line(waits.holes, now))))
    made += [(Asks.STOP_ENDS, Entry(one.until, stop_line(one, now))) for one in waits.stops]
    made += [(Asks.GAP, Entry(date.max, gap_line(one, now))) for one in waits.gaps]
    return made


def board_line(count: int, *, danger: bool) -> Line:
    """Return one line for a board member who owns requests, and reads those first."""
    late = Lateness.LATE if danger else Lateness.TODAY
    due, note = (_("Nu"), "") if danger else (_("Vandaag"), _("vóór 17:00"))
    title = ngettext("%(n)s ding vraagt het bestuur", "%(n)s dingen vragen het bestuur", count)
    return Line(
        lateness=late,
        due=due,
        due_note=note,
        kind=_("Van het bestuur"),
        title=title % {"n": count},
        url=reverse("board_today"),
        why=_("Bij een hulpvraag is misschien gevaar, en de eigenaar is er niet.")
        if danger
        else "",
        action=_("Bekijk de lijst"),
        action_url=reverse("board_today"),
        action_icon="",
    )


def danger_line(count: int) -> Line:
    """Return how often there is perhaps danger, and the owner is not there to see to it."""
    title = ngettext(
        "Bij %(n)s hulpvraag is er misschien gevaar",
        "Bij %(n)s hulpvragen is er misschien gevaar",
        count,
    )
    return Line(
        lateness=Lateness.LATE,
        due=_("Nu"),
        due_note="",
        kind=_("De eigenaar is er vandaag niet"),
        title=title % {"n": count},
        url=reverse("colleagues"),
        why=_(
            "Bel een coördinator die er wel is. Wat er in een vraag staat, ziet alleen wie"
            " ermee werkt."
        ),
        action=_("Zoek wie je belt"),
        action_url=reverse("colleagues"),
        action_icon="phone",
    )


def many_late_line(count: int) -> Line:
    """Return that more is late than is mended one by one: of a board, a question about the work."""
    return Line(
        lateness=Lateness.LATE,
        due=_("Nu"),
        due_note=_("te laat"),
        kind=_("Het werk past niet"),
        title=_("%(n)s hulpvragen zijn tegelijk te laat") % {"n": count},
        url=reverse("rota"),
        why=_(
            "De coördinatoren kiezen wat zij die mensen zeggen. Kijk wie wat draagt, en wie kan"
            " helpen."
        ),
        action=_("Bekijk wie wat draagt"),
        action_url=reverse("rota"),
        action_icon="",
    )


def kind_of_reset(one: ResetHere) -> Asks:
    if one.about_me:
        return Asks.OWN_RESET
    return Asks.RESET_ASKED if one.asked_by_me else Asks.RESET


def reset_line(one: ResetHere, now: datetime) -> Line:
    """Return a lost second step: to stop, to be the second about, or to wait for somebody else."""
    what = kind_of_reset(one)
    on = local_day(one.lapses_at)
    late = lateness_of(what, on, now)
    due, note = due_words(late, on, (local_day(now) - on).days)
    url = reverse("colleague", args=[one.membership_id])
    title = _("%(name)s is de tweede stap kwijt") % {"name": one.name}
    asked = {"name": one.asked_by, "when": day_and_time(one.asked_at), "day": day(on)}
    if what is Asks.OWN_RESET:
        url, title = reverse("account"), _("Ben jij je tweede stap kwijt?")
        why = _("%(name)s zei dat op %(when)s. Klopt het niet? Houd hem dan.") % asked
        action = _("Bekijk het")
    elif what is Asks.RESET_ASKED:
        due, note = _("Geen haast"), ""
        why = _(
            "Jij zei dat op %(when)s. Een tweede collega moet het ook zeggen, vóór %(day)s. Dat kun"
            " jij niet zelf."
        )
        why, action = why % asked, _("Bekijk het")
    else:
        note = _("sinds %(when)s") % {"when": day_and_time(one.asked_at)}
        why = _("%(name)s zei dat. Bel je collega eerst zelf. Klopt het? Zeg het dan ook.") % asked
        action = _("Ben de tweede")
    return Line(
        lateness=late,
        due=due,
        due_note=note,
        kind=_("Inloggen"),
        title=title,
        url=url,
        why=why,
        action=action,
        action_url=url,
        action_icon="lock",
    )


def uncovered_line(one: Uncovered, now: datetime) -> Line:
    late = lateness_of(Asks.UNCOVERED, local_day(now), now)
    due, _note = due_words(late, local_day(now), 0)
    url = reverse("absence", args=[one.membership_id])
    return Line(
        lateness=late,
        due=due,
        due_note=_("sinds %(when)s") % {"when": short_day(one.since)},
        kind=_("Niemand neemt waar"),
        title=_("%(name)s is er niet") % {"name": one.name},
        url=url,
        why=_("Er is nu niemand die het kan overnemen. Vraag iemand voor het rooster."),
        action=_("Bekijk wie kan"),
        action_url=url,
        action_icon="",
    )


def hole_line(holes: tuple[date, ...], now: datetime) -> Line:
    """Return the days on which nobody would hear of danger, as one line: one page mends them."""
    late = lateness_of(Asks.HOLE, holes[0], now)
    due, note = due_words(late, holes[0], (local_day(now) - holes[0]).days)
    title = ngettext("Op %(n)s dag is er niemand", "Op %(n)s dagen is er niemand", len(holes))
    return Line(
        lateness=late,
        due=due,
        due_note=note,
        kind=_("Achterwacht"),
        title=title % {"n": len(holes)},
        url=reverse("rota"),
        why=_("Is er dan gevaar, dan hoort niemand het. Zet iemand in het rooster."),
        action=_("Vul het rooster"),
        action_url=reverse("rota"),
        action_icon="",
    )


def stop_line(one: StopEnds, now: datetime) -> Line:
    late = lateness_of(Asks.STOP_ENDS, one.until, now)
    due, note = due_words(late, one.until, (local_day(now) - one.until).days)
    return Line(
        lateness=late,
        due=due,
        due_note=note,
        kind=_("Aanmeldstop"),
        title=_("De aanmeldstop loopt af: %(kinds)s") % {"kinds": kinds([one.kind])}
        if one.kind
        else _("De aanmeldstop loopt af"),
        url=reverse("intake_stop"),
        why=_("Vanaf %(day)s nemen jullie weer nieuwe vragen aan. Past dat?")
        % {"day": day(one.until)},
        action=_("Bekijk de aanmeldstop"),
        action_url=reverse("intake_stop"),
        action_icon="",
    )


def gap_line(one: SeenGap, now: datetime) -> Line:
    """Return a gap that is for the next meeting: it is never late."""
    url = reverse("gap", args=[one.id])
    said = ngettext("Jullie zeiden %(n)s keer nee.", "Jullie zeiden %(n)s keer nee.", one.noes)
    return Line(
        lateness=lateness_of(Asks.GAP, one.since, now),
        due=_("Geen haast"),
        due_note="",
        kind=_("Gat om te bespreken"),
        title=one.name,
        url=url,
        why=f"{said % {'n': one.noes}} {_('Sinds %(day)s.') % {'day': day(one.since)}}",
        action=_("Bekijk het gat"),
        action_url=url,
        action_icon="",
    )
