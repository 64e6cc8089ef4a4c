"""Voorstel voor de week: she reads it, chooses, and asks; nothing happens by itself."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.conftest import Questions
from tests.app.planned import AtOnce, many_at_once, plan_now, proposals, sought
from tests.app.questionnaire import text
from tests.app.relaying import duo_legs

from loopplank.access.responsibility.today import today_page
from loopplank.actions.matching import apply_plan, matches, plan_claims, planning, propose
from loopplank.actions.matching import proposals as asking_proposals
from loopplank.actions.matching.teams import choose_team
from loopplank.actions.requests import closing
from loopplank.actions.volunteers import volunteers
from loopplank.actions.volunteers.contact_limits import SAID
from loopplank.actions.wellbeing import signal
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.result import Progress, Stage
from loopplank.core.matching.team_state import Kind
from loopplank.core.messages.deeds import GRACE
from loopplank.core.requests.closing import Lack
from loopplank.core.volunteers.contact_limits import Limit
from loopplank.core.volunteers.load import Limits as LimitFacts
from loopplank.jobs.planning.plan_runs import Planning
from loopplank.store.models import (
    AccessRecord,
    Affiliation,
    Event,
    Limits,
    Match,
    Message,
    PlanPart,
    PlanProposal,
    PlanRun,
    Proposal,
    Request,
    Team,
    Volunteer,
)
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

Counting = Callable[[], AbstractContextManager[Questions]]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def anna(cast: Cast) -> Client:
    return browsing.member(cast.anna)


def page(client: Client) -> str:
    response = client.get(reverse("week_plan"))
    assert response.status_code == 200
    return text(response)


def three(cast: Cast) -> PlanRun:
    """Three requests, each with a volunteer of its own."""
    for name in ("Ria Smit", "Henk Veen"):
        cast.volunteer(name)
    Limits.objects.update(max_people=1, max_heavy=0)
    for name in ("Eerst", "Tweede", "Derde"):
        sought(cast, last_name=name)
    run = plan_now(cast)
    assert run.helped == 3
    return run


# --- what it shows -------------------------------------------------------------------------------


def test_it_says_who_whom_when_why_and_how_full(cast: Cast, anna: Client) -> None:
    sought(cast)
    sought(cast, kinds=("transport",), last_name="Zonder")
    plan_now(cast)
    said = page(anna)
    assert "Bram Vrijwilliger bij mevrouw De Wit" in said
    assert "Voor 1 vraag is iemand gevonden. Voor 1 nog niemand." in said
    assert "Elke week, 1 uur. De dag kiezen jullie samen. Van" in said
    assert "Doet dit graag" in said
    assert "Nu 0, straks 1 van 2 mensen" in said
    assert "mevrouw Zonder" in said
    assert "Waarom niet?" in said
    assert not re.search(r"\d\s?%", said), "no percentages"
    html = anna.get(reverse("week_plan")).content.decode()
    assert " checked" not in html, "nothing is ticked beforehand"


def test_who_fills_up_with_people_is_said_to(cast: Cast, anna: Client) -> None:
    Limits.objects.filter(pk=cast.bram_id).update(max_people=1, max_heavy=0)
    sought(cast)
    plan_now(cast)
    assert "Nu 0, straks 1 van 1 mens" in page(anna), "the bar draws what is full"


def test_before_the_first_plan_there_is_one_step(cast: Cast, anna: Client) -> None:
    said = page(anna)
    assert "Er is nog geen voorstel gemaakt." in said
    assert "Maak nu een nieuw voorstel" in said


def test_when_nobody_is_sought_it_says_so(cast: Cast, anna: Client) -> None:
    plan_now(cast)
    assert "Er wordt nu voor niemand gezocht." in page(anna)


def test_when_nobody_has_room_that_is_an_answer_too(cast: Cast, anna: Client) -> None:
    Limits.objects.update(max_people=0, max_heavy=0)
    sought(cast)
    plan_now(cast)
    said = page(anna)
    assert "Er is nu niemand gevonden die past en ruimte heeft. Dat is ook een antwoord." in said
    assert "Voor 1 vraag is gezocht. Er is niemand gevonden." in said


def test_only_the_own_organisation_shows(cast: Cast, anna: Client) -> None:
    """Promise P6: neither the requests nor the volunteers of another one, nor how many."""
    cast.volunteer("Zora Zuid", of=cast.carla)
    sought(cast)
    sought(cast, of=cast.carla, last_name="Vanzuid")
    run = plan_now(cast)
    assert run.helped == 2
    mine = page(anna)
    theirs = page(browsing.member(cast.dirk))
    assert "De Wit" in mine
    assert "Bram" in mine
    assert "Vanzuid" in theirs
    assert "Zora" in theirs
    for word in ("De Wit", "Bram"):
        assert word not in theirs
    for word in ("Vanzuid", "Zora"):
        assert word not in mine
    assert "Voor 1 vraag is iemand gevonden." in theirs


def test_who_is_shared_shows_by_first_name_and_is_asked_at_their_own(
    cast: Cast, anna: Client
) -> None:
    zora = cast.volunteer("Zora Zuid", of=cast.carla)
    Limits.objects.filter(pk=zora.id).update(share_in_network=True)
    Limits.objects.filter(pk=cast.bram_id).update(max_people=0, max_heavy=0)
    at_zuid = Affiliation.objects.filter(volunteer_id=zora.id)
    at_zuid.update(shared_by_id=cast.carla.id, shared_at=NOW)
    sought(cast)
    (proposal,) = proposals(plan_now(cast))
    said = page(anna)
    assert "Zora van Zuid bij mevrouw De Wit" in said
    assert "Deze vrijwilliger hoort bij Zuid." in said
    for hidden in ("Zora Zuid", "Vraag Zora", "straks ", "niet gevraagd", str(zora.id)):
        assert hidden not in said
    assert read(anna, proposal).status_code == 302
    answer = text(send(anna, proposal))
    assert "Deze vrijwilliger hoort niet bij jullie." in answer
    assert "Zora Zuid" not in answer
    assert not Proposal.objects.exists()
    # taken back is gone at once
    at_zuid.update(shared_by_id=None, shared_at=None)
    said = page(anna)
    assert "Zora" not in said
    assert "1 voorstel geldt niet meer." in said


def test_hours_elsewhere_do_not_show(cast: Cast, anna: Client) -> None:
    both = cast.volunteer("Bea Beide", phone="0688888888")
    volunteers.register(
        actor=cast.carla,
        now=NOW,
        details=volunteers.Details("Bea", "Beide", phone="0688888888"),
        limits=LimitFacts(60, 120, 1, 0),
        wishes=volunteers.Wishes(),
    )
    there = Affiliation.objects.get(volunteer_id=both.id, organisation_id=cast.zuid_id)
    volunteers.join(actor=both, now=NOW, affiliation_id=there.pk, yes=True)
    Affiliation.objects.filter(pk=there.pk).update(certificate_seen_on=TODAY)
    match_id = cast.running(both)
    Match.objects.filter(pk=match_id).update(organisation_id=cast.zuid_id)
    Limits.objects.filter(pk=cast.bram_id).update(max_people=0, max_heavy=0)
    sought(cast, day_parts=2)
    run = plan_now(cast)
    if not run.helped:
        # the plan may leave her alone that day; then put it to her by hand
        proposal = PlanProposal.objects.create(
            run=run,
            organisation_id=cast.noord_id,
            request=Request.objects.filter(state="searching").latest("received_at"),
            how="solo",
        )
        PlanPart.objects.create(
            proposal=proposal,
            number=0,
            volunteer_id=both.id,
            first_day=TODAY,
            last_day=TODAY + DAY,
            visits=1,
            visit_minutes=60,
        )
    said = page(anna)
    assert "Heeft ruimte; bij jullie dan 1 uur" in said
    assert "2½ uur" not in said


def test_reading_it_leaves_an_access_record_of_everybody_on_it(cast: Cast, anna: Client) -> None:
    request_id = sought(cast)
    plan_now(cast)
    page(anna)
    record = AccessRecord.objects.latest("pk")
    seen = set(record.subjects.values_list("subject_id", flat=True))
    assert record.page == "week_plan"
    assert {cast.bram_id, Request.objects.get(pk=request_id).help_seeker_id} <= seen


# --- what is not true any more -------------------------------------------------------------------


def paused(cast: Cast, _run: PlanRun) -> None:
    Limits.objects.filter(pk=cast.bram_id).update(pause_from=TODAY, pause_to=None)


def full(cast: Cast, _run: PlanRun) -> None:
    Limits.objects.filter(pk=cast.bram_id).update(
        liked_minutes=30, max_minutes=30, max_people=1, max_heavy=0
    )


def asked_elsewhere(cast: Cast, _run: PlanRun) -> None:
    cast.asked(cast.bram)


def gone(cast: Cast, _run: PlanRun) -> None:
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(state="ended", ended_on=TODAY)


def handed_over(cast: Cast, run: PlanRun) -> None:
    Request.objects.filter(pk=proposals(run)[0].request_id).update(state="handover")


def too_heavy(cast: Cast, _run: PlanRun) -> None:
    signal.send_signal(actor=cast.bram, now=NOW, reason="time")


def said_no_to_another(cast: Cast, _run: PlanRun) -> None:
    asking_proposals.decline(actor=cast.bram, now=NOW, proposal_id=cast.asked(cast.bram))


@pytest.mark.parametrize(
    "happens",
    [paused, full, asked_elsewhere, gone, handed_over, too_heavy, said_no_to_another],
)
def test_what_is_not_true_any_more_is_left_out(
    happens: Callable[[Cast, PlanRun], None], cast: Cast, anna: Client
) -> None:
    sought(cast)
    run = plan_now(cast)
    assert "Bram Vrijwilliger bij mevrouw De Wit" in page(anna)
    happens(cast, run)
    said = page(anna)
    assert "Bram Vrijwilliger bij mevrouw De Wit" not in said
    assert "1 voorstel geldt niet meer." in said


def test_with_room_for_a_second_question_it_stays(cast: Cast, anna: Client) -> None:
    many_at_once()
    sought(cast)
    plan_now(cast)
    asked_elsewhere(cast, PlanRun.objects.get())
    assert "Bram Vrijwilliger bij mevrouw De Wit" in page(anna)


# --- asking --------------------------------------------------------------------------------------


def read(client: Client, *chosen: PlanProposal) -> Any:
    return client.get(reverse("read_plan"), {"voorstel": [str(one.pk) for one in chosen]})


def send(client: Client, *chosen: PlanProposal) -> Any:
    return client.post(reverse("read_plan"), {"voorstel": [str(one.pk) for one in chosen]})


def test_the_button_says_how_many_and_reading_asks_nobody(cast: Cast, anna: Client) -> None:
    first, second, third = proposals(three(cast))
    said = text(read(anna, first, second, third))
    assert "Vraag deze 3 vrijwilligers" in said
    assert "Boodschappen en gezelschap" in said, "word for word what they read"
    one = first.parts.get().volunteer.first_name
    assert f"Vraag {one}" in text(read(anna, first))
    assert not Proposal.objects.exists()
    answer = read(anna)
    assert answer.status_code == 302
    assert anna.get(reverse("read_plan"), {"voorstel": "x"}).status_code == 302


def test_each_is_asked_as_on_any_page(cast: Cast, anna: Client) -> None:
    (proposal,) = proposals_of_one(cast)
    said = text(send(anna, proposal))
    assert "Bram hoort dit nog van jou." in said
    assert "1 vraag vertel je zelf." in said
    question = Proposal.objects.get()
    assert (question.volunteer_id, question.state) == (cast.bram_id, "open")
    assert question.last_day == TODAY + timedelta(weeks=9)
    assert question.what == "Boodschappen en gezelschap"
    assert {one["code"] for one in question.reasons} >= {"why.kind"}
    assert Request.objects.get(pk=proposal.request_id).state == "proposed"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by_id) == ("accepted", cast.anna.id)
    event = Event.objects.get(type="plan.accepted")
    assert event.data["question"] == str(question.pk)
    assert "1 voorstel is gedaan." in page(anna)


@override_settings(SENDS_SMS=True)
def test_all_texts_are_read_on_one_page_and_go_by_one_button_once(
    cast: Cast, anna: Client, queries: Counting
) -> None:
    """Who gets texts is sent one, who writes letters is told by hand, who is full says why."""
    first, second, third = proposals(three(cast))
    who = {one: one.parts.get().volunteer for one in (first, second, third)}
    Volunteer.objects.exclude(pk=who[second].pk).update(channel="sms", phone="0612345678")
    Volunteer.objects.filter(pk=who[second].pk).update(channel="letter")
    with queries() as of_one:
        read(anna, first)
    with queries() as of_all:
        said = text(read(anna, first, second, third))
    assert len(of_all) <= len(of_one) + 1
    assert said.count("We hebben een vraag voor je") >= 3
    assert said.count("06 12 34 56 78") >= 2
    assert "2 vragen worden verstuurd." in said
    assert "1 vraag vertel je zelf." in said
    Limits.objects.filter(pk=who[third].pk).update(liked_minutes=30, max_minutes=30)
    said = text(send(anna, first, second, third))
    assert f"{who[first].first_name} is gevraagd. De sms wordt" in said
    assert f"{who[second].first_name} hoort dit nog van jou." in said
    assert f"{who[third].first_name} heeft hier geen ruimte voor." in said
    assert "Haal terug" in said
    assert "Print" in said
    leaves = Message.objects.get(volunteer=who[first], template="proposal")
    assert leaves.look_again_at >= NOW + GRACE
    again = text(send(anna, first, second, third))
    assert f"{who[first].first_name} is gevraagd. De sms wordt" in again, "the same answer"
    assert Message.objects.filter(template="proposal").count() == 2
    assert Proposal.objects.count() == 2
    asking_proposals.withdraw(actor=cast.anna, now=NOW, proposal_id=Proposal.objects.all()[0].pk)
    assert "Dit voorstel geldt niet meer." in text(send(anna, first, second))


def proposals_of_one(cast: Cast) -> list[PlanProposal]:
    sought(cast)
    return proposals(plan_now(cast))


def test_one_that_fails_in_the_middle_takes_nothing_from_the_others(
    cast: Cast, anna: Client
) -> None:
    first, second, third = proposals(three(cast))
    who = {one: one.parts.get().volunteer for one in (first, second, third)}
    Limits.objects.filter(pk=who[second].pk).update(liked_minutes=30, max_minutes=30)
    said = text(send(anna, first, second, third))
    assert f"{who[first].first_name} hoort dit nog van jou." in said
    assert f"{who[third].first_name} hoort dit nog van jou." in said
    assert f"{who[second].first_name} hoort dit nog van jou." not in said
    assert f"{who[second].first_name} heeft hier geen ruimte voor." in said
    assert "2 vragen vertel je zelf. 1 vraag ging niet door." in said
    asked = set(Proposal.objects.values_list("volunteer_id", flat=True))
    assert asked == {who[first].pk, who[third].pk}
    states = [PlanProposal.objects.get(pk=one.pk).state for one in (first, second, third)]
    assert states == ["accepted", "open", "accepted"]


def test_the_same_volunteer_twice_is_asked_once(cast: Cast, anna: Client) -> None:
    Limits.objects.update(day_parts=0)
    for _ in range(2):
        sought(cast, day_parts=0)
    both = proposals(plan_now(cast))
    assert [one.parts.get().volunteer_id for one in both] == [cast.bram_id] * 2
    said = text(send(anna, *both))
    assert said.count("Bram hoort dit nog van jou.") == 1
    assert "Bram heeft nog een open vraag. Wacht dat antwoord eerst af." in said


def test_what_a_colleague_did_just_before_is_said(cast: Cast, anna: Client) -> None:
    (proposal,) = proposals_of_one(cast)
    send(browsing.member(cast.henk), proposal)
    said = text(send(anna, proposal))
    assert "Dit voorstel geldt niet meer." in said
    assert Proposal.objects.count() == 1


def test_a_stranger_asks_nobody(cast: Cast) -> None:
    (proposal,) = proposals_of_one(cast)
    said = text(send(browsing.member(cast.dirk), proposal))
    assert "Er was niets meer te vragen." in said
    assert "Bram" not in said
    assert not Proposal.objects.exists()


def test_without_a_last_day_nobody_is_asked_until_it_is_written_in_the_row(
    cast: Cast, anna: Client
) -> None:
    # decided before a decision kept the last day that was proposed
    request_id = cast.ready()
    Request.objects.filter(pk=request_id).update(last_day=None, visit_minutes=None)
    (proposal,) = proposals(plan_now(cast))
    said = page(anna)
    assert "Vragen kan als je dit opschreef. Het is ons voorstel." in said
    assert "Lees na wat je koos" not in said
    assert read(anna, proposal).status_code == 302
    assert "Schrijf eerst op" in text(send(anna, proposal))
    assert not Proposal.objects.exists()
    ((card,),) = [group["cards"] for group in anna.get(reverse("week_plan")).context["groups"]]
    mend = card["mend"]
    kept = {"visit_minutes": mend["minutes"]} | {
        name: mend[name] for name in ("last_day", "weekday", "start_time")
    }
    saved = anna.post(mend["url"], kept)
    assert (saved.status_code, saved["Location"]) == (
        302,
        f"{reverse('week_plan')}#uitkomst",
    )
    html = anna.get(reverse("week_plan")).content.decode()
    row = html[html.index(f'id="card-{card["id"]}"') :]
    assert row.index('id="uitkomst"') < row.index("</h3>")
    assert read(anna, proposal).status_code == 200, "the row can be ticked now"


def test_who_waits_on_the_list_is_searched_for_again(cast: Cast, anna: Client) -> None:
    request_id = sought(cast)
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    (proposal,) = proposals(plan_now(cast))
    assert "Bram hoort dit nog van jou." in text(send(anna, proposal))
    assert Request.objects.get(pk=request_id).state == "proposed"


def test_several_people_are_chosen_as_a_team_and_asked_one_by_one(cast: Cast, anna: Client) -> None:
    ria = cast.volunteer("Ria Smit")
    (proposal,) = proposals_of_one(cast)
    PlanProposal.objects.filter(pk=proposal.pk).update(how="duo")
    part = proposal.parts.get()
    other = cast.bram_id if part.volunteer_id == ria.id else ria.id
    part.pk, part.number, part.volunteer_id = UUID(int=5), 1, other
    part.save(force_insert=True)
    said = page(anna)
    assert "samen bij mevrouw De Wit" in said
    assert "Kies dit duo" in said
    assert 'class="strip"' in said
    answer = text(send(anna, proposal))
    assert "Gekozen. Vraag ze nu één voor één, bij de vraag zelf." in answer
    assert "vertel je zelf" not in answer
    team = Team.objects.get(request_id=proposal.request_id)
    assert team.kind == "duo"
    assert {leg.volunteer_id for leg in team.legs.all()} == {ria.id, cast.bram_id}
    assert not Proposal.objects.exists(), "nobody was asked yet"
    assert PlanProposal.objects.get(pk=proposal.pk).state == "accepted"


def as_a_duo(cast: Cast) -> PlanProposal:
    """The one proposal of a plan, as if it were for Ria and Bram beside each other."""
    ria = cast.volunteer("Ria Smit")
    (proposal,) = proposals_of_one(cast)
    PlanProposal.objects.filter(pk=proposal.pk).update(how="duo")
    part = proposal.parts.get()
    other = cast.bram_id if part.volunteer_id == ria.id else ria.id
    part.pk, part.number, part.volunteer_id = UUID(int=5), 1, other
    part.save(force_insert=True)
    return PlanProposal.objects.get(pk=proposal.pk)


def accept(cast: Cast, proposal: PlanProposal) -> str:
    """The code of what refused it, or nothing."""
    try:
        apply_plan.accept(actor=cast.anna, now=NOW, proposal_id=proposal.pk, what="Samen koken.")
    except Refused as refused:
        return refused.reason.code
    return ""


def test_a_team_stops_on_the_last_day_that_was_agreed(cast: Cast) -> None:
    """A plan counts in whole weeks; the person agreed to a day, and bridging ends on one."""
    proposal = as_a_duo(cast)
    last_day = TODAY + timedelta(weeks=9)
    PlanPart.objects.update(last_day=last_day + 5 * DAY)
    assert accept(cast, proposal) == ""
    legs = Team.objects.get(request_id=proposal.request_id).legs.all()
    assert {leg.last_day for leg in legs} == {last_day}


@pytest.mark.parametrize(
    ("now_asked", "code"),
    [
        ({"visit_minutes": None}, "plan.incomplete"),
        ({"visit_minutes": 30}, "plan.changed"),
        ({"visits_per_week": 3}, "plan.changed"),
        ({"last_day": TODAY}, "plan.changed"),
    ],
)
def test_a_team_for_what_is_not_asked_any_more_is_not_chosen(
    now_asked: dict[str, Any], code: str, cast: Cast
) -> None:
    proposal = as_a_duo(cast)
    Request.objects.filter(pk=proposal.request_id).update(**now_asked)
    assert accept(cast, proposal) == code
    assert not Team.objects.exists()


def test_who_is_helped_already_needs_nobody_of_a_plan(cast: Cast) -> None:
    (proposal,) = proposals_of_one(cast)
    ria = cast.volunteer("Ria Smit")
    assert ria.id
    match_id = propose.note_yes(
        actor=cast.anna,
        now=NOW,
        request_id=proposal.request_id,
        volunteer_id=ria.id,
        plan=cast.plan(),
    )
    assert accept(cast, proposal) == "plan.not_open"
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    assert accept(cast, proposal) == "plan.not_open"
    assert not Proposal.objects.filter(volunteer_id=cast.bram_id).exists()


def test_whoever_has_a_team_is_in_no_plan(cast: Cast, anna: Client) -> None:
    """A coordinator chose already; what a plan proposes beside it could never be asked."""
    (proposal,) = proposals_of_one(cast)
    members = [cast.volunteer("Ria Smit"), cast.volunteer("Samira El Amrani")]
    choose_team(
        actor=cast.anna,
        now=NOW,
        request_id=proposal.request_id,
        kind=Kind.DUO,
        legs=duo_legs(*members),
    )
    assert str(proposal.pk) not in anna.get(reverse("week_plan")).content.decode()
    assert accept(cast, proposal) == "team.not_a_member"
    Limits.objects.update(max_people=1, max_heavy=0)
    run = plan_now(cast, NOW + DAY)
    assert (run.helped, run.waiting) == (0, 0)


def test_a_refusal_leaves_everything_as_it_was(
    cast: Cast, anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what was done before it in the same step: a search on, a question half made."""
    request_id = sought(cast)
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    (proposal,) = proposals(plan_now(cast))

    def refused(**_given: object) -> None:
        raise Refused(SAID[Limit.PAUSE])

    monkeypatch.setattr(propose, "ask", refused)
    with pytest.raises(Refused):
        apply_plan.accept(actor=cast.anna, now=NOW, proposal_id=proposal.pk, what="x")
    assert Request.objects.get(pk=request_id).state == "waiting"
    assert PlanProposal.objects.get(pk=proposal.pk).state == "open"


