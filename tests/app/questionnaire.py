"""Filling in the six questions as a browser does: one page after the other."""

import html
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client

Answers = Mapping[int, Mapping[str, Any]]

FOR_MYSELF: Answers = {
    1: {"for_whom": "self"},
    2: {"kinds": ["shopping", "company"]},
    3: {"days": ["3"], "parts": ["1"]},
    4: {"duration": "months"},
    5: {"helped_by": ["home_care"]},
    6: {
        "channel": "sms",
        "phone": "06 12 34 56 78",
        "first_name": "Truus",
        "last_name": "De Wit",
        "postcode": "1013ab",
        "story": "Ik zie de hele week verder niemand.",
    },
}
FOR_MY_MOTHER: Answers = {
    **FOR_MYSELF,
    1: {"for_whom": "family", "knows": "yes"},
    5: {"helped_by": ["family"], "holding_out": "no_more"},
    6: {
        **FOR_MYSELF[6],
        "applicant_name": "Els Kramer",
        "applicant_phone": "06 11 11 22 22",
    },
}
CLIENT_DOES_NOT_KNOW: Answers = {
    **FOR_MYSELF,
    1: {"for_whom": "professional", "knows": "no"},
    6: {
        "applicant_name": "Ella",
        "applicant_works_at": "Wijkteam Oost",
        "applicant_phone": "020 555 01 50",
        "last_name": "De Wit",
        "postcode": "1013 AB",
    },
}


def address(step: int | str, network: str = "waterstad", organisation: str = "noord") -> str:
    """The page of a question, or with "controleren" that of the check."""
    place = f"{network}/{organisation}" if organisation else network
    page = f"vraag-{step}" if isinstance(step, int) else step
    return f"/hulp-vragen/{place}/{page}/"


def answer(
    client: Client, step: int, given: Mapping[str, Any], organisation: str = "noord"
) -> HttpResponse:
    response: Any = client.post(address(step, organisation=organisation), given)
    return response


def fill_in(
    client: Client, answers: Answers = FOR_MYSELF, *, organisation: str = "noord"
) -> HttpResponse:
    """Answer everything; the response to the last question."""
    response = HttpResponse()
    for step, given in answers.items():
        response = answer(client, step, given, organisation)
        assert response.status_code == 302, (step, response.content.decode()[-3000:])
    return response


def send(client: Client, organisation: str = "noord") -> HttpResponse:
    response: Any = client.post(address("controleren", organisation=organisation))
    return response


def text(response: Any) -> str:
    """The page as one line of text with its tags, without the entities that Django writes."""
    return " ".join(html.unescape(response.content.decode()).split())


def plain(response: Any) -> str:
    """Only the words of a page, one space between them: what somebody reads across elements."""
    inside = re.sub(r"<[^>]*>", " ", text(response))
    return re.sub(r"\s+([.,:])", r"\1", " ".join(inside.split()))
