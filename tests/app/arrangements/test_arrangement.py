"""Who does what: from the example to everybody's yes, what stands still, and what may begin."""

import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.arranging import FAMILY, LEAD, NOBODY, TERMS, Arranged, combination, decide
from tests.app.cast import KNOWN_SAFE, NOW, TODAY, Cast
from tests.app.questionnaire import text
from tests.core.kit.test_house import python_below

from loopplank.access.responsibility.today import today_page
from loopplank.actions.arrangements import arrangements, signatures, suspension
from loopplank.actions.arrangements.sides import Outside
from loopplank.actions.arrangements.signatures import Said
from loopplank.actions.matching import matches
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import closing, handling
from loopplank.core.arrangements import Answer, Channel, No, Side, State, Task, Who
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.responsibility.today import Verb
from loopplank.core.triage import Route
from loopplank.store.models import (
    Arrangement,
    ArrangementTask,
    Event,
    Link,
    LoadWeek,
    Match,
    Message,
    Party,
    Signature,
)
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def start(one: Arranged) -> None:
    matches.start(actor=one.cast.anna, now=NOW, match_id=one.match_id)


def running(cast: Cast) -> Arranged:
    """A combination that runs, agreed by everybody."""
    one = combination(cast).agreed()
    start(one)
    return one


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.because]


def queued(one: Arranged) -> list[str]:
    rows = Message.objects.filter(request_id=one.request_id, state="queued")
    return sorted(rows.values_list("template", flat=True))


# --- from the example to everybody's yes ----------------------------------------------------------


def test_it_begins_with_the_example_of_this_kind_of_help_and_its_gaps(cast: Cast) -> None:
    one = combination(cast)
    handling.agree(
        actor=cast.anna,
        now=NOW,
        request_id=one.request_id,
        agreed={"lead_name": "Nadia Kaya, Meander", "lead_phone": "0205550188", "weekday": 3},
    )
    one.begin()
    tasks = list(ArrangementTask.objects.filter(arrangement=one.row).order_by("position"))
    assert tasks[0].what == "Samen boodschappen doen"
    assert tasks[0].moment == "donderdag"
    assert [task.who for task in tasks[-3:]] == ["", "", ""], "nobody has these yet"
    lead = one.signature(Side.PROFESSIONAL).party
    assert lead is not None
    assert (lead.name, lead.works_at, lead.phone) == ("Nadia Kaya", "Meander", "0205550188")
    assert one.row.call_by_day == "Anna Prins, 020 555 01 43"
    assert one.signature(Side.VOLUNTEER).volunteer_id == cast.bram_id
    assert one.state is State.DRAFT
    before = Event.objects.count()
    one.begin()
    assert (Arrangement.objects.count(), Event.objects.count()) == (1, before), "pressed twice"


def test_a_closed_request_gets_none(cast: Cast) -> None:
    request_id = cast.request()
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.HELPED, next_party="dochter"),
    )
    with pytest.raises(Refused) as refused:
        arrangements.begin(actor=cast.anna, now=NOW, request_id=request_id)
    assert refused.value.reason is arrangements.CLOSED


def test_it_is_not_put_to_anybody_while_something_is_missing(cast: Cast) -> None:
    one = combination(cast).begin()
    with pytest.raises(Refused) as refused:
        one.offer()
    assert codes(refused) == [
        "arrangement.lead",
        "arrangement.task_of_nobody",
        "arrangement.call",
    ]
    assert queued(one).count("arrangement") == 0


def test_each_side_is_asked_by_their_own_way(cast: Cast) -> None:
    one = combination(cast).begin().change(family=FAMILY).offer()
    asked = Message.objects.filter(request_id=one.request_id, template__startswith="arrangement")
    by_side = {message.template: message for message in asked.exclude(party__name="Joke")}
    assert set(by_side) == {"arrangement", "arrangement_volunteer", "arrangement_party"}
    links = {name: message.link for name, message in by_side.items()}
    assert links["arrangement"]
    assert links["arrangement"].subject_id == one.request_id
    assert links["arrangement_volunteer"]
    assert links["arrangement_volunteer"].subject_id == cast.bram_id
    pk = one.signature(Side.PROFESSIONAL).pk
    assert links["arrangement_party"]
    assert links["arrangement_party"].subject_id == pk
    family = asked.get(party__name="Joke")
    assert (family.channel, family.to) == ("phone", "party"), "without an address by telephone"
    assert one.state is State.OFFERED


