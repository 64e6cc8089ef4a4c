"""Show gaps: the own, that of a no, those of the network, and noes that nobody took up."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.gaps.gaps import (
    Choice,
    GapPage,
    GapRow,
    NoPage,
    choices,
    gap_page,
    gaps_page,
    no_page,
)
from loopplank.access.gaps.network_gaps import Unfollowed, network_gaps, no_follow_up
from loopplank.access.responsibility.frame import frame_of
from loopplank.actions.gaps import gaps
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.gaps.gaps import NAMES_SOMEBODY, STATE_WORDS, GapState, PossibleOwner
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.closing import ClosingReason
from loopplank.web.gaps.forms import NEW, NONE, GapForm, PlaceForm, ReportForm
from loopplank.web.gaps.words import (
    STATE_COLOURS,
    band_words,
    outside,
    owner_words,
    quarter_words,
    source_words,
)
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted, show
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import day, day_and_time, first_up, kinds, person, short_day, word

# --- Gaten ----------------------------------------------------------------------------------------


def show_gaps(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the list: how often, since when, why, and what is done about it. No person on it."""
    page = gaps_page(actor, clock.now())
    return show_work(
        request,
        actor,
        "gaps/gaps.html",
        {
            "rows": [line(row) for row in page.rows],
            "unplaced": [
                {"row": no, "what": kinds([no.kind]), "on": short_day(no.said_on)}
                for no in page.unplaced
            ],
            "more_unplaced": page.unplaced_total - len(page.unplaced),
            "in_none": page.in_none,
            "bridging": page.bridging,
            "may_place": actor.role is Role.COORDINATOR,
            "may_decide": actor.role in MAY_OWN,
            "may_report": actor.role is Role.PROFESSIONAL,
        },
        current="gaps",
    )


def line(row: GapRow) -> dict[str, Any]:
    """Return one gap as a list and a page show it."""
    return {
        "row": row,
        "sources": source_words(row.sources),
        "first": short_day(row.first_on) if row.first_on else "",
        "last": short_day(row.last_on) if row.last_on else "",
        "owner": owner_words(row.possible_owner),
        "state": word(STATE_WORDS[GapState(row.state)]),
        "since": short_day(row.state_since),
        "colour": STATE_COLOURS[GapState(row.state)],
    }


