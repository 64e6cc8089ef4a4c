"""Turns that a volunteer's week takes, for `every_address`: asked to join, spoken to, at rest, back
from a pause, and with a second telephone. Each shows itself only to somebody to whom it happened.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from tests.browser.everybody import Everybody

#: Another browser of the same volunteer.
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0"


def visits_of(everybody: "Everybody", house: str) -> list[str]:
    """The names of those who look at their week; `two_devices` looks at their devices too."""
    from tests.browser.every_check_in import ask, who_helps

    from loopplank.core.kit.calendar import local_day
    from loopplank.store.models import Affiliation, Limits, Organisation
    from loopplank.web.kit import clock

    now = clock.now()
    today = local_day(now)
    asked = Affiliation.objects.filter(state="pending", volunteer__erased_at=None)[0]
    spoken, resting, paused, two, again = (who_helps(house, number) for number in range(3, 8))
    Limits.objects.filter(pk=resting).update(
        rest_until=today + timedelta(days=14),
        rest_after_id=Organisation.objects.get(slug=house).pk,
    )
    Limits.objects.filter(pk=paused).update(
        pause_from=today - timedelta(days=1), pause_to=today + timedelta(days=13)
    )
    _spoken_to(spoken, now)
    _on_a_laptop(two, now)
    ask(again, now)
    found = {
        "asked_to_join": asked.volunteer_id,
        "spoken_to": spoken,
        "resting": resting,
        "paused": paused,
        "two_devices": two,
        "asked_again": again,
    }
    return [everybody.by_link(f"volunteer_{who}", "week", pk) for who, pk in found.items()]


def _spoken_to(volunteer_id: UUID, now: datetime) -> None:
    """The coordinator wrote down what was done; whether they spoke, the volunteer says."""
    from loopplank.actions.wellbeing import signal, signal_steps
    from loopplank.store.models import VolunteerSignal

    signal_id = signal.send_signal(actor=_as(volunteer_id), now=now, reason="time")
    told = VolunteerSignal.objects.get(pk=signal_id).to
    signal_steps.answer_signal(actor=_member(told), now=now, signal_id=signal_id, outcome="lighter")


def _on_a_laptop(volunteer_id: UUID, now: datetime) -> None:
    from loopplank.actions.messages import devices
    from loopplank.core.messages.devices import read_user_agent
    from loopplank.store.models import Link

    link = Link.objects.get(purpose="week", subject_id=volunteer_id)
    seen = devices.Seen("the-other-one", link.generation, read_user_agent(LAPTOP))
    devices.remember(actor=_as(volunteer_id), now=now, seen=seen)
    _by_key(volunteer_id, now)


def _by_key(volunteer_id: UUID, now: datetime) -> None:
    """And somebody opened a hand-over key, nobody knows who."""
    from loopplank.access.account.actors import VISITOR
    from loopplank.actions.messages import hand_over_keys
    from loopplank.core.account.roles import Role
    from loopplank.core.messages.devices import read_user_agent
    from loopplank.store.models import Affiliation, Membership

    house = Affiliation.objects.filter(volunteer_id=volunteer_id, state="active")[0].organisation_id
    maker = Membership.objects.filter(
        organisation_id=house, role=Role.COORDINATOR, active=True, account__is_active=True
    )[0]
    key_id = hand_over_keys.make(actor=_member(maker), now=now, volunteer_id=volunteer_id)
    browser = hand_over_keys.OpenedWith("by-a-key", read_user_agent(LAPTOP))
    hand_over_keys.use(actor=VISITOR, now=now, key_id=key_id, browser=browser)


def _as(volunteer_id: UUID) -> Any:
    from loopplank.access.account.actors import Actor
    from loopplank.core.account.roles import Role

    return Actor(Role.VOLUNTEER, id=volunteer_id)


def _member(membership: Any) -> Any:
    from loopplank.access.account.actors import actor_of
    from loopplank.store.models import Membership

    rows = Membership.objects.select_related("account", "organisation")
    return actor_of(rows.get(pk=membership.pk))
