"""Let the visits of a match stand still, and on only when nothing is left for which they do."""

from datetime import date

from loopplank.access.wellbeing.volunteer_concern import stands_still_for
from loopplank.core.arrangements import State
from loopplank.store.models import Arrangement, Match


def stand_still(match: Match, today: date) -> None:
    """Let all that is to come of a match wait, from today or from when it did already."""
    match.still_from = match.still_from or today
    match.save(update_fields=["still_from"])


def go_on(match: Match) -> bool:
    """Let the visits go on, unless an arrangement or a concern still holds them.

    Returns whether they do. Whoever lets go of one reason does not read whether there is another.
    """
    arrangement = Arrangement.objects.filter(request=match.request_id, state=State.SUSPENDED.value)
    if arrangement.exists() or stands_still_for(match.pk):
        return False
    match.still_from = None
    match.save(update_fields=["still_from"])
    return True
