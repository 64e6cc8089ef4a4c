"""Opening pages as one of the cast: a member with a session, a volunteer or asker with a link."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from loopplank.access.account import links
from loopplank.access.account.actors import Actor, actor_of
from loopplank.access.account.codes import confirmed_mark
from loopplank.actions.messages import hand_over_keys
from loopplank.core.account.sessions import IDLE
from loopplank.store.models import Account, Link, Membership
from loopplank.web.account import status_cookie
from loopplank.web.account.opened_as import FIELD, mark_of
from loopplank.web.kit import clock

HOST = settings.ORIGIN.split("//")[1].split(":")[0]


class Browser(Client):
    """A browser whose forms were opened by whoever is signed in now, as those of our pages are.

    `opened_as`: None for the membership of this session, else what the forms carry.
    """

    opened_as: str | None = None

    def post(self, path: Any, data: Any = None, *args: Any, **extra: Any) -> Any:
        if data is None or isinstance(data, dict):
            mark = self._mark() if self.opened_as is None else self.opened_as
            data = {**({FIELD: mark} if mark else {}), **(data or {})}
        return super().post(path, data, *args, **extra)

    def _mark(self) -> str:
        if settings.SESSION_COOKIE_NAME not in self.cookies:
            return ""
        pinned = self.session.get("membership")
        row = Membership.objects.select_related("organisation", "account").filter(pk=pinned).first()
        return mark_of(actor_of(row)) if row else ""


def visitor() -> Browser:
    """Somebody who has nothing: no session and no link."""
    return Browser(SERVER_NAME=HOST)


class StaysIn(Browser):
    """A member who signs in again after each long time away, however far a test sets the clock."""

    last: datetime | None = None

    def request(self, **request: Any) -> Any:
        now = clock.now()
        if self.last is not None and abs(now - self.last) >= IDLE:
            session = self.session
            session.update(dict.fromkeys(("began", "seen"), int(now.timestamp())))
            session.save()
        self.last = now
        return super().request(**request)


def member(actor: Actor, *, stays: bool = True) -> Browser:
    """A signed-in member who acts in this membership; unless one `stays`, a session ends by
    itself.
    """
    client = StaysIn(SERVER_NAME=HOST) if stays else visitor()
    if isinstance(client, StaysIn):
        client.last = clock.now()
    client.opened_as = mark_of(actor)
    client.force_login(Account.objects.get(pk=actor.account_id))
    session = client.session
    session["membership"] = str(actor.id)
    # as after the first page: what comes next writes nothing more
    session.update(dict.fromkeys(("began", "seen"), int(clock.now().timestamp())))
    session.save()
    return client


def search(client: Client, where: str, typed: str, **choices: str) -> Any:
    """Look something up as the form of a page does; what is found."""
    return client.post(where, {"zoek": typed, **choices}, follow=True)


def by_link(purpose: str, subject_id: UUID | None) -> Client:
    """Whoever opened the link of this subject, on this device."""
    link = Link.objects.get(purpose=purpose, subject_id=subject_id)
    client = visitor()
    client.get(f"/l/{links.token_of(link.pk, link.generation)}")
    return client


def volunteer(actor: Actor) -> Client:
    """A volunteer with their own link."""
    return by_link(links.WEEK, actor.id)


def with_key(maker: Actor, who: Actor) -> Client:
    """Whoever opened a hand-over key that this coordinator made for that volunteer."""
    assert who.id
    key_id = hand_over_keys.make(actor=maker, now=clock.now(), volunteer_id=who.id)
    client = visitor()
    client.get(f"/l/{links.token_of_key(key_id)}")
    client.post(reverse("use_key"))
    return client


def asker(request_id: UUID) -> Client:
    """Whoever asked, with the link of their request."""
    return by_link(links.STATUS, request_id)


def party(referral_id: UUID) -> Client:
    """Whoever is outside at this referral, with the link and the code that came back."""
    client = by_link(links.REFERRAL, referral_id)
    link = Link.objects.get(purpose=links.REFERRAL, subject_id=referral_id)
    answer = HttpResponse()
    status_cookie.remember(answer, confirmed_mark(link.pk, link.generation), links.REFERRAL)
    client.cookies.update(answer.cookies)
    return client
