"""The devices of a volunteer: remembered when used, listed, ended; and nothing by only looking."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing, on_devices
from tests.app.cast import NOW, TODAY, Cast
from tests.app.kit.test_queries import Counting
from tests.app.questionnaire import text

from loopplank.access.account.links import WEEK, token_of
from loopplank.actions.account import links
from loopplank.actions.messages import devices
from loopplank.actions.messages.devices import forget
from loopplank.core.messages.devices import Browser, Kind, System, read_user_agent
from loopplank.store.models import Device, Event, Link, Message
from loopplank.web.kit import clock

DAY = timedelta(days=1)


class Time:
    """What the clock of the pages says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now: datetime = NOW
        monkeypatch.setattr(clock, "now", lambda: self.now)


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    return Time(monkeypatch)


def opened(cast: Cast, agent: str = on_devices.PHONE) -> Client:
    """Bram's link in a browser that he did nothing in yet."""
    link = Link.objects.get(purpose=WEEK, subject_id=cast.bram_id)
    client = Client(SERVER_NAME=browsing.HOST, headers={"user-agent": agent})
    client.get(f"/l/{token_of(link.pk, link.generation)}")
    return client


def used(cast: Cast, agent: str = on_devices.PHONE) -> Client:
    client = opened(cast, agent)
    assert client.post(reverse("remember_device")).status_code == 302
    return client


def gets_in(client: Client) -> bool:
    status = client.get(reverse("week")).status_code
    assert status in {200, 403}
    return status == 200


def own_page(client: Client) -> str:
    return text(client.get(reverse("devices")))


def test_only_looking_remembers_nothing(cast: Cast) -> None:
    """A mail scanner may follow the link and open every page behind it."""
    events = Event.objects.count()
    client = opened(cast)
    for name in ("week", "limits", "own_details", "devices", "too_heavy", "form_mark", "offline"):
        assert client.get(reverse(name)).status_code == 200, name
    assert not Device.objects.exists()
    assert not Message.objects.filter(template="new_device").exists()
    assert Event.objects.count() == events


def test_what_was_only_opened_ends_after_a_day(cast: Cast, time: Time) -> None:
    client = opened(cast)
    time.now = NOW + DAY - timedelta(minutes=1)
    assert gets_in(client)
    time.now = NOW + DAY
    assert not gets_in(client)


@pytest.mark.parametrize("how", ["button", "form", "script"])
def test_the_first_thing_somebody_does_remembers_the_device(cast: Cast, how: str) -> None:
    client = opened(cast)
    assert "Onthoud dit toestel" in text(client.get(reverse("week")))
    if how == "form":
        answer = client.post(reverse("pause"), {"length": "nonsense"})
        assert answer.status_code == 422, "also when the form was not right"
    elif how == "script":
        answer = client.post(reverse("remember_device"), {"quietly": "1"})
        assert (answer.status_code, answer.content) == (204, b"")
    else:
        client.post(reverse("remember_device"))
    row = Device.objects.get()
    assert (row.kind, row.system, row.browser) == ("phone", "android", "chrome")
    assert row.secret_hash not in client.cookies["loopplank_week"].value
    assert "Onthoud dit toestel" not in text(client.get(reverse("week")))


def test_a_device_is_remembered_ninety_days_since_it_was_used(cast: Cast, time: Time) -> None:
    client = used(cast)
    time.now = NOW + 89 * DAY
    assert gets_in(client)
    assert Device.objects.get().last_seen_on == TODAY + 89 * DAY
    assert client.cookies["loopplank_week"]["max-age"] == 90 * 24 * 3600
    time.now = NOW + 178 * DAY
    assert gets_in(client), "counted from the last time, not from the first"
    time.now = NOW + 178 * DAY + 91 * DAY
    assert not gets_in(client)


def test_looking_often_is_written_down_once_a_day_and_never_as_an_event(
    cast: Cast, time: Time, queries: Counting
) -> None:
    client = used(cast)
    time.now = NOW + DAY
    events = Event.objects.count()
    client.get(reverse("week"))
    with queries() as asked:
        client.get(reverse("week"))
    assert not [sql for sql in asked if sql.startswith("UPDATE")]
    assert Event.objects.count() == events


def test_the_link_once_more_in_the_same_browser_is_the_same_device(cast: Cast) -> None:
    client = used(cast)
    link = Link.objects.get(purpose=WEEK, subject_id=cast.bram_id)
    client.get(f"/l/{token_of(link.pk, link.generation)}")
    client.post(reverse("remember_device"))
    assert Device.objects.count() == 1


def test_of_a_second_device_the_volunteer_hears(cast: Cast) -> None:
    used(cast)
    assert not Message.objects.filter(template="new_device").exists(), "the first is no news"
    used(cast, on_devices.LAPTOP)
    told = Message.objects.get(template="new_device")
    assert (told.volunteer_id, told.channel, told.params) == (cast.bram_id, "sms", {})
    used(cast, TABLET)
    assert Message.objects.filter(template="new_device").count() == 1, "one is enough until told"


