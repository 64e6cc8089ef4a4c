"""An organisation closes its page for who wants to do something, and opens it again."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.applying import applied, token_of
from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import VISITOR, Actor, NotFound
from loopplank.actions.organisations import networks, organisations
from loopplank.actions.volunteers import applications
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.application import STILL_TAKEN, Step
from loopplank.store.models import Account, Event, Organisation, VolunteerApplication
from loopplank.web.kit import clock

NOORD, ZUID, ALL = "/meedoen/waterstad/noord/", "/meedoen/waterstad/zuid/", "/meedoen/waterstad/"
START, START_NOORD = "/hulp/waterstad/", "/hulp/waterstad/noord/"
CLOSED = "Je kunt je hier nu niet aanmelden."
SWITCH = "/inrichting/formulier/"
MINUTE = timedelta(minutes=1)
TOLD = {
    "kinds": ["company", "unsure"],
    "days": ["3"],
    "parts": ["1"],
    "hours": "60",
    "how_long": "until",
    "until": "2027-02-01",
    "age": "adult",
    "first_name": "Sanne",
    "last_name": "<Visser>",
    "phone": "06 98 76 54 32",
    "email": "sanne@example.nl",
    "postcode": "1013",
    "submission": "c" * 64,
}


class Moment:
    """The clock of the pages; a test moves it."""

    now = NOW


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    at = Moment()
    monkeypatch.setattr(clock, "now", lambda: at.now)
    return at


@pytest.fixture(autouse=True)
def _what_both_do(cast: Cast) -> None:
    for actor, kind, name in (
        (cast.anna, "company", "Gezelschap"),
        (cast.carla, "company", "Koffie"),
        (cast.carla, "odd_jobs", "Klussen"),
    ):
        organisations.save_offer(
            actor=actor, now=NOW, text=organisations.OfferText(kind, name, "samen met u.")
        )


def turn(actor: Actor, *, is_open: bool) -> None:
    organisations.open_applications(actor=actor, now=NOW, is_open=is_open)


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def main(answer: Any) -> str:
    return answer.content.decode().partition("<main")[2]


def there(client: Client, address: str) -> bool:
    """Whether the page at this address asks the questions."""
    return 'name="first_name"' in client.get(address).content.decode()


# --- the switch -----------------------------------------------------------------------------------


def test_open_is_how_it_begins(cast: Cast) -> None:
    assert not Organisation.objects.exclude(applications_closed_at=None).exists()
    client = browsing.visitor()
    assert there(client, NOORD)
    assert there(client, ALL)


@pytest.mark.both_engines
@pytest.mark.parametrize("name", ["anna", "gerda"])
def test_whoever_runs_the_organisation_closes_and_opens_it(cast: Cast, name: str) -> None:
    client = browsing.member(getattr(cast, name))
    shown = client.get(SWITCH)
    assert "Mensen kunnen zich aanmelden als vrijwilliger" in words(shown)
    assert f'{browsing.HOST}{NOORD}"' in shown.content.decode()
    shut = client.post(SWITCH, {"applying": "closed"})
    # what was done is said in the panel that was used
    assert shut["Location"] == f"{SWITCH}#uitkomst"
    told = client.get(SWITCH)
    assert "De aanmeldpagina is dicht." in words(told)
    assert told.content.decode().index('id="applying"') < told.content.decode().index("uitkomst")
    assert "Niemand kan zich nu aanmelden als vrijwilliger" in words(told)
    assert not there(browsing.visitor(), NOORD)
    client.post(SWITCH, {"applying": "open"})
    assert "De aanmeldpagina is open." in words(client.get(SWITCH))
    assert there(browsing.visitor(), NOORD)
    # the form for questions is another switch
    assert Organisation.objects.get(pk=cast.noord_id).form_open
    assert list(
        Event.objects.filter(type__startswith="organisation.applications_")
        .order_by("pk")
        .values_list("type", "organisation_id", "data")
    ) == [
        ("organisation.applications_closed", cast.noord_id, {}),
        ("organisation.applications_opened", cast.noord_id, {}),
    ]


@pytest.mark.both_engines
def test_closing_twice_is_no_error_and_does_not_begin_anew(cast: Cast) -> None:
    turn(cast.anna, is_open=False)
    organisations.open_applications(actor=cast.gerda, now=NOW + 20 * MINUTE, is_open=False)
    assert Organisation.objects.get(pk=cast.noord_id).applications_closed_at == NOW
    turn(cast.anna, is_open=True)
    turn(cast.gerda, is_open=True)
    found = Event.objects.filter(type__startswith="organisation.applications_")
    assert found.count() == 2
    client = browsing.member(cast.anna)
    for _time in range(2):
        said = client.post(SWITCH, {"applying": "closed"}, follow=True)
        assert (said.status_code, "De aanmeldpagina is dicht." in words(said)) == (200, True)


def test_nobody_else_turns_it(cast: Cast) -> None:
    for name in ("ella", "fred", "bram"):
        actor = getattr(cast, name)
        with pytest.raises(NotFound):
            turn(actor, is_open=False)
    with pytest.raises(NotFound):
        turn(VISITOR, is_open=False)
    with pytest.raises(NotFound):
        turn(Actor(Role.NETWORK_ADMIN, network_id=cast.network_id), is_open=False)
    for name in ("ella", "fred"):
        client = browsing.member(getattr(cast, name))
        assert client.post(SWITCH, {"applying": "closed"}).status_code == 404
    answer = browsing.visitor().post(SWITCH, {"applying": "closed"})
    assert answer["Location"].startswith("/inloggen/")
    # Carla of Zuid turns what is hers, whatever she sends along
    browsing.member(cast.carla).post(
        SWITCH, {"applying": "closed", "organisation": str(cast.noord_id)}
    )
    closed = Organisation.objects.exclude(applications_closed_at=None)
    assert list(closed.values_list("pk", flat=True)) == [cast.zuid_id]
    assert there(browsing.visitor(), NOORD)


def test_a_word_that_is_none_changes_nothing(cast: Cast) -> None:
    browsing.member(cast.anna).post(SWITCH, {"applying": "perhaps"})
    assert there(browsing.visitor(), NOORD)


def test_its_own_people_read_that_it_is_closed(cast: Cast) -> None:
    pages = [reverse("settings"), reverse("applications")]
    client = browsing.member(cast.anna)
    for page in pages:
        assert "Aanmelden als vrijwilliger kan nu niet." not in words(client.get(page))
    turn(cast.gerda, is_open=False)
    for page in pages:
        shown = client.get(page)
        assert "Aanmelden als vrijwilliger kan nu niet." in words(shown)
        assert f'href="{SWITCH}#applying"' in shown.content.decode()


# --- what a visitor finds -------------------------------------------------------------------------


def test_a_closed_page_says_whom_to_call_and_who_is_open(cast: Cast) -> None:
    turn(cast.anna, is_open=False)
    answer = browsing.visitor().get(NOORD)
    assert answer.status_code == 200
    assert CLOSED in words(answer)
    assert 'href="tel:0205550142"' in main(answer)
    assert "Wij zijn er 9:00 tot 16:00 uur." in words(answer)
    assert f'href="{ZUID}"' in main(answer)
    assert "Wat je had ingevuld" not in words(answer)
    # who is closed too, does nothing here, or has nobody who answers, is not named
    turn(cast.carla, is_open=False)
    networks.add_organisation(
        actor=_system(),
        now=NOW,
        network_id=cast.network_id,
        details=networks.NewOrganisation("West", "West"),
    )
    alone = browsing.visitor().get(NOORD)
    assert "/meedoen/" not in main(alone)
    assert "020 555 01 42" in words(alone)


def test_the_page_of_the_network_no_longer_offers_it(cast: Cast) -> None:
    turn(cast.carla, is_open=False)
    asked = browsing.visitor().get(ALL)
    # odd jobs are what only Zuid does
    assert 'value="company"' in main(asked)
    assert 'value="odd_jobs"' not in main(asked)
    turn(cast.carla, is_open=True)
    assert 'value="odd_jobs"' in main(browsing.visitor().get(ALL))
    # Noord gets what has no place of its own: closed, the page says who is open
    turn(cast.anna, is_open=False)
    shut = browsing.visitor().get(ALL)
    assert CLOSED in words(shut)
    assert f'href="{ZUID}"' in main(shut)
    assert NOORD not in main(shut)
    assert "020 555 01 40" in words(shut)


def test_what_the_table_gives_to_a_closed_one_goes_to_who_is_open(cast: Cast) -> None:
    networks.set_routing(
        actor=_system(),
        now=NOW,
        network_id=cast.network_id,
        default_id=cast.noord_id,
        rows=[networks.RouteRow(cast.zuid_id, kind="odd_jobs")],
    )
    typed = {**TOLD, "kinds": ["odd_jobs"]}
    assert browsing.visitor().post(ALL, typed)["Location"] == f"{ZUID}verstuurd/"
    turn(cast.carla, is_open=False)
    answer = browsing.visitor().post(ALL, {**typed, "submission": "d" * 64})
    assert answer["Location"] == f"{NOORD}verstuurd/"


@pytest.mark.parametrize("address", [START, START_NOORD])
def test_the_start_pages_lead_only_to_a_page_that_takes_somebody(cast: Cast, address: str) -> None:
    own = NOORD if address == START_NOORD else ALL
    assert f'href="{own}"' in main(browsing.visitor().get(address))
    turn(cast.anna, is_open=False)
    shown = main(browsing.visitor().get(address))
    assert f'href="{ALL}"' in shown
    assert f'href="{NOORD}"' not in shown
    turn(cast.carla, is_open=False)
    assert "Ik wil iets doen" not in words(browsing.visitor().get(address))


# --- a page that was open when it closed ----------------------------------------------------------


@pytest.mark.both_engines
@pytest.mark.parametrize("address", [NOORD, ALL])
def test_sent_a_minute_later_it_is_taken_in(cast: Cast, moment: Moment, address: str) -> None:
    client = browsing.visitor()
    client.get(address)
    turn(cast.anna, is_open=False)
    moment.now = NOW + MINUTE
    # something is missing: asked for as ever, since it is still taken
    wrong = client.post(address, {**TOLD, "last_name": ""})
    assert wrong.status_code == 422
    assert 'value="Sanne"' in main(wrong)
    sent = client.post(address, TOLD)
    assert sent["Location"] == f"{NOORD}verstuurd/"
    assert VolunteerApplication.objects.get().organisation_id == cast.noord_id
    told = words(client.get(sent["Location"]))
    assert "Dank je wel. Het is verstuurd." in told
    assert "Anna Prins belt je" in told
    # sent twice, the second time long after
    moment.now = NOW + STILL_TAKEN + MINUTE
    assert client.post(NOORD, TOLD)["Location"] == sent["Location"]
    assert VolunteerApplication.objects.count() == 1


@pytest.mark.both_engines
def test_the_time_that_is_left_ends(cast: Cast) -> None:
    turn(cast.anna, is_open=False)
    applied(cast, now=NOW + STILL_TAKEN)
    with pytest.raises(Refused) as refused:
        applied(cast, now=NOW + STILL_TAKEN + MINUTE, first_name="Joost")
    assert refused.value.reason.code == "application.page_closed"
    # the same person again hears the same: the answer says of nobody that they are known
    with pytest.raises(Refused):
        applied(cast, now=NOW + STILL_TAKEN + MINUTE)
    assert VolunteerApplication.objects.count() == 1
    turn(cast.anna, is_open=True)
    applied(cast, now=NOW + STILL_TAKEN + MINUTE, first_name="Joost")


@pytest.mark.both_engines
@pytest.mark.parametrize("address", [NOORD, ALL])
def test_later_what_was_typed_is_shown_back(cast: Cast, moment: Moment, address: str) -> None:
    turn(cast.anna, is_open=False)
    moment.now = NOW + STILL_TAKEN + MINUTE
    answer = browsing.visitor().post(address, TOLD)
    assert answer.status_code == 409
    assert not VolunteerApplication.objects.exists()
    said = words(answer)
    assert CLOSED in said
    assert "Wat je had ingevuld" in said
    for typed in (
        "Koffie, praten of wandelen, Ik weet het nog niet",
        "donderdag",
        "middag",
        "1 uur",
        "1 februari 2027",
        "18 jaar of ouder",
        "Sanne",
        "&lt;Visser&gt;",
        "06 98 76 54 32",
        "sanne@example.nl",
        "1013",
    ):
        assert typed in said, typed
    assert "Dit is niet verstuurd" in said
    assert "020 555 01 4" in said
    # what is wrong in it is shown back too
    wrong = browsing.visitor().post(address, {"first_name": "Sanne", "until": "ooit", "age": "x"})
    assert wrong.status_code == 409
    assert "Sanne" in words(wrong)
    assert "ooit" in words(wrong)


def test_it_can_go_to_who_is_open_without_typing_again(cast: Cast, moment: Moment) -> None:
    turn(cast.anna, is_open=False)
    moment.now = NOW + STILL_TAKEN + MINUTE
    shown = main(browsing.visitor().post(NOORD, TOLD))
    form = shown.partition(f'action="{ZUID}"')[2].partition("</form>")[0]
    assert "Verstuur dit naar Zuid" in form
    typed: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form):
        typed.setdefault(name, []).append(value.replace("&lt;", "<").replace("&gt;", ">"))
    typed.pop("csrfmiddlewaretoken", None)
    sent = browsing.visitor().post(ZUID, typed)
    assert sent["Location"] == f"{ZUID}verstuurd/"
    one = VolunteerApplication.objects.get()
    assert (one.organisation_id, one.last_name, one.kinds) == (
        cast.zuid_id,
        "<Visser>",
        ["company"],
    )


def test_what_another_does_not_do_is_chosen_anew_there(cast: Cast) -> None:
    """Sent on from Noord, with a kind of help that Zuid does not offer."""
    answer = browsing.visitor().post(ZUID, {**TOLD, "kinds": ["vigil", "company"]})
    assert answer.status_code == 422
    assert "Een van je keuzes doen wij hier niet." in words(answer)
    assert "vigil" not in main(answer)
    assert 'value="Sanne"' in main(answer)


def test_where_nobody_works_any_more_nothing_typed_is_lost(cast: Cast) -> None:
    Account.objects.filter(memberships__organisation_id=cast.noord_id).update(is_active=False)
    answer = browsing.visitor().post(NOORD, TOLD)
    assert answer.status_code == 409
    assert "Sanne" in words(answer)
    assert CLOSED in words(browsing.visitor().get(NOORD))
    assert CLOSED in words(browsing.visitor().get(f"{NOORD}verstuurd/"))


# --- what is there already ------------------------------------------------------------------------


def test_applications_that_are_there_go_on(cast: Cast, moment: Moment) -> None:
    pk = applied(cast)
    turn(cast.anna, is_open=False)
    moment.now = NOW + STILL_TAKEN + MINUTE
    anna = browsing.member(cast.anna)
    assert "Sanne" in words(anna.get("/vandaag/"))
    applications.take_step(actor=cast.anna, now=moment.now, application_id=pk, step=Step.SPOKE)
    assert applications.start(actor=cast.anna, now=moment.now, application_id=pk)
    # and whoever applied reads with their own link how it stands
    other = applied(cast, now=NOW, first_name="Joost")
    client = browsing.visitor()
    page = client.get(client.get(f"/l/{token_of(other)}")["Location"])
    assert page.status_code == 200
    assert "Anna Prins belt je" in words(page)


def _system() -> Actor:
    return Actor(Role.SYSTEM)
