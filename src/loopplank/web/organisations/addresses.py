"""Members: messages and settings. Everybody: the first set-up, and the start of the demo."""

from loopplank.core.account.roles import Role
from loopplank.web.demo import views
from loopplank.web.kit.doors import COORDINATORS, EVERYBODY, MEMBERS, Door, View
from loopplank.web.matching.views import plan_settings
from loopplank.web.messages.views import messages
from loopplank.web.organisations.views import (
    colleagues,
    network,
    offers,
    own_limits,
    set_up,
    settings,
)
from loopplank.web.responsibility.views import absence, clocks, intake_stop, pass_on, rota
from loopplank.web.wellbeing.views import trusted

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
RUN_AN_ORGANISATION = frozenset({Role.COORDINATOR, Role.BOARD})
NETWORK_ADMINS = frozenset({Role.NETWORK_ADMIN})
MESSAGE, COLLEAGUE = "berichten/<uuid:message_id>/", "collegas/<uuid:membership_id>/"


def _settled(address: str, name: str, view: View, methods: tuple[str, ...] = BOTH) -> Door:
    """A page on which a coordinator or board member runs their own organisation."""
    return Door(f"inrichting/{address}", name, view, RUN_AN_ORGANISATION, methods)


def _network(address: str, name: str, view: View, methods: tuple[str, ...] = BOTH) -> Door:
    """A page of the administrator of a network."""
    return Door(f"inrichting/{address}", name, view, NETWORK_ADMINS, methods)


DOORS: tuple[Door, ...] = (
    Door("berichten/", "messages", messages.show_messages, COORDINATORS),
    Door("berichten/lijst.csv", "messages_csv", messages.messages_csv, COORDINATORS),
    Door("berichten/brieven/", "letters", messages.show_letters, COORDINATORS),
    Door("berichten/geprint/", "letters_printed", messages.letters_printed, COORDINATORS, POST),
    Door(MESSAGE, "close_message", messages.close_message, COORDINATORS, POST),
    Door(f"{MESSAGE}brief/", "message_letter", messages.message_letter, COORDINATORS),
    Door("inrichting/", "settings", settings.show_settings, MEMBERS),
    _settled("organisatie/", "settings_organisation", settings.change_organisation),
    _settled("contact/", "settings_contact", settings.change_contact),
    _settled("privacy/", "settings_privacy", settings.change_privacy),
    _settled("vertrouwen/", "settings_trusted", trusted.change_trusted),
    _settled("formulier/", "settings_form", settings.change_form),
    _settled("aanbod/", "offers", offers.show_offers, GET),
    _settled("aanbod/lijst.csv", "offers_csv", offers.offers_csv, GET),
    _settled("aanbod/nieuw/", "new_offer", offers.change_offer),
    _settled("aanbod/<uuid:offer_id>/", "offer", offers.change_offer),
    _settled("aanmeldstop/", "intake_stop", intake_stop.change_intake_stop),
    _settled(
        "aanmeldstop/<uuid:stop_id>/einde/", "end_intake_stop", intake_stop.end_intake_stop, POST
    ),
    _settled("grenzen/", "own_limits", own_limits.change_own_limits),
    _settled("klokken/", "clocks", clocks.change_clocks),
    _settled("collegas/", "colleagues", colleagues.show_colleagues, GET),
    _settled("collegas/lijst.csv", "colleagues_csv", colleagues.colleagues_csv, GET),
    _settled("collegas/nieuw/", "invite_colleague", colleagues.invite_colleague),
    _settled(COLLEAGUE, "colleague", colleagues.show_colleague),
    _settled(
        f"{COLLEAGUE}opnieuw/", "invite_colleague_again", colleagues.invite_colleague_again, POST
    ),
    _settled(f"{COLLEAGUE}vertrek/", "let_colleague_leave", colleagues.let_colleague_leave, POST),
    _settled(
        f"{COLLEAGUE}brief/", "colleague_invitation", colleagues.show_invitation_on_paper, GET
    ),
    _settled(f"{COLLEAGUE}afwezig/", "absence", absence.show_absence),
    _settled(f"{COLLEAGUE}ziek/", "say_ill", absence.say_ill, POST),
    _settled("afwezig/<uuid:absence_id>/terug/", "end_absence", absence.end_absence, POST),
    _settled(f"{COLLEAGUE}overdragen/", "pass_on", pass_on.show_pass_on),
    Door(f"inrichting/{COLLEAGUE}overnemen/", "take_all", pass_on.take_all, COORDINATORS, POST),
    _settled("achterwacht/", "rota", rota.show_rota),
    _settled("achterwacht/<uuid:turn_id>/weg/", "remove_turn", rota.remove_turn, POST),
    Door(
        "netwerk/",
        "network_overview",
        network.show_network_overview,
        NETWORK_ADMINS,
    ),
    _network("netwerk-klokken/", "network_clocks", clocks.change_network_clocks),
    _network("plannen/", "plan_settings", plan_settings.change_plan_settings),
    _network("netwerk-berichten/", "message_hours", messages.change_message_hours),
    _network("rust/", "rest_setting", network.change_rest),
    _network("netwerk-vertrouwen/", "network_trusted", trusted.change_network_trusted),
    _network("verdeling/", "routing", network.change_routing),
    _network("organisaties/nieuw/", "add_organisation", network.add_organisation),
    _network(
        "organisaties/opnieuw/<uuid:membership_id>/",
        "invite_newcomer_again",
        network.invite_newcomer_again,
        POST,
    ),
    Door("begin/", "set_up", set_up.begin, EVERYBODY, BOTH),
    Door("proef/", "demo", views.show_demo, EVERYBODY),
    Door("proef/inloggen/", "demo_sign_in", views.sign_in_to_demo, EVERYBODY, POST),
    Door("proef/berichten/", "demo_outbox", views.show_demo_outbox, EVERYBODY),
)
