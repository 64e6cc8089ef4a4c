"""A new address or number of a volunteer: used at once, told to the old one and to every
organisation, and without a key until it is certain. The enemy is whoever writes down their own.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.messages.test_hand_over_keys import shared
from tests.app.on_the_phone import plain

from loopplank.access.account.actors import VISITOR, Actor, NotFound
from loopplank.access.account.links import ADDRESS, Wanted, token_of
from loopplank.access.messages.delivery import to_send
from loopplank.access.messages.messages import messages_page
from loopplank.access.messages.send_policy import verdict
from loopplank.actions.account import links
from loopplank.actions.privacy import erasure
from loopplank.actions.volunteers import address_changes, limits, visits, volunteers
from loopplank.actions.wellbeing import signal
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.rules import Do
from loopplank.core.volunteers.address_change import BY_MAIL, SAME_HOUSE, WAITS
from loopplank.store.models import AddressChange, Event, Limits, Link, LinkAsk, Message, Volunteer
from loopplank.web.kit import clock

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OLD, NEW, THIRD = "zora@example.nl", "eve@example.nl", "zora@third.example.nl"
pytestmark = [pytest.mark.both_engines, pytest.mark.usefixtures("sends")]


@pytest.fixture
def sends(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SENDS_MAIL = settings.SENDS_SMS = True  # type: ignore[attr-defined]
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def zora(cast: Cast) -> Actor:
    """Of Noord and Zuid, with an e-mail address."""
    who = shared(cast)
    Volunteer.objects.filter(pk=who.id).update(channel="email")
    Message.objects.filter(volunteer_id=who.id).delete()
    return who


def change(who: Actor, by: Actor, *, now: datetime = NOW, **told: str) -> None:
    row = Volunteer.objects.get(pk=who.id)
    stands = {name: getattr(row, name) for name in volunteers.DETAIL_COLUMNS}
    details = replace(volunteers.Details(**stands), **told)
    volunteers.set_details(actor=by, now=now, volunteer_id=row.pk, details=details)


def link_in(template: str, now: datetime, **where: str) -> str:
    row = Message.objects.filter(template=template, **where).latest("queued_at", "pk")
    return to_send([row.pk], now)[row.pk].link


def say(right: bool, now: datetime = NOW) -> None:
    address_changes.answer(actor=VISITOR, now=now, token=token(), right=right)


def token() -> str:
    row = AddressChange.objects.latest("changed_at")
    link = Link.objects.get(purpose=ADDRESS, subject_id=row.pk)
    return token_of(link.pk, link.generation)


def asks_for_the_link(address: str, now: datetime) -> Message:
    """Whoever reads the new address asks for "my" link, and the loop looks at it."""
    wanted = Wanted("email", address)
    links.ask_again(actor=VISITOR, now=now, wanted=wanted, source="192.0.2.7")
    from loopplank.access.account.actors import SYSTEM

    links.send_again(actor=SYSTEM, now=now, ask_id=LinkAsk.objects.latest("asked_at").pk)
    return Message.objects.filter(template="week_link_again").latest("queued_at", "pk")


def test_a_coordinator_who_writes_their_own_address_gets_no_key_for_seven_days(
    cast: Cast, zora: Actor
) -> None:
    """On the old code the link of the week went there at once."""
    change(zora, cast.anna, email=NEW)
    row = asks_for_the_link(NEW, NOW)
    late = NOW + WAITS - MINUTE
    assert verdict(row, NOW).do is Do.WAIT
    assert verdict(row, NOW).at == NOW + WAITS
    assert to_send([row.pk], late)[row.pk].link == ""
    assert link_in("changed_for_you", late) == "", "nor in what says that something changed"
    assert verdict(row, NOW + WAITS).do is not Do.WAIT
    assert to_send([row.pk], NOW + WAITS)[row.pk].link


def test_old_and_new_and_every_organisation_hear_of_it(cast: Cast, zora: Actor) -> None:
    change(zora, cast.anna, email=NEW)
    told = Message.objects.filter(volunteer_id=zora.id)
    former = told.get(template="address_changed_former", address=OLD)
    assert former.channel == "email"
    assert told.filter(template="address_changed", address=NEW).exists()
    phone = told.get(template="address_changed_former", channel="sms")
    assert phone.address == Volunteer.objects.get(pk=zora.id).phone, "an address that stood before"
    houses = told.filter(template="address_changed_house")
    assert {one.organisation_id for one in houses} == {cast.noord_id, cast.zuid_id}
    facts = to_send([former.pk], NOW)[former.pk]
    assert facts.recipient.email == OLD
    assert "/l/" in facts.link
    seen = messages_page(cast.anna, NOW, state="leaving", number=1).rows
    assert all(not one.link for one in seen if one.template.startswith("address_changed"))


def test_the_old_address_says_yes_and_the_new_one_gets_its_key(cast: Cast, zora: Actor) -> None:
    change(zora, zora, email=NEW)
    client = browsing.visitor()
    client.get(f"/l/{token()}")
    page = plain(client.get(reverse("address_change")).content.decode())
    assert "Klopt je nieuwe e-mailadres?" in page
    assert NEW not in page
    assert "Zora" not in page
    assert AddressChange.objects.get().state == "open", "a GET decides nothing"
    client.post(reverse("address_change"), {"answer": "yes"})
    assert AddressChange.objects.get().state == "confirmed"
    assert link_in("week_link_again", NOW) if asks_for_the_link(NEW, NOW) else ""


def test_the_old_address_says_no_and_stands_there_again(cast: Cast, zora: Actor) -> None:
    change(zora, cast.anna, email=NEW)
    say(right=False)
    assert Volunteer.objects.get(pk=zora.id).email == OLD
    assert AddressChange.objects.get().state == "undone"
    assert Message.objects.filter(template="address_changed", address=NEW).count() == 2
    with pytest.raises(NotFound):
        say(right=True)
    assert Event.objects.filter(type="volunteer.address_undone").exists()


def test_after_seven_days_the_old_address_has_no_say(cast: Cast, zora: Actor) -> None:
    change(zora, cast.anna, email=NEW)
    say_at = NOW + WAITS
    with pytest.raises(NotFound):
        say(right=False, now=say_at)
    assert Volunteer.objects.get(pk=zora.id).email == NEW


def test_there_and_back_waits_for_nothing(cast: Cast, zora: Actor) -> None:
    change(zora, cast.anna, email=NEW)
    change(zora, zora, email=OLD, now=NOW + DAY)
    assert AddressChange.objects.get().state == "undone"
    row = asks_for_the_link(OLD, NOW + DAY)
    assert to_send([row.pk], NOW + DAY)[row.pk].link
    assert Message.objects.filter(template="address_changed", address=NEW).count() == 2


def test_back_after_the_new_one_was_certain_is_a_new_change(cast: Cast, zora: Actor) -> None:
    """An ex still reads the old mailbox."""
    change(zora, zora, email=NEW)
    say(right=True)
    change(zora, cast.anna, email=OLD, now=NOW + DAY)
    row = asks_for_the_link(OLD, NOW + DAY)
    assert to_send([row.pk], NOW + DAY)[row.pk].link == ""
    assert AddressChange.objects.get(state="open").former == NEW


def test_of_two_changes_in_a_week_the_first_address_decides(cast: Cast, zora: Actor) -> None:
    change(zora, cast.anna, email=NEW)
    first = token()
    change(zora, cast.anna, email=THIRD, now=NOW + 3 * DAY)
    row = AddressChange.objects.get(state="open")
    assert (row.former, row.current, row.key_from) == (OLD, THIRD, NOW + 3 * DAY + WAITS)
    told = Message.objects.filter(volunteer_id=zora.id, queued_at=NOW + 3 * DAY)
    assert told.get(template="address_changed_former", channel="email").address == OLD
    assert set(told.filter(template="address_changed").values_list("address", flat=True)) == {
        NEW,
        THIRD,
    }
    with pytest.raises(NotFound):
        # the address in between, or the message about it, decides nothing
        address_changes.answer(actor=VISITOR, now=NOW + 3 * DAY, token=first, right=True)
    say(right=False, now=NOW + 3 * DAY)
    assert Volunteer.objects.get(pk=zora.id).email == OLD


def test_both_wrong_the_third_works_after_a_week_and_a_key_at_once(cast: Cast, zora: Actor) -> None:
    from loopplank.actions.messages import hand_over_keys

    change(zora, cast.anna, email=NEW)
    change(zora, cast.anna, email=THIRD, now=NOW + DAY)
    assert zora.id
    hand_over_keys.make(actor=cast.anna, now=NOW + DAY, volunteer_id=zora.id)
    row = asks_for_the_link(THIRD, NOW + DAY)
    assert to_send([row.pk], NOW + DAY + WAITS)[row.pk].link


def test_taking_an_address_away_first_does_not_help(cast: Cast, zora: Actor) -> None:
    change(zora, cast.anna, email="", channel="sms")
    change(zora, cast.anna, email=NEW, now=NOW + DAY)
    assert AddressChange.objects.get(state="open").former == OLD
    told = Message.objects.filter(template="address_changed_former", address=OLD)
    assert told.count() == 2


def test_only_a_telephone_two_coordinators_of_two_organisations(cast: Cast, zora: Actor) -> None:
    Volunteer.objects.filter(pk=zora.id).update(email="", channel="phone")
    change(zora, cast.anna, phone="0611111111")
    change_id = AddressChange.objects.get().pk
    page = browsing.member(cast.anna).get(reverse("volunteer", args=[zora.id])).content.decode()
    assert "Ik sprak Zora: het nummer klopt" in page
    assert not address_changes.vouch(actor=cast.anna, now=NOW, change_id=change_id)
    for colleague in (cast.anna, cast.henk):
        with pytest.raises(Refused) as refused:
            address_changes.vouch(actor=colleague, now=NOW, change_id=change_id)
        assert refused.value.reason is SAME_HOUSE
    stranger = cast.volunteer("Ria Smit")
    assert stranger.id
    assert address_changes.vouch(actor=cast.carla, now=NOW, change_id=change_id)
    assert AddressChange.objects.get().state == "confirmed"


def test_where_mail_can_be_sent_coordinators_confirm_nothing(cast: Cast, zora: Actor) -> None:
    change(zora, cast.anna, phone="0611111111")
    with pytest.raises(Refused) as refused:
        address_changes.vouch(actor=cast.anna, now=NOW, change_id=AddressChange.objects.get().pk)
    assert refused.value.reason is BY_MAIL


def test_an_organisation_without_the_volunteer_says_nothing_of_it(cast: Cast) -> None:
    change(cast.bram, cast.anna, phone="0611111111")
    with pytest.raises(NotFound):
        address_changes.vouch(actor=cast.carla, now=NOW, change_id=AddressChange.objects.get().pk)


def test_erasing_takes_the_addresses_and_the_messages_along(cast: Cast) -> None:
    change(cast.bram, cast.anna, phone="0611111111")
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert not AddressChange.objects.exists()
    assert not Link.objects.filter(purpose=ADDRESS).exists()
    assert not Message.objects.filter(template__startswith="address_changed").exists()
    assert TODAY


def test_a_lost_telephone_costs_nobody_a_week(cast: Cast) -> None:
    """While no key goes anywhere the coordinator writes all of it down, as the coordinator."""
    match_id = cast.running(cast.bram)
    change(cast.bram, cast.anna, phone="0611111111")
    before = Limits.objects.get(pk=cast.bram_id)
    by = {"actor": cast.anna, "now": NOW}
    visits.log_visit(**by, match_id=match_id, day=TODAY - DAY, minutes=60, felt="fine")
    visits.cannot_visit(**by, match_id=match_id, day=TODAY + 2 * DAY)
    said = signal.Said("time", "")
    signal.note_signal(**by, volunteer_id=cast.bram_id, said=said, match_id=match_id)
    limits.pause(**by, volunteer_id=cast.bram_id, first=TODAY + 9 * DAY, last=TODAY + 12 * DAY)
    written = Event.objects.filter(
        type__in=["visit.logged", "visit.cannot", "signal.sent", "volunteer.limits_changed"]
    )
    assert {one.type for one in written} == {
        "visit.logged",
        "visit.cannot",
        "signal.sent",
        "volunteer.limits_changed",
    }
    assert {(one.actor_role, one.actor_id) for one in written} == {("coordinator", cast.anna.id)}
    after = Limits.objects.get(pk=cast.bram_id)
    for limit in ("liked_minutes", "max_minutes", "max_people", "max_heavy"):
        assert getattr(after, limit) == getattr(before, limit)
