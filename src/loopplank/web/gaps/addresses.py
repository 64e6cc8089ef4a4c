"""Gaps: of the own organisation, of one no, of the network."""

from loopplank.web.gaps import views
from loopplank.web.kit.doors import (
    BOTH,
    COORDINATORS,
    KEEP_GAPS,
    POST,
    PROFESSIONALS,
    READ_GAPS,
    RUN_AN_ORGANISATION,
    WATCH_A_NETWORK,
    Door,
)

DOORS: tuple[Door, ...] = (
    Door("gaten/", "gaps", views.show_gaps, KEEP_GAPS),
    Door("gaten/agenda/", "gaps_agenda", views.show_agenda, KEEP_GAPS),
    Door("gaten/netwerk/", "network_gaps", views.show_network_gaps, READ_GAPS),
    Door("gaten/zonder-vervolg/", "no_follow_up", views.show_no_follow_up, WATCH_A_NETWORK),
    Door("gaten/melden/", "report_refusal", views.report_refusal, PROFESSIONALS, BOTH),
    Door("gaten/<uuid:gap_id>/", "gap", views.show_gap, RUN_AN_ORGANISATION, BOTH),
    Door("gaten/<uuid:gap_id>/noem/", "name_gap", views.name_gap, KEEP_GAPS, POST),
    Door("hulpvragen/<uuid:request_id>/gat/", "gap_of_no", views.place_no, COORDINATORS, BOTH),
)
