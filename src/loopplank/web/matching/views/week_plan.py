"""Voorstel voor de week: what the last plan proposes. Nobody is asked before she has read it."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.matching.week_plan import (
    PlanPage,
    Proposed,
    chosen_proposals,
    plan_page,
    sent_proposals,
)
from loopplank.access.messages.question import Question, questions_put, questions_to_be
from loopplank.actions.matching import apply_plan, planning
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.plan_states import HelpForm, PlanProposalState, RunState
from loopplank.core.messages.looks import Shown
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.outcome import TOP
from loopplank.web.kit.steps import do_and_go_back
from loopplank.web.kit.words import day_and_time, in_sentence, kinds, person, say_refused
from loopplank.web.matching import plan_words
from loopplank.web.messages.asking import asked_words, draft_words
from loopplank.web.messages.rows import how_it_stands, row_of

#: A page that shows a plan in the making asks for itself again; a script is not needed for that.
AGAIN_AFTER_SECONDS = "2"


def show_plan(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = plan_page(actor, now)
    today = local_day(now)
    busy = page.newest if page.newest and page.newest.finished_at is None else None
    awaited = busy is not None and (busy.may_stop or page.last is None)
    response = show_work(
        request,
        actor,
        "matching/week_plan.html",
        {
            "made_at": day_and_time(page.last.finished_at)
            if page.last and page.last.finished_at and not awaited
            else "",
            "stopped": page.last is not None and page.last.state is RunState.STOPPED,
            "summary": _summary(page),
            "groups": plan_words.groups(page.proposals, today),
            "askable": any(card["may_ask"] for card in plan_words.cards(page.proposals, today)),
            "more": page.more,
            "decided": _decided(page),
            "left": [
                {
                    "who": in_sentence(one.who),
                    "name": person(one.who, with_age=False),
                    "what": kinds(one.kinds),
                    "url": reverse("request", args=[one.request_id]),
                    "why_url": reverse("why_waits", args=[one.request_id]),
                }
                for one in page.left
            ],
            "choices": plan_words.aside_choices(),
            "busy": busy,
            "awaited": awaited,
            "progress": plan_words.progress_words(busy) if busy else None,
            "failure": plan_words.failure_words(page.newest) if page.newest else "",
            "seeking": page.seeking,
            "never": page.last is None,
            "places": [TOP, *(plan_words.place_of_card(one.row.pk) for one in page.proposals)],
        },
        current="requests",
    )
    if awaited:
        response.headers["Refresh"] = AGAIN_AFTER_SECONDS
    return response


def ask_plan(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(request, lambda: planning.ask(actor=actor, now=now), reverse("week_plan"))


def stop_plan(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: planning.stop(actor=actor, now=now, run_id=run_id),
        reverse("week_plan"),
        _("Gestopt met zoeken. Wat al gevonden is, staat hier."),
    )


def read_plan(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what was ticked, once more and word for word; then the button that asks them."""
    now = clock.now()
    if request.method == "POST":
        return _ask_each(request, actor, _ids(request.POST.getlist("voorstel")), now)
    chosen = chosen_proposals(actor, _ids(request.GET.getlist("voorstel")), now)
    cards = plan_words.cards(chosen, local_day(now))
    cards = [card for card in cards if card["may_ask"]]
    if not cards:
        messages.info(request, _("Kies eerst een of meer voorstellen die je wilt doen."))
        return HttpResponseRedirect(reverse("week_plan"))
    solo = [(one.row, one.helpers[0].volunteer_id) for one in chosen if one.how is HelpForm.SOLO]
    drafts = {
        str(request_id): draft_words(one, now)
        for (request_id, _volunteer_id), one in questions_to_be(actor, solo, now).items()
    }
    cards = [card | {"message": drafts.get(str(card["request_id"]))} for card in cards]
    ask_all = ngettext("Doe dit %(n)s voorstel", "Doe deze %(n)s voorstellen", len(cards)) % {
        "n": len(cards)
    }
    if all(one.how is HelpForm.SOLO for one in chosen):
        ask_all = ngettext(
            "Vraag deze %(n)s vrijwilliger", "Vraag deze %(n)s vrijwilligers", len(cards)
        ) % {"n": len(cards)}
    return show_work(
        request,
        actor,
        "matching/week_plan_read.html",
        {
            "cards": cards,
            "ask": cards[0]["ask"] if len(cards) == 1 else ask_all,
            "leave": sum(bool(one["leaves"]) for one in drafts.values()),
            "by_hand": sum(not one["leaves"] for one in drafts.values()),
        },
        current="requests",
    )


