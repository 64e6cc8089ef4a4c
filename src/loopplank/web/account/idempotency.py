"""A form of a telephone that was without internet: done once, however often it is sent."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest

from loopplank.access.account.actors import Actor
from loopplank.actions.kit.idempotency import once
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.web.account import device_cookie
from loopplank.web.kit import clock

#: The fields of volunteers/later.html; filled by offline.js and empty without it.
KEY, HOLDER = "later_key", "later_holder"
OF_ANOTHER = Reason(
    "form.of_another", dutch("Dit schreef iemand anders op dit toestel. Wij bewaren het niet.")
)


def do_once(request: HttpRequest, actor: Actor, act: Callable[[], object]) -> None:
    """Do what the form says. One that came in already under its own key is passed over in silence;
    one that somebody else wrote on this telephone is refused.
    """
    key = _key_of(request)
    if key is None:
        act()
        return
    if request.POST.get(HOLDER, "") != device_cookie.holder_of(actor):
        raise Refused(OF_ANOTHER)
    once(actor=actor, now=clock.now(), key=key, act=act)


def _key_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get(KEY, ""))
    except ValueError:
        return None