def test_nobody_signs_for_somebody_who_does_not_know_of_it(cast: Cast) -> None:
    one = combination(cast).begin().change()
    one.request.__class__.objects.filter(pk=one.request_id).update(person_knows="no")
    with pytest.raises(Refused) as refused:
        one.offer()
    assert refused.value.reason is arrangements.UNAWARE


def test_everybodys_yes_makes_it_agreed_and_not_one_less(cast: Cast) -> None:
    one = combination(cast).begin().change(family=FAMILY).offer()
    for side in (Side.PERSON, Side.VOLUNTEER, Side.PROFESSIONAL):
        assert one.say(side).state is State.OFFERED
    assert one.say(Side.FAMILY).state is State.AGREED
    assert one.row.agreed_at == NOW


def test_an_answer_on_paper_has_a_name_and_a_day(cast: Cast) -> None:
    one = combination(cast).begin().change().offer()
    said = Said(Answer.YES, Channel.PAPER, by="de dochter", on=TODAY)
    pk = one.signature(Side.PERSON).pk
    signatures.note_signature(actor=cast.anna, now=NOW, signature_id=pk, said=said)
    row = one.signature(Side.PERSON)
    assert (row.answer, row.channel, row.said_by, row.said_on) == (
        "yes",
        "paper",
        "de dochter",
        TODAY,
    )
    assert row.noted_by_id == cast.anna.id
    with pytest.raises(Refused):
        signatures.note_signature(
            actor=cast.anna,
            now=NOW,
            signature_id=one.signature(Side.VOLUNTEER).pk,
            said=replace(said, on=TODAY + timedelta(days=1)),
        )


def test_a_no_sends_it_back_with_its_reason_and_to_the_list_of_today(cast: Cast) -> None:
    one = combination(cast).begin().change().offer()
    signatures.sign(
        actor=one.actor(Side.PROFESSIONAL),
        now=NOW,
        signature_id=one.signature(Side.PROFESSIONAL).pk,
        said=Said(Answer.NO, reason=No.NOT_MY_TASK, words="Douchen doet de buurtzorg."),
    )
    assert one.state is State.DRAFT
    row = one.signature(Side.PROFESSIONAL)
    assert (row.answer, row.reason) == ("no", "not_my_task")
    assert (one.request.change_reported, one.request.due_on) == ("arrangement_no", TODAY)
    assert any(
        r.task.verb is Verb.ARRANGE and "zei nee" in r.task.why.sentence
        for r in today_page(cast.anna, NOW).rows
    )
    with pytest.raises(Refused) as refused:
        one.say(Side.PROFESSIONAL)
    assert refused.value.reason is signatures.NOT_ASKED, "first it is changed and put to them again"


def test_a_bsn_in_it_is_refused(cast: Cast) -> None:
    one = combination(cast).begin()
    with pytest.raises(Refused):
        one.change(stop_rule="BSN 111222333")
    one.change().offer()
    with pytest.raises(Refused):
        signatures.sign(
            actor=one.actor(Side.PERSON),
            now=NOW,
            signature_id=one.signature(Side.PERSON).pk,
            said=Said(Answer.NO, words="mijn BSN is 111222333"),
        )


# --- a change after a yes -------------------------------------------------------------------------


def test_a_change_after_a_yes_is_a_new_version_for_whom_it_concerns(cast: Cast) -> None:
    one = combination(cast).agreed()
    one.change(call_by_day="Henk, 020 555 01 44")
    assert (one.row.version, one.state) == (2, State.DRAFT)
    assert one.signature(Side.VOLUNTEER).answer == Answer.NOT_ASKED
    assert one.signature(Side.PERSON).answer == Answer.YES
    assert one.signature(Side.PERSON).version == 1, "that is what they said yes to"
    one.offer()
    asked = Message.objects.filter(template="arrangement_volunteer", state="queued")
    assert asked.count() == 1
    assert one.say(Side.VOLUNTEER).state is State.AGREED