# --- setting aside -------------------------------------------------------------------------------


def aside(client: Client, proposal: PlanProposal, why: str) -> str:
    where = reverse("set_plan_aside", args=[proposal.pk])
    return text(client.post(where, {"why": why}, follow=True))


def test_to_disagree_is_one_click_and_one_reason(cast: Cast, anna: Client) -> None:
    (proposal,) = proposals_of_one(cast)
    assert "Kies waarom je dit opzij zet." in aside(anna, proposal, "")
    assert "Opzij gezet. Het telt voor niemand mee." in aside(anna, proposal, "knows_more")
    said = page(anna)
    assert "Bram" not in said
    assert "1 voorstel is opzij gezet." in said
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision) == ("set_aside", "knows_more")
    assert "Er ligt geen voorstel meer." in said
    assert "geldt niet meer" in text(send(anna, proposal))
    # once more is the same
    aside(anna, proposal, "not_now")
    assert Event.objects.filter(type="plan.set_aside").count() == 1


# --- in the making -------------------------------------------------------------------------------


def test_on_demand_with_progress_and_a_stop(cast: Cast, anna: Client) -> None:
    sought(cast)
    anna.post(reverse("ask_plan"))
    response = anna.get(reverse("week_plan"))
    said = text(response)
    assert response.headers["Refresh"] == "2"
    assert "Er wordt een nieuw voorstel gemaakt" in said
    assert "wacht op zijn beurt" in said
    assert "Maak nu een nieuw voorstel" not in said
    executor = AtOnce(ready=False, told=Progress(Stage.BUILDING, 0.4))
    made = Planning(executor=executor)
    made.round(NOW)
    made.round(NOW + timedelta(seconds=2))
    said = page(anna)
    assert "Stap 3 van 6" in said
    assert not AccessRecord.objects.filter(page="week_plan").exists(), "nobody shows meanwhile"
    assert "Wij zetten mensen bij elkaar." in said
    run = PlanRun.objects.get()
    stop = text(anna.post(reverse("stop_plan", args=[run.pk]), follow=True))
    assert "Het stopt. Wat al gevonden is, komt hier te staan." in stop
    made.round(NOW + timedelta(seconds=4))
    made.round(NOW + timedelta(seconds=6))
    response = anna.get(reverse("week_plan"))
    assert "Refresh" not in response.headers
    said = text(response)
    assert "Het is eerder gestopt" in said
    assert "Bram Vrijwilliger bij mevrouw De Wit" in said


