"""Coordinators: a duo or relay, and the change from one volunteer to the next."""

from loopplank.web.kit.doors import COORDINATORS, Door
from loopplank.web.matching.views import team

BOTH, POST = ("GET", "POST"), ("POST",)
ONE = "hulpvragen/<uuid:request_id>/"
LEG = "estafette/<uuid:team_id>/deel-<int:number>/"

DOORS: tuple[Door, ...] = (
    Door(f"{ONE}samen/", "choose_team", team.choose, COORDINATORS, POST),
    Door(f"{ONE}samen/<uuid:team_id>/los/", "let_go_team", team.let_go, COORDINATORS, POST),
    Door(f"{LEG}gesprek/", "plan_handover", team.plan_handover, COORDINATORS, BOTH),
    Door(f"{LEG}overdracht/", "handover_note", team.handover_note, COORDINATORS, BOTH),
)