def test_before_any_yes_a_change_stays_the_same_version(cast: Cast) -> None:
    one = combination(cast).begin().change()
    one.change(stop_rule="bij koorts")
    assert one.row.version == 1
    one.change(stop_rule="bij koorts")
    assert Event.objects.filter(type="arrangement.kept").count() == 1


def test_another_number_of_the_same_professional_asks_nothing_anew(cast: Cast) -> None:
    one = combination(cast).agreed()
    one.change(lead=replace(LEAD, phone="0205550100"))
    assert one.state is State.AGREED
    lead = one.signature(Side.PROFESSIONAL)
    assert lead.party is not None
    assert (lead.party.phone, lead.answer) == ("0205550100", "yes")


def test_who_is_replaced_opens_nothing_any_more(cast: Cast) -> None:
    one = combination(cast).begin().change().offer()
    link = Link.objects.get(subject_id=one.signature(Side.PROFESSIONAL).pk)
    client = browsing.by_link("arrangement", link.subject_id)
    assert client.get(reverse("sign")).status_code == 200
    one.change(lead=Outside("Piet", "Buurtzorg", "0205550177"))
    assert client.get(reverse("sign")).status_code == 403
    from loopplank.access.account.links import token_of

    shut = browsing.visitor().get(f"/l/{token_of(link.pk, link.generation)}")
    assert shut.status_code == 410
    assert "werkt niet meer" in text(shut)


# --- what may begin -------------------------------------------------------------------------------


def test_a_combination_does_not_begin_without_all_seven(cast: Cast) -> None:
    one = combination(cast)
    with pytest.raises(Refused) as refused:
        start(one)
    assert codes(refused) == ["arrangement.none"]
    one.begin()
    with pytest.raises(Refused) as refused:
        start(one)
    assert codes(refused)[0] == "arrangement.lead"
    one.change().offer()
    with pytest.raises(Refused) as refused:
        start(one)
    assert codes(refused) == ["arrangement.lead_yes", "arrangement.person_yes"]
    one.say(Side.PROFESSIONAL).say(Side.PERSON)
    with pytest.raises(Refused) as refused:
        start(one)
    assert codes(refused) == ["arrangement.yes"]
    one.say(Side.VOLUNTEER)
    start(one)
    match = Match.objects.get(pk=one.match_id)
    assert match.state == "running"
    assert match.evaluate_on
    assert one.row.evaluate_on
    assert match.evaluate_on <= one.row.evaluate_on


def test_the_evaluation_counts_from_the_real_beginning(cast: Cast) -> None:
    one = combination(cast).agreed()
    late = TERMS.evaluate_on
    assert late is not None
    with pytest.raises(Refused) as refused:
        matches.start(
            actor=cast.anna,
            now=NOW,
            match_id=one.match_id,
            first_day=late + timedelta(days=1),
        )
    assert codes(refused) == ["arrangement.evaluation"]


def test_the_page_says_what_is_missing_when_the_button_is_pressed(cast: Cast) -> None:
    one = combination(cast).begin()
    anna = browsing.member(cast.anna)
    shown = text(anna.post(reverse("start_match", args=[one.match_id]), follow=True))
    assert "De hulp kan nog niet beginnen." in shown
    assert "Vul de beroepskracht in: naam, organisatie en nummer." in shown
    assert "heeft nog niemand" in shown
    assert Match.objects.get(pk=one.match_id).state == "meeting"


def test_a_second_volunteer_says_yes_too_before_they_begin(cast: Cast) -> None:
    from loopplank.actions.matching import propose

    one = running(cast)
    ria = cast.volunteer("Ria Smit")
    assert ria.id
    second = propose.note_yes(
        actor=cast.anna,
        now=NOW,
        request_id=one.request_id,
        volunteer_id=ria.id,
        plan=cast.plan(weekday=4),
    )
    with pytest.raises(Refused) as refused:
        matches.start(actor=cast.anna, now=NOW, match_id=second)
    assert codes(refused) == ["arrangement.yes"]
    one.offer()
    row = Signature.objects.get(volunteer_id=ria.id)
    signatures.sign(actor=ria, now=NOW, signature_id=row.pk, said=Said(Answer.YES))
    matches.start(actor=cast.anna, now=NOW, match_id=second)
    assert one.state is State.AGREED


