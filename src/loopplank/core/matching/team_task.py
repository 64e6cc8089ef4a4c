"""What a duo or relay asks of the coordinator now, as one line on the list of today."""

from datetime import date

from loopplank.core.kit.reason import Param, Reason, dutch
from loopplank.core.matching.team_state import LegState, Next, TeamFacts, lacking, next_handover

SEEK = dutch("Zoek iemand voor deel %(number)s.")
ASK = dutch("Vraag %(name)s voor deel %(number)s.")
PLAN = dutch("%(next)s gaat verder na %(name)s, vanaf %(day)s. Plan een gesprek met beiden.")
WRITE = dutch("Schrijf voor %(next)s op wat handig is om te weten.")
CHANGES = dutch("Wissel: %(name)s en %(next)s komen deze week allebei. Start %(next)s.")
ENDS = dutch("%(name)s stopt op %(day)s, %(next)s gaat verder. Rond dan af met %(name)s.")
PLANNED = dutch("%(name)s en %(next)s gaan samen op %(day)s.")


def kind_of(step: Next) -> str:
    """Return what kind of task it is, for the words above the line."""
    kinds = {Next.SEEK: dutch("Vrijwilliger zoeken"), Next.ASK: dutch("Voorstel doen")}
    return kinds.get(step, dutch("Wissel"))


def asks_now(team: TeamFacts, today: date) -> tuple[Reason, Next] | None:
    """Return why and what is next when a leg must be found or a change comes near; None when the
    team asks nothing by itself. Only the leg that fell away is sought again."""
    names: dict[str, Param]
    lost = lacking(team)
    if lost is not None:
        return Reason("work.seek_leg", SEEK, {"number": lost.number}), Next.SEEK
    waits = next((leg for leg in team.legs if leg.state is LegState.OPEN), None)
    if waits is not None:
        names = {"name": waits.name, "number": waits.number}
        return Reason("work.ask_leg", ASK, names), Next.ASK
    change = next_handover(team, today)
    if change is None:
        return None
    taker = change.taker
    names = {"name": change.giver.name, "next": taker.name}
    if taker.state is LegState.RUNNING:
        why = Reason("work.leg_ends", ENDS, {**names, "day": change.giver.last_day})
        return why, Next.NOTHING
    if taker.handover_on is None:
        why = Reason("work.plan_handover", PLAN, {**names, "day": taker.first_day})
        return why, Next.PLAN_HANDOVER
    if not taker.noted:
        return Reason("work.write_handover", WRITE, names), Next.WRITE_NOTE
    if today >= change.on:
        return Reason("work.handover_week", CHANGES, names), Next.START
    why = Reason("work.handover_planned", PLANNED, {**names, "day": taker.handover_on})
    return why, Next.NOTHING
