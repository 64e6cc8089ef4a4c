"""Gaps: of the own organisation, of one no, of the network; the noes that nobody took up; and what
would help most.
"""

from loopplank.core.roles import Role
from loopplank.web.doors import COORDINATORS, Door
from loopplank.web.views import (
    gap,
    gap_of_no,
    gaps,
    most_help,
    network_gaps,
    no_follow_up,
    report_refusal,
)

BOTH, POST = ("GET", "POST"), ("POST",)
DECIDES = frozenset({Role.COORDINATOR, Role.BOARD})
KEEPS = DECIDES | {Role.PROFESSIONAL}
NETWORK = KEEPS | {Role.NETWORK_ADMIN}
UNFOLLOWED = DECIDES | {Role.NETWORK_ADMIN}

DOORS: tuple[Door, ...] = (
    Door("gaten/", "gaps", gaps.show_gaps, KEEPS),
    Door("gaten/agenda/", "gaps_agenda", gaps.show_agenda, KEEPS),
    Door("gaten/netwerk/", "network_gaps", network_gaps.show_network_gaps, NETWORK),
    Door("gaten/zonder-vervolg/", "no_follow_up", no_follow_up.show_no_follow_up, UNFOLLOWED),
    Door("wat-zou-helpen/", "most_help", most_help.show_most_help, UNFOLLOWED),
    Door(
        "gaten/melden/",
        "report_refusal",
        report_refusal.report_refusal,
        frozenset({Role.PROFESSIONAL}),
        BOTH,
    ),
    Door("gaten/<uuid:gap_id>/", "gap", gap.show_gap, DECIDES, BOTH),
    Door("gaten/<uuid:gap_id>/noem/", "name_gap", gap.name_gap, KEEPS, POST),
    Door("hulpvragen/<uuid:request_id>/gat/", "gap_of_no", gap_of_no.place_no, COORDINATORS, BOTH),
)
