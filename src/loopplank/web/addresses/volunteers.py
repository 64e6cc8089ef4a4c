"""Coordinators about volunteers; administrators of a network about postcodes."""

from loopplank.core.roles import Role
from loopplank.web.doors import COORDINATORS, Door, View
from loopplank.web.views import (
    areas,
    import_volunteers,
    volunteer,
    volunteer_changes,
    volunteer_sharing,
    volunteers,
)

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
LIST = "vrijwilligers/"
ONE, MATCH = f"{LIST}<uuid:volunteer_id>/", f"{LIST}koppel/<uuid:match_id>/"


def _door(address: str, name: str, view: View, methods: tuple[str, ...] = BOTH) -> Door:
    return Door(address, name, view, COORDINATORS, methods)


DOORS: tuple[Door, ...] = (
    _door(LIST, "volunteers", volunteers.show_volunteers, GET),
    _door(f"{LIST}lijst.csv", "volunteers_csv", volunteers.volunteers_csv, GET),
    _door(f"{LIST}nieuw/", "new_volunteer", volunteer_changes.new_volunteer),
    _door(f"{LIST}import/", "import_volunteers", import_volunteers.import_list),
    _door(f"{LIST}import/voorbeeld.csv", "import_example", import_volunteers.example, GET),
    _door(ONE, "volunteer", volunteer.show_volunteer, GET),
    _door(f"{ONE}bewaard/", "keep_about", volunteer.keep_about),
    _door(f"{ONE}gesproken/", "volunteer_spoken", volunteer.spoken, POST),
    _door(f"{ONE}link/", "renew_week_link", volunteer.renew_link, POST),
    _door(f"{ONE}gegevens/", "volunteer_details", volunteer_changes.set_details),
    _door(f"{ONE}grenzen/", "volunteer_limits", volunteer_changes.set_limits),
    _door(f"{ONE}pauze/", "volunteer_pause", volunteer_changes.pause),
    _door(f"{ONE}pauze/voorbij/", "end_pause_on_behalf", volunteer_changes.end_pause, POST),
    _door(f"{ONE}delen/", "share_volunteer", volunteer_sharing.share, POST),
    _door(f"{ONE}delen-gezegd/", "note_sharing", volunteer_sharing.note_sharing, POST),
    _door(f"{ONE}wissen/", "erase_volunteer", volunteer.erase),
    _door(f"{LIST}signaal/<uuid:signal_id>/", "answer_signal", volunteer.answer_signal, POST),
    _door(f"{LIST}grens/<uuid:raise_id>/", "confirm_raise", volunteer.confirm_raise, POST),
    _door(f"{MATCH}bezoek/", "visit_on_behalf", volunteer_changes.log_visit),
    _door(f"{MATCH}kan-niet/", "cannot_visit_on_behalf", volunteer_changes.cannot_visit),
    Door("inrichting/postcodes/", "areas", areas.load_areas, frozenset({Role.NETWORK_ADMIN}), BOTH),
)
