"""What the administrator of a network sets about messages."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import text
from tests.app.responsibility.test_clocks import admin_of_noord

from loopplank.access.messages.wishes import hours_in
from loopplank.core.messages.wishes import NetworkHours
from loopplank.store.models import Event, Network
from loopplank.web.kit import clock

USUAL = {
    "quiet_from": "20:00",
    "quiet_to": "08:30",
    "asker_from": "09:00",
    "asker_to": "19:00",
    "rest_day": "6",
    "most_a_week": "3",
    "most_asks_a_month": "4",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def hours_of(cast: Cast) -> NetworkHours:
    return hours_in(Network.objects.get(pk=cast.network_id))


def test_a_network_begins_with_the_hours_of_the_product(cast: Cast) -> None:
    assert hours_of(cast) == NetworkHours()
    html = browsing.member(admin_of_noord(cast)).get(reverse("message_hours")).content.decode()
    for name, value in USUAL.items():
        assert f'name="{name}"' in html
        assert f'value="{value}"' in html


def test_what_is_chosen_is_kept_and_recorded(cast: Cast) -> None:
    client = browsing.member(admin_of_noord(cast))
    where = reverse("message_hours")
    typed = {**USUAL, "quiet_from": "21:30", "rest_day": "none", "most_asks_a_month": "2"}
    assert client.post(where, typed).status_code == 302
    assert hours_of(cast) == NetworkHours(
        quiet_from=time(21, 30), rest_day=None, most_asks_a_month=2
    )
    event = Event.objects.get(type="network.message_hours_set")
    assert event.data["quiet"] == ["21:30", "08:30"]
    client.post(where, typed)
    assert Event.objects.filter(type="network.message_hours_set").count() == 1
    assert reverse("message_hours") in client.get(reverse("settings")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"quiet_from": "18:00"}, "De stilte begint tussen 19:30 en 22:00 uur."),
        ({"quiet_to": "11:00"}, "De stilte eindigt tussen 7:00 en 10:00 uur."),
        ({"asker_from": "07:00"}, "Begin tussen 8:00 en 12:00 uur."),
        ({"asker_to": "21:00"}, "Eindig tussen 15:00 en 20:00 uur."),
        ({"most_a_week": "8"}, "Vul een getal in van 1 tot en met 7."),
        ({"most_asks_a_month": ""}, "Vul een getal in van 1 tot en met 12."),
        ({"rest_day": "2"}, "Kies een dag, of geen vaste dag."),
        ({"quiet_to": "later"}, "Vul een tijd in, bijvoorbeeld 20:00."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(cast: Cast, wrong: dict[str, str], said: str) -> None:
    answer = browsing.member(admin_of_noord(cast)).post(
        reverse("message_hours"), {**USUAL, **wrong}
    )
    assert answer.status_code == 422
    assert said in text(answer)
    assert hours_of(cast) == NetworkHours()


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "wrong",
    [
        {"rest_day": 2},
        {"most_messages_a_week": 0},
        {"most_asks_a_month": 13},
        {"quiet_from": time(18)},
        {"asker_to": time(21)},
    ],
)
def test_the_table_refuses_it_too(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Network.objects.update(**wrong)
