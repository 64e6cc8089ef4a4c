"""Who may be seen by another organisation: two yeses, each taken back at once (promise P6)."""

import re
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.joining import join
from tests.app.responsibility.test_clocks import admin_of_noord

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.matching.candidate_rows import everybody
from loopplank.access.volunteers.volunteer_sharing import (
    SharedVolunteer,
    shared_in_network,
    shared_volunteers,
    shared_with,
)
from loopplank.actions.matching import proposals
from loopplank.actions.organisations import colleagues, networks
from loopplank.actions.privacy import erasure
from loopplank.actions.volunteers import limits, volunteer_sharing, volunteers
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.candidates import Asked, full
from loopplank.core.volunteers.load import Commitment, Limits
from loopplank.store.models import (
    AccessSubject,
    Affiliation,
    Event,
    LimitsRaise,
    Message,
    PostcodeArea,
    Request,
)
from loopplank.store.models import Limits as LimitsRow
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def says(one: Actor, *, yes: bool = True) -> None:
    """The volunteer's own word, on their own page."""
    assert one.id
    row = LimitsRow.objects.get(pk=one.id)
    wishes = volunteers.Wishes(
        kinds=tuple(row.kinds), day_parts=row.day_parts, share_in_network=yes
    )
    volunteers.set_wishes(actor=one, now=NOW, volunteer_id=one.id, wishes=wishes)


def shares(by: Actor, one: Actor, *, yes: bool = True) -> None:
    assert one.id
    volunteer_sharing.share(actor=by, now=NOW, volunteer_id=one.id, yes=yes)


def seen_by(actor: Actor) -> list[str]:
    return [one.first_name for one in shared_volunteers(actor, "1013", NOW)]


# --- the two yeses --------------------------------------------------------------------------------


def test_only_after_both_and_not_a_moment_longer(cast: Cast) -> None:
    assert seen_by(cast.dirk) == []
    says(cast.bram)
    assert seen_by(cast.dirk) == []
    shares(cast.anna, cast.bram)
    assert seen_by(cast.dirk) == ["Bram"]
    shares(cast.anna, cast.bram, yes=False)
    assert seen_by(cast.dirk) == []
    shares(cast.anna, cast.bram)
    says(cast.bram, yes=False)
    assert seen_by(cast.dirk) == []
    types = Event.objects.filter(aggregate_id=cast.bram_id, type__contains="shared")
    assert list(types.order_by("sequence").values_list("type", flat=True)) == [
        "affiliation.shared",
        "affiliation.unshared",
        "affiliation.shared",
    ]


