"""Keys that a coordinator hands over: once, fourteen days, by a button; and what the device that
they open may see and do. The enemy is a colleague, another organisation, a scanner, or a finder.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing, on_devices
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone, plain

from loopplank.access.account.access_records import Purpose
from loopplank.access.account.actors import VISITOR, Actor, NotFound
from loopplank.access.account.links import WEEK, token_of, token_of_key
from loopplank.access.messages.hand_over_keys import keys_page, with_key_page
from loopplank.actions.account import links
from loopplank.actions.kit.action import VERBS
from loopplank.actions.matching import proposals
from loopplank.actions.messages import devices, hand_over_keys
from loopplank.actions.messages.hand_over_keys import OpenedWith
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import handling
from loopplank.actions.volunteers import limits, visits, volunteers
from loopplank.core.account.hand_over import ALONE_WAITS, LASTS, NOT_THERE_THEN, SHUT
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.devices import read_user_agent
from loopplank.store.models import (
    AccessRecord,
    Affiliation,
    Device,
    Event,
    HandOverKey,
    KeyAct,
    Link,
    Match,
    Membership,
    Message,
    Network,
    Proposal,
)
from loopplank.web.kit import clock

MINUTE = timedelta(minutes=1)
pytestmark = [pytest.mark.both_engines, pytest.mark.usefixtures("stopped_clock")]


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def a_key(
    cast: Cast, *, by: Actor | None = None, of: Actor | None = None, now: datetime = NOW
) -> Any:
    who = of or cast.bram
    assert who.id
    return hand_over_keys.make(actor=by or cast.anna, now=now, volunteer_id=who.id)


def browser(secret: str = "new-phone", before: str = "") -> OpenedWith:
    return OpenedWith(secret, read_user_agent(on_devices.PHONE), before)


def use(key_id: Any, *, now: datetime = NOW, secret: str = "new-phone") -> None:
    hand_over_keys.use(actor=VISITOR, now=now, key_id=key_id, browser=browser(secret))


def holder(cast: Cast, key_id: Any = None, **given: Any) -> Actor:
    """Whoever opened a key of Noord for Bram."""
    key_id = key_id or a_key(cast, **given)
    use(key_id)
    key = HandOverKey.objects.get(pk=key_id)
    return Actor(Role.KEY_HOLDER, key.volunteer_id, key.organisation_id, key_id=key_id)


def opened(key_id: Any) -> Client:
    """A clean browser in which somebody followed the key and pressed the button."""
    client = browsing.visitor()
    client.get(f"/l/{token_of_key(key_id)}")
    client.post(reverse("use_key"))
    return client


def shut(key_id: Any, *, now: datetime = NOW) -> bool:
    """Whether the key opens nothing, for the action and for the page."""
    with pytest.raises(Refused) as refused:
        use(key_id, now=now, secret=f"other {key_id}")
    return refused.value.reason is SHUT


# --- using it -------------------------------------------------------------------------------------


def test_a_scanner_that_follows_it_uses_nothing_up(cast: Cast) -> None:
    key_id = a_key(cast)
    for _ in range(3):
        scanner = browsing.visitor()
        assert scanner.get(f"/l/{token_of_key(key_id)}")["Location"] == reverse("use_key")
        page = scanner.get(reverse("use_key")).content.decode()
        assert "Bram" not in page, "nothing of the volunteer before the button"
        scanner.head(reverse("use_key"))
    assert HandOverKey.objects.get(pk=key_id).used_at is None
    assert not Device.objects.exists()
    client = opened(key_id)
    assert client.get(reverse("with_key")).status_code == 200


def test_it_works_once(cast: Cast) -> None:
    key_id = a_key(cast)
    opened(key_id)
    second = browsing.visitor()
    assert second.get(f"/l/{token_of_key(key_id)}").status_code == 410
    assert second.post(reverse("use_key")).status_code == 410
    assert Device.objects.count() == 1
    assert shut(key_id)


def test_pressing_again_in_the_same_browser_leads_to_the_page(cast: Cast) -> None:
    client = opened(a_key(cast))
    assert client.post(reverse("use_key"))["Location"] == reverse("with_key")


def test_a_minute_before_fourteen_days_it_works_and_at_that_moment_it_does_not(cast: Cast) -> None:
    first, second = a_key(cast), a_key(cast)
    use(first, now=NOW + LASTS - MINUTE)
    assert shut(second, now=NOW + LASTS)
    assert shut(second, now=NOW + LASTS + MINUTE)


def _withdraw(cast: Cast, key_id: Any) -> None:
    hand_over_keys.withdraw(actor=cast.henk, now=NOW, key_id=key_id)


def _end_all(cast: Cast, _key_id: Any) -> None:
    devices.end_others(actor=cast.bram, now=NOW, secret="none of them")


def _erase(cast: Cast, _key_id: Any) -> None:
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)


def _leave(cast: Cast, _key_id: Any) -> None:
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(state="ended", ended_on=TODAY)


def _maker_leaves(cast: Cast, _key_id: Any) -> None:
    Membership.objects.filter(pk=cast.henk.id).update(active=False, ended_on=TODAY)


def _renew(cast: Cast, _key_id: Any) -> None:
    links.renew_week(actor=cast.henk, now=NOW, volunteer_id=cast.bram_id)


ENDINGS = {
    "withdrawn": _withdraw,
    "all devices ended": _end_all,
    "erased": _erase,
    "affiliation ended": _leave,
    "maker left": _maker_leaves,
    "link renewed": _renew,
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_after_an_ending_a_key_opens_nothing(cast: Cast, ending: str) -> None:
    # made by Henk, who owns nothing and so may leave
    key_id = a_key(cast, by=cast.henk)
    token = token_of_key(key_id)
    ENDINGS[ending](cast, key_id)
    if HandOverKey.objects.filter(pk=key_id).exists():
        assert shut(key_id)
    assert browsing.visitor().get(f"/l/{token}").status_code in {404, 410}
    assert not Device.objects.exists()


@pytest.mark.parametrize("ending", [e for e in ENDINGS if e != "maker left"])
def test_after_an_ending_the_device_that_it_opened_shows_and_answers_nothing(
    cast: Cast, ending: str
) -> None:
    proposal_id = cast.asked(cast.bram)
    key_id = a_key(cast)
    client = opened(key_id)
    key = HandOverKey.objects.get(pk=key_id)
    who = Actor(Role.KEY_HOLDER, cast.bram_id, key.organisation_id, key_id=key_id)
    ENDINGS[ending](cast, key_id)
    assert client.get(reverse("with_key")).status_code == 403
    client.post(reverse("answer_with_key", args=[proposal_id]), {"answer": "yes"})
    assert Proposal.objects.get(pk=proposal_id).state != "yes"
    if ending in {"withdrawn", "erased", "affiliation ended"}:
        with pytest.raises(NotFound):
            proposals.accept(actor=who, now=NOW, proposal_id=proposal_id)


# --- what it sees and does ------------------------------------------------------------------------


def test_a_coordinator_who_opens_it_and_says_yes_is_named_everywhere(cast: Cast) -> None:
    """On the old code the copied link said yes as Bram, and nothing told who had."""
    proposal_id = cast.asked(cast.bram)
    request_id = Proposal.objects.get(pk=proposal_id).request_id
    client = opened(a_key(cast))
    assert "Bram" in client.get(reverse("with_key")).content.decode()
    client.post(reverse("answer_with_key", args=[proposal_id]), {"answer": "yes"})

    row = Proposal.objects.get(pk=proposal_id)
    assert (row.state, row.answered_via) == ("yes", "by_key")
    event = Event.objects.get(type="request.accepted")
    key = HandOverKey.objects.get()
    assert (event.actor_role, event.data["key"]) == ("key_holder", str(key.pk))
    page = plain(
        browsing.member(cast.anna).get(reverse("request", args=[request_id])).content.decode()
    )
    assert "ja op een vraag, met een sleutel die Anna Prins (Noord) maakte; niet bevestigd" in page
    own = Phone(cast.bram)
    assert "Ja op een vraag" in own.reads("devices") or "ja op een vraag" in own.reads("devices")
    assert "met een sleutel die Anna Prins (Noord) maakte" in own.reads("week")
    looked = AccessRecord.objects.filter(page="with_key").latest("pk")
    assert (looked.actor_role, looked.actor_id) == ("key_holder", key.pk)
    assert looked.purpose == Purpose.OWN
    assert Message.objects.filter(template="noted_yes_by_key", volunteer_id=cast.bram_id).exists()


def test_it_shows_only_what_its_own_organisation_asks(cast: Cast) -> None:
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12)
    zora = shared(cast)
    here, there = cast.asked(zora), cast.asked(zora, of=cast.carla)
    who = holder(cast, of=zora)
    page = with_key_page(who, NOW)
    assert [one.id for one in page.asked] == [here]
    with pytest.raises(NotFound):
        proposals.accept(actor=who, now=NOW, proposal_id=there)
    with pytest.raises(NotFound):
        proposals.decline(actor=who, now=NOW, proposal_id=there)
    forged = Actor(Role.KEY_HOLDER, zora.id, cast.zuid_id, key_id=who.key_id)
    with pytest.raises(NotFound):
        with_key_page(forged, NOW)
    with pytest.raises(NotFound):
        proposals.decline(actor=forged, now=NOW, proposal_id=there)


def test_a_visit_is_called_off_with_it_and_only_there(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    other = cast.running(cast.volunteer("Ria Smit"))
    who = holder(cast)
    day = TODAY + timedelta(days=2)
    visits.cannot_visit(actor=who, now=NOW, match_id=match_id, day=day)
    act = KeyAct.objects.get(type="visit.cannot")
    assert act.request_id == Match.objects.get(pk=match_id).request_id
    with pytest.raises(NotFound):
        visits.cannot_visit(actor=who, now=NOW, match_id=other, day=day)


def test_every_other_verb_is_not_there_for_whoever_holds_a_key(cast: Cast) -> None:
    open_to = {name for name, verb in VERBS.items() if Role.KEY_HOLDER in verb.roles}
    assert open_to == {"proposal.accept", "proposal.decline", "visit.cannot", "device.leave"}
    who = holder(cast)
    with pytest.raises(NotFound):
        limits.end_pause(actor=who, now=NOW, volunteer_id=cast.bram_id)


def test_every_page_of_the_week_leads_back_to_the_one_page(cast: Cast) -> None:
    from loopplank.web.urls import DOORS

    client = opened(a_key(cast))
    for door in DOORS:
        if door.roles == {Role.VOLUNTEER} and "<" not in door.address:
            if "GET" in door.methods:
                answer = client.get(f"/{door.address}")
                assert (answer.status_code, answer["Location"]) == (302, "/met-sleutel/"), door.name
            else:
                assert client.post(f"/{door.address}").status_code == 403, door.name


def test_two_keys_of_two_organisations_do_not_add_up(cast: Cast) -> None:
    zora = shared(cast)
    client = opened(a_key(cast, of=zora))
    key_id = a_key(cast, by=cast.carla, of=zora)
    client.get(f"/l/{token_of_key(key_id)}")
    client.post(reverse("use_key"))
    assert Device.objects.filter(revoked_at=None).count() == 1
    assert "Zuid" in client.get(reverse("with_key")).content.decode()


# --- who may make, see and withdraw one -----------------------------------------------------------


def test_another_organisation_makes_none_and_sees_none(cast: Cast) -> None:
    key_id = a_key(cast)
    for act in (
        lambda: hand_over_keys.make(actor=cast.carla, now=NOW, volunteer_id=cast.bram_id),
        lambda: hand_over_keys.withdraw(actor=cast.carla, now=NOW, key_id=key_id),
        lambda: keys_page(cast.carla, cast.bram_id, NOW),
    ):
        with pytest.raises(NotFound):
            act()
    zora = shared(cast)
    of_noord = a_key(cast, of=zora)
    assert zora.id
    assert not keys_page(cast.carla, zora.id, NOW).keys, "nor of somebody whom they share"
    with pytest.raises(NotFound):
        hand_over_keys.withdraw(actor=cast.carla, now=NOW, key_id=of_noord)


def test_only_its_maker_reads_it(cast: Cast) -> None:
    key_id = a_key(cast)
    token = token_of_key(key_id)
    where = reverse("hand_over_keys", args=[cast.bram_id])
    assert token in browsing.member(cast.anna).get(where).content.decode()
    assert token not in browsing.member(cast.henk).get(where).content.decode()
    use(key_id)
    assert token not in browsing.member(cast.anna).get(where).content.decode()


def test_a_message_carries_the_key_of_whoever_put_it_in(cast: Cast) -> None:
    """Copied, printed or read aloud: with one press, and never the link itself."""
    cast.asked(cast.bram)
    message = Message.objects.get(template="proposal")
    week = Link.objects.get(purpose=WEEK, subject_id=cast.bram_id)
    standing = token_of(week.pk, week.generation)
    anna, henk = browsing.member(cast.anna), browsing.member(cast.henk)
    pages = [
        reverse("messages"),
        reverse("messages_csv"),
        reverse("message_letter", args=[message.pk]),
    ]
    assert not any(standing in anna.get(page).content.decode() for page in pages)
    anna.post(reverse("message_key", args=[message.pk]), {"lijst": "klaar", "page": "1"})
    anna.post(reverse("message_key", args=[message.pk]), {"lijst": "klaar", "page": "1"})
    key = HandOverKey.objects.get()
    for page in pages:
        shown = anna.get(page).content.decode()
        assert f"/l/{token_of_key(key.pk)}" in shown, page
        assert "7 december" in shown or "1 keer" in shown
        assert token_of_key(key.pk) not in henk.get(page).content.decode()
        assert standing not in shown


def test_the_pile_of_letters_gets_its_keys_at_once(cast: Cast) -> None:
    for name in ("Ria Papier", "Toon Papier"):
        cast.asked(cast.volunteer(name, channel="letter"))
    anna = browsing.member(cast.anna)
    assert "/l/" not in anna.get(reverse("letters")).content.decode()
    anna.post(reverse("letter_keys"))
    shown = anna.get(reverse("letters")).content.decode()
    keys = HandOverKey.objects.all()
    assert len(keys) == 4, "a welcome and a question for each"
    assert all(token_of_key(key.pk) in shown for key in keys)


# --- the volunteer hears of it --------------------------------------------------------------------


def test_the_volunteer_hears_of_it_on_every_address_and_device(cast: Cast) -> None:
    mia = cast.volunteer("Mia Mail", email="mia@example.nl", channel="email")
    holder(cast, of=mia)
    told = Message.objects.filter(template="key_opened", volunteer_id=mia.id)
    assert {one.channel for one in told} == {"email", "sms"}
    assert "Anna Prins (Noord) maakte" in Phone(mia).reads("week")


def test_another_organisation_tells_it_where_there_is_one(cast: Cast) -> None:
    zora = shared(cast)
    holder(cast, of=zora)
    told = Message.objects.filter(template="key_opened", volunteer_id=zora.id)
    assert {one.organisation_id for one in told} == {cast.zuid_id}


def test_the_volunteer_ends_it_with_one_press(cast: Cast) -> None:
    client = opened(a_key(cast))
    own = Phone(cast.bram)
    own.presses("end_device", Device.objects.get(key__isnull=False).pk)
    assert client.get(reverse("with_key")).status_code == 403
    assert "met een sleutel" not in own.reads("week")


# --- becoming their own ---------------------------------------------------------------------------


def test_their_own_link_on_that_device_makes_it_theirs(cast: Cast) -> None:
    client = opened(a_key(cast))
    assert client.get(reverse("week")).status_code == 302
    link = Link.objects.get(purpose=WEEK, subject_id=cast.bram_id)
    client.get(f"/l/{token_of(link.pk, link.generation)}")
    assert client.get(reverse("week")).status_code == 200
    row = Device.objects.get()
    assert row.full_from is None, "looking changes nothing"
    client.post(reverse("remember_device"))
    row.refresh_from_db()
    assert (row.full_from, row.confirmed_how) == (NOW, "own_link")
    assert client.get(reverse("with_key"))["Location"] == reverse("week")


def test_another_device_of_theirs_confirms_it(cast: Cast) -> None:
    client = opened(a_key(cast))
    row = Device.objects.get()
    stranger = Phone(cast.volunteer("Ria Smit"))
    assert stranger.presses("confirm_device", row.pk).status_code == 404
    Phone(cast.bram).presses("confirm_device", row.pk)
    assert client.get(reverse("week")).status_code == 200
    assert client.post(reverse("confirm_device", args=[row.pk])).status_code == 302


def test_it_does_not_confirm_itself(cast: Cast) -> None:
    client = opened(a_key(cast))
    row = Device.objects.get()
    assert client.post(reverse("confirm_device", args=[row.pk])).status_code == 403
    assert client.post(reverse("remember_device")).status_code == 403
    assert Device.objects.get().full_from is None


def test_a_colleague_who_met_them_opens_it_at_once_and_the_maker_in_seven_days(cast: Cast) -> None:
    first, second = a_key(cast), a_key(cast)
    for key_id, secret in ((first, "one"), (second, "two")):
        use(key_id, secret=secret)
    by_colleague = Device.objects.get(key_id=first)
    by_maker = Device.objects.get(key_id=second)
    met = {"now": NOW, "met_on": TODAY}
    assert hand_over_keys.note_meeting(actor=cast.henk, device_id=by_colleague.pk, **met) == NOW
    later = hand_over_keys.note_meeting(actor=cast.anna, device_id=by_maker.pk, **met)
    assert later == NOW + ALONE_WAITS
    assert Message.objects.filter(template="device_met", volunteer_id=cast.bram_id).exists()
    written = Event.objects.filter(type="volunteer.device_met").values_list("data", flat=True)
    assert {one["met_on"] for one in written} == {TODAY.isoformat()}
    # a colleague after the maker counts at once; the maker after a colleague changes nothing
    assert hand_over_keys.note_meeting(actor=cast.henk, device_id=by_maker.pk, **met) == NOW
    assert hand_over_keys.note_meeting(actor=cast.anna, device_id=by_maker.pk, **met) == NOW


def test_the_maker_alone_opens_nothing_before_the_week_is_over(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = opened(a_key(cast))
    row = Device.objects.get()
    hand_over_keys.note_meeting(actor=cast.anna, now=NOW, device_id=row.pk, met_on=TODAY)
    assert client.get(reverse("week")).status_code == 302
    monkeypatch.setattr(clock, "now", lambda: NOW + ALONE_WAITS - MINUTE)
    assert client.get(reverse("week")).status_code == 302
    monkeypatch.setattr(clock, "now", lambda: NOW + ALONE_WAITS)
    assert client.get(reverse("week")).status_code == 200


@pytest.mark.parametrize("days", [-1, 1])
def test_a_meeting_before_the_device_or_tomorrow_proves_nothing(cast: Cast, days: int) -> None:
    holder(cast)
    with pytest.raises(Refused) as refused:
        hand_over_keys.note_meeting(
            actor=cast.henk,
            now=NOW,
            device_id=Device.objects.get().pk,
            met_on=TODAY + timedelta(days=days),
        )
    assert refused.value.reason is NOT_THERE_THEN


def test_another_organisation_writes_no_meeting_down(cast: Cast) -> None:
    zora = shared(cast)
    holder(cast, of=zora)
    with pytest.raises(NotFound):
        hand_over_keys.note_meeting(
            actor=cast.carla, now=NOW, device_id=Device.objects.get().pk, met_on=TODAY
        )


def test_a_full_device_does_not_become_less_by_a_key(cast: Cast) -> None:
    own = browsing.volunteer(cast.bram)
    own.post(reverse("remember_device"))
    key_id = a_key(cast)
    own.get(f"/l/{token_of_key(key_id)}")
    assert own.post(reverse("use_key"))["Location"] == reverse("week")
    assert own.get(reverse("week")).status_code == 200
    assert HandOverKey.objects.get(pk=key_id).used_at is None


def test_a_member_who_follows_one_in_their_own_browser_sees_no_more(cast: Cast) -> None:
    key_id = a_key(cast)
    anna = browsing.member(cast.anna)
    assert anna.get(f"/l/{token_of_key(key_id)}").status_code == 403
    assert AccessRecord.objects.filter(page="week_link", actor_id=cast.anna.id).exists()


def shared(cast: Cast) -> Actor:
    """Zora of Zuid, who joined Noord too."""
    given = {"email": "zora@example.nl", "phone": "0688888888"}
    zora = cast.volunteer("Zora Zuid", of=cast.carla, **given)
    cast.volunteer("Zora Zuid", **given)
    here = Affiliation.objects.get(volunteer_id=zora.id, organisation_id=cast.noord_id)
    volunteers.join(actor=zora, now=NOW, affiliation_id=here.pk, yes=True)
    Affiliation.objects.filter(pk=here.pk).update(certificate_seen_on=TODAY)
    return zora


def test_a_yes_with_a_key_that_waits_stays_a_yes_with_a_key(cast: Cast) -> None:
    """Something changed that nobody read: the yes waits, and afterwards still names the key."""
    proposal_id = cast.asked(cast.bram)
    request_id = Proposal.objects.get(pk=proposal_id).request_id
    person = Actor(Role.HELP_SEEKER, id=request_id, organisation_id=cast.noord_id)
    handling.report_change(actor=person, now=NOW, request_id=request_id, what="not_needed")
    client = opened(a_key(cast))
    page = client.post(
        reverse("answer_with_key", args=[proposal_id]), {"answer": "yes"}, follow=True
    ).content.decode()
    assert "Jullie maken eerst kennis" not in page
    assert "Wij bellen je of het nog past." in page
    row = Proposal.objects.get(pk=proposal_id)
    assert (row.state, row.answered_via) == ("waits", "by_key")
    assert KeyAct.objects.filter(request_id=request_id, type="request.yes_waits").exists()
    handling.log_contact(actor=cast.anna, now=NOW, request_id=request_id, kind="talk")
    proposals.let_yes_count(actor=cast.anna, now=NOW, proposal_id=proposal_id)
    told = Message.objects.get(volunteer_id=cast.bram_id, template="noted_yes_by_key")
    assert told.params["by"] == "Anna Prins (Noord)"
