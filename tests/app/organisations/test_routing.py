"""For the administrator of a network: its organisations, and which gets which question."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.account.test_invitation import accept
from tests.app.cast import NOW, Cast
from tests.app.joining import join

from loopplank.access.account.actors import SYSTEM, Actor, NotFound, actor_of
from loopplank.access.organisations.network_settings import network_page, routing_page
from loopplank.actions.organisations import colleagues, networks
from loopplank.core.account.roles import Role
from loopplank.store.models import Invitation, Membership, Network, Organisation, Routing
from loopplank.web.kit import clock

NEW = {
    "organisation_name": "Buurtkracht Oost",
    "short_name": "BuurtOost",
    "phone": "020 555 01 60",
    "phone_hours": "9:00 tot 12:00 uur",
    "name": "Marleen Bos",
    "email": "marleen@example.nl",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def admin(cast: Cast) -> Actor:
    """Nel administers the network from the municipality."""
    organisation = Organisation.objects.get(name="Gemeente Waterstad")
    membership_id = join(
        actor=SYSTEM,
        now=NOW,
        organisation_id=organisation.pk,
        person=colleagues.Person("Nel Beheer", "nel@example.nl"),
        role=Role.NETWORK_ADMIN,
    )
    row = Membership.objects.select_related("account", "organisation").get(pk=membership_id)
    return actor_of(row)


def table(
    cast: Cast, *rows: tuple[str, str, str, object], default: object = None
) -> dict[str, Any]:
    typed: dict[str, Any] = {
        "default": str(default or cast.noord_id),
        "rows": str(len(rows)),
    }
    for n, (kind, first, last, organisation) in enumerate(rows):
        typed |= {
            f"row-{n}-kind": kind,
            f"row-{n}-postcode_from": first,
            f"row-{n}-postcode_to": last,
            f"row-{n}-organisation": str(organisation),
        }
    return typed


def save(client: Client, typed: dict[str, Any]):  # type: ignore[no-untyped-def]
    return client.post(reverse("routing"), typed)


def test_the_administrator_sees_the_network_and_nothing_of_its_requests(
    cast: Cast, admin: Actor
) -> None:
    cast.request()
    text = browsing.member(admin).get(reverse("settings")).content.decode()
    assert "Zonder actieve eigenaar: 0" in text
    for name in ("Noord", "Zuid", "Wijkteam Oost", "Anna Prins"):
        assert name in text
    assert "De Wit" not in text


def test_the_table_is_saved_and_read_back(cast: Cast, admin: Actor) -> None:
    client = browsing.member(admin)
    rows = (
        ("transport", "", "", cast.zuid_id),
        ("", "1010", "1019", cast.zuid_id),
        ("", "", "", ""),
    )
    assert save(client, table(cast, *rows))["Location"] == reverse("routing")
    stored = Routing.objects.filter(network_id=cast.network_id).order_by("position")
    assert [(r.kind, r.postcode_from, r.postcode_to) for r in stored] == [
        ("transport", "", ""),
        ("", "1010", "1019"),
    ]
    page = routing_page(admin)
    assert page.default_id == cast.noord_id
    assert [row.organisation_id for row in page.rows] == [cast.zuid_id, cast.zuid_id]
    text = client.get(reverse("routing")).content.decode()
    assert 'value="1010"' in text
    assert 'name="row-4-kind"' in text  # three empty rows to fill


def test_the_default_is_mandatory(cast: Cast, admin: Actor) -> None:
    typed = table(cast)
    response = save(browsing.member(admin), {**typed, "default": ""})
    assert response.status_code == 422
    assert "Kies een organisatie voor al het andere." in response.content.decode()
    assert Network.objects.get(pk=cast.network_id).default_organisation_id == cast.noord_id


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("", "10", "", "zuid"), "Vul vier cijfers in, bijvoorbeeld 1013."),
        (("", "1019", "1010", "zuid"), "Deze postcode ligt vóór de eerste."),
        (("", "", "1010", "zuid"), "Vul ook de eerste postcode in."),
        (("transport", "", "", ""), "Kies een organisatie, of maak de regel leeg."),
        (("", "", "", "zuid"), "Kies een soort of een postcode."),
    ],
)
def test_a_mistake_in_a_row_keeps_the_whole_table(
    cast: Cast, admin: Actor, row: tuple[str, str, str, str], sentence: str
) -> None:
    wrong = (*row[:3], cast.zuid_id if row[3] else "")
    fine = ("company", "1013", "", cast.zuid_id)
    response = save(browsing.member(admin), table(cast, fine, wrong))
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert "<title>Fout:" in text
    assert 'value="1013"' in text
    assert not Routing.objects.exists()


def test_only_organisations_with_a_form_stand_in_the_table(cast: Cast, admin: Actor) -> None:
    names = [name for _pk, name, _open in routing_page(admin).choices]
    assert names == ["Noord", "Zuid"]
    response = save(browsing.member(admin), table(cast, default=cast.wijkteam_id))
    assert response.status_code == 422


@pytest.mark.parametrize("name", ["anna", "gerda", "ella", "fred", "carla"])
def test_nobody_else_does(cast: Cast, name: str) -> None:
    client = browsing.member(getattr(cast, name))
    for page in ("routing", "add_organisation"):
        assert client.get(reverse(page)).status_code == 404, page
    with pytest.raises(NotFound):
        network_page(getattr(cast, name), NOW)


def test_a_new_organisation_comes_with_its_first_coordinator(cast: Cast, admin: Actor) -> None:
    client = browsing.member(admin)
    response = client.post(reverse("add_organisation"), NEW, follow=True)
    text = response.content.decode()
    assert "Marleen Bos is nog niet binnen bij Buurtkracht Oost" in text
    organisation = Organisation.objects.get(name="Buurtkracht Oost")
    assert not organisation.form_open
    row = Invitation.objects.get(organisation=organisation)
    assert (row.email, row.role) == ("marleen@example.nl", Role.COORDINATOR)
    assert not Membership.objects.filter(organisation=organisation).exists()
    page = network_page(admin, NOW)
    newcomer = next(o for o in page.organisations if o.id == organisation.pk).newcomers[0]
    assert newcomer.way_in
    assert newcomer.way_in.address in text
    hers = browsing.visitor()
    hers.get(newcomer.way_in.address.removeprefix("http://localhost:8000"))
    accept(hers)
    assert hers.get(reverse("settings")).status_code == 200
    # once somebody is in, the administrator has no link any more and can make none
    after = network_page(admin, NOW)
    assert not next(o for o in after.organisations if o.id == organisation.pk).newcomers
    again = client.post(reverse("invite_newcomer_again", args=[row.pk]))
    assert again.status_code == 404


def test_a_newcomer_can_be_invited_again(cast: Cast, admin: Actor) -> None:
    client = browsing.member(admin)
    client.post(reverse("add_organisation"), NEW)
    row = Invitation.objects.get(organisation__name="Buurtkracht Oost")

    def address() -> str:
        page = network_page(admin, NOW)
        found = next(o for o in page.organisations if o.name == "Buurtkracht Oost")
        assert found.newcomers[0].way_in
        return found.newcomers[0].way_in.address

    before = address()
    client.post(reverse("invite_newcomer_again", args=[row.pk]))
    assert address() != before


def test_a_mistake_in_a_new_organisation_keeps_what_was_typed(cast: Cast, admin: Actor) -> None:
    response = browsing.member(admin).post(
        reverse("add_organisation"), {**NEW, "short_name": "Buurtkracht Oost"}
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert "Gebruik 2 tot 11 letters of cijfers" in text
    assert 'value="Marleen Bos"' in text
    assert not Organisation.objects.filter(name="Buurtkracht Oost").exists()


def test_an_administrator_stays_within_the_own_network(cast: Cast, admin: Actor) -> None:
    other = networks.open_network(
        actor=SYSTEM, now=NOW, name="Elders", place="Elders", phone="", phone_hours=""
    )
    details = networks.NewOrganisation("Elders Helpt", "Elders")
    theirs = networks.add_organisation(actor=SYSTEM, now=NOW, network_id=other, details=details)
    with pytest.raises(NotFound):
        networks.set_routing(actor=admin, now=NOW, network_id=other, default_id=theirs, rows=[])
    with pytest.raises(NotFound):
        networks.set_routing(
            actor=admin, now=NOW, network_id=cast.network_id, default_id=theirs, rows=[]
        )
    with pytest.raises(NotFound):
        networks.add_organisation(actor=admin, now=NOW, network_id=other, details=details)
    assert "Elders" not in browsing.member(admin).get(reverse("settings")).content.decode()