def test_the_page_tells_this_one_from_the_others(cast: Cast) -> None:
    used(cast, on_devices.LAPTOP)
    page = own_page(used(cast))
    this_one, others = page.split("Andere toestellen")
    assert "Telefoon (Android, Chrome)" in this_one
    assert "Computer (Windows, Firefox)" in others
    assert "Laatst gebruikt: vandaag." in others


def test_with_one_device_the_page_says_that_there_is_no_other(cast: Cast) -> None:
    assert "Je week gaat nergens anders open." in own_page(used(cast))


def test_one_that_is_ended_needs_a_new_link_and_the_others_go_on(cast: Cast) -> None:
    lost, third, own = used(cast, on_devices.LAPTOP), used(cast), used(cast)
    row = Device.objects.get(system="windows")
    old = Link.objects.get(purpose=WEEK, subject_id=cast.bram_id)
    old_token = token_of(old.pk, old.generation)
    own.post(reverse("end_device", args=[row.pk]))
    assert (gets_in(lost), gets_in(third), gets_in(own)) == (False, True, True)
    assert lost.get(f"/l/{old_token}").status_code == 404, "it may hold the message with the link"
    assert "Windows" not in own_page(own)


def test_all_others_end_also_what_was_opened_and_never_used(cast: Cast) -> None:
    scanner, laptop, own = opened(cast), used(cast, on_devices.LAPTOP), used(cast)
    own.post(reverse("end_other_devices"))
    assert (gets_in(scanner), gets_in(laptop), gets_in(own)) == (False, False, True)


def test_a_renewed_link_ends_every_device(cast: Cast) -> None:
    client = used(cast)
    links.renew_week(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    assert not gets_in(client)
    assert gets_in(opened(cast))


def test_signing_out_here_leaves_the_link_and_empties_the_browser(cast: Cast) -> None:
    client, other = used(cast), used(cast, on_devices.LAPTOP)
    answer = client.post(reverse("leave_device"))
    assert "Je bent uitgelogd" in text(answer)
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies["loopplank_week"]["max-age"] == 0
    assert (gets_in(client), gets_in(other)) == (False, True)
    assert gets_in(opened(cast)), "the link in the own message opens still"


def test_a_cookie_that_was_copied_before_signing_out_opens_nothing(cast: Cast) -> None:
    client = used(cast)
    copied = client.cookies["loopplank_week"].value
    client.post(reverse("leave_device"))
    thief = browsing.visitor()
    thief.cookies["loopplank_week"] = copied
    assert not gets_in(thief)
    assert thief.post(reverse("remember_device")).status_code == 403


def test_the_device_of_somebody_else_is_not_there(cast: Cast) -> None:
    used(cast)
    row = Device.objects.get()
    stranger = browsing.volunteer(cast.volunteer("Zora Zuid", of=cast.carla))
    assert stranger.post(reverse("end_device", args=[row.pk])).status_code == 404
    assert Device.objects.get(pk=row.pk).revoked_at is None
    assert "Android" not in own_page(stranger)


@pytest.mark.both_engines
def test_erasing_forgets_the_devices(cast: Cast) -> None:
    client = used(cast)
    answer = client.post(reverse("erase_me"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not Device.objects.exists()


def test_what_nobody_can_come_in_with_is_thrown_away(cast: Cast) -> None:
    used(cast)
    on_devices.remembered(cast.bram, "another")
    devices.end(
        actor=cast.bram, now=NOW, device_id=Device.objects.exclude(browser="x").latest("pk").pk
    )
    assert forget(NOW + 30 * DAY) == 0
    assert forget(NOW + 31 * DAY) == 1
    assert forget(NOW + 91 * DAY) == 1
    assert not Device.objects.exists()


def test_the_list_costs_the_same_for_one_as_for_many(cast: Cast, queries: Counting) -> None:
    client = used(cast)
    with queries() as few:
        client.get(reverse("devices"))
    for n in range(8):
        on_devices.remembered(cast.bram, f"secret {n}")
    with queries() as many:
        client.get(reverse("devices"))
    assert len(few) == len(many)


IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)
SAMSUNG = (
    "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko)"
    " SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36"
)
TABLET = (
    "Mozilla/5.0 (Linux; Android 12; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/120.0.0.0 Safari/537.36"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0"
)


@pytest.mark.parametrize(
    ("agent", "kind", "system", "browser"),
    [
        (on_devices.PHONE, Kind.PHONE, System.ANDROID, Browser.CHROME),
        (on_devices.LAPTOP, Kind.COMPUTER, System.WINDOWS, Browser.FIREFOX),
        (IPHONE, Kind.PHONE, System.IPHONE, Browser.SAFARI),
        (SAMSUNG, Kind.PHONE, System.ANDROID, Browser.SAMSUNG),
        (TABLET, Kind.TABLET, System.ANDROID, Browser.CHROME),
        (EDGE, Kind.COMPUTER, System.WINDOWS, Browser.EDGE),
        ("", Kind.COMPUTER, System.OTHER, Browser.OTHER),
    ],
)
def test_what_a_browser_tells(agent: str, kind: Kind, system: System, browser: Browser) -> None:
    told = read_user_agent(agent)
    assert (told.kind, told.system, told.browser) == (kind, system, browser)
