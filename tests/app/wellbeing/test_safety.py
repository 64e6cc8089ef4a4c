"""A suspicion of abuse: its own file, for the contact person and who stands in, and nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone, plain, since_weeks
from tests.app.wellbeing.test_confidential import OF_WHOM_TO_ASK, every_page
from tests.app.wellbeing.test_escalation import evening, row, sent

from loopplank.access.account.actors import Actor, NotFound
from loopplank.actions.wellbeing import safety, signal_steps
from loopplank.core.kit.reason import Refused
from loopplank.core.wellbeing.safety import KEPT_AFTER_CLOSING
from loopplank.jobs.nightly import daily_work
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    AccessRecord,
    Event,
    Match,
    Membership,
    Message,
    Network,
    SafetyFile,
    SafetyStep,
    VolunteerSignal,
)
from loopplank.web.kit import clock

WORDS = "Zij had een blauw oog."


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9)


@pytest.fixture
def contact(cast: Cast) -> Actor:
    """Gerda is the contact person; Henk stands in."""
    safety.set_trusted(
        actor=cast.anna,
        now=NOW,
        safety_contact_id=cast.gerda.id,
        safety_stand_in_id=cast.henk.id,
    )
    return cast.gerda


def file_of(cast: Cast, **said: object) -> SafetyFile:
    sent(cast, **{"reason": "not_right", "words": WORDS, **said})
    return SafetyFile.objects.get()


def test_it_goes_to_the_contact_person_and_the_words_stand_in_the_file_only(
    cast: Cast, contact: Actor
) -> None:
    phone = Phone(cast.bram)
    assert "Alleen Gerda of de vervanger leest dit." in phone.reads("too_heavy")
    text = phone.then_reads("too_heavy", reason="not_right", words=WORDS)
    assert "Je hebt het gemeld bij Gerda Bestuur, op dinsdag 24 november." in text
    assert "Gerda belt je uiterlijk dinsdag 24 november." in text
    assert "Jij hoeft het niet uit te zoeken." in text
    found = SafetyFile.objects.get()
    assert (found.held_by_id, found.stand_in_id) == (contact.id, cast.henk.id)
    assert SafetyStep.objects.get().words == WORDS
    assert VolunteerSignal.objects.get().words == ""
    told = Message.objects.get(template="signal_yours")
    assert told.account_id == contact.account_id
    with pytest.raises(Refused):
        cast.asked(cast.bram)


def test_the_contact_person_and_who_stands_in_read_it_and_nobody_else(
    cast: Cast, contact: Actor
) -> None:
    pk = file_of(cast, match_id=since_weeks(cast, cast.bram)).pk
    where = reverse("safety_file", args=[pk])
    for who in (contact, cast.henk):
        page = plain(browsing.member(who).get(where).content.decode())
        assert "Zij had een blauw oog." in page
        assert "0800-2000" in page
    for who in (cast.anna, cast.carla, cast.dirk):
        client = browsing.member(who)
        assert client.get(where).status_code == 404
        assert client.get(reverse("safety_files")).status_code == 404
        step = {"step": "advice", "on": TODAY.isoformat()}
        assert client.post(where, step).status_code == 404
    today = plain(browsing.member(cast.henk).get(reverse("today")).content.decode())
    assert "Een vrijwilliger maakt zich zorgen" in today
    assert "blauw oog" not in today


def test_other_coordinators_see_it_on_none_of_their_pages(cast: Cast, contact: Actor) -> None:
    match_id = since_weeks(cast, cast.bram)
    request_id = Match.objects.get(pk=match_id).request_id
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
    found = file_of(cast, match_id=match_id)
    browsing.member(contact).get(reverse("safety_file", args=[found.pk]))
    after = every_page(anna, {**parts, "signal_id": row().pk, "file_id": found.pk})
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= OF_WHOM_TO_ASK
    # not even that somebody opened a file
    looked = anna.get(reverse("who_looked", args=[request_id])).content.decode()
    assert "Gerda" not in looked


def test_the_volunteer_reads_nothing_of_the_file(cast: Cast, contact: Actor) -> None:
    found = file_of(cast)
    safety.note_step(
        actor=contact, now=NOW, file_id=found.pk, step="advice", on=TODAY, words="Geheim advies"
    )
    phone = Phone(cast.bram)
    assert "Geheim" not in phone.reads("week") + phone.reads("too_heavy")
    assert phone.client.get(reverse("safety_file", args=[found.pk])).status_code != 200


def test_every_opening_leaves_a_record_of_its_own_purpose(cast: Cast, contact: Actor) -> None:
    match_id = since_weeks(cast, cast.bram)
    pk = file_of(cast, match_id=match_id).pk
    client = browsing.member(contact)
    for _ in range(2):
        client.get(reverse("safety_file", args=[pk]))
    records = AccessRecord.objects.filter(page="safety_file")
    assert list(records.values_list("purpose", "actor_id")) == [("safety", contact.id)] * 2
    seeker = Match.objects.select_related("request").get(pk=match_id).request.help_seeker_id
    assert records[0].subjects.filter(subject_id=seeker).exists()


def test_steps_with_their_day_and_an_end_with_an_outcome(cast: Cast, contact: Actor) -> None:
    found = file_of(cast)
    client = browsing.member(contact)
    where = reverse("safety_file", args=[found.pk])
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    answer = client.post(where, {"step": "advice", "on": tomorrow, "words": "Blijft staan"})
    assert answer.status_code == 409
    assert "Blijft staan" in answer.content.decode()
    typed = {"step": "advice", "on": TODAY.isoformat(), "words": "Veilig Thuis denkt mee."}
    assert client.post(where, typed).status_code == 302
    page = plain(client.get(where).content.decode())
    assert "Advies gevraagd aan Veilig Thuis" in page
    close = reverse("close_safety", args=[found.pk])
    assert client.post(close, {"words": "Klaar"}).status_code == 422
    assert client.post(close, {"outcome": "professional"}).status_code == 302
    found.refresh_from_db()
    assert (found.outcome, found.closed_at) == ("professional", NOW)
    # the volunteer is asked whether they were spoken to, and may be asked again
    assert "Heeft Gerda je gesproken?" in Phone(cast.bram).reads("week")
    cast.asked(cast.bram)
    with pytest.raises(Refused):
        safety.note_step(actor=contact, now=NOW, file_id=found.pk, step="talk", on=TODAY)


def test_nobody_calls_then_who_stands_in_does_and_the_network_sees_no_more_than_that(
    cast: Cast,
    contact: Actor,
    netty: Actor,
) -> None:
    file_of(cast)
    Sweeper().sweep(evening(1))
    assert row().to_id == cast.henk.id
    Sweeper().sweep(evening(2))
    assert (row().to_id, row().watched_by_id) == (cast.henk.id, netty.id)
    text = browsing.member(netty).get(reverse("network_overview")).content.decode()
    assert "Noord" in text
    assert "blauw oog" not in text
    assert "Bram" not in text


def test_called_by_the_contact_person_stops_the_climb(cast: Cast, contact: Actor) -> None:
    pk = file_of(cast).pk
    browsing.member(contact).post(reverse("acknowledge_safety", args=[pk]))
    Sweeper().sweep(evening(1))
    assert row().to_id == contact.id


def test_who_may_change_the_settings_does_not_read_an_open_file_by_that(
    cast: Cast, contact: Actor
) -> None:
    pk = file_of(cast).pk
    safety.set_trusted(actor=cast.anna, now=NOW, safety_contact_id=cast.anna.id)
    with pytest.raises(NotFound):
        safety.note_step(actor=cast.anna, now=NOW, file_id=pk, step="talk", on=TODAY)
    assert browsing.member(cast.anna).get(reverse("safety_file", args=[pk])).status_code == 404
    assert browsing.member(contact).get(reverse("safety_file", args=[pk])).status_code == 200
    told = Message.objects.get(template="safety_contact_changed")
    assert told.account_id == contact.account_id
    # only once both left it is for the contact person of now
    Membership.objects.filter(pk__in=[contact.id, cast.henk.id]).update(
        active=False, ended_on=TODAY
    )
    assert browsing.member(cast.anna).get(reverse("safety_file", args=[pk])).status_code == 200


def test_more_about_the_same_is_one_file(cast: Cast, contact: Actor) -> None:
    file_of(cast)
    file_of(cast, words="En zij is bang voor hem.")
    file_of(cast, words="En zij is bang voor hem.")
    assert SafetyStep.objects.count() == 2
    assert VolunteerSignal.objects.count() == 1


def test_without_a_contact_person_it_goes_the_way_of_any_other(cast: Cast) -> None:
    sent(cast, reason="not_right", words=WORDS)
    assert (row().to_id, row().words, row().route) == (cast.anna.id, WORDS, "coordinator")
    assert not SafetyFile.objects.exists()


def test_it_may_go_to_the_adviser_instead(cast: Cast, contact: Actor) -> None:
    safety.set_trusted(
        actor=cast.anna, now=NOW, adviser_id=cast.henk.id, safety_contact_id=contact.id
    )
    sent(cast, reason="not_right", words=WORDS, adviser=True)
    assert (row().to_id, row().route) == (cast.henk.id, "adviser")
    assert not SafetyFile.objects.exists()


def test_it_is_kept_two_years_after_it_was_closed(cast: Cast, contact: Actor) -> None:
    found = file_of(cast)
    safety.close_file(actor=contact, now=NOW, file_id=found.pk, outcome="no_worry")
    last = NOW + KEPT_AFTER_CLOSING
    daily_work.forget(last - timedelta(minutes=1), lambda: False)
    assert SafetyFile.objects.exists()
    daily_work.forget(last, lambda: False)
    assert not SafetyFile.objects.exists()
    assert not SafetyStep.objects.exists()
    assert Event.objects.filter(type="safety.forgotten").exists()


def test_events_of_a_file_hold_no_words(cast: Cast, contact: Actor) -> None:
    found = file_of(cast)
    safety.note_step(
        actor=contact, now=NOW, file_id=found.pk, step="talk", on=TODAY, words="Zij huilde."
    )
    said = str(list(Event.objects.filter(aggregate="safety").values_list("data", flat=True)))
    assert "blauw" not in said
    assert "huilde" not in said


def test_no_from_the_volunteer_brings_it_back_to_the_contact_person(
    cast: Cast, contact: Actor
) -> None:
    found = file_of(cast)
    safety.close_file(actor=contact, now=NOW, file_id=found.pk, outcome="no_worry")
    signal_steps.say_heard(actor=cast.bram, now=NOW, signal_id=row().pk, spoken=False)
    page = plain(
        browsing.member(contact).get(reverse("safety_file", args=[found.pk])).content.decode()
    )
    assert "Bram zegt: er is niet met mij gesproken." in page
    browsing.member(contact).post(reverse("acknowledge_safety", args=[found.pk]))
    assert row().answered_at == NOW