def test_a_volunteer_alone_begins_without_any_of_it(cast: Cast) -> None:
    match_id = cast.running(cast.volunteer("Ria Smit"))
    assert Match.objects.get(pk=match_id).state == "running"
    assert not Arrangement.objects.exists()


def test_nothing_else_lets_help_run() -> None:
    """Every way in which help begins looks first: help, and one visit in somebody's place."""
    begins = [
        f"{place}: {ast.unparse(node)[:60]}"
        for place, tree in python_below("src/loopplank").items()
        for node in ast.walk(tree)
        if lets_run(node)
    ]
    ways = {place.partition(":")[0] for place in begins}
    assert ways == {f"src/loopplank/actions/matching/{name}.py" for name in ("propose", "matches")}
    assert len(begins) == 2, begins
    for way in ways:
        assert "let_begin(request, " in Path(way).read_text(encoding="utf-8"), way


def lets_run(node: ast.AST) -> bool:
    """Whether a piece of source sets a state to running, in memory or in the table."""
    if isinstance(node, ast.Assign):
        return (
            ".state" in ast.unparse(node.targets[0])
            and "MatchState.RUNNING" in (ast.unparse(node.value).split(" if ")[0])
        )
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".update", ".create")):
        return any(
            k.arg == "state" and "MatchState.RUNNING" in ast.unparse(k.value) for k in node.keywords
        )
    return False


# --- standing still -------------------------------------------------------------------------------


def test_when_the_professional_goes_the_volunteers_part_stands_still(cast: Cast) -> None:
    one = running(cast)
    weeks = list(LoadWeek.objects.filter(volunteer_id=cast.bram_id).values())
    signatures.leave(
        actor=one.actor(Side.PROFESSIONAL),
        now=NOW,
        signature_id=one.signature(Side.PROFESSIONAL).pk,
    )
    assert one.state is State.SUSPENDED
    assert {"visits_still", "visits_still_asker"} <= set(queued(one))
    assert (one.request.change_reported, one.request.due_on) == ("lead_left", TODAY)
    row = next(r for r in today_page(cast.anna, NOW).rows if r.request_id == one.request_id)
    assert row.task.why.sentence == "De beroepskracht is weg. Beslis opnieuw."
    # the room of the volunteer stays taken until the coordinator decides
    assert Match.objects.get(pk=one.match_id).state == "running"
    assert list(LoadWeek.objects.filter(volunteer_id=cast.bram_id).values()) == weeks


def test_it_goes_on_with_a_new_professional_and_a_decision(cast: Cast) -> None:
    one = running(cast)
    signatures.leave(actor=cast.anna, now=NOW, signature_id=one.signature(Side.PROFESSIONAL).pk)
    with pytest.raises(Refused) as refused:
        one.offer()
    assert codes(refused) == ["arrangement.lead_left"]
    one.change(lead=Outside("Piet", "Buurtzorg", "0205550177")).offer()
    with pytest.raises(Refused):
        suspension.resume(actor=cast.anna, now=NOW, request_id=one.request_id)
    one.say(Side.PROFESSIONAL)
    assert one.state is State.SUSPENDED, "a yes decides nothing"
    suspension.resume(actor=cast.anna, now=NOW, request_id=one.request_id)
    assert one.state is State.AGREED
    assert one.request.change_reported == ""
    assert one.request.due_on
    assert one.request.due_on > TODAY
    assert {"visits_on", "visits_on_asker"} <= set(queued(one))
    assert "visits_still" not in queued(one)


