"""The log of security events: codes and random ids only, and nobody fills it from outside."""

from datetime import timedelta

import pytest
from tests.app.cast import NOW, Cast

from loopplank.actions.kit.security_log import record
from loopplank.core.account.security_log import MOST_ALIKE, Kind
from loopplank.store.models import SecurityEvent

#: As long as an IPv4 address may be; documentation range.
PLACE = "192.0.2.7"


def test_an_entry_says_who_and_where_in_random_numbers(cast: Cast) -> None:
    record(Kind.INVITED, now=NOW, actor=cast.anna, account_id=cast.carla.account_id, origin=PLACE)
    row = SecurityEvent.objects.get()
    assert (row.actor_id, row.account_id) == (cast.anna.id, cast.carla.account_id)
    assert (row.actor_role, row.organisation_id) == ("coordinator", cast.noord_id)
    assert PLACE not in row.origin
    record(Kind.INVITED, now=NOW + timedelta(days=1), actor=cast.anna, origin=PLACE)
    first, second = SecurityEvent.objects.order_by("pk").values_list("origin", flat=True)
    assert first != second, "two days are not tied together"


@pytest.mark.parametrize("words", ["Truus De Wit", "truus@example.nl", "0612345678", 1.5, None])
def test_what_may_be_about_a_person_is_refused(cast: Cast, words: object) -> None:
    with pytest.raises(ValueError, match="about a person"):
        record(Kind.EXPORTED, now=NOW, actor=cast.anna, data={"page": words})
    assert not SecurityEvent.objects.exists()


def test_a_stranger_cannot_fill_it(db: None) -> None:
    for _ in range(MOST_ALIKE + 5):
        record(Kind.SIGN_IN_FAILED, now=NOW, origin=PLACE)
    assert SecurityEvent.objects.count() == MOST_ALIKE
    record(Kind.SIGN_IN_FAILED, now=NOW, origin="198.51.100.4")
    record(Kind.SIGN_IN_FAILED, now=NOW + timedelta(hours=2), origin=PLACE)
    assert SecurityEvent.objects.count() == MOST_ALIKE + 2
