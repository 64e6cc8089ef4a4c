"""Six questions, one a page: what is asked of whom, and that nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import (
    CLIENT_DOES_NOT_KNOW,
    FOR_MY_MOTHER,
    FOR_MYSELF,
    address,
    answer,
    fill_in,
    send,
    text,
)

from loopplank.store.models import Draft, Event, Request
from loopplank.web.kit import clock

WRONG = 422


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def asked_of(given: dict[str, Any], step: int) -> str:
    """A question as it is asked after this first answer."""
    client = browsing.visitor()
    answer(client, 1, given)
    return text(client.get(address(step)))


def test_each_question_stands_alone_with_nothing_chosen(cast: Cast) -> None:
    client = browsing.visitor()
    answer(client, 1, FOR_MYSELF[1])
    titles = {
        1: "Voor wie vraagt u hulp?",
        2: "Waar wilt u hulp bij?",
        3: "Wanneer komt hulp u het beste uit?",
        4: "Hoe lang heeft u hulp nodig, denkt u?",
        5: "Krijgt u nu al hulp van iemand?",
        6: "Hoe kunnen wij u het beste bereiken?",
    }
    for step, title in titles.items():
        page = text(client.get(address(step)))
        assert f"<h1>{title}</h1>" in page
        assert f"Vraag {step} van 6" in page
        assert page.count("<h1>") == 1
        assert step == 1 or "checked" not in page


def test_the_answers_of_one_question_are_not_those_of_another(cast: Cast) -> None:
    # codes such as "family" and "weeks" occur in two questions each, with other words
    assert "Voor iemand in mijn familie" in asked_of(FOR_MYSELF[1], 1)
    assert "Ja, van familie of buren" in asked_of(FOR_MYSELF[1], 5)
    assert "Nog een paar" not in asked_of(FOR_MYSELF[1], 4)


def test_whoever_asks_for_another_is_asked_about_that_person(cast: Cast) -> None:
    assert "Waar is hulp bij nodig?" in asked_of(FOR_MY_MOTHER[1], 2)
    assert "Krijgt deze persoon nu al hulp van iemand?" in asked_of(FOR_MY_MOTHER[1], 5)
    assert "Hoe lang kunt u dit nog volhouden" in asked_of(FOR_MY_MOTHER[1], 5)
    assert "volhouden" not in asked_of(FOR_MYSELF[1], 5)
    assert "volhouden" not in asked_of(CLIENT_DOES_NOT_KNOW[1], 5)


def test_nothing_is_asked_of_somebody_who_does_not_know_but_name_and_postcode(cast: Cast) -> None:
    page = asked_of(CLIENT_DOES_NOT_KNOW[1], 6)
    for name in ("applicant_name", "applicant_works_at", "applicant_phone", "last_name"):
        assert f'name="{name}"' in page
    for name in ("channel", "phone", "email", "street"):
        assert f'name="{name}"' not in page
    assert 'name="applicant_works_at"' not in asked_of(FOR_MY_MOTHER[1], 6)


def test_a_professional_reads_that_the_client_comes_first(cast: Cast) -> None:
    page = text(browsing.visitor().get(address(1)))
    assert "Bespreek het eerst met uw cliënt." in page
    assert "Dan bellen wij eerst alleen u." in page


@pytest.mark.parametrize(
    ("step", "given", "field", "sentence"),
    [
        (1, {}, "for_whom_0", "Kies voor wie u hulp vraagt."),
        (1, {"for_whom": "cat"}, "for_whom_0", "Kies voor wie u hulp vraagt."),
        (1, {"for_whom": "family"}, "knows_0", "Kies of deze persoon weet dat u hulp vraagt."),
        (
            2,
            {},
            "kinds_0",
            "Kies waar u hulp bij wilt. Weet u het niet? Kies dan de laatste.",
        ),
        (3, {}, "any_time", "Kies wat kan. Maakt het niet uit? Kies dan het eerste."),
        (4, {}, "duration_0", "Kies hoe lang. Weet u het niet? Kies dan dat."),
        (5, {}, "helped_by_0", "Kies wie er nu helpt. Helpt er niemand? Kies dan ‘nee’."),
        (
            5,
            {"helped_by": ["nobody", "family"]},
            "helped_by_0",
            "U koos ‘nee’ en ook iemand die helpt. Kies één van de twee.",
        ),
        (6, {**FOR_MYSELF[6], "channel": ""}, "channel_0", "Kies bellen, sms, e-mail of brief."),
        (
            6,
            {**FOR_MYSELF[6], "phone": "06 12"},
            "phone",
            "Dit telefoonnummer klopt niet. Vul 10 cijfers in, bijvoorbeeld 06 12345678.",
        ),
        (
            6,
            {**FOR_MYSELF[6], "phone": "020 555 01 42"},
            "phone",
            "Een sms kan alleen naar een mobiel nummer, met 06.",
        ),
        (
            6,
            {**FOR_MYSELF[6], "phone": "", "channel": "phone"},
            "phone",
            "Vul een telefoonnummer in. Dan kunnen wij bellen.",
        ),
        (
            6,
            {**FOR_MYSELF[6], "postcode": "12345"},
            "postcode",
            "Deze postcode klopt niet. Vul 4 cijfers en 2 letters in, bijvoorbeeld 1234 AB.",
        ),
        (6, {**FOR_MYSELF[6], "last_name": ""}, "last_name", "Vul de achternaam in."),
        (
            6,
            {**FOR_MYSELF[6], "channel": "email"},
            "email",
            "Vul een e-mailadres in, of kies een andere manier.",
        ),
        (
            6,
            {**FOR_MYSELF[6], "channel": "letter"},
            "street",
            "Vul de straat en het huisnummer in.",
        ),
        (
            6,
            {**FOR_MYSELF[6], "story": "Mijn nummer is 123456782."},
            "story",
            "Hier staat een nummer dat op een BSN lijkt.",
        ),
    ],
)
def test_what_is_wrong_is_said_on_top_and_at_the_field(
    cast: Cast, step: int, given: dict[str, Any], field: str, sentence: str
) -> None:
    client = browsing.visitor()
    answer(client, 1, FOR_MYSELF[1])
    response = answer(client, step, given)
    page = text(response)
    assert response.status_code == WRONG
    assert "<title>Fout:" in page
    left_empty = not given.get(field.removesuffix("_0"))
    assert ("Er ontbreekt nog iets" if left_empty else "Er klopt nog iets niet") in page
    assert f'<a href="#id_{field}">{sentence}' in page
    assert page.count(sentence) == 2, "on top and at the field"


def test_what_was_typed_is_still_there_beside_the_error(cast: Cast) -> None:
    client = browsing.visitor()
    answer(client, 1, FOR_MYSELF[1])
    page = text(answer(client, 6, {**FOR_MYSELF[6], "phone": "06 12"}))
    for typed in ("06 12", "De Wit", "1013ab", "Ik zie de hele week verder niemand."):
        assert typed in page, typed


def test_going_back_shows_what_was_answered(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client)
    assert 'value="shopping" id="id_kinds_0" checked' in text(client.get(address(2)))
    page = text(client.get(address(6)))
    assert 'value="06 12 34 56 78"' in page
    assert 'value="1013 AB"' in page
    assert f'class="back" href="{address(5)}"' in page
    assert 'class="back" href="/hulp/waterstad/noord/"' in text(client.get(address(1)))


def test_the_answers_are_under_the_hash_of_a_cookie_for_a_day(cast: Cast) -> None:
    client = browsing.visitor()
    response = answer(client, 1, FOR_MYSELF[1])
    cookie = response.cookies["loopplank_draft"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 86400)
    assert cookie["path"] == "/hulp-vragen/"
    draft = Draft.objects.get()
    assert cookie.value not in draft.key
    assert draft.expires_at == NOW + timedelta(hours=24)
    assert Event.objects.filter(aggregate_id=draft.reference, type="draft.kept").exists()


def test_after_a_day_the_answers_are_gone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browsing.visitor()
    fill_in(client)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=25))
    response = client.get(address(4))
    assert (response.status_code, response["Location"]) == (302, address(1))


def test_nobody_begins_in_the_middle(cast: Cast) -> None:
    response = browsing.visitor().get(address(3))
    assert (response.status_code, response["Location"]) == (302, address(1))


def test_what_was_typed_in_the_middle_after_a_day_is_kept_all_the_same(cast: Cast) -> None:
    client = browsing.visitor()
    assert answer(client, 4, FOR_MYSELF[4])["Location"] == address(5)
    assert 'value="months" id="id_duration_2" checked' in text(client.get(address(4)))


def test_two_places_do_not_mix(cast: Cast) -> None:
    client = browsing.visitor()
    answer(client, 1, FOR_MYSELF[1])
    fill_in(client, organisation="zuid")
    assert client.get(address(2, organisation="zuid")).status_code == 200
    assert "checked" not in text(client.get(address(2)))
    send(client, "zuid")
    assert Request.objects.get().organisation_id == cast.zuid_id


@pytest.mark.parametrize("step", [0, 7])
def test_there_are_six(cast: Cast, step: int) -> None:
    assert browsing.visitor().get(address(step)).status_code == 404


def test_a_question_costs_few_queries(cast: Cast, queries: Any) -> None:
    client = browsing.visitor()
    fill_in(client)
    with queries() as asked:
        client.get(address(6))
    assert len(asked) <= 5, asked
