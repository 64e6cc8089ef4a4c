"""Logs hold no personal data and no tokens, in either form."""

import io
import json
import logging.config
from collections.abc import Iterator

import pytest
import structlog

from loopplank.config import logs

TOKEN = "Ab3_x-Yz0123456789AbCd"
UUID = "0b6f2c1e-7d4a-4b39-9d6e-2f9f5f1c7a10"


class Said(io.StringIO):
    """What was logged, in the form `form`."""

    form: str


@pytest.fixture(params=["text", "json"])
def said(request: pytest.FixtureRequest) -> Iterator[Said]:
    logging.config.dictConfig(logs.settings(request.param))
    stream = Said()
    stream.form = request.param
    (handler,) = logging.getLogger("loopplank").handlers
    assert isinstance(handler, logging.StreamHandler)
    assert logging.getLogger("django.request").handlers == [handler]
    handler.setStream(stream)
    yield stream
    logging.config.dictConfig(logs.settings("text"))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"Not Found: /l/{TOKEN}", "Not Found: /l/…"),
        ("/hulpvragen/?zoek=De+Wit&pagina=2", "/hulpvragen/"),
        (f"/wachtwoord/{TOKEN}{TOKEN}/nieuw/", "/wachtwoord/…/nieuw/"),
        (f"/agenda/{TOKEN}.ics", "/agenda/…"),
        ("/agenda/half.ics?x", "/agenda/…"),
        (f"/hulpvragen/{UUID}/", f"/hulpvragen/{UUID}/"),
        ("mail naar truus.de.wit@example.nl mislukt", "mail naar …@… mislukt"),
        ("bel 0612345678 of +32475123456", "bel … of …"),
        ("waarom?", "waarom?"),
        ("12 rijen in 0.5 s", "12 rijen in 0.5 s"),
    ],
)
def test_texts_are_cleaned(text: str, clean: str) -> None:
    assert logs.clean(text) == clean


def test_a_long_line_is_cut_where_no_token_is_halved() -> None:
    told = logs.clean("hallo " * 650 + f"/l/{TOKEN}" * 400)
    assert len(told) <= logs.LONGEST + 2
    assert told.endswith("hallo …")
    assert TOKEN[:6] not in told


def test_our_own_line_and_djangos_line_are_both_cleaned(said: Said) -> None:
    structlog.get_logger("loopplank.loop").warning(
        "said", path=f"/l/{TOKEN}?x=1", words=["truus@example.nl"], about={"tel": "0612345678"}
    )
    logging.getLogger("django.request").error("Internal Server Error: %s", f"/l/{TOKEN}?q=De+Wit")
    lines = said.getvalue()
    assert "said" in lines
    assert "Internal Server Error" in lines
    for secret in (TOKEN, "De+Wit", "truus", "0612345678"):
        assert secret not in lines
    if said.form == "json":
        first, second = (json.loads(line) for line in lines.splitlines())
        assert first["path"] == "/l/…"
        assert second["level"] == "error"


def test_of_an_exception_the_kind_and_the_places_are_kept_and_not_its_words(said: Said) -> None:
    def broken() -> None:
        raise ValueError("Key (email)=(truus@example.nl) of mevrouw De Wit")

    try:
        broken()
    except ValueError:
        structlog.get_logger("loopplank.loop").exception("row_failed", id=UUID)
        logging.getLogger("django.request").exception("Internal Server Error: /vandaag/")
    lines = said.getvalue()
    assert lines.count("ValueError") == 2
    assert lines.count("test_logs.py") >= 2
    assert UUID in lines
    assert "Wit" not in lines
    assert "email" not in lines


def test_a_page_that_is_not_there_is_no_line_at_all(said: Said) -> None:
    logging.getLogger("django.request").warning("Not Found: /wp-login.php")
    assert said.getvalue() == ""
