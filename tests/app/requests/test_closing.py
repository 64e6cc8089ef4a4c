"""Closing a request and opening it again: what is asked, what is told, and where it stands."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.html import escape
from tests.app import browsing
from tests.app.cast import KNOWN_SAFE, NOW, TODAY, Cast

from loopplank.actions.messages import messages
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import closing, handling
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import (
    CLOSING,
    LEAVES_ALONE,
    SAYING_NO,
    Asks,
    ClosingReason,
    Lack,
    Safe,
)
from loopplank.core.requests.headlines import HEADLINES
from loopplank.store.models import Message, Note, Request
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def close(cast: Cast, request_id: UUID, **typed: str) -> int:
    address = reverse("close", args=[request_id])
    safe = {"safe_why": KNOWN_SAFE.why, "safe_tried": KNOWN_SAFE.tried}
    return int(browsing.member(cast.anna).post(address, {**safe, **typed}).status_code)


def templates(request_id: UUID, state: str = "queued") -> list[str]:
    rows = Message.objects.filter(request_id=request_id, state=state)
    return sorted(rows.values_list("template", flat=True))


@pytest.mark.parametrize("day", ["2026-12-15", "geen dag"])
@pytest.mark.parametrize("reason", ["deceased", "duplicate"])
def test_who_died_or_asked_twice_needs_no_next_step_and_gets_nothing(
    cast: Cast, reason: str, day: str
) -> None:
    request_id = cast.web_request()
    assert templates(request_id) == ["received"]
    # what was typed under another reason before is out of sight, and does not count
    first = Request.objects.get(pk=cast.web_request(last_name="Eerst")).number
    typed = {"next_step": "nobody", "next_contact_on": day, "lack": "place", "first_number": first}
    assert close(cast, request_id, reason=reason, **typed) == 302
    row = Request.objects.get(pk=request_id)
    assert (row.state, row.closing_reason, row.lack) == ("closed", reason, "")
    assert row.next_contact_on is None, "nobody is put on a list to be called"
    assert templates(request_id) == []


@pytest.mark.parametrize("reason", ["helped", "helped_elsewhere", "not_wanted"])
def test_every_other_reason_asks_what_happens_now(cast: Cast, reason: str) -> None:
    request_id = cast.request()
    address = reverse("close", args=[request_id])
    response = browsing.member(cast.anna).post(address, {"reason": reason})
    assert response.status_code == 422
    assert "Kies wat er nu gebeurt." in response.content.decode()
    assert close(cast, request_id, reason=reason, next_step="nobody") == 302


@pytest.mark.parametrize("reason", ClosingReason)
def test_the_form_says_what_belongs_to_which_reason(cast: Cast, reason: ClosingReason) -> None:
    rule, no = CLOSING[reason], reason in SAYING_NO
    found = page(cast, cast.request(), "say_no" if no else "close")
    asks = " ".join(rule.asks)
    assert re.search(rf'value="{reason}"[^>]* data-asks="{asks}"', found)
    for asked in rule.asks:
        assert f'name="{asked}"' in found
    # a browser shows the questions of the chosen answer, whatever its code
    css = str(finders.find("loopplank/forms.css"))
    assert f'"{reason}"' not in Path(css).read_text(encoding="utf-8")
    for words in filter(None, (rule.label, rule.next_step)):
        assert escape(words) in found


def test_what_belongs_to_an_answer_hides_until_it_is_chosen(cast: Cast) -> None:
    css = Path(str(finders.find("loopplank/forms.css"))).read_text(encoding="utf-8")
    found = page(cast, cast.request(), "close") + page(cast, cast.request(), "say_no")
    for asked in Asks:
        assert f'form:has([data-asks~="{asked}"]:checked) .only-for.{asked}' in css
        # on its own page a no always asks for a next step
        assert f'class="only-for {asked}' in found
    assert "Uiterlijk welke dag is er contact?" in found


def ready_to_close(cast: Cast, reason: ClosingReason) -> tuple[UUID, datetime]:
    """A request that may close with this reason, and the moment from which it may."""
    if reason is not ClosingReason.NOT_REACHED:
        return cast.request(), NOW
    request_id = cast.web_request()
    for n, way in enumerate(("phone", "phone", "sms")):
        handling.log_contact(
            actor=cast.anna,
            now=NOW + timedelta(minutes=n),
            request_id=request_id,
            kind="not_reached",
            channel=way,
        )
    closing.write_last_letter(actor=cast.anna, now=NOW, request_id=request_id)
    letter = Message.objects.get(request_id=request_id, template="last_try")
    messages.tell(actor=cast.anna, now=NOW, message_id=letter.pk, how="printed")
    return request_id, NOW + timedelta(days=21)


@pytest.mark.parametrize("reason", ClosingReason)
def test_every_reason_closes_through_its_page_without_javascript(
    cast: Cast, reason: ClosingReason, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = CLOSING[reason]
    request_id, now = ready_to_close(cast, reason)
    answers = {
        Asks.NEXT_STEP: "nobody",
        Asks.FIRST_NUMBER: Request.objects.get(pk=cast.web_request(last_name="Eerst")).number,
        Asks.LACK: Lack.PLACE.value,
        Asks.SAFE_WHY: KNOWN_SAFE.why,
        Asks.SAFE_TRIED: KNOWN_SAFE.tried,
    }
    monkeypatch.setattr(clock, "now", lambda: now)
    address = reverse("say_no" if reason in SAYING_NO else "close", args=[request_id])
    typed = {"reason": reason.value, "stap": "zeg-nee"}
    client = browsing.member(cast.anna)
    before = client.post(address, typed)
    if rule.asks:
        assert before.status_code == 422
        assert set(before.context["form"].errors) == set(rule.asks)
        typed |= {asked.value: answers[asked] for asked in rule.asks}
        assert client.post(address, typed).status_code == 302
    row = Request.objects.get(pk=request_id)
    assert (row.state, row.closing_reason) == ("closed", reason)
    queued = templates(request_id)
    assert [name for name in queued if name in {"no", "closed"}] == ([rule.letter] * rule.is_told)
    # the list, the page of the request and the person's own page all have words for it
    assert escape(rule.label) in page(cast, request_id, "request")
    assert rule.label in client.get(reverse("requests_csv"), {"stand": "all"}).content.decode()
    own = browsing.asker(request_id).get(reverse("status")).content.decode()
    said = rule.refused or HEADLINES[rule.then or rule.ended].own
    assert escape(said) in own


def test_a_no_has_a_page_of_its_own(cast: Cast) -> None:
    request_id = cast.request()
    assert reverse("say_no", args=[request_id]) in page(cast, request_id, "close")
    assert close(cast, request_id, reason="no_place", next_step="nobody") == 422
    assert Request.objects.get(pk=request_id).state == "talking"


def page(cast: Cast, request_id: UUID, name: str) -> str:
    return browsing.member(cast.anna).get(reverse(name, args=[request_id])).content.decode()


def test_a_day_that_is_over_is_no_day_of_contact(cast: Cast) -> None:
    request_id = cast.request()
    typed = {"reason": "helped", "next_step": "nobody", "next_contact_on": "2026-11-20"}
    assert close(cast, request_id, **typed) == 422
    assert close(cast, request_id, **{**typed, "next_contact_on": "2026-12-15"}) == 302


# --- open again -----------------------------------------------------------------------------------


def test_a_request_that_nobody_spoke_about_comes_back_as_new(cast: Cast) -> None:
    request_id = cast.web_request()
    close(cast, request_id, reason="not_wanted", next_step="nobody")
    assert templates(request_id) == ["closed"]
    later = NOW + timedelta(days=7)
    closing.reopen(actor=cast.anna, now=later, request_id=request_id)
    row = Request.objects.get(pk=request_id)
    assert row.state == "new"
    assert row.due_on is not None
    assert row.due_on > TODAY + timedelta(days=7)
    # the first message was never told: it waits again, with the new day, and the end is not told
    assert templates(request_id) == ["received"]
    first = Message.objects.get(request_id=request_id, state="queued")
    assert first.params["due_on"] == row.due_on.isoformat()
    assert not first.params["spoken"]


def test_a_request_that_was_spoken_about_comes_back_to_the_talk(cast: Cast) -> None:
    request_id = cast.web_request()
    first = Message.objects.get(request_id=request_id)
    messages.tell(actor=cast.anna, now=NOW, message_id=first.pk, how="sent")
    handling.log_contact(actor=cast.anna, now=NOW, request_id=request_id, kind="talk")
    close(cast, request_id, reason="helped", next_step="nobody")
    browsing.member(cast.anna).post(reverse("reopen", args=[request_id]))
    assert Request.objects.get(pk=request_id).state == "talking"
    assert templates(request_id) == [], "who heard it already does not hear it again"
    assert templates(request_id, "told") == ["received"]


def test_who_heard_anything_at_all_is_not_told_that_it_came_in(cast: Cast) -> None:
    request_id = cast.ready()
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    waits = Message.objects.get(request_id=request_id, template="wait")
    messages.tell(actor=cast.anna, now=NOW, message_id=waits.pk, how="sent")
    close(cast, request_id, reason="not_wanted", next_step="nobody")
    closing.reopen(actor=cast.anna, now=NOW, request_id=request_id)
    assert templates(request_id) == []


# --- the call after a no --------------------------------------------------------------------------


def said_no(cast: Cast) -> UUID:
    request_id = cast.request()
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.NO_PLACE, nobody_discussed=True, lack=Lack.PLACE),
    )
    return request_id


def test_calling_back_asks_what_came_out_of_it(cast: Cast) -> None:
    request_id = said_no(cast)
    assert reverse("called_back", args=[request_id]) in page(cast, request_id, "request")
    address = reverse("called_back", args=[request_id])
    client = browsing.member(cast.anna)
    assert client.post(address).status_code == 422, "one tap on a button changes nothing"
    client.post(address, {"kind": "not_reached", "channel": "phone"})
    assert Request.objects.get(pk=request_id).next_contact_on is not None
    client.post(address, {"kind": "talk", "channel": "phone", "text": "Een nicht komt nu."})
    row = Request.objects.get(pk=request_id)
    assert (row.state, row.next_contact_on) == ("closed", None)
    kinds = Note.objects.filter(request_id=request_id, text__contains="nicht")
    assert kinds.get().kind == "talk"
    assert "Een nicht komt nu." in page(cast, request_id, "request")


def test_a_bsn_is_refused_there_too(cast: Cast) -> None:
    request_id = said_no(cast)
    address = reverse("called_back", args=[request_id])
    typed = {"kind": "talk", "channel": "phone", "text": "Zijn nummer is 111222333."}
    assert browsing.member(cast.anna).post(address, typed).status_code == 409
    assert Request.objects.get(pk=request_id).next_contact_on is not None


def test_nobody_is_left_alone_of_whom_nobody_knows_whether_they_are_safe(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the old code a question nobody weighed closed as "wil niet meer" with one tap."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    request_id = cast.request(story="Zij doet de deur niet open.")
    for reason in LEAVES_ALONE:
        for said in (Safe(), Safe("Is oké.", "gebeld"), Safe("", KNOWN_SAFE.tried)):
            with pytest.raises(Refused, match=r"close\.safety|close\.attempts"):
                closing.close(
                    actor=cast.anna,
                    now=NOW,
                    request_id=request_id,
                    closing=closing.Closing(reason, nobody_discussed=True, safe=said),
                )
    Request.objects.filter(pk=request_id).update(change_reported="not_needed")
    with pytest.raises(Refused, match=r"close\.safety"):
        closing.confirm_withdrawn(actor=cast.anna, now=NOW, request_id=request_id)
    with pytest.raises(Refused, match=r"close\.safety"):
        erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=request_id)
    shown = page(cast, request_id, "request")
    assert "Sluit af, en schrijf op waarom het veilig is" in shown
    assert reverse("withdrawn", args=[request_id]) not in shown
    assert "Niemand vroeg of er gevaar is" in page(cast, request_id, "close")
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE),
    )
    row = Request.objects.get(pk=request_id)
    assert (row.safe_why, row.safe_tried) == (KNOWN_SAFE.why, KNOWN_SAFE.tried)
    assert row.safe_said_by_id == cast.anna.id
    assert KNOWN_SAFE.why in page(cast, request_id, "request")


def test_who_was_weighed_with_a_plain_no_closes_without_a_word(cast: Cast) -> None:
    request_id = cast.request()
    cast.assess(request_id)
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE),
    )
    row = Request.objects.get(pk=request_id)
    assert (row.safe_why, row.safe_said_by_id) == ("", None), "nobody had to"
