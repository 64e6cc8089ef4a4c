"""Gaps: of the own organisation, of one no, of the network; the noes that nobody took up; and what
would help most.
"""

from loopplank.core.account.roles import Role
from loopplank.web.gaps import views
from loopplank.web.kit.doors import COORDINATORS, Door
from loopplank.web.matching.views import most_help

BOTH, POST = ("GET", "POST"), ("POST",)
DECIDES = frozenset({Role.COORDINATOR, Role.BOARD})
KEEPS = DECIDES | {Role.PROFESSIONAL}
NETWORK = KEEPS | {Role.NETWORK_ADMIN}
UNFOLLOWED = DECIDES | {Role.NETWORK_ADMIN}

DOORS: tuple[Door, ...] = (
    Door("gaten/", "gaps", views.show_gaps, KEEPS),
    Door("gaten/agenda/", "gaps_agenda", views.show_agenda, KEEPS),
    Door("gaten/netwerk/", "network_gaps", views.show_network_gaps, NETWORK),
    Door("gaten/zonder-vervolg/", "no_follow_up", views.show_no_follow_up, UNFOLLOWED),
    Door("wat-zou-helpen/", "most_help", most_help.show_most_help, UNFOLLOWED),
    Door(
        "gaten/melden/",
        "report_refusal",
        views.report_refusal,
        frozenset({Role.PROFESSIONAL}),
        BOTH,
    ),
    Door("gaten/<uuid:gap_id>/", "gap", views.show_gap, DECIDES, BOTH),
    Door("gaten/<uuid:gap_id>/noem/", "name_gap", views.name_gap, KEEPS, POST),
    Door("hulpvragen/<uuid:request_id>/gat/", "gap_of_no", views.place_no, COORDINATORS, BOTH),
)
