"""A concern about a volunteer who helps elsewhere too, or who is gone before it is decided."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import plain, since_weeks
from tests.app.wellbeing.test_concern_and_life import LEAKS, WORDS, decided, noted
from tests.app.wellbeing.test_escalation import evening

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.today import today_page
from loopplank.actions.matching import matches, propose
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import handling
from loopplank.actions.volunteers import stopping, volunteers
from loopplank.actions.wellbeing import safety
from loopplank.core.account.roles import Role
from loopplank.core.responsibility.situation import HELPER_NOT_FREE
from loopplank.core.wellbeing.volunteer_concern import Decision
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    Affiliation,
    Event,
    Limits,
    Match,
    Message,
    Network,
    Request,
    SafetyFile,
    Volunteer,
)
from loopplank.web.kit import clock

ASKED = "Bram is nu niet beschikbaar voor iets nieuws. Spreek Bram vóór het volgende bezoek."


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9)
    safety.set_trusted(
        actor=cast.anna,
        now=NOW,
        safety_contact_id=cast.gerda.id,
        safety_stand_in_id=cast.henk.id,
    )


def at_zuid(cast: Cast) -> Match:
    """Bram helps at Zuid as well, since he said yes to them."""
    bram = Volunteer.objects.get(pk=cast.bram_id)
    cast.volunteer("Bram Vrijwilliger", of=cast.carla, phone=bram.phone)
    pending = Affiliation.objects.get(volunteer=bram, organisation_id=cast.zuid_id)
    volunteers.join(actor=cast.bram, now=NOW, affiliation_id=pending.pk, yes=True)
    Affiliation.objects.filter(pk=pending.pk).update(certificate_seen_on=TODAY)
    match_id = propose.note_yes(
        actor=cast.carla,
        now=NOW,
        request_id=cast.ready(of=cast.carla),
        volunteer_id=bram.pk,
        plan=cast.free_plan(cast.bram),
    )
    matches.start(actor=cast.carla, now=NOW, match_id=match_id)
    return Match.objects.select_related("request").get(pk=match_id)


def whys(actor: Actor) -> list[str]:
    rows = today_page(actor, NOW).rows
    return [row.task.why.sentence % row.task.why.params for row in rows]


def test_who_guides_other_help_speaks_first_and_reads_no_reason(cast: Cast) -> None:
    Limits.objects.filter(pk=cast.bram_id).update(max_people=4, max_minutes=900)
    here, elsewhere = since_weeks(cast, cast.bram), at_zuid(cast)
    other = Match.objects.get(pk=cast.running(cast.bram)).request_id
    due_before = elsewhere.request.due_on
    carla = browsing.member(cast.carla)

    def pages() -> list[str]:
        addresses = (reverse("today"), reverse("request", args=[elsewhere.request_id]))
        return [plain(carla.get(one).content.decode()).lower() for one in addresses]

    before = pages()
    row = noted(cast, here, suspend=False)
    assert Request.objects.filter(change_reported=HELPER_NOT_FREE).count() == 0
    safe = noted(cast, here)
    assert safe.pk == row.pk
    asked = set(
        Request.objects.filter(change_reported=HELPER_NOT_FREE).values_list("pk", flat=True)
    )
    assert asked == {elsewhere.request_id, other}, "not the one it was said at"
    assert whys(cast.carla).count(ASKED) == 1
    found = Request.objects.get(pk=elsewhere.request_id)
    assert due_before is not None
    assert found.due_on == TODAY < due_before
    # the visits there go on: nobody was found to have done anything
    elsewhere.refresh_from_db()
    assert (elsewhere.state, elsewhere.still_from) == ("running", None)
    event = Event.objects.get(aggregate_id=elsewhere.request_id, type="request.helper_not_free")
    assert (event.actor_id, event.actor_role) == (None, "system")
    for was, page in zip(before, pages(), strict=True):
        leaks = (*LEAKS, "gerda", "noord")
        assert not [leak for leak in leaks if page.count(leak) > was.count(leak)], page
    handling.log_contact(
        actor=cast.carla, now=NOW, request_id=elsewhere.request_id, kind="talk", text="Bram gebeld."
    )
    assert ASKED not in whys(cast.carla)


def test_it_waits_behind_other_news_and_is_taken_back_when_he_is_free(cast: Cast) -> None:
    here, elsewhere = since_weeks(cast, cast.bram), at_zuid(cast)
    asker = Actor(Role.HELP_SEEKER, id=elsewhere.request_id)
    handling.report_change(
        actor=asker, now=NOW, request_id=elsewhere.request_id, what="more_urgent"
    )
    row = noted(cast, here)
    assert ASKED not in whys(cast.carla)
    handling.log_contact(
        actor=cast.carla, now=NOW, request_id=elsewhere.request_id, kind="talk", text="Gebeld."
    )
    assert ASKED in whys(cast.carla), "what was told meanwhile is not lost"
    decided(cast.gerda, row, Decision.GOES_ON)
    assert ASKED not in whys(cast.carla)
    assert Request.objects.get(pk=elsewhere.request_id).change_reported == ""


def test_after_the_last_day_of_a_pause_nobody_is_asked_to_speak_first(cast: Cast) -> None:
    """Decided without a suspension before it: the others hear of it from then on."""
    here, elsewhere = since_weeks(cast, cast.bram), at_zuid(cast)
    row = noted(cast, here, suspend=False)
    decided(cast.gerda, row, Decision.PAUSE, until=TODAY)
    assert ASKED in whys(cast.carla)
    SafetyFile.objects.update(decided_until=TODAY - timedelta(days=1))
    assert ASKED not in whys(cast.carla)
    page = today_page(cast.carla, NOW)
    kinds = {one.task.kind for one in page.rows if one.request_id == elsewhere.request_id}
    assert "Er is iets veranderd" not in kinds


@pytest.mark.parametrize("how", ["stops", "erased"])
def test_nobody_closes_a_file_about_themselves_by_leaving(cast: Cast, how: str) -> None:
    assert cast.bram_id
    row = noted(cast, since_weeks(cast, cast.bram))
    told = Message.objects.filter(template="concern_yours", account=cast.gerda.account_id)
    before, phone = told.count(), Volunteer.objects.get(pk=cast.bram_id).phone
    leave(cast, how)
    row.refresh_from_db()
    assert (row.closed_at, row.hear_before) == (None, None)
    assert row.act_before is not None, "the person is still to be called"
    assert told.count() == before + 1
    client = browsing.member(cast.gerda)
    page = plain(client.get(reverse("safety_file", args=[row.pk])).content.decode())
    assert "De vrijwilliger is er niet meer." in page
    assert "Hoor de vrijwilliger uiterlijk" not in page
    assert "De bezoeken staan stil" not in page
    kept = " ".join(row.steps.values_list("words", flat=True))
    assert (phone in kept) == (how == "erased"), "what the file needs stays in the file"
    # the first step is still somebody's, and after it nothing climbs any more
    safety.note_step(
        actor=cast.gerda, now=NOW, file_id=row.pk, step="talk", on=TODAY, words="Haar gebeld."
    )
    Sweeper().sweep(evening(20))
    row.refresh_from_db()
    assert row.level == 0
    safety.close_file(actor=cast.gerda, now=NOW, file_id=row.pk, outcome="stopped")


def leave(cast: Cast, how: str) -> Any:
    assert cast.bram_id
    if how == "erased":
        erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
        return
    stopping.stop_helping(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, last_day=TODAY)
    Sweeper().sweep(NOW + timedelta(days=1))


def test_who_leaves_before_anybody_acted_still_climbs(cast: Cast) -> None:
    row = noted(cast, since_weeks(cast, cast.bram))
    leave(cast, "erased")
    Sweeper().sweep(evening(1))
    row.refresh_from_db()
    assert row.level == 1
    assert WORDS in set(row.steps.values_list("words", flat=True))