def test_another_organisation_sees_that_it_is_made_and_cannot_stop_it(cast: Cast) -> None:
    sought(cast, of=cast.carla, last_name="Vanzuid")
    cast.volunteer("Zora Zuid", of=cast.carla)
    plan_now(cast)
    planning.ask(actor=cast.anna, now=NOW + DAY)
    dirk = browsing.member(cast.dirk)
    response = dirk.get(reverse("week_plan"))
    said = text(response)
    assert "Er wordt een nieuw voorstel gemaakt" in said
    assert "Stop met zoeken" not in said
    # whoever did not ask for it reads on in peace
    assert "Refresh" not in response.headers
    assert "Zora Zuid bij mevrouw Vanzuid" in said
    run = PlanRun.objects.get(state="queued")
    assert dirk.post(reverse("stop_plan", args=[run.pk])).status_code == 404


def test_a_plan_that_failed_says_what_to_do_and_the_last_one_stands(
    cast: Cast, anna: Client
) -> None:
    sought(cast)
    plan_now(cast)
    planning.ask(actor=cast.anna, now=NOW + DAY)
    for n in range(2):
        assert plan_claims.claim(NOW + DAY + n * plan_claims.LEASE)
    Planning(executor=AtOnce()).round(NOW + 2 * DAY)
    said = page(anna)
    assert "brak twee keer af" in said
    assert "Probeer het later opnieuw." in said
    assert "Bram Vrijwilliger bij mevrouw De Wit" in said


