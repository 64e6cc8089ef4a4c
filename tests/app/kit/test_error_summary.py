"""The summary on top of a form: true words over what lacks, and a label that is a question."""

from typing import Any, ClassVar

import pytest
from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import Cast, ForWhom
from tests.app.questionnaire import text

LACKS, WRONG = "Er ontbreekt nog iets", "Er klopt nog iets niet"
DAYS = [("ma", "maandag"), ("di", "dinsdag")]


class Row(forms.Form):
    first = forms.IntegerField(label="Eerste postcode")


class Asked(forms.Form):
    who = forms.CharField(label="Wie helpt er?", error_messages={"required": "Vul dit in."})
    where = forms.CharField(label="Waar", error_messages={"required": "Vul dit in."})
    many = forms.IntegerField(label="Hoeveel", required=False)
    days = forms.MultipleChoiceField(choices=DAYS, widget=forms.CheckboxSelectMultiple)

    rows: ClassVar[list[Row]] = []


def summary(**typed: Any) -> str:
    whole = {"who": "Ria", "where": "Thuis", "days": ["ma"], **typed}
    return " ".join(render_to_string("kit/part/error_summary.html", {"form": Asked(whole)}).split())


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ({"who": ""}, LACKS),
        ({"days": []}, LACKS),
        ({"who": "", "days": []}, LACKS),
        ({"many": "veel"}, WRONG),
        ({"many": "veel", "who": ""}, WRONG),
        ({"days": ["zo"]}, WRONG),
    ],
)
def test_it_says_that_something_lacks_only_where_nothing_else_is_wrong(
    typed: dict[str, Any], heading: str
) -> None:
    assert f">{heading}<" in summary(**typed)


def test_without_a_form_or_a_fault_there_is_none() -> None:
    assert summary() == ""
    assert render_to_string("kit/part/error_summary.html", {"form": Asked()}).strip() == ""
    assert render_to_string("kit/part/error_summary.html", {}).strip() == ""


def test_a_label_that_is_a_question_gets_no_colon() -> None:
    both = summary(who="", where="")
    assert ">Wie helpt er? Vul dit in.<" in both
    assert ">Waar: Vul dit in.<" in both


def test_what_is_wrong_with_the_whole_and_in_a_row_stands_there_too() -> None:
    form = Asked({"who": "Ria", "where": "Thuis", "days": ["ma"]})
    form.rows = [Row({"row-0-first": "x"}, prefix="row-0")]  # type: ignore[misc]
    form.add_error(None, "Dit kan niet samen.")
    found = render_to_string("kit/part/error_summary.html", {"form": form})
    assert WRONG in found
    assert "<li>Dit kan niet samen.</li>" in found
    assert 'href="#id_row-0-first"' in found


def test_no_page_in_plain_text_glues_a_colon_to_a_question(cast: Cast) -> None:
    pk = cast.web_request(for_whom=ForWhom.FAMILY, applicant_name="Kees De Wit")
    page = text(browsing.member(cast.anna).get(reverse("request_text", args=[pk])))
    assert "?:" not in page
    assert "Weet de persoon dit? " in page
