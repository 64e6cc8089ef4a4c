"""A signal past the coordinator, or to the adviser: nobody else sees that it is there."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone, plain, since_weeks
from tests.app.wellbeing.test_escalation import evening, row, sent

from loopplank.access.account.actors import Actor, NotFound
from loopplank.actions.requests import handling
from loopplank.actions.responsibility import absence
from loopplank.actions.wellbeing import safety, signal_steps
from loopplank.core.kit.reason import Refused
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    AccessRecord,
    Match,
    Message,
    Network,
    VolunteerSignal,
)
from loopplank.web.kit import clock
from loopplank.web.urls import urlpatterns

WORDS = "Zij luistert nooit naar mij."


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9)


def outside(cast: Cast) -> None:
    safety.set_trusted(
        actor=cast.anna, now=NOW, adviser_name="Nel de Boer", adviser_phone="0612349876"
    )


#: Pages that say how many could help, and of whom nothing is asked now.
OF_WHOM_TO_ASK = {
    "candidates",
    "candidates_csv",
    "ask_volunteer",
    "why_waits",
    "request",
    "most_help",
}


def words_of(page: str) -> set[str]:
    return set(re.sub(r"<[^>]+>", "\n", page).split("\n"))


def every_page(client: Client, parts: dict[str, object]) -> dict[str, str]:
    """What a member reads on each page that they may open, without tokens of forms."""
    found = {}
    for pattern in urlpatterns:
        name = str(pattern.name)
        if name in {
            "who_looked",
            "account_logout",
            "language",
            "link",
            "demo",
            "demo_outbox",
            "new_request",
        }:
            continue
        try:
            where = reverse(
                name, kwargs={p: parts[p] for p in pattern.pattern.converters if p in parts}
            )
        except NoReverseMatch:
            continue
        answer = client.get(where)
        if answer.status_code == 200 and not answer.streaming:
            form_once = r'name="(csrfmiddlewaretoken|submission)" value="[\w-]+"'
            words = re.sub(form_once, "", answer.content.decode())
            found[name] = re.sub(r'nonce="[^"]+"', "", words)
    return found


def test_the_coordinator_whom_it_is_about_sees_it_nowhere(cast: Cast) -> None:
    """All her pages, before and after: only that nothing new is asked, as of elsewhere."""
    match_id = since_weeks(cast, cast.bram)
    request_id = cast.ready()
    parts: dict[str, object] = {
        "request_id": request_id,
        "match_id": match_id,
        "volunteer_id": cast.bram_id,
        "membership_id": cast.henk.id,
        "network": "waterstad",
        "organisation": "noord",
        "step": 1,
    }
    anna = browsing.member(cast.anna)
    before = every_page(anna, parts)
    signal_id = sent(
        cast, reason="too_much_asked", words=WORDS, match_id=match_id, past_coordinator=True
    )
    assert row().to_id == cast.henk.id
    after = every_page(anna, {**parts, "signal_id": signal_id})
    assert len(after) > 40
    changed = {name for name in after if after[name] != before.get(name)}
    # the lists of whom to ask say what they say of anybody who is asked nothing now
    assert changed <= OF_WHOM_TO_ASK
    assert "candidates" in changed
    for name in changed:
        new = " ".join(words_of(after[name]) - words_of(before[name])).lower()
        assert not [word for word in ("zwaar", "signaal", "praat", "vertrouw") if word in new], name
    said = plain(after["candidates"])
    assert "krijgt nu even geen nieuwe vragen" in said or "nu even niet" in said
    assert "te zwaar" not in said
    for name, text in after.items():
        assert "luistert nooit" not in text, name
    for name in ("signal",):
        assert anna.get(reverse(name, args=[signal_id])).status_code == 404
    with pytest.raises(NotFound):
        signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=signal_id, outcome="talked")


def test_a_question_is_refused_without_a_reason(cast: Cast) -> None:
    sent(cast, past_coordinator=True)
    with pytest.raises(Refused) as refused:
        cast.asked(cast.bram)
    assert refused.value.reason.code == "proposal.not_now"


def test_another_reads_it_and_calls(cast: Cast) -> None:
    signal_id = sent(cast, words=WORDS, past_coordinator=True)
    henk = browsing.member(cast.henk)
    text = plain(henk.get(reverse("today")).content.decode())
    assert "Zij luistert nooit naar mij" in text
    page = plain(henk.get(reverse("signal", args=[signal_id])).content.decode())
    assert "Dit gaat over een collega. Alleen jij ziet dit." in page
    record = AccessRecord.objects.filter(page="signal").latest("pk")
    assert record.purpose == "confidential"
    assert "Henk belt je uiterlijk dinsdag 24 november." in Phone(cast.bram).reads("week")


def test_it_does_not_come_to_her_by_another_way(cast: Cast, netty: Actor) -> None:
    """Not by taking over, not by an absence of the reader, not by climbing."""
    match_id = since_weeks(cast, cast.bram)
    signal_id = sent(cast, match_id=match_id, past_coordinator=True)
    request_id = Match.objects.get(pk=match_id).request_id
    handling.take_over(actor=cast.henk, now=NOW, request_id=request_id)
    handling.take_over(actor=cast.anna, now=NOW, request_id=request_id)
    assert row().to_id == cast.henk.id
    absence.note(actor=cast.henk, now=NOW, membership_id=cast.henk.id, first=TODAY, last=None)
    Sweeper().sweep(NOW)
    assert row().to_id == cast.gerda.id, "and not Anna, who is there"
    Sweeper().sweep(evening(1))
    Sweeper().sweep(evening(2))
    assert row().to_id == cast.gerda.id
    assert row().watched_by_id == netty.id
    assert signal_id == row().pk


def test_her_list_of_messages_does_not_tell_either(cast: Cast) -> None:
    sent(cast, past_coordinator=True)
    message = Message.objects.get(template="signal_yours")
    assert message.account_id == cast.henk.account_id
    letter = reverse("message_letter", args=[message.pk])
    assert browsing.member(cast.anna).get(letter).status_code == 404
    assert browsing.member(cast.henk).get(letter).status_code == 200


def test_the_coordinator_hears_that_somebody_stays_away_and_not_why(cast: Cast) -> None:
    match_id = since_weeks(cast, cast.bram)
    signal_id = sent(cast, reason="not_safe", words=WORDS, match_id=match_id, past_coordinator=True)
    assert not Message.objects.filter(template="signal_unsafe").exists()
    now = Message.objects.get(template="signal_yours_now")
    assert (now.account_id, now.channel) == (cast.henk.account_id, "phone")
    Phone(cast.bram).presses("not_safe", signal_id)
    text = plain(browsing.member(cast.anna).get(reverse("today")).content.decode())
    assert "Gaat er voorlopig niet heen" in text
    assert "luistert nooit" not in text
    assert "niet veilig" not in text


# --- the adviser ----------------------------------------------------------------------------------


def test_the_adviser_of_the_house_reads_it_and_nobody_else(cast: Cast) -> None:
    safety.set_trusted(actor=cast.anna, now=NOW, adviser_id=cast.gerda.id)
    phone = Phone(cast.bram)
    assert "Vertrouwenspersoon Gerda Bestuur" in phone.reads("too_heavy")
    text = phone.then_reads("too_heavy", words=WORDS, to="adviser")
    assert "Gerda belt je uiterlijk dinsdag 24 november." in text
    gerda = browsing.member(cast.gerda)
    assert "luistert nooit" in gerda.get(reverse("signals")).content.decode()
    for other in (cast.anna, cast.henk, cast.dirk):
        page = browsing.member(other).get(reverse("signal", args=[row().pk]))
        assert page.status_code == 404
        today = browsing.member(other).get(reverse("today")).content.decode()
        assert "Bram Vrijwilliger" not in today


def test_of_an_adviser_outside_nothing_is_kept_but_the_rest(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside(cast)
    phone = Phone(cast.bram)
    match_id = since_weeks(cast, cast.bram)
    typed = {"words": WORDS, "reason": "touches_me", "match": str(match_id), "to": "adviser"}
    text = phone.then_reads("too_heavy", **typed)
    assert "Je kunt Nel de Boer bellen. Wat je zegt, blijft daar." in text
    assert "06 12 34 98 76" in text
    kept = row()
    assert (kept.words, kept.reason, kept.match_id, kept.to_id) == ("", "", None, None)
    with pytest.raises(Refused):
        cast.asked(cast.bram)
    for other in (cast.anna, cast.henk):
        page = browsing.member(other).get(reverse("volunteer", args=[cast.bram_id]))
        assert "Nog geen signaal." in page.content.decode()
    phone.presses("say_heard", kept.pk, spoken="yes")
    cast.asked(cast.bram)
    assert "Nel de Boer" not in phone.reads("week")


def test_a_talk_outside_holds_no_longer_than_four_weeks(cast: Cast) -> None:
    outside(cast)
    sent(cast, adviser=True)
    Sweeper().sweep(evening(27))
    assert row().answered_at is None
    Sweeper().sweep(evening(29))
    assert row().heard == "silent"


def test_where_nobody_is_named_it_cannot_be_chosen(cast: Cast) -> None:
    phone = Phone(cast.bram)
    assert "Vertrouwenspersoon" not in phone.reads("too_heavy")
    answer = phone.presses("too_heavy", words=WORDS, to="adviser")
    assert answer.status_code == 422
    assert not VolunteerSignal.objects.exists()
    with pytest.raises(NotFound):
        sent(cast, adviser=True)


def test_adviser_silence_is_watched_by_the_network_without_a_person(
    cast: Cast,
    netty: Actor,
) -> None:
    safety.set_trusted(actor=cast.anna, now=NOW, adviser_id=cast.gerda.id)
    sent(cast, adviser=True)
    Sweeper().sweep(evening(1))
    assert (row().to_id, row().watched_by_id) == (cast.gerda.id, netty.id)


def test_settings_name_who_can_be_trusted(cast: Cast) -> None:
    anna = browsing.member(cast.anna)
    where = reverse("settings_trusted")
    assert anna.post(where, {"adviser_name": "Nel de Boer"}).status_code == 422
    typed = {"adviser_name": "Nel de Boer", "adviser_phone": "06 12349876"}
    same: UUID | None = cast.henk.id
    twice = {**typed, "safety_contact": str(same), "safety_stand_in": str(same)}
    assert anna.post(where, twice).status_code == 422
    both = {**typed, "safety_contact": str(same), "safety_stand_in": str(cast.gerda.id)}
    assert anna.post(where, both).status_code == 302
    page = anna.get(where).content.decode()
    assert "Nel de Boer" in page
    stranger = {"safety_contact": str(cast.dirk.id)}
    assert anna.post(where, stranger).status_code == 422
    assert "Nel de Boer" not in browsing.member(cast.dirk).get(where).content.decode()
