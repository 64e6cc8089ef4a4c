"""A concern about a volunteer: read by one, neutral to all, heard and decided with an end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import text

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.messages.send_policy import held_until_safe
from loopplank.access.volunteers.contact_limits import SOMEWHERE, lately_of
from loopplank.actions.wellbeing import safety, volunteer_concern
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.wellbeing.volunteer_concern import Decision
from loopplank.store.models import (
    AccessRecord,
    AskerConcern,
    Event,
    Match,
    Message,
    SafetyFile,
    SafetyStep,
)
from loopplank.web.kit import clock

WORDS = "Hij vroeg of hij geld mocht lenen."
WHERE, STATUS = "/uw-vraag/gaat-niet-goed/", "/uw-vraag/"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    safety.set_trusted(
        actor=cast.anna,
        now=NOW,
        safety_contact_id=cast.gerda.id,
        safety_stand_in_id=cast.henk.id,
    )


def helped(cast: Cast) -> Match:
    return Match.objects.get(pk=cast.running(cast.volunteer("Ria Smit")))


def by_phone(cast: Cast, match: Match, *, suspend: bool = True) -> SafetyFile:
    file_id = volunteer_concern.note_about_volunteer(
        actor=cast.anna,
        now=NOW,
        request_id=match.request_id,
        match_id=match.pk,
        words=WORDS,
        suspend=suspend,
    )
    return SafetyFile.objects.get(pk=file_id)


def test_what_the_person_writes_is_read_by_the_contact_person_only(cast: Cast) -> None:
    match = helped(cast)
    asker = browsing.asker(match.request_id)
    assert "Dan leest alleen Gerda Bestuur het." in text(asker.get(WHERE))
    before = Event.objects.filter(aggregate="concern").count()
    page = text(asker.post(WHERE, {"words": WORDS}, follow=True))
    assert "uiterlijk woensdag 25 november" in page
    row = AskerConcern.objects.get()
    assert (row.words, row.reasons, row.restricted) == ("", [], True)
    assert SafetyStep.objects.get().words == WORDS
    assert Event.objects.filter(aggregate="concern").count() == before
    assert WORDS not in str(list(Event.objects.values_list("data", flat=True)))
    anna = browsing.member(cast.anna)
    for address in (
        reverse("today"),
        reverse("request", args=[match.request_id]),
        reverse("messages"),
        reverse("volunteer", args=[match.volunteer_id]),
    ):
        assert "lenen" not in text(anna.get(address)), address
    assert anna.get(reverse("safety_files")).status_code == 404
    assert anna.get(reverse("concern", args=[row.pk])).status_code == 404
    found = SafetyFile.objects.get()
    assert anna.get(reverse("safety_file", args=[found.pk])).status_code == 404
    gerda = text(browsing.member(cast.gerda).get(reverse("safety_file", args=[found.pk])))
    assert WORDS in gerda
    assert "eerste stap uiterlijk woensdag 25 november" in gerda
    # said twice is one file
    asker.post(WHERE, {"words": "Hij vroeg het weer, om geld."})
    assert SafetyFile.objects.count() == 1
    assert SafetyStep.objects.count() == 2
    assert AskerConcern.objects.count() == 1


def test_the_match_stands_still_and_nobody_reads_why(cast: Cast) -> None:
    match = helped(cast)
    row = by_phone(cast, match)
    match.refresh_from_db()
    assert match.still_from == TODAY
    for template in ("on_hold", "on_hold_asker"):
        told = Message.objects.get(template=template)
        assert "geld" not in str(told.params)
    assert SOMEWHERE in lately_of({"volunteer": match.volunteer}, NOW)[match.volunteer_id].waits
    status = text(browsing.asker(match.request_id).get(STATUS))
    assert "staan nu stil" in status
    # the owner knows of nothing, and calls about nothing
    assert "Gerda Bestuur belt u over hoe het verdergaat." in status
    assert "tot en met" not in status
    ria = Actor(Role.VOLUNTEER, id=match.volunteer_id)
    week = text(browsing.volunteer(ria).get("/mijn-week/"))
    assert "De bezoeken aan mevrouw De Wit staan even stil. Ga nu niet." in week
    assert "Geniet ervan" not in week
    assert "geld" not in week
    owner = text(browsing.member(cast.anna).get(reverse("request", args=[match.request_id])))
    assert "staat even stil" in owner
    assert "geld" not in owner
    assert row.hear_before is not None
    assert (row.hear_before - TODAY).days <= 9
    with pytest.raises(NotFound):
        volunteer_concern.suspend(actor=cast.anna, now=NOW, file_id=row.pk)


def test_it_is_decided_only_after_hearing_and_both_sides_hear_it(cast: Cast) -> None:
    match = helped(cast)
    browsing.asker(match.request_id).post(WHERE, {"words": WORDS})
    row = SafetyFile.objects.get()
    gerda = cast.gerda
    volunteer_concern.suspend(actor=gerda, now=NOW, file_id=row.pk)
    volunteer_concern.suspend(actor=gerda, now=NOW, file_id=row.pk)
    until = TODAY + timedelta(days=60)

    def decide(decision: Decision = Decision.PAUSE) -> None:
        volunteer_concern.decide(
            actor=gerda,
            now=NOW,
            file_id=row.pk,
            decision=decision,
            words="Eerst praten met het bestuur.",
            until=until,
        )

    with pytest.raises(Refused):
        decide()
    volunteer_concern.hear(actor=gerda, now=NOW, file_id=row.pk, on=TODAY, words="Een grap.")
    decide()
    row.refresh_from_db()
    assert (row.decision, row.decided_until, row.heard_by_id) == ("pause", until, gerda.id)
    assert Message.objects.filter(template="on_hold_over", volunteer=match.volunteer).count() == 1
    assert Message.objects.filter(template="on_hold_over_asker").count() == 1
    concern = AskerConcern.objects.get()
    assert (concern.outcome, concern.spoken) == ("changed", False)
    page = text(browsing.asker(match.request_id).get(STATUS))
    assert "De afspraak is veranderd." in page
    whose = {"volunteer": match.volunteer}
    assert SOMEWHERE in lately_of(whose, NOW)[match.volunteer_id].waits
    after = lately_of(whose, NOW + timedelta(days=61)).get(match.volunteer_id)
    assert after is None or SOMEWHERE not in after.waits
    assert AccessRecord.objects.filter(purpose="safety").count() == 0


def test_messages_wait_while_somebody_near_might_read_them(cast: Cast) -> None:
    match = helped(cast)
    row = by_phone(cast, match)
    told = Message.objects.get(template="on_hold_asker")
    assert not held_until_safe(told)
    volunteer_concern.set_near(actor=cast.gerda, now=NOW, file_id=row.pk, near=True)
    assert held_until_safe(told)
    volunteer_concern.confirm_channel(
        actor=cast.gerda, now=NOW, file_id=row.pk, channel="own_phone"
    )
    assert not held_until_safe(told)


def test_acting_without_consent_says_who_why_and_when_the_person_is_told(cast: Cast) -> None:
    row = by_phone(cast, helped(cast), suspend=False)
    client = browsing.member(cast.gerda)
    address = reverse("safety_file", args=[row.pk])
    typed = {"step": "without_consent", "on": TODAY.isoformat(), "words": "Zij lag op de grond."}
    assert client.post(address, typed).status_code == 409
    tell = (TODAY + timedelta(days=1)).isoformat()
    client.post(address, {**typed, "tell_on": tell})
    step = SafetyStep.objects.get(step="without_consent")
    assert (step.by_id, step.tell_on, step.words) == (
        cast.gerda.id,
        TODAY + timedelta(days=1),
        "Zij lag op de grond.",
    )
    assert "De persoon hoort dit op woensdag 25 november." in text(client.get(address))
