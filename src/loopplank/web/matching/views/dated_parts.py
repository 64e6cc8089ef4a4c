"""Several volunteers, each for a day of their own: choose, ask all at once, say no to one part."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.matching.dated_parts import PartChoice, PartsPage, parts_page
from loopplank.access.matching.team import leg_brief
from loopplank.actions.matching import propose, teams
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.team_state import FEWEST, MOST, NO_SUCH_PART, may_say_no
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.states import State
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.outcome import went_well, went_wrong
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE, step
from loopplank.web.kit.words import day, first_up, hours, kinds, person, say, say_refused
from loopplank.web.matching.candidate_options import days_of
from loopplank.web.matching.forms import PartNoForm
from loopplank.web.matching.views.candidates import plan_asked
from loopplank.web.volunteers.load_words import proposed_bar


def divide(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Choose the days, then somebody for each day; all are asked at once."""
    now = clock.now()
    chosen = days_of(request.POST or request.GET)
    page = parts_page(actor, request_id, now, chosen)
    if not page.plan.complete:
        messages.info(
            request, _("Schrijf eerst op hoe lang één keer duurt en wat de laatste dag is.")
        )
        return HttpResponseRedirect(f"{reverse('agree', args=[request_id])}?naar=voorstellen")
    wrong, status = "", 200
    if request.method == "POST":
        who = _chosen(request, page)
        if isinstance(who, str):
            wrong, status = who, UNPROCESSABLE
        else:
            try:
                teams.ask_parts(actor=actor, now=now, request_id=request_id, parts=who)
            except Refused as refused:
                wrong, status = say_refused(refused), CONFLICT
            else:
                done = _("De vragen staan klaar bij de berichten. Stuur ze met één klik.")
                return went_well(request, reverse("request", args=[request_id]) + "#team", done)
    elif chosen and not _enough(page):
        wrong = _("Kies twee, drie of vier dagen.")
    today = local_day(now)
    return show_work(
        request,
        actor,
        "matching/dated_parts.html",
        {
            "row": page.row,
            "who": person(page.who, with_age=False),
            "what": kinds(page.row.kinds or [page.row.kind]),
            "minutes": hours(page.plan.visit_minutes),
            "days": [
                {"value": one.isoformat(), "text": day(one, today), "on": one in chosen}
                for one in page.days
            ],
            "parts": [_part(part, request, today) for part in page.parts] if _enough(page) else [],
            "may_ask": all(part.fits for part in page.parts),
            "wrong": wrong,
            "team": page.team,
            "searching": page.row.state == State.SEARCHING,
        },
        current="requests",
        status=status,
    )


def _chosen(request: HttpRequest, page: PartsPage) -> list[tuple[UUID, propose.Plan]] | str:
    """Return who was chosen for each day with what is asked of them, or what lacks."""
    if not _enough(page):
        return _("Kies twee, drie of vier dagen.")
    made = []
    for part in page.parts:
        picked = request.POST.get(_field(part.day), "")
        one = next((one for one in part.fits if str(one.volunteer_id) == picked), None)
        if one is None:
            return _("Kies iemand voor %(day)s.") % {"day": day(part.day)}
        made.append((one.volunteer_id, plan_asked(page, part.plan, one)))
    return made


def _part(part: PartChoice, request: HttpRequest, today: date) -> dict[str, object]:
    picked = request.POST.get(_field(part.day), "")
    return {
        "field": _field(part.day),
        "value": part.day.isoformat(),
        "title": first_up(day(part.day, today)),
        "fits": [
            {
                "value": str(one.volunteer_id),
                "name": one.name,
                "load": proposed_bar(one)["text"],
                "on": str(one.volunteer_id) == picked,
            }
            for one in part.fits
        ],
        "usual": part.usual,
        "more": part.fits_total - len(part.fits),
    }


def _enough(page: PartsPage) -> bool:
    return FEWEST <= len(page.parts) <= MOST


def _field(of: date) -> str:
    return f"wie-{of.isoformat()}"


def no_to_part(request: HttpRequest, actor: Actor, team_id: UUID, number: int) -> HttpResponse:
    """Say that nobody comes on the day of this part; the person hears it at once."""
    now = clock.now()
    brief = leg_brief(actor, team_id, number, "no_to_part", now)
    back = reverse("request", args=[brief.row.pk]) + "#team"
    if not may_say_no(brief.kind, brief.leg.facts.state):
        return went_wrong(request, back, say(NO_SUCH_PART))
    that_day = day(brief.leg.facts.first_day, local_day(now))
    return step(
        request,
        actor,
        PartNoForm(request.POST or None),
        lambda typed: teams.say_no_to_part(
            actor=actor,
            now=now,
            team_id=team_id,
            number=number,
            reason=ClosingReason(typed["reason"]),
        ),
        back=back,
        done=_("Opgeschreven. Het bericht voor %(who)s staat klaar.")
        % {"who": person(brief.who, with_age=False)},
        words={
            "heading": _("Zeg nee voor deel %(n)s") % {"n": number},
            "who": person(brief.who, with_age=False),
            "lead": _(
                "Op %(day)s komt er dan niemand van ons. De andere delen gaan door. Dit nee telt"
                " mee."
            )
            % {"day": that_day},
            "action": _("Zeg nee voor dit deel"),
        },
    )
