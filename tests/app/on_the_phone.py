"""A volunteer's telephone: their own link opened, and what they read on it as plain words."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import TODAY, Cast

from loopplank.access.account.actors import Actor
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import Match
from loopplank.web.kit import clock


class Phone:
    """One device; what was said after a press is read on the page that follows. On another day the
    link is opened again: a browser that is not remembered knows it for a day.
    """

    def __init__(self, who: Actor) -> None:
        self.who, self.day = who, local_day(clock.now())
        self.client = browsing.volunteer(who)

    def _open_on_another_day(self) -> None:
        today = local_day(clock.now())
        if today != self.day:
            self.day = today
            self.client = browsing.volunteer(self.who)

    def html(self, name: str, *args: object) -> str:
        self._open_on_another_day()
        return str(self.client.get(reverse(name, args=args)).content.decode())

    def reads(self, name: str, *args: object) -> str:
        """The page without its tags."""
        return plain(self.html(name, *args))

    def presses(self, name: str, *args: object, **typed: Any) -> HttpResponse:
        """Send what was typed; the answer itself is not followed."""
        self._open_on_another_day()
        answer = self.client.post(reverse(name, args=args), typed)
        assert isinstance(answer, HttpResponse)
        return answer

    def then_reads(self, name: str, *args: object, **typed: Any) -> str:
        """Send what was typed, and read the page on which one ends up."""
        self._open_on_another_day()
        answer = self.client.post(reverse(name, args=args), typed, follow=True)
        return plain(answer.content.decode())


def plain(page: str) -> str:
    """Only the words of a page."""
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    return re.sub(r" ([.,:])", r"\1", words)


def since_weeks(cast: Cast, who: Actor, **plan: object) -> UUID:
    """Help on Tuesdays, today's day of the week, that began five weeks ago; returns the match."""
    match_id = cast.running(who, **{"first_day": TODAY, "weekday": 1, **plan})
    Match.objects.filter(pk=match_id).update(first_day=TODAY - timedelta(weeks=5))
    return match_id
