"""The first set-up: once, with the code of the terminal, and then on to the second step."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import MRS_DE_WIT, NOW, TODAY, Cast

from loopplank.access.account.actors import VISITOR, Actor, actor_of
from loopplank.actions.organisations import networks, organisations
from loopplank.actions.requests import intake
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.store.models import Account, Event, Membership, Network, Organisation
from loopplank.web.account import adapter

CODE = "K7QM-2XTB-9WLD"
TYPED = {
    "code": CODE,
    "place": "Waterstad",
    "network_name": "Netwerk Welzijn Waterstad",
    "organisation_name": "Buurtkracht Oost",
    "short_name": "BuurtOost",
    "phone": "020 555 01 42",
    "phone_hours": "maandag tot en met vrijdag, 9:00 tot 16:00 uur",
    "name": "Marleen Bos",
    "email": "Marleen@Example.nl",
    "password": "zeven schapen op de dijk",
}


@pytest.fixture
def code_file(tmp_path: Path, settings: LazySettings) -> Path:
    settings.DATA_DIR = tmp_path
    settings.MODE = "real"
    path = tmp_path / "setup-code"
    path.write_text(f"{CODE}\n", encoding="ascii")
    return path


def first_page_of(client: Client) -> str:
    """Where the page of the second step leads on to."""
    request = client.get(reverse("mfa_index")).wsgi_request
    return adapter.first_page(request)


empty = pytest.mark.commits(empty=True)


@empty
def test_one_person_sets_everything_up_and_goes_on_to_the_second_step(code_file: Path) -> None:
    client = browsing.visitor()
    assert client.get("/")["Location"] == reverse("set_up")
    assert client.get(reverse("set_up")).status_code == 200
    response = client.post(reverse("set_up"), TYPED)
    assert response["Location"] == reverse("mfa_index")
    assert "Stel eerst een tweede stap in." in client.get(response["Location"]).content.decode()
    # and from there to the list of what still lacks
    assert first_page_of(client) == reverse("settings")
    made = Network.objects.get()
    organisation = Organisation.objects.get()
    assert (made.place, made.slug) == ("Waterstad", "waterstad")
    assert made.default_organisation_id == organisation.pk
    assert (organisation.short_name, organisation.phone) == ("BuurtOost", "0205550142")
    assert not organisation.form_open
    account = Account.objects.get()
    assert (account.name, account.email) == ("Marleen Bos", "marleen@example.nl")
    assert account.check_password(TYPED["password"])
    roles = set(Membership.objects.values_list("role", flat=True))
    assert roles == {Role.COORDINATOR, Role.NETWORK_ADMIN}
    assert sorted(Event.objects.values_list("type", flat=True)) == [
        "account.new_device",
        "organisation.set_up",
    ]
    # the code opened this page once
    assert not code_file.exists()
    assert client.get(reverse("set_up")).status_code == 404


def begin(settings: LazySettings) -> Actor:
    """The first person, who coordinates and administers the network, behind the second step."""
    assert browsing.visitor().post(reverse("set_up"), TYPED).status_code == 302
    settings.MODE = "test"
    return actor_of(
        Membership.objects.select_related("account", "organisation").get(role=Role.COORDINATOR)
    )


@empty
@pytest.mark.both_engines
def test_whoever_begins_reads_what_is_still_to_do_until_it_is_done(
    code_file: Path, settings: LazySettings
) -> None:
    noor = begin(settings)
    client = browsing.member(noor)
    text = client.get(reverse("today")).content.decode()
    assert "Begin hier: nog 11 van 13 dingen om te regelen" in text
    # each line leads to a page that opens for whoever reads it
    part = text.partition('id="set-up"')[2].partition("</details>")[0]
    links = re.findall(r'<a href="([^"]+)"', part)
    assert len(links) == 13 + 1
    assert links[-1] == reverse("practice")
    assert {client.get(link).status_code for link in links} == {200}
    assert part.count("ontbreekt</span>") == 2
    assert "Dit kan zodra hierboven niets meer ontbreekt." in part
    # what is done is done by the fact alone
    organisations.describe(
        actor=noor, now=NOW, values={"legal_basis": "Toestemming", "complaints_to": "Bel ons"}
    )
    intake.take_down(actor=noor, now=NOW, answers=MRS_DE_WIT)
    text = client.get(reverse("today")).content.decode()
    assert "nog 9 van 13" in text
    # now something waits: the list stays, folded
    assert re.search(r'<details class="card set-up" id="set-up">', text)
    organisations.describe(actor=noor, now=NOW, values={"legal_basis": ""})
    assert "nog 10 van 13" in client.get(reverse("today")).content.decode()


@empty
def test_a_colleague_reads_no_line_that_is_not_theirs(
    code_file: Path, settings: LazySettings
) -> None:
    noor = begin(settings)
    Membership.objects.filter(role=Role.NETWORK_ADMIN).update(active=False, ended_on=TODAY)
    text = browsing.member(noor).get(reverse("today")).content.decode()
    part = text.partition('id="set-up"')[2].partition("</details>")[0]
    assert "Postcodes" not in part
    assert "E-mail of sms" not in part
    assert "nog 9 van 11" in part


@empty
@pytest.mark.parametrize("code", ["", "K7QM-2XTB-9WLE", "k7qm-2xtb-9wld", "é"])
def test_without_the_code_nothing_is_made(code_file: Path, code: str) -> None:
    response = browsing.visitor().post(reverse("set_up"), {**TYPED, "code": code})
    text = response.content.decode()
    assert response.status_code == 422
    assert "code" in text
    assert 'value="Buurtkracht Oost"' in text
    assert TYPED["password"] not in text
    assert not Network.objects.exists()
    assert code_file.exists()


@empty
def test_without_a_file_no_code_is_right(code_file: Path) -> None:
    code_file.unlink()
    for code in ("", " ", CODE):
        response = browsing.visitor().post(reverse("set_up"), {**TYPED, "code": code})
        assert response.status_code == 422
    code_file.write_text("", encoding="ascii")
    assert browsing.visitor().post(reverse("set_up"), {**TYPED, "code": " "}).status_code == 422
    assert not Account.objects.exists()


@empty
def test_spaces_in_the_code_do_no_harm(code_file: Path) -> None:
    typed = {**TYPED, "code": f" {CODE[:6]} {CODE[6:]} "}
    assert browsing.visitor().post(reverse("set_up"), typed).status_code == 302


@empty
@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("password", "kort", "Dit wachtwoord is te kort. Neem minstens 12 tekens."),
        ("password", "marleen@example.nl", "lijkt te veel op je naam of e-mailadres"),
        ("phone", "12", "Dit telefoonnummer klopt niet."),
        ("short_name", "Buurtkracht Oost", "Gebruik 2 tot 11 letters of cijfers"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_the_code(
    code_file: Path, field: str, typed: str, sentence: str
) -> None:
    response = browsing.visitor().post(reverse("set_up"), {**TYPED, field: typed})
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert 'value="Marleen Bos"' in text
    assert code_file.exists()
    assert not Account.objects.exists()


def test_where_somebody_works_already_there_is_no_such_page(
    cast: Cast, tmp_path: Path, settings: LazySettings
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "setup-code").write_text(CODE, encoding="ascii")
    client = browsing.visitor()
    assert client.get(reverse("set_up")).status_code == 404
    assert client.post(reverse("set_up"), TYPED).status_code == 404
    assert not Account.objects.filter(email="marleen@example.nl").exists()


def test_the_rule_itself_refuses_a_second_time(cast: Cast) -> None:
    first = networks.FirstSetUp(
        **{k: v for k, v in TYPED.items() if k not in {"code", "password"}},
        password_hash=make_password("zeven schapen op de dijk"),
    )
    with pytest.raises(Refused):
        networks.set_up(actor=VISITOR, now=NOW, first=first)
