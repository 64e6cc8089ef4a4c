"""Whether a page would put what somebody types, or a name, in an address."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

#: What nobody types words in.
OF_CHOICES = {"hidden", "checkbox", "radio", "submit", "button", "date", "time", "number", "reset"}
#: A choice, a number, a day, a random id or a token; or an address of our own.
CODE = re.compile(r"[A-Za-z0-9_.:-]*|/.*")
#: People of the cast, as a page or a link would write them.
NAMES = re.compile(r"truus|de.?wit|bram|kramer|0612345678|1013", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_address = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._in_address = has.get("method", "get").lower() != "post"
        typed = tag == "textarea" or (tag == "input" and has.get("type", "text") not in OF_CHOICES)
        if self._in_address and typed:
            self.found.append(f"typed: {has.get('name')}")
        for name in ("href", "action", "formaction"):
            where = urlsplit(has.get(name, ""))
            if where.scheme in {"", "http", "https"}:
                self.found += [
                    f"link: {one}={value}"
                    for one, value in parse_qsl(where.query)
                    if not CODE.fullmatch(value) or NAMES.search(value)
                ]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in_address = False


def words_in_addresses(answer: Any) -> list[str]:
    """Return each field of a form that is not posted in which words are typed, and each link with
    words in it. Of what is no page: nothing.
    """
    if "text/html" not in answer.headers.get("Content-Type", "") or answer.streaming:
        return []
    reader = _Reader()
    reader.feed(answer.content.decode())
    return reader.found
