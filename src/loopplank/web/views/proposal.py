"""A question to a volunteer: no and yes weigh the same, and silence is safe."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.own_proposals import ProposalPage, proposal_page, proposals_page
from loopplank.actions import proposals
from loopplank.core.load import Fullness
from loopplank.core.reason import Refused
from loopplank.web import clock
from loopplank.web.forms.volunteer import QuestionForm
from loopplank.web.load_words import people_of
from loopplank.web.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.templatetags.loopplank import bare_hours
from loopplank.web.week_frame import show_week
from loopplank.web.week_words import clock_time, expiry_words, rhythm_words, why_you
from loopplank.web.words import day, hours, say

REASONS = ("other_day", "too_far", "too_much", "not_for_me", "unsaid")


def show_proposals(request: HttpRequest, actor: Actor) -> HttpResponse:
    rows = proposals_page(actor, clock.now())
    return show_week(
        request,
        actor,
        "volunteer/proposals.html",
        {
            "proposals": [
                {
                    "url": reverse("proposal", args=[row.id]),
                    "what": row.what,
                    "rhythm": rhythm_words(row.agreement),
                    "expires": expiry_words(row.expires_at),
                }
                for row in rows
            ]
        },
        current="proposals",
    )


def show_proposal(request: HttpRequest, actor: Actor, proposal_id: UUID) -> HttpResponse:
    """Read it, or answer it. What became of it meanwhile is a calm page, not an error."""
    if request.method == "POST":
        return _answer(request, actor, proposal_id)
    return _show(request, actor, proposal_page(actor, proposal_id, clock.now()))


def ask_first(request: HttpRequest, actor: Actor, proposal_id: UUID) -> HttpResponse:
    """Wanting to know something first is the third answer."""
    now = clock.now()
    page = proposal_page(actor, proposal_id, now)
    form = QuestionForm(request.POST or None)
    if page.state != "open":
        return _show(request, actor, page)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        # an empty form is bound too: a call without words is a good question
        form = QuestionForm(request.POST)
        if form.is_valid():
            try:
                proposals.question(
                    actor=actor,
                    now=now,
                    proposal_id=proposal_id,
                    text=form.cleaned_data["text"][:300],
                )
            except Refused as refused:
                return _refused(request, actor, proposal_id, refused)
            return HttpResponseRedirect(reverse("proposal", args=[proposal_id]))
    return show_week(
        request,
        actor,
        "volunteer/ask_first.html",
        {"page": page, "form": form, "menu": None},
        status=status,
    )


def _answer(request: HttpRequest, actor: Actor, proposal_id: UUID) -> HttpResponse:
    answer, reason = request.POST.get("answer"), request.POST.get("reason", "")
    try:
        if answer == "yes":
            proposals.accept(actor=actor, now=clock.now(), proposal_id=proposal_id)
        elif answer == "no":
            proposals.decline(
                actor=actor,
                now=clock.now(),
                proposal_id=proposal_id,
                reason=reason if reason in REASONS else "unsaid",
            )
    except Refused as refused:
        return _refused(request, actor, proposal_id, refused)
    return HttpResponseRedirect(reverse("proposal", args=[proposal_id]))


def _refused(
    request: HttpRequest, actor: Actor, proposal_id: UUID, refused: Refused
) -> HttpResponse:
    page = proposal_page(actor, proposal_id, clock.now())
    return _show(request, actor, page, refused=say(refused.reason), status=CONFLICT)


def _show(
    request: HttpRequest,
    actor: Actor,
    page: ProposalPage,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    agreement = page.agreement
    context: dict[str, object] = {
        "page": page,
        "refused": refused,
        "rhythm": rhythm_words(agreement),
        "at": clock_time(agreement.start_time) if agreement.start_time else "",
        "where": _where(page),
        "first_day": day(agreement.first_day),
        "last_day": day(agreement.last_day),
        "load": _load(page.before.minutes, page.before.people, page.after),
        "no_room": say(page.no_room.reason) if page.no_room else "",
        "why": why_you(page.reasons),
        "expires": expiry_words(page.expires_at),
        "rest_weeks": round(page.rest_days / 7),
        "reasons": [
            ("other_day", _("Andere dag")),
            ("too_far", _("Te ver")),
            ("too_much", _("Nu te veel")),
            ("not_for_me", _("Niets voor mij")),
            ("unsaid", _("Zeg ik liever niet")),
        ],
    }
    if page.state == "open":
        # a page that asks for one answer has no menu
        return show_week(
            request, actor, "volunteer/proposal.html", {**context, "menu": None}, status=status
        )
    return show_week(
        request,
        actor,
        "volunteer/proposal_answered.html",
        context,
        current="proposals",
        status=status,
    )


def _where(page: ProposalPage) -> str:
    """ "Rivierenwijk, ongeveer 10 minuten fietsen": an area and never a street."""
    if page.distance is None:
        return page.neighbourhood
    far = _("ongeveer %(minutes)s minuten fietsen") % {"minutes": page.distance.minutes_one_way}
    return f"{page.neighbourhood}, {far}" if page.neighbourhood else far


def _load(minutes: int, people: int, after: Fullness) -> dict[str, object]:
    """What it becomes with this: the tightest limit after a yes."""
    if after.tightest == "people":
        now, limit, then = people, after.limits.max_people, after.planned.people
        words = people_of(then, limit)
    else:
        now, limit, then = minutes, after.limits.max_minutes, after.planned.minutes
        words = _("%(now)s van %(limit)s") % {"now": bare_hours(then), "limit": hours(limit)}
    return {
        "text": _("Met dit erbij: %(load)s") % {"load": words},
        "state": str(after.state),
        "now": now,
        "extra": max(0, then - now),
        "limit": limit,
    }
