"""A past: questions that came in so many weeks ago and were helped today, or wait still."""

from collections.abc import Iterable
from datetime import timedelta

from tests.app.cast import NOW, TODAY, Cast

from loopplank.store.models import Match, Request


def helped_after(cast: Cast, weeks: Iterable[int]) -> None:
    """One question of Noord for each number of weeks that it took until help began."""
    for n, took in enumerate(weeks):
        match_id = cast.running(cast.volunteer(f"Helpt Nummer{n}"))
        Match.objects.filter(pk=match_id).update(started_on=TODAY)
        rows = Request.objects.filter(matches=match_id)
        rows.update(received_at=NOW - timedelta(weeks=took))
