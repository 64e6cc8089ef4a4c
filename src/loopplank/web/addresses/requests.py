"""Coordinators: today, requests, proposals, matches."""

from loopplank.web.doors import COORDINATORS, Door
from loopplank.web.views import (
    candidates,
    match,
    request,
    request_paper,
    request_steps,
    requests,
    today,
    triage,
)

BOTH, POST = ("GET", "POST"), ("POST",)
ONE = "hulpvragen/<uuid:request_id>/"
PAIR = "koppel/<uuid:match_id>/"

DOORS: tuple[Door, ...] = (
    Door("vandaag/", "today", today.show_today, COORDINATORS),
    Door("hulpvragen/", "requests", requests.show_requests, COORDINATORS),
    Door("hulpvragen/lijst.csv", "requests_csv", requests.requests_csv, COORDINATORS),
    Door(ONE, "request", request.show_request, COORDINATORS),
    Door(f"{ONE}gesprek/", "log_contact", request_steps.log_contact, COORDINATORS, BOTH),
    Door(f"{ONE}acht-vragen/", "triage", triage.eight_questions, COORDINATORS, BOTH),
    Door(f"{ONE}indruk/", "impression", triage.give_impression, COORDINATORS, POST),
    Door(f"{ONE}volg-advies/", "follow_advice", triage.follow, COORDINATORS, POST),
    Door(f"{ONE}besluit/", "decide", triage.decide_otherwise, COORDINATORS, BOTH),
    Door(f"{ONE}afspraak/", "agree", request_steps.agree, COORDINATORS, BOTH),
    Door(f"{ONE}voorstellen/", "candidates", candidates.show_candidates, COORDINATORS),
    Door(f"{ONE}voorstellen/lijst.csv", "candidates_csv", candidates.candidates_csv, COORDINATORS),
    Door(f"{ONE}vraag/<uuid:volunteer_id>/", "ask_volunteer", candidates.ask, COORDINATORS, BOTH),
    Door("voorstel/<uuid:proposal_id>/", "answer_proposal", candidates.answer, COORDINATORS, POST),
    Door(f"{ONE}wacht/", "wait", request_steps.wait, COORDINATORS, BOTH),
    Door(f"{ONE}wachtbericht/", "tell_waiting", request_steps.tell_waiting, COORDINATORS, POST),
    Door(f"{ONE}zoek-verder/", "search_on", request_steps.search_on, COORDINATORS, POST),
    Door(f"{ONE}neem-over/", "take_over", request_steps.take_over, COORDINATORS, POST),
    Door(f"{ONE}doorverwijzen/", "refer", request_steps.refer, COORDINATORS, BOTH),
    Door(f"{ONE}sluit-af/", "close", request_steps.close, COORDINATORS, BOTH),
    Door(f"{ONE}heropen/", "reopen", request_steps.reopen, COORDINATORS, POST),
    Door(f"{ONE}teruggebeld/", "called_back", request_steps.called_back, COORDINATORS, BOTH),
    Door(f"{ONE}nieuwe-link/", "renew_status_link", request_steps.renew_link, COORDINATORS, POST),
    Door(f"{ONE}wissen/", "erase_request", request_steps.erase, COORDINATORS, BOTH),
    Door(f"{ONE}inzage/", "who_looked", request_paper.show_who_looked, COORDINATORS),
    Door(f"{ONE}print/", "print_request", request_paper.print_request, COORDINATORS),
    Door(f"{ONE}tekst/", "request_text", request_paper.request_text, COORDINATORS),
    Door(f"{PAIR}kennismaking/", "meeting", match.plan_meeting, COORDINATORS, BOTH),
    Door(f"{PAIR}start/", "start_match", match.start, COORDINATORS, POST),
    Door(f"{PAIR}niet-door/", "not_started", match.not_started, COORDINATORS, BOTH),
    Door(f"{PAIR}stop/", "end_match", match.end, COORDINATORS, BOTH),
    Door(f"{PAIR}evaluatie/", "evaluation", match.evaluate, COORDINATORS, BOTH),
)
