"""Coordinators about volunteers; administrators of a network about postcodes."""

from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.web.kit.doors import COORDINATORS, Door, View
from loopplank.web.organisations.views import areas
from loopplank.web.volunteers.views import (
    away,
    cover,
    follow_up,
    import_list,
    volunteer,
    volunteer_changes,
    volunteers,
)
from loopplank.web.wellbeing.views import (
    check_in_call,
    check_in_totals,
    observation,
    quote,
    safety,
    signal,
)

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
COUNTS = frozenset({Role.COORDINATOR, Role.BOARD, Role.NETWORK_ADMIN})
LIST = "vrijwilligers/"
SIGNAL, FILE = "signalen/<uuid:signal_id>/", "zorgdossiers/<uuid:file_id>/"
ONE, MATCH = f"{LIST}<uuid:volunteer_id>/", f"{LIST}koppel/<uuid:match_id>/"
CALL = f"{LIST}hoe-gaat-het/<uuid:check_in_id>/"
VISIT = f"{LIST}bezoek/<uuid:visit_id>/"
QUOTES = f"{LIST}wat-een-bezoek-geeft/"
RUN_AN_ORGANISATION = frozenset({Role.COORDINATOR, Role.BOARD})


def _door(address: str, name: str, view: View, methods: tuple[str, ...] = BOTH) -> Door:
    return Door(address, name, view, COORDINATORS, methods)


DOORS: tuple[Door, ...] = (
    _door(LIST, "volunteers", volunteers.show_volunteers, GET),
    _door(f"{LIST}lijst.csv", "volunteers_csv", volunteers.volunteers_csv, GET),
    _door(f"{LIST}nieuw/", "new_volunteer", volunteer_changes.new_volunteer),
    _door(f"{LIST}import/", "import_volunteers", import_list.import_list),
    _door(f"{LIST}import/voorbeeld.csv", "import_example", import_list.example, GET),
    _door(ONE, "volunteer", volunteer.show_volunteer, GET),
    _door(f"{ONE}bewaard/", "keep_about", volunteer.keep_about),
    _door(f"{ONE}gesproken/", "volunteer_spoken", volunteer.spoken, POST),
    _door(f"{ONE}link/", "renew_week_link", volunteer.renew_link, POST),
    _door(f"{ONE}gegevens/", "volunteer_details", volunteer_changes.set_details),
    _door(f"{ONE}grenzen/", "volunteer_limits", volunteer_changes.set_limits),
    _door(f"{ONE}pauze/", "volunteer_pause", volunteer_changes.pause),
    _door(f"{ONE}pauze/voorbij/", "end_pause_on_behalf", volunteer_changes.end_pause, POST),
    _door(f"{ONE}weg/", "volunteer_away", away.away_on_behalf),
    _door(f"{ONE}weg/toch-niet/", "not_away_on_behalf", away.not_away_on_behalf, POST),
    _door(f"{ONE}delen/", "share_volunteer", volunteer.share, POST),
    _door(f"{ONE}delen-gezegd/", "note_sharing", volunteer.note_sharing, POST),
    _door(f"{ONE}bedankt/", "thank_volunteer", follow_up.thank_volunteer, POST),
    _door(f"{ONE}stoppen/", "volunteer_stop", follow_up.volunteer_stop),
    _door(f"{ONE}blijft/", "volunteer_stays", follow_up.volunteer_stays, POST),
    _door(f"{LIST}meekijken/<uuid:sign_id>/", "talk_creep", follow_up.talk_creep, POST),
    _door(f"{MATCH}stoppen/", "stop_on_behalf", follow_up.stop_on_behalf),
    _door(f"{MATCH}blijft/", "stay_on_behalf", follow_up.stay_on_behalf, POST),
    _door(f"{ONE}wissen/", "erase_volunteer", volunteer.erase),
    _door(f"{LIST}dit-zie-ik/<uuid:observation_id>/", "observation", observation.answer),
    Door(QUOTES, "quotes", quote.show_quotes, RUN_AN_ORGANISATION, GET),
    _door(f"{QUOTES}<uuid:quote_id>/gelezen/", "read_quote", quote.read, POST),
    _door(f"{QUOTES}<uuid:quote_id>/weg/", "withdraw_quote", quote.withdraw, POST),
    _door(f"{ONE}wat-een-bezoek-geeft/", "note_quote", quote.note),
    Door(f"{LIST}hoe-gaat-het/", "check_in_totals", check_in_totals.show_totals, COUNTS, GET),
    _door(CALL, "check_in_call", check_in_call.show_call),
    _door(f"{CALL}nu-niet/", "skip_check_in_call", check_in_call.skip, POST),
    _door(f"{ONE}liever-gebeld/", "check_in_wish", check_in_call.wish, POST),
    _door(f"{LIST}signaal/<uuid:signal_id>/", "answer_signal", volunteer.answer_signal, POST),
    _door(f"{ONE}signaal/", "note_signal", signal.note_signal),
    Door("signalen/", "signals", signal.show_signals, MAY_OWN),
    Door(SIGNAL, "signal", signal.answer_signal, MAY_OWN, BOTH),
    Door(f"{SIGNAL}gebeld/", "acknowledge_signal", signal.acknowledge, MAY_OWN, POST),
    Door("zorgdossiers/", "safety_files", safety.show_files, MAY_OWN),
    Door(FILE, "safety_file", safety.show_file, MAY_OWN, BOTH),
    Door(f"{FILE}gebeld/", "acknowledge_safety", safety.acknowledge, MAY_OWN, POST),
    Door(f"{FILE}sluit-af/", "close_safety", safety.close, MAY_OWN, BOTH),
    _door(f"{LIST}grens/<uuid:raise_id>/", "confirm_raise", volunteer.confirm_raise, POST),
    _door(f"{MATCH}bezoek/", "visit_on_behalf", volunteer_changes.log_visit),
    _door(f"{MATCH}kan-niet/", "cannot_visit_on_behalf", volunteer_changes.cannot_visit),
    _door(VISIT, "cover", cover.show_cover, GET),
    _door(f"{VISIT}verteld/", "cover_told", cover.told, POST),
    _door(f"{VISIT}komt-toch/", "comes_on_behalf", cover.comes_after_all, POST),
    Door("inrichting/postcodes/", "areas", areas.load_areas, frozenset({Role.NETWORK_ADMIN}), BOTH),
)
