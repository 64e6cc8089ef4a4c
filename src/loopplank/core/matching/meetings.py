"""On which days a volunteer is asked first before somebody plans a meeting with them."""

from datetime import date

from loopplank.core.kit.reason import Reason, dutch
from loopplank.core.volunteers.load import Limits


def why_ask_first(name: str, day: date, limits: Limits, *, open_signal: bool) -> Reason | None:
    """Return why this volunteer is asked first, or None when a meeting may simply be planned."""
    if limits.paused_on(day):
        return Reason(
            "meeting.pause",
            dutch("%(name)s heeft dan pauze. Kies een andere dag, of vraag het %(name)s eerst."),
            {"name": name},
        )
    if limits.away.on(day) is not None:
        return Reason(
            "meeting.away",
            dutch("%(name)s is dan weg. Kies een andere dag, of vraag het %(name)s eerst."),
            {"name": name},
        )
    if open_signal:
        return Reason(
            "meeting.signal",
            dutch("%(name)s wacht nog op een telefoontje. Bel eerst, en vraag of deze dag kan."),
            {"name": name},
        )
    return None
