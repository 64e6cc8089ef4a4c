"""Today, what is late, clocks, rota, absence and intake stop."""

from loopplank.web.kit.doors import (
    BOTH,
    COORDINATORS,
    NETWORK_ADMINS,
    POST,
    RUN_AN_ORGANISATION,
    Door,
)
from loopplank.web.responsibility.views import (
    absence,
    clocks,
    intake_stop,
    late,
    move_day,
    pass_on,
    rota,
    today,
)

DOORS: tuple[Door, ...] = (
    Door("vandaag/", "today", today.show_today, COORDINATORS),
    Door("vandaag/te-laat/", "late", late.decide_late, COORDINATORS, BOTH),
    Door(
        "hulpvragen/<uuid:request_id>/andere-dag/",
        "move_day",
        move_day.move_day,
        COORDINATORS,
        BOTH,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/hoe-snel/",
        "urgency",
        move_day.set_urgency,
        COORDINATORS,
        BOTH,
    ),
    Door(
        "inrichting/aanmeldstop/",
        "intake_stop",
        intake_stop.change_intake_stop,
        RUN_AN_ORGANISATION,
        BOTH,
    ),
    Door(
        "inrichting/aanmeldstop/<uuid:stop_id>/einde/",
        "end_intake_stop",
        intake_stop.end_intake_stop,
        RUN_AN_ORGANISATION,
        POST,
    ),
    Door("inrichting/klokken/", "clocks", clocks.change_clocks, RUN_AN_ORGANISATION, BOTH),
    Door(
        "inrichting/collegas/<uuid:membership_id>/afwezig/",
        "absence",
        absence.show_absence,
        RUN_AN_ORGANISATION,
        BOTH,
    ),
    Door(
        "inrichting/collegas/<uuid:membership_id>/ziek/",
        "say_ill",
        absence.say_ill,
        RUN_AN_ORGANISATION,
        POST,
    ),
    Door(
        "inrichting/afwezig/<uuid:absence_id>/terug/",
        "end_absence",
        absence.end_absence,
        RUN_AN_ORGANISATION,
        POST,
    ),
    Door(
        "inrichting/collegas/<uuid:membership_id>/overdragen/",
        "pass_on",
        pass_on.show_pass_on,
        RUN_AN_ORGANISATION,
        BOTH,
    ),
    Door(
        "inrichting/collegas/<uuid:membership_id>/overnemen/",
        "take_all",
        pass_on.take_all,
        COORDINATORS,
        POST,
    ),
    Door("inrichting/achterwacht/", "rota", rota.show_rota, RUN_AN_ORGANISATION, BOTH),
    Door(
        "inrichting/achterwacht/<uuid:turn_id>/weg/",
        "remove_turn",
        rota.remove_turn,
        RUN_AN_ORGANISATION,
        POST,
    ),
    Door(
        "inrichting/netwerk-klokken/",
        "network_clocks",
        clocks.change_network_clocks,
        NETWORK_ADMINS,
        BOTH,
    ),
)