def set_aside(request: HttpRequest, actor: Actor, plan_proposal_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: apply_plan.set_aside(
            actor=actor,
            now=now,
            proposal_id=plan_proposal_id,
            reason=request.POST.get("why", ""),
        ),
        reverse("week_plan"),
        _("Opzij gezet. Het telt voor niemand mee."),
    )


def _ask_each(request: HttpRequest, actor: Actor, ids: list[UUID], now: datetime) -> HttpResponse:
    """Ask one after the other, each on its own: one that fails takes nothing from the others. Each
    row says how its message stands, with the buttons for it.
    """
    sent = sent_proposals(actor, ids, now)
    went = [(one, _ask_one(actor, one, now)) for one in sent]
    pairs = {_pair(one): one for one, failed in went if not failed and one.how is HelpForm.SOLO}
    put = questions_put(actor, pairs, now)
    outcomes = [_outcome(one, failed, put.get(_pair(one)), now) for one, failed in went]
    return show_work(
        request,
        actor,
        "matching/week_plan_asked.html",
        {
            "outcomes": outcomes,
            "leave": sum(one["list"] == "vanzelf" for one in outcomes),
            "to_tell": sum(one["list"] == "klaar" for one in outcomes),
            "failed": sum(not one["done"] for one in outcomes),
            "origin": settings.ORIGIN,
        },
        current="requests",
    )


def _pair(one: Proposed) -> tuple[UUID, UUID]:
    return one.row.pk, one.helpers[0].volunteer_id


def _ask_one(actor: Actor, one: Proposed, now: datetime) -> str:
    """Ask whoever one proposal is about; return why that could not be, or nothing."""
    try:
        apply_plan.accept(
            actor=actor, now=now, proposal_id=one.id, what=plan_words.what_is_asked(one)
        )
    except Refused as refused:
        return say_refused(refused)
    except NotFound:
        return _("Dit voorstel is er niet meer.")
    return ""


def _outcome(one: Proposed, failed: str, put: Question | None, now: datetime) -> dict[str, object]:
    """Show what became of one row; see matching/week_plan_asked.html."""
    message = row_of(put.facts, now) if put else None
    leaves = put is not None and how_it_stands(put.facts) in {Shown.LEAVES, Shown.WAITS}
    return {
        "done": not failed,
        "said": failed or (asked_words(put, now) if put else plan_words.asked_words(one)),
        "message": message,
        # on which list of the messages it stands, and what is pressed there is answered there
        "list": ("vanzelf" if leaves else "klaar") if message else "",
        "title": plan_words.title_of(one),
        "url": reverse("request", args=[one.row.pk]),
        "others_url": reverse("candidates", args=[one.row.pk]),
    }


def _summary(page: PlanPage) -> str:
    """Say what was found when the plan was made: it stays true when proposals are done or set
    aside.
    """
    asked = page.found + page.left_total
    if not asked:
        return ""
    if not page.found:
        return ngettext(
            "Voor %(n)s vraag is gezocht. Er is niemand gevonden.",
            "Voor %(n)s vragen is gezocht. Er is niemand gevonden.",
            asked,
        ) % {"n": asked}
    found = ngettext(
        "Voor %(n)s vraag is iemand gevonden.",
        "Voor %(n)s vragen is iemand gevonden.",
        page.found,
    ) % {"n": page.found}
    if not page.left_total:
        return found
    return f"{found} " + _("Voor %(n)s nog niemand.") % {"n": page.left_total}


def _decided(page: PlanPage) -> list[str]:
    """Return what became of the others: sentences with a number."""
    shown = len(page.proposals) + page.more
    counted = (
        (
            page.states[PlanProposalState.ACCEPTED],
            ngettext(
                "%(n)s voorstel is gedaan.",
                "%(n)s voorstellen zijn gedaan.",
                page.states[PlanProposalState.ACCEPTED],
            ),
        ),
        (
            page.states[PlanProposalState.SET_ASIDE],
            ngettext(
                "%(n)s voorstel is opzij gezet.",
                "%(n)s voorstellen zijn opzij gezet.",
                page.states[PlanProposalState.SET_ASIDE],
            ),
        ),
        (
            page.states[PlanProposalState.OPEN] + page.states[PlanProposalState.OVERTAKEN] - shown,
            ngettext(
                "%(n)s voorstel geldt niet meer.",
                "%(n)s voorstellen gelden niet meer.",
                page.states[PlanProposalState.OPEN]
                + page.states[PlanProposalState.OVERTAKEN]
                - shown,
            ),
        ),
    )
    return [words % {"n": n} for n, words in counted if n]


def _ids(texts: list[str]) -> list[UUID]:
    """Return the ids that were sent; what is none is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