@pytest.mark.both_engines
def test_or_the_coordinator_stops_the_match_and_the_arrangement_is_over(cast: Cast) -> None:
    one = running(cast)
    signatures.leave(actor=cast.anna, now=NOW, signature_id=one.signature(Side.PROFESSIONAL).pk)
    matches.end(actor=cast.anna, now=NOW, match_id=one.match_id)
    assert one.state is State.ENDED
    assert one.request.change_reported == ""


@pytest.mark.parametrize("side", [Side.PERSON, Side.VOLUNTEER, Side.PROFESSIONAL])
def test_a_yes_that_is_taken_back_works_at_once(cast: Cast, side: Side) -> None:
    one = running(cast)
    pk = one.signature(side).pk
    signatures.withdraw(actor=one.actor(side), now=NOW, signature_id=pk)
    assert one.state is State.SUSPENDED
    assert one.signature(side).answer == Answer.WITHDRAWN
    assert one.request.change_reported == "stands_still"
    with pytest.raises(Refused):
        signatures.withdraw(actor=one.actor(side), now=NOW, signature_id=pk)


@pytest.mark.parametrize(
    ("side", "state"),
    [(Side.PERSON, State.SUSPENDED), (Side.VOLUNTEER, State.DRAFT)],
)
def test_a_no_to_a_new_version_while_help_runs(cast: Cast, side: Side, state: State) -> None:
    one = running(cast)
    one.change(stop_rule="bij koorts").offer().say(side, Answer.NO)
    assert one.state is state


def test_another_name_in_the_place_of_the_professional_stands_still_too(cast: Cast) -> None:
    one = running(cast)
    one.change(lead=Outside("Piet", "Buurtzorg", "0205550177"))
    assert one.state is State.SUSPENDED


def test_talking_and_evaluating_decide_nothing(cast: Cast) -> None:
    one = running(cast)
    signatures.leave(actor=cast.anna, now=NOW, signature_id=one.signature(Side.PROFESSIONAL).pk)
    handling.log_contact(actor=cast.anna, now=NOW, request_id=one.request_id, kind="talk")
    assert one.request.change_reported == "lead_left"
    matches.evaluate(actor=cast.anna, now=NOW, match_id=one.match_id, text="Gaat goed")
    assert one.request.due_on == TODAY


def test_family_that_goes_is_a_change_and_stops_nothing(cast: Cast) -> None:
    one = combination(cast).begin().change(family=FAMILY).offer().all_say_yes()
    start(one)
    signatures.leave(
        actor=one.actor(Side.FAMILY), now=NOW, signature_id=one.signature(Side.FAMILY).pk
    )
    assert one.state is State.DRAFT
    assert one.request.change_reported == "arrangement_no"
    assert "visits_still" not in queued(one)
    one.change(family=FAMILY).offer()
    assert one.state is State.OFFERED, "who left is not asked again"
    one.change(family=NOBODY).offer().all_say_yes()
    assert one.state is State.AGREED, "and holds nobody up once the name is gone"


def test_a_name_that_nobody_read_yet_leaves_no_trace(cast: Cast) -> None:
    one = combination(cast).begin().change(lead=Outside("Nadja"), family=FAMILY)
    one.change(lead=LEAD, family=NOBODY)
    assert list(Party.objects.values_list("name", flat=True)) == ["Nadia Kaya"]
    assert not Signature.objects.filter(replaced_at__isnull=False).exists()


# --- the end --------------------------------------------------------------------------------------


def test_closing_the_request_ends_it_and_nothing_is_asked_any_more(cast: Cast) -> None:
    one = combination(cast).begin().change().offer()
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=one.request_id,
        closing=closing.Closing(ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE),
    )
    assert one.state is State.ENDED
    assert not [t for t in queued(one) if t.startswith("arrangement")]
    pk = one.signature(Side.PERSON).pk
    from loopplank.access.account.actors import NotFound

    with pytest.raises(NotFound):
        signatures.sign(
            actor=one.actor(Side.PERSON), now=NOW, signature_id=pk, said=Said(Answer.YES)
        )


@pytest.mark.both_engines
def test_without_a_click_the_sheet_waits_for_the_next_volunteer(cast: Cast) -> None:
    one = combination(cast).agreed()
    matches.not_started(actor=cast.anna, now=NOW, match_id=one.match_id)
    assert one.state is State.AGREED
    assert not Signature.objects.filter(arrangement=one.row, volunteer_id=cast.bram_id).exclude(
        replaced_at__isnull=False
    )


