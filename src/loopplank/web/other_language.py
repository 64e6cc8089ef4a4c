"""The link to the same page in the other language, for the foot or the menu of a page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Link:
    """`lang` when its words are in another language than the page."""

    label: str
    url: str
    lang: str = ""


def other_language(request: HttpRequest) -> Link:
    """Return the same page in the other language; to GET, so that a form that was sent is not
    repeated.
    """
    other = "en" if get_language() == "nl" else "nl"
    label = "English" if other == "en" else "Nederlands"
    asked = {"to": other, "next": request.get_full_path()}
    return Link(label, f"{reverse('language')}?{urlencode(asked)}", other)
