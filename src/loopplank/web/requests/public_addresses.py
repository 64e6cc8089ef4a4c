"""Everybody: asking for help, following a request, saying yes to an arrangement, privacy."""

from loopplank.web.account.views import account, link_entry
from loopplank.web.arrangements.views import sign
from loopplank.web.kit import views
from loopplank.web.kit.doors import EVERYBODY, HELP_SEEKERS, SIGNATORIES, Door, View
from loopplank.web.messages.views import own_messages
from loopplank.web.organisations.views import start
from loopplank.web.privacy import views as privacy_views
from loopplank.web.requests.views import ask, change_report, check_answers, status
from loopplank.web.wellbeing.views import concern

BOTH, POST = ("GET", "POST"), ("POST",)
PLACE = "<slug:network>/"
ORGANISATION = "<slug:network>/<slug:organisation>/"
QUESTION = "vraag-<int:step>/"


def _of_place(
    folder: str, name: str, rest: str, view: View, methods: tuple[str, ...] = ("GET",)
) -> tuple[Door, Door]:
    """One page at two addresses: of a network, and of one organisation in it."""
    return (
        Door(f"{folder}/{PLACE}{rest}", name, view, EVERYBODY, methods),
        Door(f"{folder}/{ORGANISATION}{rest}", f"{name}_organisation", view, EVERYBODY, methods),
    )


DOORS: tuple[Door, ...] = (
    Door("", "home", start.show_home, EVERYBODY),
    *_of_place("hulp", "start", "", start.show_start),
    *_of_place("hulp-vragen", "ask", QUESTION, ask.show_question, BOTH),
    *_of_place("hulp-vragen", "check_answers", "controleren/", check_answers.show_check, BOTH),
    *_of_place("privacy", "privacy", "", privacy_views.show_privacy),
    Door("l/<str:token>", "link", link_entry.open_link, EVERYBODY),
    Door("vrijwilliger/", "ask_week_link", link_entry.ask_week_link, EVERYBODY, BOTH),
    Door("vrijwilliger/gevraagd/", "asked_week_link", link_entry.asked_week_link, EVERYBODY),
    Door("uw-vraag/", "status", status.show_status, HELP_SEEKERS),
    Door("uw-vraag/cijfers/", "confirm_digits", status.confirm_digits, HELP_SEEKERS, POST),
    Door(
        "uw-vraag/aanbod/", "answer_partial_offer", status.answer_partial_offer, HELP_SEEKERS, POST
    ),
    Door("uw-vraag/veranderd/", "report_change", change_report.show_change, HELP_SEEKERS, BOTH),
    Door("uw-vraag/gaat-niet-goed/", "raise_concern", concern.show_raise, HELP_SEEKERS, BOTH),
    Door(
        "uw-vraag/afspraken/",
        "answer_arrangement",
        sign.answer_arrangement,
        HELP_SEEKERS,
        POST,
    ),
    Door("afspraak/", "sign", sign.show_sign, SIGNATORIES, BOTH),
    Door("taal/", "language", account.switch_language, EVERYBODY, BOTH),
    Door(
        "afmelden/<str:to>/<uuid:person_id>/<str:token>",
        "unsubscribe",
        own_messages.unsubscribe,
        EVERYBODY,
        BOTH,
    ),
    Door("gezond/", "health", views.show_health, EVERYBODY),
)