def test_erasing_the_person_takes_it_all_along(cast: Cast) -> None:
    one = running(cast)
    erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=one.request_id, safe=KNOWN_SAFE)
    for model in (Arrangement, ArrangementTask, Signature, Party):
        assert not model.objects.exists(), model
    assert not Link.objects.filter(purpose="arrangement").exists()


@pytest.mark.both_engines
def test_erasing_a_volunteer_leaves_none_of_their_words(cast: Cast) -> None:
    one = combination(cast).begin().change().offer()
    signatures.sign(
        actor=cast.bram,
        now=NOW,
        signature_id=one.signature(Side.VOLUNTEER).pk,
        said=Said(Answer.NO, words="Ik durf niet"),
    )
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert Signature.objects.get(volunteer_id=cast.bram_id).words == ""


# --- the pages of the coordinator -----------------------------------------------------------------


def sheet_of(request_id: UUID) -> str:
    return reverse("arrangement", args=[request_id])


def test_an_empty_one_has_a_sentence_and_one_step(cast: Cast) -> None:
    request_id = cast.request()
    decide(cast, request_id, Route.COMBINATION)
    anna = browsing.member(cast.anna)
    empty = text(anna.get(sheet_of(request_id)))
    assert "Er staat nog niet wie wat doet." in empty
    shown = text(anna.post(reverse("begin_arrangement", args=[request_id]), follow=True))
    assert "Wat nog mist" in shown
    assert "nog niemand" in shown
    assert "Leg voor aan iedereen" not in shown


def form_of(one: Arranged, **but: str) -> dict[str, str]:
    """What the form of a whole sheet sends."""
    typed = {
        "rows": "3",
        "lead_name": LEAD.name,
        "lead_works_at": LEAD.works_at,
        "lead_phone": LEAD.phone,
        "lead_email": LEAD.email,
        "family_name": "",
        "family_phone": "",
        "family_email": "",
        "call_by_day": TERMS.call_by_day,
        "call_outside_hours": TERMS.call_outside_hours,
        "evaluate_on": TERMS.evaluate_on.isoformat() if TERMS.evaluate_on else "",
        "last_day": TERMS.last_day.isoformat() if TERMS.last_day else "",
        "if_ill": TERMS.if_ill,
        "stop_rule": TERMS.stop_rule,
    }
    for n, task in enumerate((*TERMS.tasks[:2], Task(""))):
        typed |= {
            f"task-{n}-what": task.what,
            f"task-{n}-who": task.who.value if task.who else "",
            f"task-{n}-when": task.when,
            f"task-{n}-leaves_out": task.leaves_out,
        }
    return {**typed, **but}


def test_the_coordinator_writes_it_down_and_puts_it_to_everybody(cast: Cast) -> None:
    one = combination(cast).begin()
    anna = browsing.member(cast.anna)
    change = reverse("change_arrangement", args=[one.request_id])
    assert "Samen boodschappen doen" in text(anna.get(change))
    shown = text(anna.post(change, form_of(one), follow=True))
    assert "Boodschappen en koffie" in shown
    assert "Bram (vrijwilliger)" in shown
    assert "Nadia Kaya, Thuiszorg Meander (beroepskracht)" in shown
    assert "steunen bij lopen" in shown
    offered = text(anna.post(reverse("offer_arrangement", args=[one.request_id]), follow=True))
    assert "Wacht op antwoord" in offered
    assert "nog geen antwoord" in offered
    note = reverse("note_signature", args=[one.signature(Side.PERSON).pk])
    noted = text(
        anna.post(
            note,
            {
                "answer": "yes",
                "channel": "phone",
                "said_by": "mevrouw zelf",
                "said_on": TODAY.isoformat(),
                "words": "",
            },
            follow=True,
        )
    )
    assert "gezegd door mevrouw zelf, opgeschreven door Anna Prins" in noted