def show_agenda(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show it on paper for others: a number under ten and the examples stay at home."""
    now = clock.now()
    chosen = {found for found in map(_id, request.GET.getlist("gat")) if found}
    rows = [row for row in gaps_page(actor, now).rows if not chosen or row.id in chosen]
    if not chosen:
        rows = [row for row in rows if row.state != GapState.NOT_DOING]
    frame = frame_of(actor, now)
    return show(
        request,
        "gaps/gaps_agenda.html",
        {
            "sheet": {"sender": frame.organisation, "lines": [day(local_day(now))]},
            "network": frame.network,
            "rows": [
                {
                    **line(row),
                    "count": outside(row.count),
                    "why": _main_reason(row),
                }
                for row in rows
            ],
            "few": band_words(many=False),
            "title": _("Gaten voor het netwerkoverleg"),
        },
    )


def _main_reason(row: GapRow) -> str:
    """Return the reason that was given most, without how often."""
    return source_words(row.sources[:1]).rpartition(" (")[0]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


# --- one gap --------------------------------------------------------------------------------------
# Its noes, what was decided and by whom, and calling it by its name in the network.


def show_gap(request: HttpRequest, actor: Actor, gap_id: UUID) -> HttpResponse:
    now = clock.now()
    page = gap_page(actor, gap_id, now)
    row = page.row
    initial = {
        "state": row.state,
        "possible_owner": row.possible_owner,
        "keywords": row.keywords,
    }
    return step(
        request,
        actor,
        GapForm(posted(request), initial=initial),
        lambda typed: gaps.describe(
            actor=actor,
            now=now,
            gap_id=gap_id,
            state=GapState(typed["state"]),
            possible_owner=PossibleOwner(typed["possible_owner"])
            if typed["possible_owner"]
            else None,
            keywords=typed["keywords"],
        ),
        back=reverse("gaps"),
        done=_("Bewaard."),
        words={
            "heading": row.name,
            "action": _("Bewaar"),
            "one": line(row),
            "log": _log(page),
        },
        template="gaps/gap.html",
        current="gaps",
    )


def name_gap(request: HttpRequest, actor: Actor, gap_id: UUID) -> HttpResponse:
    """Note the yes of this organisation to the name, without a number."""
    now = clock.now()
    back = reverse("network_gaps")
    if request.POST.get("terug") == "gat" and actor.role in MAY_OWN:
        back = reverse("gap", args=[gap_id])
    return do_and_go_back(
        request,
        lambda: gaps.name_openly(actor=actor, now=now, gap_id=gap_id),
        back,
        _("Jullie ja is bewaard. Bij twee keer ja leest het hele netwerk de naam."),
    )


def _log(page: GapPage) -> list[dict[str, str]]:
    return [
        {
            "at": day_and_time(one.at),
            "iso": one.at.isoformat(),
            "who": one.who or _("Iemand in het netwerk"),
            "text": _("zette dit op ‘%(state)s’. Wie zou het kunnen: %(owner)s.")
            % {
                "state": word(STATE_WORDS[GapState(one.state)]),
                "owner": owner_words(one.possible_owner),
            },
        }
        for one in page.changes
    ]


# --- to which gap a no belongs --------------------------------------------------------------------
# Proposed by words, decided by the coordinator.


def place_no(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    page = no_page(actor, request_id, now)
    form = PlaceForm(posted(request), choices=page.choices, initial=_initial(page))
    return step(
        request,
        actor,
        form,
        lambda typed: gaps.attach(
            actor=actor,
            now=now,
            request_id=request_id,
            gap_id=form.gap_id(),
            name=typed["name"],
            example=typed["example"],
        ),
        back=reverse("request", args=[request_id]),
        done=_("Bewaard. Dit nee telt mee."),
        words={
            "heading": _("Bij welk gat hoort dit nee?"),
            "who": person(page.who, with_age=False),
            "lead": _lead(page.proposed),
            "kinds": kinds([page.kind]),
            "action": _("Bewaar"),
        },
        template="gaps/gap_of_no.html",
        places={NAMES_SOMEBODY.code: "example"},
    )


def _initial(page: NoPage) -> dict[str, str]:
    """Return what stands, else what is proposed; nothing is chosen when nothing resembles it."""
    chosen = NONE if page.belongs_to_none else str(page.gap_id or "")
    if not chosen and page.proposed:
        chosen = str(page.proposed.id)
    if not chosen and not page.choices:
        chosen = NEW
    return {"gap": chosen, "example": page.example}


def _lead(proposed: Choice | None) -> str:
    if proposed is None:
        return _("Een gat is een soort hulp die niemand hier geeft. Zo telt elk nee mee.")
    belongs = _("Hoort hij bij ‘%(name)s’?") % {"name": proposed.name}
    if not proposed.noes:
        return _("Deze vraag lijkt op een gat dat al een naam heeft.") + f" {belongs}"
    like = ngettext(
        "Deze vraag lijkt op %(n)s andere waar jullie nee op zeiden.",
        "Deze vraag lijkt op %(n)s andere waar jullie nee op zeiden.",
        proposed.noes,
    ) % {"n": proposed.noes}
    return f"{like} {belongs}"


# --- Gaten in het netwerk -------------------------------------------------------------------------
# Names that were agreed on, and "minder dan 10" or "10 of meer".


def show_network_gaps(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = network_gaps(actor, clock.now())
    return show_work(
        request,
        actor,
        "gaps/network_gaps.html",
        {
            "quarter": quarter_words(page.quarter),
            "rows": [
                {
                    "name": row.name,
                    "band": band_words(many=row.many),
                    "owner": owner_words(row.possible_owner),
                    "state": word(STATE_WORDS[GapState(row.state)]),
                    "since": short_day(row.state_since),
                    "colour": STATE_COLOURS[GapState(row.state)],
                }
                for row in page.rows
            ],
            "offered": page.offered,
            "others": page.others,
            "of_organisation": actor.role is not Role.NETWORK_ADMIN,
            "sees_unfollowed": actor.role is not Role.PROFESSIONAL,
        },
        current="network_gaps" if actor.role is Role.NETWORK_ADMIN else "gaps",
    )


# --- Nee zonder vervolg ---------------------------------------------------------------------------
# The noes that nobody took up, each with the day on which we call again.


def show_no_follow_up(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = no_follow_up(actor, clock.now())
    of_network = actor.role is Role.NETWORK_ADMIN
    return show_work(
        request,
        actor,
        "gaps/no_follow_up.html",
        {
            "of_network": of_network,
            "band": band_words(many=page.many),
            "quarter": quarter_words(page.quarter),
            "total": page.total,
            "more": page.total - len(page.rows),
            "with_names": actor.role is Role.COORDINATOR,
            "rows": [_unfollowed(row) for row in page.rows],
            "planned": [_unfollowed(row) for row in page.planned],
        },
        current="network_gaps" if of_network else "gaps",
    )


def _unfollowed(row: Unfollowed) -> dict[str, object]:
    return {
        "row": row,
        "who": person(row.who) if row.who else "",
        "what": first_up(kinds([row.kind])),
        "on": day(row.said_on),
        "call_back": day(row.call_back_on) if row.call_back_on else "",
    }


# --- a professional reports a no of their own -----------------------------------------------------
# Which kind of need, why, and in which month.


def report_refusal(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    today = local_day(now)
    form = ReportForm(
        posted(request),
        choices=choices(actor, now),
        today=today,
        initial={"month": today.replace(day=1).isoformat()},
    )
    return step(
        request,
        actor,
        form,
        lambda typed: gaps.report_refusal(
            actor=actor,
            now=now,
            source=ClosingReason(typed["source"]),
            month=form.first_day(),
            gap_id=form.gap_id(),
            name=typed["name"],
        ),
        back=reverse("gaps"),
        done=_("Dank u. Dit nee telt mee."),
        words={
            "heading": _("Meld een nee"),
            "who": _("Gaten"),
            "lead": _("Alleen wat er ontbrak, waarom, en in welke maand. Nooit wie het was."),
            "action": _("Meld dit"),
        },
        template="gaps/report_refusal.html",
        current="gaps",
    )