def test_the_coordinator_never_goes_first(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        shares(cast.anna, cast.bram)
    assert refused.value.reason.code == "share.own_yes_first"
    assert Affiliation.objects.get(volunteer_id=cast.bram_id).shared_by_id is None


def test_a_later_yes_of_the_volunteer_waits_for_the_coordinator_again(cast: Cast) -> None:
    says(cast.bram)
    shares(cast.anna, cast.bram)
    says(cast.bram, yes=False)
    says(cast.bram)
    assert seen_by(cast.dirk) == []


def test_it_is_a_coordinator_of_the_volunteer_who_says_it(cast: Cast) -> None:
    says(cast.bram)
    for stranger in (cast.dirk, cast.gerda, cast.bram, cast.ella):
        with pytest.raises(NotFound):
            shares(stranger, cast.bram)
    shares(cast.henk, cast.bram)
    row = Affiliation.objects.get(volunteer_id=cast.bram_id)
    assert (row.shared_by_id, row.shared_at) == (cast.henk.id, NOW)


def test_the_spoken_yes_of_who_has_only_a_telephone_is_written_down_and_told(cast: Cast) -> None:
    toon = cast.volunteer("Toon Telefoon", channel="phone", email="")
    assert toon.id
    volunteer_sharing.note_sharing(actor=cast.anna, now=NOW, volunteer_id=toon.id, yes=True)
    row = LimitsRow.objects.get(pk=toon.id)
    assert (row.share_in_network, row.set_by_self) == (True, False)
    told = Message.objects.get(volunteer_id=toon.id, template="changed_for_you")
    assert told.params == {"by": "Anna Prins"}
    assert seen_by(cast.dirk) == [], "the coordinator's own yes is another act"
    shares(cast.anna, toon)
    assert seen_by(cast.dirk) == ["Toon"]
    volunteer_sharing.note_sharing(actor=cast.henk, now=NOW, volunteer_id=toon.id, yes=False)
    assert seen_by(cast.dirk) == []


def test_nobody_speaks_for_who_has_a_link_but_a_no_is_always_noted(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        volunteer_sharing.note_sharing(
            actor=cast.anna, now=NOW, volunteer_id=cast.bram_id, yes=True
        )
    assert refused.value.reason.code == "share.says_it_themselves"
    says(cast.bram)
    volunteer_sharing.note_sharing(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id, yes=False)
    assert not LimitsRow.objects.get(pk=cast.bram_id).share_in_network


def test_a_coordinator_who_changes_wishes_leaves_the_yes_as_it_is(cast: Cast) -> None:
    says(cast.bram)
    shares(cast.anna, cast.bram)
    wishes = volunteers.Wishes(no_gos=("dogs",))
    volunteers.set_wishes(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id, wishes=wishes)
    assert seen_by(cast.dirk) == ["Bram"]


def test_who_is_entered_is_not_shared_whatever_was_sent(cast: Cast) -> None:
    volunteers.register(
        actor=cast.anna,
        now=NOW,
        details=volunteers.Details("Nina", "Nieuw", phone="0655555555"),
        limits=Limits(60, 120, 1, 0),
        wishes=volunteers.Wishes(share_in_network=True),
    )
    assert not LimitsRow.objects.get(volunteer__first_name="Nina").share_in_network


def test_sharing_is_no_raise_of_a_limit(cast: Cast) -> None:
    """Promise P10: it works at once, also on the day of a question, and counts as no raise."""
    proposals.decline(actor=cast.bram, now=NOW, proposal_id=cast.asked(cast.bram))
    before = LimitsRow.objects.get(pk=cast.bram_id)
    limits.set_limits_and_wishes(
        actor=cast.bram,
        now=NOW,
        volunteer_id=cast.bram_id,
        wanted=Limits(270, 360, 2, 1),
        wishes=volunteers.Wishes(share_in_network=True),
    )
    shares(cast.anna, cast.bram)
    row = LimitsRow.objects.get(pk=cast.bram_id)
    assert row.share_in_network
    assert (row.max_minutes, row.raises_counted) == (before.max_minutes, 0)
    assert not LimitsRaise.objects.exists()
    assert not Message.objects.filter(template="limit_raised").exists()


# --- what others see ------------------------------------------------------------------------------


def test_they_see_matching_facts_and_nothing_else(cast: Cast) -> None:
    for number, place in enumerate(("1013", "1022")):
        PostcodeArea.objects.create(
            postcode=place, place="Waterstad", latitude=52.37 + number / 50, longitude=4.9
        )
    says(cast.bram)
    shares(cast.anna, cast.bram)
    (seen,) = shared_volunteers(cast.dirk, "1022", NOW)
    assert {field.name for field in fields(SharedVolunteer)} == {
        "volunteer_id",
        "from_organisation_id",
        "from_organisation",
        "first_name",
        "kinds",
        "day_parts",
        "distance",
        "has_room",
    }
    assert (seen.first_name, seen.kinds, seen.from_organisation) == (
        "Bram",
        ("shopping", "company"),
        "Noord",
    )
    assert seen.has_room
    assert seen.distance
    assert 1 < seen.distance.km < 4
    (nowhere,) = shared_volunteers(cast.dirk, "", NOW)
    assert nowhere.distance is None


def test_full_and_paused_are_the_same_word(cast: Cast) -> None:
    says(cast.bram)
    shares(cast.anna, cast.bram)
    full = cast.volunteer("Fred Vol", limits=Limits(60, 90, 1, 0))
    cast.running(full, first_day=NOW.date(), visit_minutes=90)
    says(full)
    shares(cast.anna, full)
    limits.pause(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, first=NOW.date(), last=None)
    assert [one.has_room for one in shared_volunteers(cast.dirk, "1013", NOW)] == [False, False]


@pytest.mark.parametrize(
    ("helps_from", "asked_from", "room"),
    [(0, 0, False), (8, 0, False), (0, 13, True), (8, 13, False)],
)
def test_room_is_that_of_the_whole_term_as_for_their_own_coordinator(
    cast: Cast, helps_from: int, asked_from: int, *, room: bool
) -> None:
    """Fred helps twelve weeks and has then no more room; somebody asks for ten weeks of help."""
    fred = cast.volunteer("Fred Vol", limits=Limits(60, 90, 1, 0))
    first = TODAY + timedelta(weeks=helps_from)
    cast.agreed(fred, first_day=first, last_day=first + timedelta(weeks=12), visit_minutes=90)
    says(fred)
    shares(cast.anna, fred)
    begins = TODAY + timedelta(weeks=asked_from)
    term = Commitment("asked", "somebody", begins, begins + timedelta(weeks=10), 60)
    asked = Asked(frozenset({"company"}), 0, term)
    mine = next(
        one
        for one in everybody(cast.anna, Request.objects.get(), term, NOW)
        if one.key == str(fred.id)
    )
    own = full(asked, mine) is None
    (seen,) = (
        one
        for one in shared_volunteers(cast.dirk, "1013", NOW, asked)
        if one.volunteer_id == fred.id
    )
    assert (own, seen.has_room) == (room, room)


def test_own_volunteers_other_networks_and_other_roles(cast: Cast) -> None:
    says(cast.bram)
    shares(cast.anna, cast.bram)
    assert seen_by(cast.anna) == [], "their own stand on their own list"
    assert seen_by(cast.dirk) == seen_by(cast.carla) == ["Bram"]
    for nobody in (cast.gerda, cast.ella, cast.fred, cast.bram, admin_of_noord(cast)):
        assert seen_by(nobody) == []
    stranger = far_away(cast)
    assert seen_by(stranger) == []
    assert not shared_in_network(stranger.network_id).exists()  # type: ignore[arg-type]


def far_away(cast: Cast) -> Actor:
    """A coordinator in another network."""
    from loopplank.access.account.actors import SYSTEM, actor_of
    from loopplank.core.account.roles import Role
    from loopplank.store.models import Membership

    network_id = networks.open_network(
        actor=SYSTEM, now=NOW, name="Elders", place="Elders", phone="", phone_hours=""
    )
    organisation_id = networks.add_organisation(
        actor=SYSTEM,
        now=NOW,
        network_id=network_id,
        details=networks.NewOrganisation("Ver", "Ver"),
    )
    membership_id = join(
        actor=SYSTEM,
        now=NOW,
        organisation_id=organisation_id,
        person=colleagues.Person("Vera Ver", "vera@example.nl"),
        role=Role.COORDINATOR,
    )
    return actor_of(
        Membership.objects.select_related("account", "organisation").get(pk=membership_id)
    )


def test_who_belongs_to_two_is_shared_by_each_on_its_own(cast: Cast) -> None:
    both = cast.volunteer("Bea Beide", phone="0688888888")
    cast.volunteer("Bea Beide", of=cast.carla, phone="0688888888")
    pending = Affiliation.objects.get(volunteer_id=both.id, organisation_id=cast.zuid_id)
    volunteers.join(actor=both, now=NOW, affiliation_id=pending.pk, yes=True)
    says(both)
    shares(cast.anna, both)
    shares(cast.carla, both)
    assert seen_by(cast.dirk) == [], "she is theirs already"
    assert shared_in_network(cast.network_id).count() == 2
    says(both, yes=False)
    assert not Affiliation.objects.filter(shared_by__isnull=False).exists()


def test_it_costs_the_same_for_one_as_for_ten(cast: Cast, queries: Any) -> None:
    says(cast.bram)
    shares(cast.anna, cast.bram)
    with queries() as few:
        assert len(shared_volunteers(cast.dirk, "1013", NOW)) == 1
    for number in range(9):
        one = cast.volunteer(f"Vrij{number} Williger")
        says(one)
        shares(cast.anna, one)
    with queries() as many:
        assert len(shared_volunteers(cast.dirk, "1013", NOW)) == 10
    assert len(few) == len(many) == 4, (few, many)


@pytest.mark.both_engines
def test_after_erasing_nothing_is_shared(cast: Cast) -> None:
    says(cast.bram)
    shares(cast.anna, cast.bram)
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert not shared_with(cast.dirk).exists()


@pytest.mark.both_engines
def test_the_table_refuses_sharing_from_where_somebody_is_not(cast: Cast) -> None:
    says(cast.bram)
    shares(cast.anna, cast.bram)
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.filter(volunteer_id=cast.bram_id).update(state="ended")


# --- the two pages --------------------------------------------------------------------------------


def test_the_volunteer_reads_what_shows_before_the_yes_and_how_it_stands(cast: Cast) -> None:
    client = browsing.volunteer(cast.bram)
    before = client.get(reverse("limits"), {"alles": "ja"}).content.decode()
    assert "Zij zien dan je voornaam, wat je doet en wanneer." in before
    assert "Dat werkt meteen." in before
    assert "Je coördinator nog niet." not in before
    typed = {"liked": "4,5", "most": "6", "people": "2", "heavy": "1", "share_in_network": "on"}
    client.post(reverse("limits"), typed)
    assert "Je coördinator nog niet." in client.get(reverse("limits")).content.decode()
    shares(cast.anna, cast.bram)
    assert "Je coördinator zei ook ja: Noord." in client.get(reverse("limits")).content.decode()
    del typed["share_in_network"]
    client.post(reverse("limits"), typed)
    assert seen_by(cast.dirk) == []


def test_the_coordinator_sees_what_is_missing_and_says_yes_and_no(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    page, share = (reverse(name, args=[cast.bram_id]) for name in ("volunteer", "share_volunteer"))
    text = client.get(page).content.decode()
    assert "Bram zei nog geen ja." in text
    assert "Bram zegt dit zelf, op de eigen pagina met grenzen." in text
    assert "zien dan de voornaam, wat iemand doet en wanneer." in text
    refused = client.post(share, {"yes": "yes"}, follow=True).content.decode()
    assert "Bram zei nog geen ja. Vraag het eerst aan Bram." in refused
    says(cast.bram)
    text = client.get(page).content.decode()
    assert "Bram zei ja; jij nog niet." in text
    assert "Ik zeg ook ja: deel Bram" in text
    text = client.post(share, {"yes": "yes"}, follow=True).content.decode()
    assert "Bram zei ja, en jullie ook." in text
    assert "Anna Prins zei ja op 24 november 2026." in text
    text = client.post(share, {"yes": "no"}, follow=True).content.decode()
    assert "Bram zei ja; jij nog niet." in text
    assert seen_by(cast.dirk) == []


def test_a_spoken_yes_has_a_button_only_for_who_has_just_a_telephone(cast: Cast) -> None:
    toon = cast.volunteer("Toon Telefoon", channel="phone", email="")
    client = browsing.member(cast.anna)
    page, note = (reverse(name, args=[toon.id]) for name in ("volunteer", "note_sharing"))
    assert "Toon zei aan de telefoon ja" in client.get(page).content.decode()
    text = client.post(note, {"yes": "yes"}, follow=True).content.decode()
    assert "Toon zei ja; jij nog niet." in text
    assert "Toon wil dit niet meer" in text
    text = client.post(note, {"yes": "no"}, follow=True).content.decode()
    assert "Toon zei nog geen ja." in text


# --- on the page of proposals ---------------------------------------------------------------------


def test_a_coordinator_reads_who_could_help_elsewhere(cast: Cast) -> None:
    """A first name, the organisation and the way; that it was read is recorded; and one press
    leads to the question to that organisation.
    """
    request_id = cast.ready(of=cast.dirk)
    page = reverse("candidates", args=[request_id])
    dirk = browsing.member(cast.dirk)
    assert "Bram" not in dirk.get(page).content.decode()
    says(cast.bram)
    shares(cast.anna, cast.bram)
    seen = dirk.get(page).content.decode()
    assert "Bram" in seen
    assert "Bram Vrijwilliger" not in seen
    assert AccessSubject.objects.filter(
        subject_id=cast.bram_id, record__page="candidates", record__actor_id=cast.dirk.id
    ).exists()
    noord = cast.anna.organisation_id
    asks = f"{reverse('hand_over', args=[request_id])}?aan={noord}"
    assert asks.replace("&", "&amp;") in seen
    form = dirk.get(asks).content.decode()
    chosen = re.search(rf'<input[^>]*value="{noord}"[^>]*>', form)
    assert chosen
    assert "checked" in chosen.group()
    says(cast.bram, yes=False)
    assert "Bram" not in dirk.get(page).content.decode()
