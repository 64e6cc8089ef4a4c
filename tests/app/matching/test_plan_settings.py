"""What the administrator of a network chooses about planning."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import text
from tests.app.responsibility.test_clocks import admin_of_noord

from loopplank.access.matching.plan_settings import settings_in
from loopplank.core.kit.kinds import Kind
from loopplank.core.matching.plan_settings import Fairness, HandoverCost, PlanSettings
from loopplank.store.models import Event, Network
from loopplank.web.kit import clock

USUAL = {"fairness": "mild", **{f"cost_{kind.value}": "little" for kind in Kind}}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def settings_of(cast: Cast) -> PlanSettings:
    return settings_in(Network.objects.get(pk=cast.network_id))


def test_the_page_says_what_it_costs_and_begins_mild(cast: Cast) -> None:
    page = text(browsing.member(admin_of_noord(cast)).get(reverse("plan_settings")))
    assert "Krijgt wie moeilijk hulp vindt eerder een vrijwilliger?" in page
    assert "Samen krijgen er dan soms iets minder mensen hulp." in page
    assert "Zonder ja van de persoon wisselt de helper nooit." in page
    assert settings_of(cast).fairness is Fairness.MILD
    assert settings_of(cast).cost_of("company") is HandoverCost.LITTLE


def test_what_is_chosen_is_kept_and_shown_again(cast: Cast) -> None:
    client = browsing.member(admin_of_noord(cast))
    where = reverse("plan_settings")
    typed = {**USUAL, "fairness": "strong", "cost_company": "much", "cost_transport": "none"}
    assert client.post(where, typed).status_code == 302
    chosen = settings_of(cast)
    assert chosen.fairness is Fairness.STRONG
    assert chosen.cost_of("company") is HandoverCost.MUCH
    assert chosen.cost_of("transport") is HandoverCost.NONE
    assert chosen.cost_of("shopping") is HandoverCost.LITTLE
    html = client.get(where).content.decode()
    assert 'value="much" selected' in html
    event = Event.objects.get(type="network.plan_settings_set")
    assert event.data == {
        "fairness": "strong",
        "handover_cost": {"company": "much", "transport": "none"},
    }
    client.post(where, typed)
    assert Event.objects.filter(type="network.plan_settings_set").count() == 1
    client.post(where, USUAL)
    assert Network.objects.get(pk=cast.network_id).handover_cost == {}


@pytest.mark.parametrize("wrong", [{"fairness": ""}, {"fairness": "very"}, {"cost_buddy": "very"}])
def test_what_does_not_exist_is_a_sentence(cast: Cast, wrong: dict[str, str]) -> None:
    response = browsing.member(admin_of_noord(cast)).post(
        reverse("plan_settings"), {**USUAL, **wrong}
    )
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert not Event.objects.filter(type="network.plan_settings_set").exists()


@pytest.mark.both_engines
def test_the_table_refuses_another_fairness(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Network.objects.update(fairness="very")


def test_the_page_of_the_network_leads_to_it(cast: Cast) -> None:
    page = browsing.member(admin_of_noord(cast)).get(reverse("settings")).content.decode()
    assert reverse("plan_settings") in page