# --- Vandaag, and what it costs ------------------------------------------------------------------


def test_vandaag_has_one_line_as_long_as_something_fresh_lies_there(
    cast: Cast, anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Voorstel voor de week" not in text(anna.get(reverse("today")))
    first, second, _third = proposals(three(cast))
    said = text(anna.get(reverse("today")))
    assert said.count("Voorstellen voor de week: 3") == 1
    assert today_page(cast.dirk, NOW).proposed == 0
    send(anna, first)
    aside(anna, second, "not_now")
    assert "Voorstel voor de week: 1" in text(anna.get(reverse("today")))
    monkeypatch.setattr(clock, "now", lambda: NOW + 8 * DAY)
    assert "voor de week: " not in text(anna.get(reverse("today")))
    assert reverse("week_plan") in anna.get(reverse("requests")).content.decode()


def test_it_costs_the_same_for_one_as_for_many(cast: Cast, anna: Client, queries: Counting) -> None:
    sought(cast)
    sought(cast, kinds=("transport",))
    plan_now(cast)
    page(anna)
    with queries() as few:
        page(anna)
    for n in range(6):
        cast.volunteer(f"Helper Nummer{n}")
        sought(cast, last_name=f"Zoekt{n}")
        sought(cast, kinds=("transport",))
    many_at_once()
    run = plan_now(cast, NOW + DAY)
    assert run.helped > 6
    with queries() as many:
        page(anna)
    assert len(few) == len(many) <= 25, (few, many)
    chosen = proposals(run)
    with queries() as one:
        read(anna, chosen[0])
    with queries() as all_of_them:
        read(anna, *chosen)
    assert len(one) == len(all_of_them) <= 25, (one, all_of_them)
