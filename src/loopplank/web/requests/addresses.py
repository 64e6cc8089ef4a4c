"""Coordinators: today, requests, proposals, matches."""

from loopplank.web.kit.doors import COORDINATORS, Door
from loopplank.web.matching.views import candidates, match, passed_over, week_plan, why
from loopplank.web.requests.views import (
    applicant_sees,
    intake_by_phone,
    request,
    request_list,
    request_paper,
    request_steps,
    say_no,
    waiting,
)
from loopplank.web.responsibility.views import late, move_day, today
from loopplank.web.triage import views
from loopplank.web.wellbeing.views import concern

BOTH, POST = ("GET", "POST"), ("POST",)
ONE = "hulpvragen/<uuid:request_id>/"
PAIR = "koppel/<uuid:match_id>/"
RUN = "voorstel-voor-de-week/<uuid:run_id>/"
PUT = "voorstel-voor-de-week/<uuid:plan_proposal_id>/"

DOORS: tuple[Door, ...] = (
    Door("vandaag/", "today", today.show_today, COORDINATORS),
    Door("vandaag/te-laat/", "late", late.decide_late, COORDINATORS, BOTH),
    Door("voorstel-voor-de-week/", "week_plan", week_plan.show_plan, COORDINATORS),
    Door("voorstel-voor-de-week/nieuw/", "ask_plan", week_plan.ask_plan, COORDINATORS, POST),
    Door(f"{RUN}stop/", "stop_plan", week_plan.stop_plan, COORDINATORS, POST),
    Door("voorstel-voor-de-week/nalezen/", "read_plan", week_plan.read_plan, COORDINATORS, BOTH),
    Door(f"{PUT}opzij/", "set_plan_aside", week_plan.set_aside, COORDINATORS, POST),
    Door("hulpvragen/", "requests", request_list.show_requests, COORDINATORS),
    Door("hulpvragen/lijst.csv", "requests_csv", request_list.requests_csv, COORDINATORS),
    Door(ONE, "request", request.show_request, COORDINATORS),
    Door(f"{ONE}gesprek/", "log_contact", request_steps.log_contact, COORDINATORS, BOTH),
    Door(f"{ONE}acht-vragen/", "triage", views.eight_questions, COORDINATORS, BOTH),
    Door(f"{ONE}indruk/", "impression", views.give_impression, COORDINATORS, POST),
    Door(f"{ONE}volg-advies/", "follow_advice", views.follow, COORDINATORS, POST),
    Door(f"{ONE}besluit/", "decide", views.decide_otherwise, COORDINATORS, BOTH),
    Door(f"{ONE}afspraak/", "agree", request_steps.agree, COORDINATORS, BOTH),
    Door(f"{ONE}voorstellen/", "candidates", candidates.show_candidates, COORDINATORS),
    Door(f"{ONE}voorstellen/lijst.csv", "candidates_csv", candidates.candidates_csv, COORDINATORS),
    Door(f"{ONE}vraag/<uuid:volunteer_id>/", "ask_volunteer", candidates.ask, COORDINATORS, BOTH),
    Door("voorstel/<uuid:proposal_id>/", "answer_proposal", candidates.answer, COORDINATORS, POST),
    Door(f"{ONE}waarom/", "why_waits", why.show_why, COORDINATORS),
    Door(f"{ONE}wacht/", "wait", request_steps.wait, COORDINATORS, BOTH),
    Door(f"{ONE}wachtbericht/", "tell_waiting", request_steps.tell_waiting, COORDINATORS, POST),
    Door(f"{ONE}zoek-verder/", "search_on", request_steps.search_on, COORDINATORS, POST),
    Door(f"{ONE}andere-dag/", "move_day", move_day.move_day, COORDINATORS, BOTH),
    Door(f"{ONE}hoe-snel/", "urgency", move_day.set_urgency, COORDINATORS, BOTH),
    Door(f"{ONE}beslis-zelf/", "passed_over", passed_over.decide_yourself, COORDINATORS, BOTH),
    Door(f"{ONE}neem-over/", "take_over", request_steps.take_over, COORDINATORS, POST),
    Door(f"{ONE}doorverwijzen/", "refer", request_steps.refer, COORDINATORS, BOTH),
    Door(f"{ONE}sluit-af/", "close", request_steps.close, COORDINATORS, BOTH),
    Door(f"{ONE}zeg-nee/", "say_no", say_no.say_no, COORDINATORS, BOTH),
    Door(
        f"{ONE}ander-trok-in/",
        "next_party_withdrew",
        request_steps.next_party_withdrew,
        COORDINATORS,
        POST,
    ),
    Door(f"{ONE}heropen/", "reopen", request_steps.reopen, COORDINATORS, POST),
    Door(f"{ONE}teruggebeld/", "called_back", request_steps.called_back, COORDINATORS, BOTH),
    Door(f"{ONE}nieuwe-link/", "renew_status_link", request_steps.renew_link, COORDINATORS, POST),
    Door(f"{ONE}wissen/", "erase_request", request_steps.erase, COORDINATORS, BOTH),
    Door(f"{ONE}inzage/", "who_looked", request_paper.show_who_looked, COORDINATORS),
    Door(f"{ONE}print/", "print_request", request_paper.print_request, COORDINATORS),
    Door(f"{ONE}tekst/", "request_text", request_paper.request_text, COORDINATORS),
    Door(f"{ONE}wachtritme/", "wait_rhythm", request_steps.set_wait_rhythm, COORDINATORS, POST),
    Door(f"{ONE}ingetrokken/", "withdrawn", request_steps.withdrawn, COORDINATORS, POST),
    Door(f"{ONE}laatste-brief/", "last_letter", request_steps.last_letter, COORDINATORS, POST),
    Door(
        f"{ONE}wie-vroeg-ziet/",
        "applicant_sees",
        applicant_sees.change_applicant_sees,
        COORDINATORS,
        BOTH,
    ),
    Door("wachtberichten/", "wait_messages", waiting.show_wait_messages, COORDINATORS, BOTH),
    Door("zorgen/<uuid:concern_id>/", "concern", concern.answer_concern, COORDINATORS, BOTH),
    Door(f"{PAIR}kennismaking/", "meeting", match.plan_meeting, COORDINATORS, BOTH),
    Door(f"{PAIR}start/", "start_match", match.start, COORDINATORS, POST),
    Door(f"{PAIR}niet-door/", "not_started", match.not_started, COORDINATORS, BOTH),
    Door(f"{PAIR}stop/", "end_match", match.end, COORDINATORS, BOTH),
    Door(f"{PAIR}evaluatie/", "evaluation", match.evaluate, COORDINATORS, BOTH),
)


# --- intake ---
# Coordinators: a request by phone or on paper, and changing its answers

BOTH_ = ("GET", "POST")

INTAKE_DOORS: tuple[Door, ...] = (
    Door("hulpvragen/nieuw/", "new_request", intake_by_phone.new_request, COORDINATORS, BOTH_),
    Door(
        "hulpvragen/<uuid:request_id>/wijzigen/",
        "amend_request",
        intake_by_phone.amend_request,
        COORDINATORS,
        BOTH_,
    ),
)
