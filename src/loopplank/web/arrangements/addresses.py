"""Coordinators: who does what around one request, and everybody's yes to it."""

from loopplank.web.arrangements.views import arrangement
from loopplank.web.kit.doors import COORDINATORS, Door, View

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
SHEET = "hulpvragen/<uuid:request_id>/wie-doet-wat/"
SIDE = "akkoord/<uuid:signature_id>/"


def _door(address: str, name: str, view: View, methods: tuple[str, ...]) -> Door:
    return Door(address, name, view, COORDINATORS, methods)


DOORS: tuple[Door, ...] = (
    _door(SHEET, "arrangement", arrangement.show_arrangement, GET),
    _door(f"{SHEET}begin/", "begin_arrangement", arrangement.begin, POST),
    _door(f"{SHEET}wijzigen/", "change_arrangement", arrangement.change, BOTH),
    _door(f"{SHEET}voorleggen/", "offer_arrangement", arrangement.offer, POST),
    _door(f"{SHEET}verder/", "resume_arrangement", arrangement.resume, POST),
    _door(f"{SHEET}print/", "print_arrangement", arrangement.print_arrangement, GET),
    _door(SIDE, "note_signature", arrangement.note_signature, BOTH),
    _door(f"{SIDE}weg/", "party_left", arrangement.party_left, POST),
)
