"""One request: who has the ball, the question, the advice, who could help, and what is told."""

from datetime import date, datetime
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.matching.candidates import candidates_of
from loopplank.access.messages.messages import MessagesOfRequest, messages_of_request
from loopplank.access.requests.contact_attempts import LAST_LETTER, ways_to
from loopplank.access.requests.duplicates import alike
from loopplank.access.requests.request import RequestPage, request_page
from loopplank.access.wellbeing.concern import concerns_of_request
from loopplank.access.wellbeing.family_carer import carer_of
from loopplank.core import arrangements
from loopplank.core.kit.calendar import is_late, local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.matching.proposals import UNDECIDED, ProposalState
from loopplank.core.messages.states import MessageState
from loopplank.core.requests import intake
from loopplank.core.requests.applicant_sees import SEES_WORDS, Sees
from loopplank.core.requests.contact_attempts import is_enough, proposed
from loopplank.core.requests.intake import Knows
from loopplank.core.requests.notes import NoteKind
from loopplank.core.requests.states import MOVES, State, Step
from loopplank.core.responsibility.clocks import URGENCY_WORDS, Urgency
from loopplank.core.responsibility.earliest import Because, Haste, why
from loopplank.core.responsibility.next_step import Mend
from loopplank.core.triage import Route
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.words import (
    day,
    day_and_time,
    first_up,
    in_sentence,
    kinds,
    person,
    say,
    say_all,
    short_day,
    short_person,
    word,
)
from loopplank.web.matching.forms import MeetingForm
from loopplank.web.matching.words import later_leg, match_rows, not_proposed, team_card
from loopplank.web.messages.words import filled_text
from loopplank.web.referrals.words import handover_rows, handover_viewers
from loopplank.web.requests.forms.request import PlanForm
from loopplank.web.requests.next_step import (
    call_list,
    check_lines,
    offers_of,
    part_of,
    plank,
    question_of,
    road_lines,
)
from loopplank.web.requests.words import due_of, facts_of_question, log_entries
from loopplank.web.triage.words import advice_panel, pointed_out
from loopplank.web.volunteers.words import visit_note
from loopplank.web.wellbeing.words import carer_card, concern_card

TOP = 3
#: The panels that say what was done in them; the first is for everything else.
PLACES = ("volgende", "concerns", "visit-notes", "team", "told", "link", "handovers")


