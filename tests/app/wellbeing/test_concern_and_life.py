"""A concern about a volunteer while life goes on: who is ill, a friend, silent, or gone by then."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import plain, since_weeks
from tests.app.wellbeing.test_confidential import OF_WHOM_TO_ASK, every_page
from tests.app.wellbeing.test_escalation import evening

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.wellbeing.safety import files
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.privacy import erasure
from loopplank.actions.responsibility import absence
from loopplank.actions.transitions.standing_still import go_on
from loopplank.actions.volunteers import stopping
from loopplank.actions.wellbeing import concern, safety, volunteer_concern
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.wellbeing.volunteer_concern import Decision
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    AskerConcern,
    Match,
    Membership,
    Message,
    Network,
    Proposal,
    Request,
    SafetyFile,
    Volunteer,
)
from loopplank.web.kit import clock

WORDS = "Hij vroeg of hij geld mocht lenen."
LEAKS = ("geld", "lenen", "gehoord", "zorg over", "besluit", "vertrouw", "contactpersoon")


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


def noted(cast: Cast, match_id: Any, **said: Any) -> SafetyFile:
    match = Match.objects.get(pk=match_id)
    file_id = volunteer_concern.note_about_volunteer(
        **{  # type: ignore[arg-type]
            "actor": cast.anna,
            "now": NOW,
            "request_id": match.request_id,
            "match_id": match.pk,
            "words": WORDS,
            "suspend": True,
            **said,
        }
    )
    return SafetyFile.objects.get(pk=file_id)


def decided(actor: Actor, row: SafetyFile, decision: Decision, **more: Any) -> None:
    volunteer_concern.hear(actor=actor, now=NOW, file_id=row.pk, on=TODAY, words="Een grap.")
    volunteer_concern.decide(
        **{  # type: ignore[arg-type]
            "actor": actor,
            "now": NOW,
            "file_id": row.pk,
            "decision": decision,
            "words": "Zo is het veilig.",
            "until": TODAY + timedelta(days=60),
            **more,
        }
    )


def asking(request_id: Any) -> Actor:
    return Actor(Role.HELP_SEEKER, id=request_id)


# --- who reads it ---------------------------------------------------------------------------------


def test_behind_no_door_anybody_else_reads_of_it(cast: Cast, netty: Actor) -> None:
    """All pages of the owner, another organisation and who runs the network, before and after."""
    match_id = since_weeks(cast, cast.bram)
    request_id = Match.objects.get(pk=match_id).request_id
    cast.ready()
    cast.ready(of=cast.carla)
    parts: dict[str, object] = {
        "request_id": request_id,
        "match_id": match_id,
        "volunteer_id": cast.bram_id,
        "membership_id": cast.henk.id,
        "network": "waterstad",
        "organisation": "noord",
        "step": 1,
    }
    readers = {
        name: browsing.member(who)
        for name, who in (("anna", cast.anna), ("carla", cast.carla), ("netty", netty))
    }
    before = {name: every_page(client, parts) for name, client in readers.items()}
    concern.raise_concern(
        actor=asking(request_id),
        now=NOW,
        request_id=request_id,
        words=WORDS,
    )
    row = SafetyFile.objects.get()
    with_file = {**parts, "file_id": row.pk, "concern_id": AskerConcern.objects.get().pk}
    told = {name: every_page(client, with_file) for name, client in readers.items()}
    for name, pages in told.items():
        changed = {page for page in pages if pages[page] != before[name].get(page)}
        # the log of denials holds what this very walk was refused
        assert changed <= {"security_log"}, name
    volunteer_concern.suspend(actor=cast.gerda, now=NOW, file_id=row.pk)
    decided(cast.gerda, row, Decision.PAUSE)
    after = {name: every_page(client, with_file) for name, client in readers.items()}
    assert len(after["anna"]) > 40
    for name, pages in after.items():
        for page, text in pages.items():
            was, now = (plain(one).lower() for one in (before[name].get(page, ""), text))
            found = [leak for leak in LEAKS if now.count(leak) > was.count(leak)]
            assert not found, (name, page, found)
    other = after["carla"]
    assert {page for page in other if other[page] != before["carla"].get(page)} <= OF_WHOM_TO_ASK
    looked = plain(readers["anna"].get(reverse("who_looked", args=[request_id])).content.decode())
    assert "Gerda" not in looked
    assert "zorg" not in looked.lower()


def test_the_one_whom_it_is_about_never_reads_it_in_another_role(cast: Cast) -> None:
    """Bram is a volunteer, and a coordinator is no stranger to the same account."""
    match_id = since_weeks(cast, cast.bram)
    account_id = Membership.objects.get(pk=cast.gerda.id).account_id
    Volunteer.objects.filter(pk=cast.bram_id).update(account_id=account_id)
    row = noted(cast, match_id)
    assert (row.held_by_id, row.stand_in_id) == (cast.henk.id, None)
    told = Message.objects.filter(template="concern_yours")
    assert [one.account_id for one in told] == [cast.henk.account_id]
    # also when somebody names them later, and the one who had it leaves
    Membership.objects.filter(pk=cast.henk.id).update(active=False, ended_on=TODAY)
    assert not files(cast.gerda).exists()
    assert browsing.member(cast.gerda).get(reverse("safety_file", args=[row.pk])).status_code == 404


def test_who_is_ill_does_not_get_it_and_a_friend_gives_it_away(cast: Cast) -> None:
    first = noted(cast, since_weeks(cast, cast.bram), past=True)
    assert (first.held_by_id, first.stand_in_id) == (cast.henk.id, None), "past the friend"
    absence.note(actor=cast.gerda, now=NOW, membership_id=cast.gerda.id, first=TODAY, last=None)
    other = noted(cast, cast.running(cast.volunteer("Ria Smit")))
    assert (other.held_by_id, other.stand_in_id) == (cast.henk.id, cast.gerda.id), "who is there"
    client = browsing.member(cast.henk)
    assert "Geef dit dossier aan Gerda" in plain(
        client.get(reverse("safety_file", args=[other.pk])).content.decode()
    )
    client.post(reverse("pass_on_safety", args=[other.pk]))
    other.refresh_from_db()
    assert (other.held_by_id, other.stand_in_id) == (cast.gerda.id, None)
    assert client.get(reverse("safety_file", args=[other.pk])).status_code == 404
    with pytest.raises(Refused):
        volunteer_concern.pass_on(actor=cast.gerda, now=NOW, file_id=other.pk)


def test_what_nobody_takes_up_climbs_and_the_network_reads_nothing(
    cast: Cast, netty: Actor
) -> None:
    row = noted(cast, since_weeks(cast, cast.bram))
    Sweeper().sweep(NOW)
    assert Message.objects.filter(template="concern_yours").count() == 1
    Sweeper().sweep(evening(1))
    row.refresh_from_db()
    assert (row.level, row.act_before) == (1, TODAY + timedelta(days=2))
    told = Message.objects.filter(template="concern_yours").latest("queued_at")
    assert told.account_id == cast.henk.account_id
    Sweeper().sweep(evening(1))
    assert Message.objects.filter(template="concern_watch").count() == 0
    Sweeper().sweep(evening(2))
    Sweeper().sweep(evening(9))
    watch = Message.objects.get(template="concern_watch")
    assert watch.account_id == netty.account_id
    assert set(watch.params) <= {"coordinator"}
    assert browsing.member(netty).get(reverse("safety_file", args=[row.pk])).status_code == 404


def test_a_first_step_in_time_keeps_it_where_it_is_until_the_hearing_is_late(cast: Cast) -> None:
    row = noted(cast, since_weeks(cast, cast.bram))
    safety.note_step(
        actor=cast.gerda, now=NOW, file_id=row.pk, step="talk", on=TODAY, words="Haar gebeld."
    )
    Sweeper().sweep(evening(3))
    row.refresh_from_db()
    assert row.level == 0
    assert row.hear_before == TODAY + timedelta(days=7)
    Sweeper().sweep(evening(7))
    row.refresh_from_db()
    assert row.level == 1


# --- not available --------------------------------------------------------------------------------


def test_nobody_plans_anything_with_them_until_it_is_decided(cast: Cast) -> None:
    match_id = since_weeks(cast, cast.bram)
    open_id = cast.asked(cast.bram, first_day=TODAY + timedelta(days=3), weekday=4)
    met = cast.agreed(cast.bram, first_day=TODAY + timedelta(days=4), weekday=5)
    row = noted(cast, match_id)
    again = noted(cast, match_id)
    assert again.pk == row.pk
    assert row.steps.count() == 1, "said twice is said once"
    with pytest.raises(Refused):
        proposals.accept(actor=cast.bram, now=NOW, proposal_id=open_id)
    with pytest.raises(Refused) as refused:
        matches.start(actor=cast.anna, now=NOW, match_id=met)
    assert refused.value.reason.code == "volunteer.not_available"
    with pytest.raises(Refused) as refused:
        matches.plan_meeting(
            actor=cast.anna,
            now=NOW,
            match_id=met,
            meeting_at=NOW + timedelta(days=2),
            volunteer_asked=True,
        )
    assert refused.value.reason.code == "volunteer.not_available"
    with pytest.raises(Refused) as refused:
        cast.asked(cast.bram)
    assert refused.value.reason.code == "proposal.not_now"
    with pytest.raises(Refused):
        propose.note_yes(
            actor=cast.anna,
            now=NOW,
            request_id=cast.ready(),
            volunteer_id=cast.bram_id,
            plan=cast.free_plan(cast.bram),
        )
    Sweeper().sweep(NOW)
    assert Proposal.objects.get(pk=open_id).state != "open"
    decided(cast.gerda, row, Decision.GOES_ON)
    assert Match.objects.get(pk=match_id).still_from is None
    matches.start(actor=cast.anna, now=NOW, match_id=met)


def test_whoever_lets_an_arrangement_go_on_does_not_let_the_concern_go(cast: Cast) -> None:
    row = noted(cast, since_weeks(cast, cast.bram))
    assert row.match is not None
    assert not go_on(row.match)
    assert Match.objects.get(pk=row.match.pk).still_from == TODAY


def test_an_end_gives_the_request_back_and_tells_no_reason(cast: Cast) -> None:
    match_id = since_weeks(cast, cast.bram)
    row = noted(cast, match_id)
    with pytest.raises(Refused):
        safety.close_file(actor=cast.gerda, now=NOW, file_id=row.pk, outcome="talked")
    decided(cast.gerda, row, Decision.ENDS)
    match = Match.objects.select_related("request").get(pk=match_id)
    assert (match.state, match.end_reason, match.request.state) == ("ended", "other", "talking")
    waiting = Message.objects.filter(state="queued", request=match.request)
    said = set(waiting.values_list("template", flat=True))
    assert {"on_hold_over", "on_hold_over_asker"} <= said
    assert not {"thanks", "stopped", "on_hold", "on_hold_asker"} & said
    with pytest.raises(Refused):
        cast.asked(cast.bram)
    safety.close_file(actor=cast.gerda, now=NOW, file_id=row.pk, outcome="stopped")
    with pytest.raises(Refused):
        cast.asked(cast.bram)


# --- who goes meanwhile ---------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["ends", "stops", "erased"])
def test_who_goes_meanwhile_leaves_a_file_that_can_be_closed(cast: Cast, how: str) -> None:
    match_id = since_weeks(cast, cast.bram)
    request_id = Match.objects.get(pk=match_id).request_id
    concern.raise_concern(actor=asking(request_id), now=NOW, request_id=request_id, words=WORDS)
    row = SafetyFile.objects.get()
    volunteer_concern.suspend(actor=cast.gerda, now=NOW, file_id=row.pk)
    assert cast.bram_id
    if how == "ends":
        matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    elif how == "stops":
        stopping.stop_helping(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, last_day=TODAY)
        Sweeper().sweep(NOW + timedelta(days=1))
    else:
        erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert Match.objects.get(pk=match_id).state == "ended"
    page = plain(
        browsing.member(cast.gerda).get(reverse("safety_file", args=[row.pk])).content.decode()
    )
    assert WORDS in page
    decided_before = Message.objects.filter(template="on_hold_over").count()
    safety.close_file(actor=cast.gerda, now=NOW, file_id=row.pk, outcome="stopped")
    assert Message.objects.filter(template="on_hold_over").count() == decided_before
    answered = AskerConcern.objects.get()
    assert (answered.outcome, answered.spoken) == ("stopped", False)
    with pytest.raises(NotFound):
        volunteer_concern.suspend(actor=cast.gerda, now=NOW, file_id=row.pk)
    # the file is about somebody who was not safe: it stays its own time
    assert SafetyFile.objects.filter(pk=row.pk).exists()
    assert Request.objects.get(pk=request_id).state in {"talking", "closed"}
