"""A question to a volunteer: no and yes weigh the same, and silence is safe."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.matching.proposal import ProposalPage, proposal_page, proposals_page
from loopplank.actions.matching import proposals
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.proposals import DeclineReason, ProposalState
from loopplank.core.volunteers.load import LoadState, NoRoom
from loopplank.web.kit import clock
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.kit.words import day, hours, say
from loopplank.web.triage.words import told_to_volunteer
from loopplank.web.volunteers.forms.volunteer import QuestionForm
from loopplank.web.volunteers.frame import show_week
from loopplank.web.volunteers.load_words import hours_of, people_of
from loopplank.web.volunteers.words import (
    clock_time,
    expiry_words,
    meeting_is_over,
    moment_words,
    no_room_words,
    rhythm_words,
    why_you,
)


def show_proposals(request: HttpRequest, actor: Actor) -> HttpResponse:
    rows = proposals_page(actor, clock.now())
    return show_week(
        request,
        actor,
        "matching/proposals.html",
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
    """Ask something first, which is the third answer."""
    now = clock.now()
    page = proposal_page(actor, proposal_id, now)
    if page.state != ProposalState.OPEN:
        return _show(request, actor, page)
    form, status = QuestionForm(), 200
    if request.method == "POST":
        # an empty form is sent too: a call without words is a good question
        form, status = QuestionForm(request.POST), UNPROCESSABLE
        if form.is_valid():
            try:
                proposals.question(
                    actor=actor,
                    now=now,
                    proposal_id=proposal_id,
                    text=form.cleaned_data["text"],
                )
            except Refused as refused:
                return _refused(request, actor, proposal_id, refused)
            return HttpResponseRedirect(reverse("proposal", args=[proposal_id]))
    return show_week(
        request,
        actor,
        "matching/ask_first.html",
        {"page": page, "form": form, "menu": None},
        status=status,
    )


def _answer(request: HttpRequest, actor: Actor, proposal_id: UUID) -> HttpResponse:
    answer, now = request.POST.get("answer"), clock.now()
    try:
        if answer == "yes":
            proposals.accept(actor=actor, now=now, proposal_id=proposal_id)
        elif answer == "no":
            reason = request.POST.get("reason", "")
            proposals.decline(
                actor=actor, now=now, proposal_id=proposal_id, reason=reason or DeclineReason.UNSAID
            )
            if reason == DeclineReason.UNSAID:
                messages.success(request, _("Dat is goed."))
                return HttpResponseRedirect(reverse("week"))
    except Refused as refused:
        return _refused(request, actor, proposal_id, refused)
    return HttpResponseRedirect(reverse("proposal", args=[proposal_id]))


def _refused(
    request: HttpRequest, actor: Actor, proposal_id: UUID, refused: Refused
) -> HttpResponse:
    """Say what stood in the way, on the page as it is now. A limit is said in their own words."""
    page = proposal_page(actor, proposal_id, clock.now())
    words = "" if page.no_room else say(refused.reason)
    return _show(request, actor, page, refused=words, status=CONFLICT)


def _show(
    request: HttpRequest,
    actor: Actor,
    page: ProposalPage,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    agreement = page.agreement
    reasons = {
        "other_day": _("Andere dag"),
        "too_far": _("Te ver"),
        "too_much": _("Nu te veel"),
        "not_for_me": _("Niets voor mij"),
        "unsaid": _("Zeg ik liever niet"),
    }
    context: dict[str, object] = {
        "page": page,
        "refused": refused,
        "rhythm": rhythm_words(agreement),
        "at": clock_time(agreement.start_time) if agreement.start_time else "",
        "where": _where(page),
        "first_day": day(agreement.first_day),
        "last_day": day(agreement.last_day),
        "fence": told_to_volunteer(page.came_from, page.paid_before, page.bridging_until),
        "load": _load(page, page.no_room),
        "no_room": no_room_words(page.no_room) if page.no_room else "",
        "meeting": moment_words(page.meeting_at) if page.meeting_at else "",
        "meeting_past": meeting_is_over(page.meeting_at, local_day(clock.now())),
        "why": why_you(page.reasons),
        "expires": expiry_words(page.expires_at),
        "rests_until": day(page.rests_until) if page.rests_until else "",
        "answered": status == CONFLICT,
        "reasons": reasons.items(),
        "reason": reasons.get(page.decline_reason, ""),
    }
    if page.state == ProposalState.OPEN:
        # a page that asks for one answer has no menu
        return show_week(
            request, actor, "matching/proposal.html", {**context, "menu": None}, status=status
        )
    return show_week(
        request,
        actor,
        "matching/proposal_answered.html",
        context,
        current="proposals",
        status=status,
    )


def _where(page: ProposalPage) -> str:
    """Say "Rivierenwijk, ongeveer 10 minuten fietsen": an area and never a street."""
    if page.distance is None:
        return page.neighbourhood
    far = _("ongeveer %(minutes)s minuten fietsen") % {"minutes": page.distance.minutes_one_way}
    return f"{page.neighbourhood}, {far}" if page.neighbourhood else far


def _load(page: ProposalPage, no_room: NoRoom | None) -> dict[str, object]:
    """Return what it becomes with this: the limit that stands in the way, else the tightest one."""
    before, after = page.before, page.after
    stops = no_room.limit if no_room else ""
    if (stops if stops in {"people", "minutes"} else after.tightest) == "people":
        now, limit, then = before.people, after.limits.max_people, after.planned.people
        words = people_of(then, limit)
    else:
        now, limit, then = before.minutes, after.limits.max_minutes, after.planned.minutes
        words = _("%(now)s van %(limit)s") % {"now": hours_of(then), "limit": hours(limit)}
    return {
        "text": _("Met dit erbij: %(load)s") % {"load": words},
        "state": LoadState.OVER.value if then > limit else str(after.state),
        "now": now,
        "extra": max(0, then - now),
        "limit": limit,
    }