def show_request(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    page = request_page(actor, request_id, now)
    body = _body(request, actor, page, now)
    return show_work(
        request,
        actor,
        "requests/request.html",
        {**_head(page, now), **body, **_panel(page, now, body), "places": PLACES},
        current="requests",
    )


def _head(page: RequestPage, now: datetime) -> dict[str, object]:
    row = page.row
    due = ""
    if page.is_open and row.due_on:
        due = due_of(page, row.due_on)
    return {
        "page": page,
        "row": row,
        "heading": f"{person(page.who, with_age=False)}: {kinds(row.kinds or [row.kind])}",
        "who": in_sentence(page.who),
        "who_short": short_person(page.who),
        "about_person": _about_person(page),
        "due": due,
        "urgency": word(URGENCY_WORDS[Urgency(row.urgency)])
        if page.is_open and row.urgency != Urgency.NORMAL
        else "",
        "why_this_day": _why_this_day(page),
        "late": bool(page.is_open and row.due_on and is_late(row.due_on, now)),
        "arrangement": _arrangement(page),
        "plank": plank(page, now),
        "missing": say_all(page.situation.missing),
    }


def _about_person(page: RequestPage) -> list[str]:
    """Say in a few words whom it is about: age, area, since when, by whom, which number."""
    row = page.row
    source = row.applicant.works_at or row.applicant.name if row.applicant else ""
    known = [
        _("%(n)s jaar") % {"n": page.who.age} if page.who.age else "",
        row.postcode_area,
        _("binnen sinds %(day)s") % {"day": short_day(local_day(row.received_at))},
        _("via %(source)s") % {"source": source} if source else "",
        _("hulpvraag %(number)s") % {"number": row.number},
    ]
    return [part for part in known if part]


def _panel(page: RequestPage, now: datetime, body: dict[str, object]) -> dict[str, object]:
    """Return the panel with the next step, and what each fold says while it is closed."""
    step, row = page.step, page.row
    part = part_of(page)
    helping: Any = body["helping"]
    return {
        "question": _("Past deze vraag bij ons?")
        if part.endswith("decide.html") and body["panel"].stage == "impression"  # type: ignore[attr-defined]  # a Panel
        else question_of(page),
        "why": say(step.why),
        "step_part": part,
        "offers": offers_of(page),
        "checks": check_lines(page),
        "may_now": _may_now(page),
        "plan_form": PlanForm(initial=_plan_values(page), today=local_day(now)),
        "calls": call_list(page),
        "roads": road_lines(step.roads, row.pk),
        "may_take_over": not page.mine and (page.is_open or row.next_contact_on is not None),
        "undo": _undo(page),
        "about": next((one for one in helping if one["row"].match_id == page.about), None),
        "meeting_form": MeetingForm(now=now),
        "asks_first": any(one.code.startswith("meeting.") for one in step.blocked),
        "concerns_open": any(one["open"] for one in _cards(body["concerns"])),
        "notes_unread": any(not one["read"] for one in _cards(body["visit_notes"])),
        "gists": _gists(page, body),
    }


def _undo(page: RequestPage) -> dict[str, object] | None:
    """Return the button that undoes the last step, as long as it does."""
    if page.may_undo is None:
        return None
    return {"url": reverse("undo_step", args=[page.row.pk]), "event": page.may_undo}


def _cards(shown: object) -> list[dict[str, Any]]:
    return list(shown) if isinstance(shown, list) else []


def _may_now(page: RequestPage) -> str:
    blocked = page.step.blocked
    if [one.mend for one in blocked] == [Mend.WAIT]:
        return _("Wacht op dit antwoord, of trek de vraag terug.")
    if not blocked:
        return _("Ja, dit kan nu.")
    words = ngettext(
        "Nog niet: %(n)s ding houdt het tegen.",
        "Nog niet: %(n)s dingen houden het tegen.",
        len(blocked),
    )
    return words % {"n": len(blocked)}


def _plan_values(page: RequestPage) -> dict[str, object]:
    row, plan = page.row, page.situation.plan
    if plan is None:
        return {}
    return {
        "visit_minutes": plan.minutes,
        "weekday": row.weekday,
        "start_time": row.start_time,
        "last_day": plan.last_day,
    }


def _gists(page: RequestPage, body: dict[str, object]) -> dict[str, str]:
    """Return for each closed fold the answer that it holds."""
    row, panel = page.row, body["panel"]
    log: Any = body["log"]
    told: Any = body["messages_told"]
    helps = [one.first_name for one in page.helping if one.state in HOLDS_CAPACITY]
    asked = [one.first_name for one in page.asked if one.state in UNDECIDED]
    if helps:
        helpers = ", ".join(helps)
    elif asked:
        helpers = _("%(names)s is gevraagd") % {"names": ", ".join(asked)}
    else:
        helpers = _("Nog niemand")
    return {
        "helps": helpers,
        "question": row.summary or first_up(kinds(row.kinds or [row.kind])),
        "advice": getattr(panel, "decided", "")
        or getattr(panel, "title", "")
        or _("Nog niet gewogen"),
        "told": str(told[-1]["lead"]).rstrip(":") if told else _("Nog niets verteld."),
        "log": ngettext(
            "%(n)s regel. Laatste: %(what)s", "%(n)s regels. Laatste: %(what)s", len(log)
        )
        % {"n": len(log), "what": f"{log[0]['who']} {log[0]['text']}".strip()},
        "sees": _("Een vrijwilliger ziet naam en straat vanaf de dag van de kennismaking."),
    }


def _why_this_day(page: RequestPage) -> str:
    """Say what asked the day of the next step, where it is not the step itself."""
    row = page.row
    if not page.is_open:
        return ""
    haste = Haste.stored(row.urgency, row.advised, row.too_late_on)
    reason = why(Because(row.due_because), haste)
    return say(reason) if reason else ""


def _arrangement(page: RequestPage) -> dict[str, str] | None:
    """Return one line about who does what: how it stands, or that a combination needs it."""
    if page.arrangement:
        state = arrangements.State(page.arrangement)
        colour = {"agreed": "reed", "offered": "rope", "suspended": "buoy"}.get(state, "")
        return {"state": word(arrangements.STATE_WORDS[state]), "colour": colour}
    together = page.weighed is not None and page.weighed.decided_route == Route.COMBINATION
    if not (page.is_open and together):
        return None
    return {"state": _("nog niet gemaakt"), "colour": "rope"}


def _body(
    request: HttpRequest, actor: Actor, page: RequestPage, now: datetime
) -> dict[str, object]:
    row, today = page.row, local_day(now)
    messages = messages_of_request(actor, row.pk)
    shown = None
    # who is in a duo or relay was chosen already
    if page.may_ask and page.team is None and page.state in {State.SEARCHING, State.PROPOSED}:
        facts = page.weighed.advice.facts if page.weighed else None
        shown = candidates_of(actor, row, facts, now, most=TOP, few=TOP)
    return {
        "alike": _alike(actor, page, now),
        "met_stop": _met_stop(page),
        "concerns": _concerns(actor, page, now),
        "carer": carer_card(carer) if (carer := carer_of(row)) else None,
        "facts": facts_of_question(page),
        "flags": pointed_out(row.story),
        "panel": advice_panel(page, folded_asked=request.GET.get("advies") != "tonen"),
        "may_call_person": row.person_knows != Knows.NO,
        "asked_now": any(one.state in UNDECIDED for one in page.asked),
        "tries": _tries(page, today),
        **_next_try(page, messages),
        "log": log_entries(page),
        "asked": [
            {
                "row": one,
                "open": one.state == ProposalState.OPEN,
                "waits": one.state == ProposalState.WAITS,
                "until": day_and_time(one.expires_at),
                "asked_at": short_day(local_day(one.asked_at)),
                "phone": phone_readable(one.phone) if one.phone else "",
            }
            for one in page.asked
        ],
        "helping": [
            {
                "row": one,
                "phone": phone_readable(one.phone) if one.phone else "",
                "last_day": day(one.last_day, today),
                "meeting": day_and_time(one.meeting_at) if one.meeting_at else "",
                "met": bool(one.meeting_at and one.meeting_at <= now),
                "ended": day(one.ended_on) if one.ended_on else "",
                "later": later_leg(page.team, one.match_id, today),
            }
            for one in page.helping
        ],
        "visit_notes": [visit_note(one, today) for one in page.visit_notes],
        "candidates": shown,
        "team": team_card(page.team, row.pk, today, may_ask=page.may_ask),
        "matches": match_rows(shown, row.pk) if shown else [],
        "nots": not_proposed(shown, TOP) if shown else [],
        "others": shown.no_room_total + shown.fits_not_total if shown else 0,
        "messages_told": _told(messages),
        "referrals": [
            {
                "row": r,
                "phone": phone_readable(r.phone),
                "on": day(r.on, today),
                "before": day(r.calls_before, today) if r.calls_before else "",
            }
            for r in page.referrals
        ],
        "handovers": handover_rows(page.handovers),
        "may_offer": (page.state, Step.OFFERED_ELSEWHERE) in MOVES,
        "viewers": _viewers(page),
        "link": {"address": messages.address, "groups": messages.spoken},
    }


def _alike(actor: Actor, page: RequestPage, now: datetime) -> list[dict[str, str]]:
    """Return, until it was decided, somebody who perhaps asked before."""
    if page.state not in {State.NEW, State.TALKING}:
        return []
    words = _("Er is al een open hulpvraag van %(who)s (%(number)s).")
    return [
        {
            "text": words % {"who": in_sentence(one.who), "number": one.number},
            "url": reverse("request", args=[one.id]),
        }
        for one in alike(actor, page.row, now)
    ]


def _tries(page: RequestPage, today: date) -> str:
    """Say how often nobody answered since the last talk: "2 keer geen gehoor, laatst di 24 nov"."""
    since = takewhile(lambda note: note.kind != NoteKind.TALK, page.notes)
    tries = [note.at for note in since if note.kind == NoteKind.NOT_REACHED]
    if not tries:
        return ""
    words = ngettext(
        "%(n)s keer geen gehoor: %(day)s.", "%(n)s keer geen gehoor, laatst %(day)s.", len(tries)
    )
    return words % {"n": len(tries), "day": short_day(local_day(tries[0]), today)}


def _concerns(actor: Actor, page: RequestPage, now: datetime) -> list[dict[str, object]]:
    if not page.has_concerns:
        return []
    found = concerns_of_request(actor, page.row.pk, now)
    return [concern_card(one, now) for one in found]


def _ways(page: RequestPage) -> tuple[str, ...]:
    """Return how we tried since the last talk, oldest first."""
    since = takewhile(lambda note: note.kind != NoteKind.TALK, page.notes)
    return tuple(note.channel for note in since if note.kind == NoteKind.NOT_REACHED)[::-1]


def _next_try(page: RequestPage, messages: MessagesOfRequest) -> dict[str, object]:
    """Return another way to try, or the letter that goes before closing as not reached."""
    ways = _ways(page)
    if not ways or not page.is_open:
        return {"next_try": "", "may_write_last": False}
    told = messages.last_told
    until = str(told.params["due_on"]) if told and told.template == LAST_LETTER else ""
    ready = any(one.template == LAST_LETTER for one in messages.queued)
    proposal = proposed(
        ways, ways_to(page.row.help_seeker), date.fromisoformat(until) if until else None
    )
    return {
        "next_try": _("De laatste brief staat klaar. Vertel hem eerst.")
        if ready
        else say(proposal),
        "may_write_last": is_enough(ways) and not ready and not until,
    }


def _met_stop(page: RequestPage) -> str:
    """Say that it came in while the organisation took nobody new: the answer is probably no."""
    stop = page.row.intake_stop
    if stop is None or page.state not in {State.NEW, State.TALKING}:
        return ""
    return _("Kwam binnen tijdens jullie aanmeldstop tot %(day)s. Dat is gezegd. Bel toch.") % {
        "day": day(stop.until)
    }


def _told(messages: MessagesOfRequest) -> list[dict[str, object]]:
    """Return what was told last, and what lies ready, word for word."""
    shown = [messages.last_told] if messages.last_told else []
    return [
        {
            "text": filled_text(one),
            "queued": one.state == MessageState.QUEUED,
            "lead": _("Staat klaar, nog niet verteld:")
            if one.state == MessageState.QUEUED
            else _("Verteld op %(when)s door %(who)s:")
            % {"when": day_and_time(one.done_at or one.queued_at), "who": one.done_by},
        }
        for one in (*shown, *messages.queued)
    ]


def _applicant_sees(page: RequestPage) -> dict[str, str]:
    row = page.row
    if row.applicant is None:
        raise ValueError("nobody asked for this person")
    who = row.applicant.name or row.applicant.works_at or _("Wie het vroeg")
    if row.person_knows != intake.Knows.YES:
        return {"who": who, "what": _("Hoe het staat, zolang de persoon het nog niet weet")}
    return {"who": who, "what": word(SEES_WORDS[Sees(row.applicant_sees or Sees.NOTHING)])}


def _viewers(page: RequestPage) -> list[dict[str, str]]:
    viewers = [
        {"who": page.row.organisation.name, "what": _("Alles op deze pagina")},
        {
            "who": _("Vrijwilliger na ja"),
            "what": _("Naam, adres, telefoon en de afspraken, vanaf de dag van de kennismaking"),
        },
        {"who": _("De hulpvrager zelf"), "what": _("Hoe het staat, met een eigen link")},
    ]
    if page.is_open:
        viewers.append(
            {
                "who": _("Wie mag meekijken"),
                "what": _("Wie er komt en wanneer, en alleen als de persoon dat zei"),
            }
        )
    if page.row.applicant:
        viewers.append(_applicant_sees(page))
    viewers += handover_viewers(page.handovers)
    viewers.append(
        {
            "who": _("Gemeente"),
            "what": _("Niets over deze persoon, alleen aantallen van 10 of meer"),
        }
    )
    return viewers
