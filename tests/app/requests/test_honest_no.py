"""After the no: the part that can be done, who drops out, and the call that we promised."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.joining import join
from tests.app.questionnaire import text

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.today import today_page
from loopplank.actions.organisations import colleagues
from loopplank.actions.requests import closing as request_closing
from loopplank.actions.requests import handling, refusal
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import ClosingReason
from loopplank.store.models import Membership, Message, Refusal, Request
from loopplank.web.kit import clock

AGREED = {"next_party": "Wijkteam Oost", "next_party_agreed": True}
OFFER = "Woensdagmiddag naar buiten"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def status(request_id: UUID) -> str:
    return text(browsing.asker(request_id).get("/uw-vraag/"))


def answer(request_id: UUID, said: str) -> Any:
    return browsing.asker(request_id).post(reverse("answer_partial_offer"), {"answer": said})


def rows_of(actor: Actor, now: datetime = NOW) -> set[UUID]:
    return {row.request_id for row in today_page(actor, now).rows}


def calls_of(actor: Actor, now: datetime) -> list[UUID]:
    return [call.request_id for call in today_page(actor, now).call_backs]


# --- the part that can be done --------------------------------------------------------------------


def test_the_offer_is_a_question_with_two_equal_answers(cast: Cast) -> None:
    page = status(cast.said_no(partial_offer=OFFER, **AGREED))
    assert "Eén ding kan wel: Woensdagmiddag naar buiten. Wilt u dat?" in page
    assert "Ja, woensdagmiddag naar buiten graag" in page
    assert "Nee, dank u" in page
    assert page.count('class="button second" name="answer"') == 2
    assert "Wilt u dat? Bel ons." not in page


def test_without_an_offer_there_is_only_the_telephone(cast: Cast) -> None:
    page = status(cast.said_no())
    assert 'name="answer"' not in page
    assert '<a class="button" href="tel:' in page


def test_a_yes_is_a_task_for_today(cast: Cast) -> None:
    request_id = cast.said_no(partial_offer=OFFER, **AGREED)
    before = Request.objects.get(pk=request_id)
    assert answer(request_id, "yes").status_code == 302
    row = Request.objects.get(pk=request_id)
    assert (row.state, row.due_on, row.partial_answer) == ("talking", TODAY, "yes")
    assert row.first_contact_at == before.first_contact_at
    assert row.next_party == "Wijkteam Oost", "who took up the rest still does"
    task = next(r.task for r in today_page(cast.anna, NOW).rows if r.request_id == request_id)
    assert task.why.sentence == "Zei ja op wat wel kan. Bel om het te regelen."
    page = status(request_id)
    assert "U zei ja op: Woensdagmiddag naar buiten." in page
    assert "Wijkteam Oost neemt contact op." in page
    work = text(browsing.member(cast.anna).get(reverse("request", args=[request_id])))
    assert "Woensdagmiddag naar buiten (zei ja)" in work
    assert "Antwoord op wat wel kan, via de statuspagina." in work


def test_and_the_no_to_the_rest_still_counts(cast: Cast) -> None:
    request_id = cast.said_no(partial_offer=OFFER)
    answer(request_id, "yes")
    assert Refusal.objects.get(request_id=request_id).taken_back_on is None
    request_closing.close(
        actor=cast.anna,
        now=NOW + timedelta(days=90),
        request_id=request_id,
        closing=request_closing.Closing(ClosingReason.NO_OFFER, nobody_discussed=True),
    )
    no = Refusal.objects.get(request_id=request_id)
    assert no.said_on == TODAY, "one no is counted once"


def test_a_no_is_thanked_for_and_asked_no_more(cast: Cast) -> None:
    request_id = cast.said_no(partial_offer=OFFER)
    answer(request_id, "no")
    row = Request.objects.get(pk=request_id)
    assert (row.state, row.partial_answer) == ("closed", "no")
    page = status(request_id)
    assert "U zei: nee, dank u." in page
    assert 'name="answer"' not in page
    assert request_id not in rows_of(cast.anna)


@pytest.mark.parametrize("said", ["", "misschien"])
def test_only_yes_and_no_are_answers(cast: Cast, said: str) -> None:
    request_id = cast.said_no(partial_offer=OFFER)
    assert answer(request_id, said).url == "/uw-vraag/"
    assert Request.objects.get(pk=request_id).partial_answer == ""


def test_an_answer_twice_or_to_nothing_is_refused(cast: Cast) -> None:
    request_id = cast.said_no(partial_offer=OFFER)
    for said in ("yes", "no", "yes"):
        answer(request_id, said)
    assert Request.objects.get(pk=request_id).partial_answer == "yes"
    answer(nothing := cast.said_no(), "yes")
    assert Request.objects.get(pk=nothing).state == "closed"


def test_after_a_long_silence_the_digits_come_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_id = cast.said_no(partial_offer=OFFER)
    client = browsing.asker(request_id)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=100))
    client.post(reverse("answer_partial_offer"), {"answer": "yes"})
    assert Request.objects.get(pk=request_id).state == "closed"


def test_nobody_answers_for_somebody_else(cast: Cast) -> None:
    mine, other = cast.said_no(partial_offer=OFFER), cast.said_no(partial_offer=OFFER)
    answer(mine, "yes")
    assert Request.objects.get(pk=other).state == "closed"


def test_when_the_owner_left_whoever_answers_here_becomes_owner(cast: Cast) -> None:
    request_id = cast.said_no(partial_offer=OFFER)
    Request.objects.filter(pk=request_id).update(owner=cast.henk.id)
    # today nobody can leave with a call still to make; who left earlier could
    Membership.objects.filter(pk=cast.henk.id).update(active=False, ended_on=TODAY)
    answer(request_id, "yes")
    row = Request.objects.get(pk=request_id)
    assert (row.state, row.owner_id) == ("talking", cast.anna.id)


# --- who would take it up, does not ---------------------------------------------------------------


def test_when_the_next_party_drops_out_the_page_goes_offline_and_we_call_today(cast: Cast) -> None:
    request_id = cast.said_no(partial_offer=OFFER, next_contact_on=TODAY, **AGREED)
    client = browsing.member(cast.anna)
    page = reverse("request", args=[request_id])
    assert "Wijkteam Oost trok het ja in" in text(client.get(page))
    client.post(reverse("next_party_withdrew", args=[request_id]))
    row = Request.objects.get(pk=request_id)
    assert (row.state, row.due_on, row.owner_id) == ("talking", TODAY, cast.anna.id)
    assert not row.next_party_agreed
    assert not Message.objects.filter(request=row, template="no", state="queued").exists()
    assert request_id in rows_of(cast.anna)
    shown = status(request_id)
    assert "<h1>Bel ons</h1>" in shown
    assert "Wat wij u schreven, klopt niet meer." in shown
    for gone in ("Wijkteam", "Wij kunnen dit niet doen", OFFER):
        assert gone not in shown
    assert Refusal.objects.get(request_id=request_id).taken_back_on is None


def test_after_the_call_the_page_is_an_ordinary_one_again(cast: Cast) -> None:
    request_id = cast.said_no(**AGREED)
    refusal.next_party_withdrew(actor=cast.anna, now=NOW, request_id=request_id)
    handling.log_contact(actor=cast.anna, now=NOW, request_id=request_id, kind="talk")
    assert "<h1>Uw hulpvraag</h1>" in status(request_id)


@pytest.mark.parametrize("closing", [{}, {"next_party": "Wijkteam"}])
def test_nobody_drops_out_who_never_said_yes(cast: Cast, closing: dict[str, Any]) -> None:
    request_id = cast.said_no(**closing)
    with pytest.raises(Refused):
        refusal.next_party_withdrew(actor=cast.anna, now=NOW, request_id=request_id)


# --- the call that was promised -------------------------------------------------------------------

IN_FOUR_WEEKS = NOW + timedelta(weeks=4)


def test_nobody_discussed_is_a_call_after_four_weeks_with_an_owner(cast: Cast) -> None:
    request_id = cast.said_no()
    assert calls_of(cast.anna, NOW + timedelta(weeks=2)) == []
    assert calls_of(cast.anna, IN_FOUR_WEEKS) == [request_id]
    assert calls_of(cast.henk, IN_FOUR_WEEKS) == []
    assert calls_of(cast.dirk, IN_FOUR_WEEKS) == []


def test_a_party_that_was_named_and_did_not_say_yes_is_a_call_too(cast: Cast) -> None:
    request_id = cast.said_no(next_party="Wijkteam Oost")
    assert calls_of(cast.anna, IN_FOUR_WEEKS) == [request_id]
    cast.said_no(**AGREED, next_contact_on=TODAY)
    assert calls_of(cast.anna, IN_FOUR_WEEKS) == [request_id], "their call is not ours"


def test_a_late_call_is_the_stand_ins_too(cast: Cast) -> None:
    request_id = cast.said_no()
    assert calls_of(cast.henk, IN_FOUR_WEEKS + timedelta(days=1)) == [request_id]
    assert calls_of(cast.dirk, IN_FOUR_WEEKS + timedelta(days=1)) == []


def test_the_call_of_somebody_who_left_is_not_lost(cast: Cast) -> None:
    made = join(
        actor=cast.anna,
        now=NOW,
        organisation_id=cast.noord_id,
        person=colleagues.Person("Gaat Weg", "weg@example.nl"),
        role=Role.COORDINATOR,
    )
    request_id = cast.said_no()
    Request.objects.filter(pk=request_id).update(owner=made)
    assert calls_of(cast.anna, IN_FOUR_WEEKS) == []
    Membership.objects.filter(pk=made).update(active=False, ended_on=TODAY)
    assert calls_of(cast.henk, IN_FOUR_WEEKS) == [request_id]
    assert calls_of(cast.anna, IN_FOUR_WEEKS) == [request_id]


# --- taken back -----------------------------------------------------------------------------------


def test_opening_it_again_takes_the_no_back_and_saying_it_again_gives_it_back(cast: Cast) -> None:
    request_id = cast.said_no(example="Oppas in de avond")
    request_closing.reopen(actor=cast.anna, now=NOW, request_id=request_id)
    assert Refusal.objects.get(request_id=request_id).taken_back_on == TODAY
    later = NOW + timedelta(days=3)
    request_closing.close(
        actor=cast.anna,
        now=later,
        request_id=request_id,
        closing=request_closing.Closing(ClosingReason.NO_TRAINING, nobody_discussed=True),
    )
    no = Refusal.objects.get(request_id=request_id)
    assert (no.taken_back_on, no.said_on) == (None, TODAY + timedelta(days=3))
    assert (no.source, no.example) == ("no_training", "Oppas in de avond")
