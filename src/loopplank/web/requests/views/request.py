"""One request: who has the ball, the question, the advice, who could help, and what is told."""

from datetime import date, datetime
from itertools import takewhile
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
from loopplank.core.matching.passed_over import why_decide
from loopplank.core.matching.proposals import UNDECIDED, ProposalState
from loopplank.core.messages.states import MessageState
from loopplank.core.requests import intake
from loopplank.core.requests.applicant_sees import SEES_WORDS, Sees
from loopplank.core.requests.closing import SAYING_NO
from loopplank.core.requests.contact_attempts import is_enough, proposed
from loopplank.core.requests.intake import Knows
from loopplank.core.requests.notes import NoteKind
from loopplank.core.requests.states import MOVES, RULES, State, Step
from loopplank.core.responsibility.clocks import URGENCY_WORDS, Urgency
from loopplank.core.responsibility.earliest import Because, Haste, why
from loopplank.core.triage import Route, open_on_safety
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.words import (
    day,
    day_and_time,
    in_sentence,
    kinds,
    person,
    say,
    say_all,
    short_day,
    short_person,
    word,
)
from loopplank.web.matching.words import later_leg, match_rows, not_proposed, team_card
from loopplank.web.messages.words import filled_text
from loopplank.web.referrals.words import handover_rows, handover_viewers
from loopplank.web.requests.words import facts_of_question, log_entries, plank_steps, task_of
from loopplank.web.triage.words import advice_panel, pointed_out
from loopplank.web.volunteers.words import visit_note
from loopplank.web.wellbeing.words import carer_card, concern_card

TOP = 3


def show_request(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    page = request_page(actor, request_id, now)
    return show_work(
        request,
        actor,
        "requests/request.html",
        {**_head(page, now), **_body(request, actor, page, now)},
        current="requests",
    )


def _head(page: RequestPage, now: datetime) -> dict[str, object]:
    row = page.row
    due = ""
    if page.is_open and row.due_on:
        task = task_of(page)
        due = _("%(task)s vóór %(day)s") % {"task": task, "day": short_day(row.due_on)}
    return {
        "page": page,
        "row": row,
        "heading": f"{person(page.who, with_age=False)}: {kinds(row.kinds or [row.kind])}",
        "who": in_sentence(page.who),
        "who_short": short_person(page.who),
        "received": day(local_day(row.received_at)),
        "source": row.applicant.works_at or row.applicant.name if row.applicant else "",
        "due": due,
        "urgency": word(URGENCY_WORDS[Urgency(row.urgency)])
        if page.is_open and row.urgency != Urgency.NORMAL
        else "",
        "known_safe": page.weighed is not None and not open_on_safety(page.weighed.advice.facts),
        "why_this_day": _why_this_day(page),
        "late": bool(page.is_open and row.due_on and is_late(row.due_on, now)),
        "state_label": word(RULES[page.state].label),
        "arrangement": _arrangement(page),
        "steps": plank_steps(page),
        "said_no": row.closing_reason in SAYING_NO,
        "missing": say_all(intake.still_missing(answers_of(page))),
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
    seeker = row.help_seeker
    messages = messages_of_request(actor, row.pk)
    shown = None
    # who is in a duo or relay was chosen already
    if page.may_ask and page.team is None and page.state in {State.SEARCHING, State.PROPOSED}:
        facts = page.weighed.advice.facts if page.weighed else None
        shown = candidates_of(actor, row, facts, now, most=TOP, few=TOP)
    return {
        "alike": _alike(actor, page, now),
        "met_stop": _met_stop(page),
        "decide_yourself": _decide_yourself(page, today),
        "concerns": _concerns(actor, page, now),
        "carer": carer_card(carer) if (carer := carer_of(row)) else None,
        "facts": facts_of_question(page),
        "flags": pointed_out(row.story),
        "panel": advice_panel(page, folded_asked=request.GET.get("advies") != "tonen"),
        "phone": phone_readable(seeker.phone) if seeker and seeker.phone else "",
        "may_call_person": row.person_knows != Knows.NO,
        "tries": _tries(page, today),
        **_next_try(page, messages),
        "applicant_phone": phone_readable(row.applicant.phone)
        if row.applicant and row.applicant.phone
        else "",
        "log": log_entries(page),
        "asked_now": any(one.state in UNDECIDED for one in page.asked),
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


def _decide_yourself(page: RequestPage, today: date) -> str:
    """Say why a person decides about this one now: a plan chose others for long."""
    row = page.row
    why = why_decide(row.state, row.passed_over, row.sought_since, today)
    return say(why) if why else ""


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


def answers_of(page: RequestPage) -> intake.Answers:
    """Return the answers as they stand, to see what is still missing."""
    row, seeker = page.row, page.row.help_seeker
    return intake.Answers(
        kinds=tuple(k for k in row.kinds),
        day_parts=row.day_parts,
        duration=intake.Duration(row.duration) if row.duration else None,
        helped_by=tuple(intake.HelpedBy(h) for h in row.helped_by),
        last_name=seeker.last_name if seeker else "",
        phone=seeker.phone if seeker else "",
        email=seeker.email if seeker else "",
        street=seeker.street if seeker else "",
        postcode=seeker.postcode if seeker else "",
    )


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
