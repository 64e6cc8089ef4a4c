"""Asking for help, following it, and a coordinator’s work on one request."""

from loopplank.web.kit.doors import BOTH, COORDINATORS, EVERYBODY, HELP_SEEKERS, POST, Door
from loopplank.web.requests.views import (
    applicant_sees,
    ask,
    change_report,
    check_answers,
    intake_by_phone,
    request,
    request_list,
    request_paper,
    request_steps,
    say_no,
    status,
    waiting,
)

DOORS: tuple[Door, ...] = (
    Door("hulp-vragen/<slug:network>/vraag-<int:step>/", "ask", ask.show_question, EVERYBODY, BOTH),
    Door(
        "hulp-vragen/<slug:network>/<slug:organisation>/vraag-<int:step>/",
        "ask_organisation",
        ask.show_question,
        EVERYBODY,
        BOTH,
    ),
    Door(
        "hulp-vragen/<slug:network>/controleren/",
        "check_answers",
        check_answers.show_check,
        EVERYBODY,
        BOTH,
    ),
    Door(
        "hulp-vragen/<slug:network>/<slug:organisation>/controleren/",
        "check_answers_organisation",
        check_answers.show_check,
        EVERYBODY,
        BOTH,
    ),
    Door("uw-vraag/", "status", status.show_status, HELP_SEEKERS),
    Door("uw-vraag/cijfers/", "confirm_digits", status.confirm_digits, HELP_SEEKERS, POST),
    Door(
        "uw-vraag/aanbod/", "answer_partial_offer", status.answer_partial_offer, HELP_SEEKERS, POST
    ),
    Door("uw-vraag/veranderd/", "report_change", change_report.show_change, HELP_SEEKERS, BOTH),
    Door("hulpvragen/nieuw/", "new_request", intake_by_phone.new_request, COORDINATORS, BOTH),
    Door(
        "hulpvragen/<uuid:request_id>/wijzigen/",
        "amend_request",
        intake_by_phone.amend_request,
        COORDINATORS,
        BOTH,
    ),
    Door("hulpvragen/", "requests", request_list.show_requests, COORDINATORS, BOTH),
    Door("hulpvragen/lijst.csv", "requests_csv", request_list.requests_csv, COORDINATORS),
    Door("hulpvragen/<uuid:request_id>/", "request", request.show_request, COORDINATORS),
    Door(
        "hulpvragen/<uuid:request_id>/gesprek/",
        "log_contact",
        request_steps.log_contact,
        COORDINATORS,
        BOTH,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/afspraak/", "agree", request_steps.agree, COORDINATORS, BOTH
    ),
    Door(
        "hulpvragen/<uuid:request_id>/dagen/",
        "plan_days",
        request_steps.plan_days,
        COORDINATORS,
        POST,
    ),
    Door("hulpvragen/<uuid:request_id>/wacht/", "wait", waiting.wait, COORDINATORS, BOTH),
    Door(
        "hulpvragen/<uuid:request_id>/wachtbericht/",
        "tell_waiting",
        waiting.tell_waiting,
        COORDINATORS,
        POST,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/zoek-verder/",
        "search_on",
        waiting.search_on,
        COORDINATORS,
        POST,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/neem-over/",
        "take_over",
        request_steps.take_over,
        COORDINATORS,
        POST,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/doorverwijzen/",
        "refer",
        request_steps.refer,
        COORDINATORS,
        BOTH,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/sluit-af/", "close", request_steps.close, COORDINATORS, BOTH
    ),
    Door("hulpvragen/<uuid:request_id>/zeg-nee/", "say_no", say_no.say_no, COORDINATORS, BOTH),
    Door(
        "hulpvragen/<uuid:request_id>/ander-trok-in/",
        "next_party_withdrew",
        request_steps.next_party_withdrew,
        COORDINATORS,
        POST,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/heropen/", "reopen", request_steps.reopen, COORDINATORS, POST
    ),
    Door(
        "hulpvragen/<uuid:request_id>/teruggebeld/",
        "called_back",
        request_steps.called_back,
        COORDINATORS,
        BOTH,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/nieuwe-link/",
        "renew_status_link",
        request_steps.renew_link,
        COORDINATORS,
        POST,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/wissen/",
        "erase_request",
        request_steps.erase,
        COORDINATORS,
        BOTH,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/inzage/",
        "who_looked",
        request_paper.show_who_looked,
        COORDINATORS,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/print/",
        "print_request",
        request_paper.print_request,
        COORDINATORS,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/tekst/",
        "request_text",
        request_paper.request_text,
        COORDINATORS,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/wachtritme/",
        "wait_rhythm",
        waiting.set_wait_rhythm,
        COORDINATORS,
        POST,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/ingetrokken/",
        "withdrawn",
        request_steps.withdrawn,
        COORDINATORS,
        POST,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/laatste-brief/",
        "last_letter",
        waiting.last_letter,
        COORDINATORS,
        POST,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/wie-vroeg-ziet/",
        "applicant_sees",
        applicant_sees.change_applicant_sees,
        COORDINATORS,
        BOTH,
    ),
    Door("wachtberichten/", "wait_messages", waiting.show_wait_messages, COORDINATORS, BOTH),
)
