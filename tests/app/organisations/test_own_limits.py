"""The limits of an organisation: versions that stay as they were, and an advice that uses them."""

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.actions.organisations.organisations import acts_of
from loopplank.store.models import Assessment, Event, Policy
from loopplank.web.kit import clock

NO_CAR = "Vrijwilligers rijden niet met de auto."
TYPED = {
    "kinds": ["shopping", "company"],
    "max_minutes_a_week": "3",
    "max_months": "6",
    "excluded_acts": f"{NO_CAR}\n",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def save(cast: Cast, **changes: object):  # type: ignore[no-untyped-def]
    return browsing.member(cast.anna).post(reverse("own_limits"), {**TYPED, **changes})


def test_a_change_is_a_new_version_and_the_old_one_stays(cast: Cast) -> None:
    save(cast)
    save(cast, max_minutes_a_week="1½", excluded_acts=f"Wij tillen niet.\n{NO_CAR}")
    first, second = Policy.objects.filter(organisation_id=cast.noord_id).order_by("version")
    assert (first.version, first.max_minutes_a_week) == (1, 180)
    assert (second.version, second.max_minutes_a_week) == (2, 90)
    # the same sentence keeps its key, so that an answer to it stays an answer to it
    assert second.excluded_acts[1] == first.excluded_acts[0]
    text = browsing.member(cast.anna).get(reverse("own_limits")).content.decode()
    assert "Versie 2, in werking sinds" in text
    assert "Versie 1, sinds" in text
    assert 'value="1½"' in text


def test_saving_without_a_change_makes_no_version(cast: Cast) -> None:
    save(cast)
    save(cast)
    assert Policy.objects.filter(organisation_id=cast.noord_id).count() == 1
    assert Event.objects.filter(type="organisation.policy_set").count() == 1


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("3", 180), ("1,5", 90), ("1.25", 75), ("½", 30), ("2 ½", 150), ("", None)],
)
def test_hours_as_people_write_them(cast: Cast, typed: str, minutes: int | None) -> None:
    save(cast, max_minutes_a_week=typed)
    assert Policy.objects.get(organisation_id=cast.noord_id).max_minutes_a_week == minutes


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("max_minutes_a_week", "veel", "Vul een aantal uren in, tot en met 40."),
        ("max_minutes_a_week", "0", "Vul een aantal uren in, tot en met 40."),
        ("max_minutes_a_week", "41", "Vul een aantal uren in, tot en met 40."),
        ("max_months", "0", "Vul een heel getal in, van 1 tot en met 60."),
        ("excluded_acts", "zin\n" * 21, "Hooguit twintig zinnen"),
    ],
)
def test_a_mistake_keeps_what_was_typed(cast: Cast, field: str, typed: str, sentence: str) -> None:
    response = save(cast, **{field: typed})
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert typed.strip()[:3] in text
    assert not Policy.objects.filter(organisation_id=cast.noord_id).exists()


def test_the_advice_uses_the_version_that_holds_and_names_it(cast: Cast) -> None:
    request_id = cast.request(kinds=("odd_jobs",))
    before = Assessment.objects.get(pk=cast.assess(request_id))
    save(cast)
    after = Assessment.objects.get(pk=cast.assess(request_id))
    assert before.facts["limits"]["version"] == ""
    assert after.facts["limits"]["version"] == "1"
    assert after.facts["limits"]["max_minutes"] == 180
    before.refresh_from_db()
    assert before.facts["limits"]["version"] == ""


def test_limits_are_of_one_organisation(cast: Cast) -> None:
    save(cast)
    text = browsing.member(cast.dirk).get(reverse("own_limits")).content.decode()
    assert NO_CAR not in text
    assert "Er is nog geen versie." in text


def test_a_key_follows_from_the_words_alone() -> None:
    one, again = acts_of([NO_CAR]), acts_of([f"  {NO_CAR.upper()} ", NO_CAR, ""])
    assert len(again) == 1
    assert one[0][0] == again[0][0]
    assert acts_of(["Wij tillen niet."])[0][0] != one[0][0]
