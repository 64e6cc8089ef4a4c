"""Who does what around one request, and everybody’s yes to it."""

from loopplank.web.arrangements.views import arrangement, own_arrangement, sign
from loopplank.web.kit.doors import (
    BOTH,
    COORDINATORS,
    HELP_SEEKERS,
    POST,
    SIGNATORIES,
    VOLUNTEERS,
    Door,
)

DOORS: tuple[Door, ...] = (
    Door("uw-vraag/afspraken/", "answer_arrangement", sign.answer_arrangement, HELP_SEEKERS, POST),
    Door("afspraak/", "sign", sign.show_sign, SIGNATORIES, BOTH),
    Door(
        "mijn-week/wie-doet-wat/<uuid:signature_id>/",
        "own_arrangement",
        own_arrangement.show_own_arrangement,
        VOLUNTEERS,
        BOTH,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/wie-doet-wat/",
        "arrangement",
        arrangement.show_arrangement,
        COORDINATORS,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/wie-doet-wat/begin/",
        "begin_arrangement",
        arrangement.begin,
        COORDINATORS,
        POST,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/wie-doet-wat/wijzigen/",
        "change_arrangement",
        arrangement.change,
        COORDINATORS,
        BOTH,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/wie-doet-wat/voorleggen/",
        "offer_arrangement",
        arrangement.offer,
        COORDINATORS,
        POST,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/wie-doet-wat/verder/",
        "resume_arrangement",
        arrangement.resume,
        COORDINATORS,
        POST,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/wie-doet-wat/print/",
        "print_arrangement",
        arrangement.print_arrangement,
        COORDINATORS,
    ),
    Door(
        "akkoord/<uuid:signature_id>/",
        "note_signature",
        arrangement.note_signature,
        COORDINATORS,
        BOTH,
    ),
    Door(
        "akkoord/<uuid:signature_id>/weg/", "party_left", arrangement.party_left, COORDINATORS, POST
    ),
)