@pytest.mark.parametrize(
    ("but", "sentence"),
    [
        ({"task-1-what": ""}, "Schrijf op welke taak dit is, of maak de regel leeg."),
        ({"lead_name": ""}, "Vul een naam in, of maak deze regels leeg."),
        ({"lead_phone": "12"}, "Dit telefoonnummer klopt niet."),
        ({"evaluate_on": "2027-06-01"}, "Deze dag ligt na de laatste dag."),
        ({"stop_rule": "BSN 111222333"}, "een nummer dat op een BSN lijkt"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    cast: Cast, but: dict[str, str], sentence: str
) -> None:
    one = combination(cast).begin()
    anna = browsing.member(cast.anna)
    response = anna.post(reverse("change_arrangement", args=[one.request_id]), form_of(one, **but))
    assert response.status_code in {409, 422}
    shown = text(response)
    assert sentence in shown
    assert "huisartsenpost, 020 555 01 99" in shown
    assert one.row.version == 1


def test_the_request_page_leads_to_it_without_a_question_more(cast: Cast, queries: object) -> None:
    one = combination(cast).begin()
    anna = browsing.member(cast.anna)
    where = reverse("request", args=[one.request_id])
    anna.get(where)
    with queries() as asked:  # type: ignore[operator]  # the fixture of conftest
        shown = text(anna.get(where))
    assert sheet_of(one.request_id) in shown
    assert "in de maak" in shown
    Arrangement.objects.all().delete()
    with queries() as without:  # type: ignore[operator]  # the fixture of conftest
        assert "nog niet gemaakt" in text(anna.get(where))
    assert len(asked) == len(without)


def test_when_it_stands_still_the_page_says_what_to_decide(cast: Cast) -> None:
    one = running(cast)
    anna = browsing.member(cast.anna)
    where = reverse("party_left", args=[one.signature(Side.PROFESSIONAL).pk])
    shown = text(anna.post(where, follow=True))
    assert "De bezoeken staan stil." in shown
    assert "Nadia Kaya is niet meer betrokken. Vul in wie het overneemt." in shown
    one.change(lead=Outside("Piet", "Buurtzorg", "0205550177")).offer().say(Side.PROFESSIONAL)
    assert "Laat de bezoeken verdergaan" in text(anna.get(sheet_of(one.request_id)))
    on = text(anna.post(reverse("resume_arrangement", args=[one.request_id]), follow=True))
    assert "Iedereen zei ja" in on


def test_the_sheet_on_paper_holds_everything_and_room_to_sign(cast: Cast) -> None:
    one = combination(cast).agreed()
    anna = browsing.member(cast.anna)
    paper = text(anna.get(reverse("print_arrangement", args=[one.request_id])))
    for words in (
        "Boodschappen en koffie",
        "steunen bij lopen",
        "huisartsenpost, 020 555 01 99",
        "Bij een val.",
        "Dag en handtekening",
        "Zei ja",
    ):
        assert words in paper, words
    assert 'class="text-paper"' in paper
    assert "Ik zie de hele week" not in paper


def test_a_page_costs_the_same_for_many_tasks(cast: Cast, queries: object) -> None:
    one = combination(cast).begin()
    anna = browsing.member(cast.anna)
    anna.get(sheet_of(one.request_id))
    with queries() as few:  # type: ignore[operator]  # the fixture of conftest
        anna.get(sheet_of(one.request_id))
    one.change(tasks=tuple(Task(f"Taak {n}", Who.FAMILY) for n in range(20)), family=FAMILY)
    with queries() as many:  # type: ignore[operator]  # the fixture of conftest
        anna.get(sheet_of(one.request_id))
    assert len(few) == len(many) <= 25


def test_a_volunteer_alone_may_have_one_too(cast: Cast) -> None:
    match_id = cast.agreed(cast.bram)
    request_id = Match.objects.get(pk=match_id).request_id
    one = Arranged(cast, request_id, match_id, cast.bram).begin()
    one.change(lead=NOBODY, family=NOBODY, tasks=(Task("Koffie", Who.VOLUNTEER),)).offer()
    assert one.all_say_yes().state is State.AGREED
    start(one)
