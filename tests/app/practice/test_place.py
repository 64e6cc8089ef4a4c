"""The place to practise in: made with invented people, apart from all that is real."""

import time as _time

from tests.app.cast import NOW, Cast

from loopplank.actions.practice import place, removal
from loopplank.store.models import Membership, Network, Request, Volunteer, Event, AccessRecord


def test_try(cast: Cast) -> None:
    a = _time.perf_counter()
    m = place.begin(actor=cast.anna, now=NOW)
    b = _time.perf_counter()
    net = Network.objects.get(practice_of=cast.noord_id)
    print(
        b - a,
        list(Request.objects.filter(organisation__network=net).values_list("state", "owner_id")),
    )
    print(list(Volunteer.objects.filter(is_practice=True).values_list("first_name", "phone")))
    n = Event.objects.count()
    removal.remove(actor=cast.anna, now=NOW)
    print(
        _time.perf_counter() - b,
        n,
        Event.objects.count(),
        Volunteer.objects.filter(is_practice=True).count(),
    )
    assert 0
