"""What is to be told to people: who sees it, what it says, and that nothing leaves by itself."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import (
    browsing,
    checking_in,
    hearing_all,
    on_devices,
    referring,
    relaying,
    reminding,
)
from tests.app.arranging import combination
from tests.app.cast import KNOWN_SAFE, MRS_DE_WIT, NO_LIMIT_IN_SIGHT, NOW, TODAY, Cast

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import SYSTEM
from loopplank.access.messages.channels import NEVER_BY_HAND
from loopplank.access.messages.messages import (
    MessageFacts,
    Narrowed,
    all_messages,
    facts_of,
    message,
    messages_of_request,
    messages_page,
    with_people,
)
from loopplank.actions.account import links
from loopplank.actions.arrangements import signatures, suspension
from loopplank.actions.matching import matches, passed_over, proposals, propose, teams
from loopplank.actions.messages import messages
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import closing as request_closing
from loopplank.actions.requests import handling
from loopplank.actions.requests import waiting as wait_actions
from loopplank.actions.responsibility import absence, clocks, takeovers
from loopplank.actions.volunteers import limits, same_volunteer, stopping, thanks, volunteers
from loopplank.core.account.secrets import ON_NO_LIST
from loopplank.core.arrangements import Side
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.passed_over import Outcome
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.core.requests.intake import Channel, ForWhom, Knows
from loopplank.core.triage import Answer
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.thanks import FOR_WHAT
from loopplank.core.wellbeing.signal import PRIVATE_TEMPLATES
from loopplank.letters import short, texts
from loopplank.store.models import (
    AccessRecord,
    Affiliation,
    Event,
    HelpSeeker,
    Link,
    Message,
    Note,
    Request,
    Volunteer,
)
from loopplank.web.kit import clock
from loopplank.web.messages.render_message import letter, told
from loopplank.web.messages.words import filled


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def show(cast: Cast, name: str = "anna", **query: str) -> str:
    response = browsing.member(getattr(cast, name)).get(reverse("messages"), query)
    assert response.status_code == 200
    return response.content.decode()


def latest(template: str) -> Message:
    return Message.objects.filter(template=template).latest("queued_at", "pk")


# --- who sees what ---
def test_a_coordinator_sees_what_lies_ready_with_the_link_that_works(cast: Cast) -> None:
    request_id = cast.request()
    text = show(cast)
    link = Link.objects.get(purpose="status", subject_id=request_id)
    assert ">Mevrouw De Wit</h3>" in text
    assert link_access.address_of(link) in text
    assert "06 12 34 56 78" in text
    record = AccessRecord.objects.filter(page="messages").latest("pk")
    seeker = Request.objects.get(pk=request_id).help_seeker_id
    assert seeker in set(record.subjects.values_list("subject_id", flat=True))


@pytest.mark.parametrize("name", ["gerda", "ella", "fred"])
def test_nobody_but_coordinators(cast: Cast, name: str) -> None:
    client = browsing.member(getattr(cast, name))
    one = Message.objects.filter(organisation_id=cast.noord_id).latest("pk")
    for page in ("messages", "messages_csv"):
        assert client.get(reverse(page)).status_code == 404, page
    assert client.get(reverse("message_letter", args=[one.pk])).status_code == 404
    assert client.post(reverse("close_message", args=[one.pk])).status_code == 404


def test_nothing_of_noord_shows_in_zuid(cast: Cast) -> None:
    cast.request()
    one = latest("received")
    client = browsing.member(cast.dirk)
    assert "De Wit" not in client.get(reverse("messages")).content.decode()
    assert "De Wit" not in client.get(reverse("messages_csv")).content.decode()
    assert client.get(reverse("message_letter", args=[one.pk])).status_code == 404
    for done in ("sent", "leave_out", "put_back"):
        response = client.post(reverse("close_message", args=[one.pk]), {"done": done})
        assert response.status_code == 404, done
    assert Message.objects.get(pk=one.pk).state == "queued"


def test_a_request_of_another_organisation_has_no_messages(cast: Cast) -> None:
    request_id = cast.request()
    assert len(messages_of_request(cast.anna, request_id).queued) == 1
    assert not messages_of_request(cast.dirk, request_id).queued


def test_an_organisation_that_somebody_did_not_join_gets_nothing_of_them(cast: Cast) -> None:
    """Zuid writes down Bram, whom Noord knows: a name that Zuid typed, and no way in."""
    volunteers.register(
        actor=cast.carla,
        now=NOW,
        details=volunteers.Details("Bram", "Uit de Buurt", phone="0600000001", channel="sms"),
        limits=NO_LIMIT_IN_SIGHT,
        wishes=volunteers.Wishes(),
    )
    facts = next(
        m
        for m in messages_page(cast.carla, NOW, state="queued", number=1).rows
        if m.template == "join"
    )
    assert facts.recipient.name == "Bram Uit de Buurt"
    assert (facts.link, facts.spoken_link, facts.recipient.phone) == ("", (), "")
    text = show(cast, "carla")
    assert "Vrijwilliger" not in text.split(">Bram Uit de Buurt</h3>")[1].split("</li>")[0]
    week = Link.objects.get(purpose="week", subject_id=cast.bram_id)
    assert link_access.address_of(week) not in text


def test_the_list_asks_as_much_for_thirty_as_for_three(
    cast: Cast, queries: Callable[[], Any]
) -> None:
    client = browsing.member(cast.anna)
    cast.request()
    with queries() as few:
        client.get(reverse("messages"))
    for _ in range(30):
        cast.request()
        cast.volunteer()
    with queries() as many:
        text = client.get(reverse("messages")).content.decode()
    assert len(few) == len(many) <= 25, many
    assert text.count('<li class="msg') == 15
    assert "Bladzijde 1 van" in text
    with queries() as second:
        client.get(reverse("messages"), {"page": "2"})
    assert len(second) == len(few)
    Message.objects.exclude(template="received").delete()
    heavy = client.get(reverse("messages")).content.decode()
    assert heavy.count('<details class="msg-open') == 15
    assert len(heavy) < 60_000, "a page that a slow telephone opens, whatever is in it"


# --- what somebody can do with it ---
def test_the_telephone_opens_with_the_text_and_nothing_is_sent(cast: Cast) -> None:
    cast.request()
    words = told(message(cast.anna, latest("received").pk, NOW), NOW)
    assert words.sms_url.startswith("sms:0612345678?body=")
    assert parse_qs(urlsplit(words.sms_url).query)["body"] == [words.text]
    assert latest("received").state == "queued"


def test_the_mail_program_opens_with_subject_and_text(cast: Cast) -> None:
    cast.volunteer("Samira el Amrani", channel="email", email="samira+lp@example.nl")
    welcome = Message.objects.get(template="welcome", volunteer__first_name="Samira")
    words = told(message(cast.anna, welcome.pk, NOW), NOW)
    parts = urlsplit(words.mail_url)
    assert parts.path == "samira%2Blp@example.nl"
    assert parse_qs(parts.query) == {"subject": ["Welkom"], "body": [words.text]}
    assert not words.sms_url


def test_whoever_wants_no_text_message_gets_none(cast: Cast) -> None:
    request_id = cast.request(channel=Channel.SMS)
    HelpSeeker.objects.filter(phone="0612345678").update(no_sms=True)
    assert not told(message(cast.anna, latest("received").pk, NOW), NOW).sms_url
    links.renew_status(actor=cast.anna, now=NOW, request_id=request_id)
    assert latest("new_link").channel == "phone"


def test_an_applicant_hears_and_the_person_stays_unreachable(cast: Cast) -> None:
    """While the person does not know, only whoever asked is told, and no number of hers shows."""
    cast.request(
        for_whom=ForWhom.FAMILY,
        knows=Knows.NO,
        applicant_name="Els de Wit",
        applicant_phone="0687654321",
    )
    words = told(message(cast.anna, latest("received").pk, NOW), NOW)
    assert words.name == "Els de Wit"
    assert words.about == "Mevrouw De Wit"
    assert words.text.startswith("Dit gaat over uw vraag voor mevrouw De Wit.")
    assert "06 12 34 56 78" not in show(cast)


@pytest.mark.parametrize("how", ["copied", "printed", "spoken", "sent"])
def test_somebody_says_that_it_was_told(cast: Cast, how: str) -> None:
    cast.request()
    one = latest("received")
    client = browsing.member(cast.anna)
    response = client.post(reverse("close_message", args=[one.pk]), {"done": how})
    assert response["Location"].startswith(reverse("messages"))
    one.refresh_from_db()
    assert (one.state, one.done_how, one.done_by_id) == ("told", how, cast.anna.id)
    event = Event.objects.get(type="message.told")
    assert event.data == {"template": "received", "channel": "sms", "how": how}
    text = show(cast, lijst="verteld")
    assert "door Anna Prins." in text
    assert ">Mevrouw De Wit</h3>" in text


def test_a_wrong_button_can_be_taken_back(cast: Cast) -> None:
    cast.request()
    one = latest("received")
    client = browsing.member(cast.anna)
    for done, state in (
        ("sent", "told"),
        ("put_back", "queued"),
        ("leave_out", "dropped"),
        ("put_back", "queued"),
        ("nonsense", "queued"),
    ):
        client.post(reverse("close_message", args=[one.pk]), {"done": done})
        one.refresh_from_db()
        assert one.state == state, done


def test_what_is_not_true_any_more_cannot_be_put_back(cast: Cast) -> None:
    ria = cast.volunteer("Ria Smit")
    proposal_id = cast.asked(ria)
    one = latest("proposal")
    proposals.decline(actor=ria, now=NOW, proposal_id=proposal_id)
    one.refresh_from_db()
    assert one.state == "dropped"
    messages.put_back(actor=cast.anna, now=NOW, message_id=one.pk)
    one.refresh_from_db()
    assert one.state == "dropped"
    assert "het klopte niet meer" in show(cast, lijst="vervallen")


def test_a_meeting_that_moves_is_told_once(cast: Cast) -> None:
    match_id = cast.agreed(cast.volunteer("Ria Smit"))
    for days in (3, 5):
        matches.plan_meeting(
            actor=cast.anna, now=NOW, match_id=match_id, meeting_at=NOW + timedelta(days=days)
        )
    ready = Message.objects.filter(template="meeting", state="queued")
    assert ready.count() == 1
    assert "Zo 29 nov" in filled(message(cast.anna, ready.get().pk, NOW)).text


def test_a_letter_on_paper_has_the_long_text_and_the_address(cast: Cast) -> None:
    cast.request()
    one = latest("received")
    text = browsing.member(cast.anna).get(reverse("message_letter", args=[one.pk])).content.decode()
    assert "Geachte mevrouw De Wit," in text
    assert "Wij kunnen niet iedereen helpen." in text
    assert "1013 AB" in text
    assert "Met vriendelijke groet," in text


def test_the_list_can_be_kept_as_a_file(cast: Cast) -> None:
    cast.request()
    response = browsing.member(cast.anna).get(reverse("messages_csv"), {"lijst": "klaar"})
    assert response["Content-Disposition"] == (
        'attachment; filename="berichten-klaar-2026-11-24.csv"'
    )
    text = response.content.decode("utf-8-sig")
    assert text.startswith("Klaar sinds;Aan;Wie;Hoe;Hulpvraag;Onderwerp;Tekst;Verteld")
    assert "Mevrouw De Wit;vraagt hulp;sms" in text
    assert AccessRecord.objects.filter(page="messages_csv", purpose="export").count() == 1


def test_a_strange_list_is_the_one_that_lies_ready(cast: Cast) -> None:
    cast.request()
    assert ">Mevrouw De Wit</h3>" in show(cast, lijst="alles", page="-1")
    assert 'class="msg-who"' in show(cast, page="999")


# --- what was told about one request ---
def test_a_request_knows_what_was_told_last_and_what_lies_ready(cast: Cast) -> None:
    request_id = cast.request()
    first = latest("received")
    messages.tell(actor=cast.anna, now=NOW, message_id=first.pk, how="spoken")
    links.renew_status(actor=cast.anna, now=NOW, request_id=request_id)
    found = messages_of_request(cast.anna, request_id)
    assert found.last_told
    assert found.last_told.id == first.pk
    assert found.last_told.done_by == "Anna Prins"
    assert [one.template for one in found.queued] == ["new_link"]


# --- every text with what its action gives ---


def _of_a_volunteer(cast: Cast) -> None:
    """What one volunteer is told by themselves: a yes noted, a new link, a limit and wishes."""
    anna, wim = cast.anna, cast.volunteer("Wim Postma")
    assert wim.id
    propose.note_yes(
        actor=anna, now=NOW, request_id=cast.ready(), volunteer_id=wim.id, plan=cast.plan()
    )
    links.renew_week(actor=anna, now=NOW, volunteer_id=wim.id)
    more = replace(NO_LIMIT_IN_SIGHT, max_minutes=480)
    limits.set_limits(actor=wim, now=NOW, volunteer_id=wim.id, wanted=more)
    volunteers.set_wishes(actor=anna, now=NOW, volunteer_id=wim.id, wishes=volunteers.Wishes())


def everything(cast: Cast) -> None:
    """Make every message that there is, with the real actions."""
    anna = cast.anna
    waiting = cast.ready()
    request_closing.wait(actor=anna, now=NOW, request_id=waiting, lack=Lack.PLACE)
    wait_actions.tell_waiting(actor=anna, now=NOW, request_id=waiting)
    links.renew_status(actor=anna, now=NOW, request_id=waiting)
    refused = cast.request()
    spoken_with(cast, refused)
    request_closing.close(
        actor=anna,
        now=NOW,
        request_id=refused,
        closing=request_closing.Closing(
            ClosingReason.NO_PLACE,
            next_party="Wijkteam Oost",
            next_party_agreed=True,
            lack=Lack.PLACE,
            partial_offer="Op dinsdag mee-eten in De Brug",
        ),
    )
    helped = cast.running(cast.volunteer("Ria Smit"))
    longer = TODAY + timedelta(weeks=20)
    matches.evaluate(actor=anna, now=NOW, match_id=helped, new_last_day=longer)
    matches.end(actor=anna, now=NOW, match_id=helped)
    met = cast.agreed(cast.volunteer("Zoë de Vries"))
    matches.plan_meeting(actor=anna, now=NOW, match_id=met, meeting_at=NOW + timedelta(days=3))
    broken = cast.agreed(cast.volunteer("Anton Kuipers"))
    matches.not_started(actor=anna, now=NOW, match_id=broken)
    late = cast.agreed(cast.volunteer("Ben Mohan"))
    matches.plan_meeting(actor=anna, now=NOW, match_id=late, meeting_at=NOW + timedelta(days=3))
    matches.not_started(actor=anna, now=NOW, match_id=late)
    cast.asked(cast.volunteer("Samira el Amrani"))
    _of_a_volunteer(cast)
    volunteers.register(
        actor=cast.carla,
        now=NOW,
        details=volunteers.Details("Bram", "Vrijwilliger", phone="0600000001"),
        limits=NO_LIMIT_IN_SIGHT,
        wishes=volunteers.Wishes(),
    )
    cast.assess(cast.request(), N1=Answer.YES)
    one = combination(cast, cast.volunteer("Els Oost")).agreed()
    matches.start(actor=anna, now=NOW, match_id=one.match_id)
    person = one.signature(Side.PERSON).pk
    signatures.withdraw(actor=one.actor(Side.PERSON), now=NOW, signature_id=person)
    suspension.resume(actor=anna, now=NOW, request_id=one.offer().say(Side.PERSON).request_id)
    done = cast.request()
    spoken_with(cast, done)
    both: dict[str, Any] = {"actor": anna, "now": NOW, "membership_id": anna.id}
    takeovers.offer(**both, colleague_id=cast.henk.id)  # type: ignore[arg-type]
    absence.end(
        actor=anna, now=NOW, absence_id=absence.note(**both, first=local_day(NOW), last=None)
    )
    request_closing.close(
        actor=anna,
        now=NOW,
        request_id=done,
        closing=request_closing.Closing(
            ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE
        ),
    )
    Message.objects.filter(request_id=done, template="received").update(state="told", done_at=NOW)
    request_closing.reopen(actor=anna, now=NOW + timedelta(days=40), request_id=done)
    silent = cast.web_request()
    for channel in ("phone", "phone", "letter"):
        handling.log_contact(
            actor=anna, now=NOW, request_id=silent, kind="not_reached", channel=channel
        )
    request_closing.write_last_letter(actor=anna, now=NOW, request_id=silent)

    late, moved = cast.web_request(), cast.web_request()
    clocks.run_out(actor=SYSTEM, now=NOW + timedelta(days=3), request_id=late)
    clocks.move_day(
        actor=anna,
        now=NOW,
        request_id=moved,
        day=TODAY + timedelta(days=6),
        reason="busy",
        told="message",
    )
    referring.everything_told(cast)
    checking_in.everything_told(cast)
    _of_a_plan(cast)
    reminding.everything_told(cast)
    _of_thanks(cast)
    _of_two_rows(cast)
    hearing_all.everything_told(cast)


def _of_thanks(cast: Cast) -> None:
    """For what a coordinator chose, for a year, after a heavy time, and at a goodbye."""
    leaver = cast.volunteer("Wil Weg")
    assert leaver.id
    for what in FOR_WHAT:
        thanks.thank(actor=cast.anna, now=NOW, volunteer_id=leaver.id, what=what)
    row = Affiliation.objects.get(volunteer_id=leaver.id)
    thanks.thank_for_year(actor=SYSTEM, now=NOW + timedelta(days=365), affiliation_id=row.pk)
    matches.end(actor=cast.anna, now=NOW, match_id=cast.running(leaver, heavy=True))
    stopping.stop_helping(actor=leaver, now=NOW, volunteer_id=leaver.id, last_day=TODAY)
    stopping.finish_stop(actor=SYSTEM, now=NOW + timedelta(days=1), volunteer_id=leaver.id)


def _of_two_rows(cast: Cast) -> None:
    """One volunteer who stood there twice: with room, and with more planned than the limit."""
    low = Limits(liked_minutes=200, max_minutes=240, max_people=3, max_heavy=0)
    for name, minutes in (("Tia Twee", 60), ("Ans Alweer", 150)):
        rows = [cast.volunteer(name, limits=low), cast.volunteer(name, limits=low)]
        for one, hour in zip(rows, (9, 18), strict=True):
            cast.running(one, visit_minutes=minutes, start_time=time(hour))
        first, second = (one.id for one in rows)
        assert first
        assert second
        pair_id = same_volunteer.ask(actor=cast.anna, now=NOW, volunteer_id=first, other_id=second)
        for one in rows:
            same_volunteer.say_yes(actor=one, now=NOW, pair_id=pair_id)


def _of_a_plan(cast: Cast) -> None:
    """What is told of a relay, and of a person who decided after a plan passed somebody over."""
    relay = relaying.running(cast, cast.volunteer("Ada Bos"), cast.volunteer("Bea Kok"))
    meeting = NOW + timedelta(weeks=4)
    teams.plan_handover(
        actor=cast.anna, now=NOW, team_id=relay.team_id, number=2, meeting_at=meeting
    )
    passed = cast.ready()
    Request.objects.filter(pk=passed).update(passed_over=3, passed_over_on=TODAY)
    passed_over.decide_after_passing_over(
        actor=cast.anna, now=NOW, request_id=passed, outcome=Outcome.FIRST
    )


def spoken_with(cast: Cast, request_id: UUID) -> None:
    Note.objects.create(
        request_id=request_id,
        organisation_id=cast.noord_id,
        kind="talk",
        channel="phone",
        text="",
        at=NOW,
        by_id=cast.anna.id,
    )


@pytest.mark.both_engines
def test_every_text_is_used_and_filled_without_a_hole(cast: Cast) -> None:
    everything(cast)
    on_devices.everything_told(cast)
    seen = set()
    for one in (*told_to_members(cast), *told_to_nobody_else()):
        seen.add(one.template)
        for channel in ("sms", "letter"):
            words = filled(replace(one, channel=channel))
            assert "%(" not in words.text, one.template
            assert not re.search(r"\s[.,](\s|$)|\( ?\)|, ,", words.text), words.text
            if channel == "sms":
                assert len(words.text) <= short.LENGTH, words.text
                assert set(words.text) <= short.GSM, words.text
            assert "020 555 01 42" in words.text, (one.template, words.text)
        assert letter(one).text
    assert seen == set(texts.TEXTS)


def told_to_members(cast: Cast) -> Iterator[MessageFacts]:
    """What stands on the lists of two coordinators."""
    for actor in (cast.anna, cast.carla):
        for state in ("queued", "dropped", "told"):
            yield from all_messages(actor, NOW, state=state)


def told_to_nobody_else() -> Iterator[MessageFacts]:
    """What stands on no list: in confidence, or only worth a message that leaves by itself."""
    rows = Message.objects.filter(template__in=[*PRIVATE_TEMPLATES, *NEVER_BY_HAND, *ON_NO_LIST])
    # an invitation that is answered holds no name any more
    rows = rows.exclude(invitation__isnull=False, invitation__name="")
    yield from facts_of(with_people(rows), TODAY)


def test_nobody_is_written_to_by_hand_because_of_a_reminder(cast: Cast, settings: Any) -> None:
    row = Volunteer.objects.get(pk=cast.bram_id)
    params = {"at": NOW.isoformat(), "who": "mevrouw De Wit", "coordinator": "Anna"}
    messages.queue_to_volunteer(cast.noord_id, row, "visit_near", params, now=NOW)
    assert "visit_near" in NEVER_BY_HAND
    assert "Een herinnering" not in show(cast)
    settings.SENDS_SMS = True
    assert "Een herinnering" in show(cast, lijst="vanzelf")


# --- who may hear it, once the answers change ---

ELS = {
    "for_whom": ForWhom.FAMILY,
    "applicant_name": "Els Kramer",
    "applicant_phone": "0611112222",
}


def amend(cast: Cast, request_id: UUID, **changes: object) -> None:
    answers = replace(MRS_DE_WIT, **changes)  # type: ignore[arg-type]  # fields of the answers
    handling.amend(actor=cast.anna, now=NOW, request_id=request_id, answers=answers)


def waiting(request_id: UUID) -> list[tuple[str, str, str]]:
    rows = Message.objects.filter(request_id=request_id, state="queued").order_by("template")
    return list(rows.values_list("template", "to", "channel"))


def test_who_does_not_know_yet_hears_nothing_after_all(cast: Cast) -> None:
    """It was written down as known, and then it proved not to be."""
    request_id = cast.web_request()
    assert waiting(request_id) == [("received", "help_seeker", "sms")]
    amend(cast, request_id, **ELS, knows=Knows.NO)
    assert waiting(request_id) == [("received", "applicant", "phone")]
    event = Event.objects.filter(aggregate_id=request_id, type="request.amended").get()
    assert event.data["readdressed"] == [str(latest("received").pk)]
    amend(cast, request_id, **ELS, knows=Knows.YES)
    assert waiting(request_id) == [("received", "help_seeker", "sms")]


def test_without_the_one_who_asked_no_message_goes_to_nobody(cast: Cast) -> None:
    request_id = cast.web_request(**ELS, knows=Knows.NO)
    assert waiting(request_id) == [("received", "applicant", "phone")]
    amend(cast, request_id)
    assert waiting(request_id) == [("received", "help_seeker", "sms")]
    assert ">Mevrouw De Wit</h3>" in show(cast)


def test_what_changes_reader_changes_link(cast: Cast) -> None:
    """Whoever asked keeps the link that they had; the person gets one that nobody had before."""
    request_id = cast.web_request(**ELS, knows=Knows.NO)
    theirs = message(cast.anna, latest("received").pk, NOW).link
    amend(cast, request_id, **ELS, knows=Knows.YES)
    own = message(cast.anna, latest("received").pk, NOW).link
    assert own not in {"", theirs}
    status = link_access.of_subject(link_access.STATUS, request_id)
    applicants = link_access.of_subject(link_access.APPLICANT, request_id)
    assert status
    assert applicants
    assert (own, theirs) == (link_access.address_of(status), link_access.address_of(applicants))


def test_a_channel_that_is_not_safe_any_more_is_not_used(cast: Cast) -> None:
    request_id = cast.web_request()
    amend(cast, request_id, channel=Channel.LETTER)
    assert waiting(request_id) == [("received", "help_seeker", "letter")]


def test_a_no_stays_a_letter(cast: Cast) -> None:
    request_id = cast.request()
    spoken_with(cast, request_id)
    closing = request_closing.Closing(
        ClosingReason.NO_PLACE, nobody_discussed=True, lack=Lack.PLACE
    )
    request_closing.close(actor=cast.anna, now=NOW, request_id=request_id, closing=closing)
    amend(cast, request_id, **ELS, knows=Knows.NO)
    assert waiting(request_id) == [("no", "applicant", "letter")]


def test_what_is_put_back_goes_to_who_may_hear_it_now(cast: Cast) -> None:
    request_id = cast.web_request(**ELS, knows=Knows.NO)
    message_id = latest("received").pk
    messages.leave_out(actor=cast.anna, now=NOW, message_id=message_id)
    amend(cast, request_id)
    messages.put_back(actor=cast.anna, now=NOW, message_id=message_id)
    assert waiting(request_id) == [("received", "help_seeker", "sms")]


def test_what_waits_again_after_reopening_does_so_too(cast: Cast) -> None:
    request_id = cast.web_request(**ELS, knows=Knows.NO)
    closing = request_closing.Closing(
        ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE
    )
    request_closing.close(actor=cast.anna, now=NOW, request_id=request_id, closing=closing)
    amend(cast, request_id)
    request_closing.reopen(actor=cast.anna, now=NOW, request_id=request_id)
    assert waiting(request_id) == [("received", "help_seeker", "sms")]


def test_messages_of_a_person_who_is_erased_are_gone(cast: Cast) -> None:
    request_id = cast.request()
    erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=request_id, safe=KNOWN_SAFE)
    assert "De Wit" not in show(cast)
    assert "De Wit" not in show(cast, lijst="vervallen")


def test_without_a_link_a_text_does_not_lead_to_one(cast: Cast) -> None:
    request_id = cast.request()
    Link.objects.filter(subject_id=request_id).delete()
    one = message(cast.anna, latest("received").pk, NOW)
    assert filled(one).text == "Bericht van Noord. Bel 020 555 01 42, dan vertellen wij het."
    assert "Hier ziet u hoe" not in letter(one).text


def test_the_link_of_a_revoked_generation_is_never_shown(cast: Cast) -> None:
    request_id = cast.request()
    old = link_access.address_of(Link.objects.get(purpose="status", subject_id=request_id))
    links.renew_status(actor=cast.anna, now=NOW, request_id=request_id)
    assert old not in show(cast)


def test_whoever_wants_letters_gets_no_link_to_a_telephone(cast: Cast) -> None:
    cast.request(channel=Channel.LETTER)
    words = told(message(cast.anna, latest("received").pk, NOW), NOW)
    assert (words.channel_word, words.sms_url, words.mail_url) == ("brief", "", "")


@pytest.mark.both_engines
def test_what_is_over_is_counted_as_the_list_shows_it(cast: Cast) -> None:
    mine, gone = cast.ready(), cast.ready()
    letter = {
        "organisation_id": cast.noord_id,
        "to": "help_seeker",
        "channel": "letter",
        "params": {},
        "queued_at": NOW,
        "done_at": NOW,
    }
    for template, request_id, state in (
        ("received", mine, "told"),
        ("received", mine, "told"),
        ("received", mine, "dropped"),
        ("received", gone, "told"),
        (min(ON_NO_LIST), None, "told"),
        (min(PRIVATE_TEMPLATES), None, "told"),
    ):
        Message.objects.create(template=template, request_id=request_id, state=state, **letter)
    Request.objects.filter(pk=gone).update(erased_at=NOW)
    for actor in (cast.anna, replace(cast.anna, only_own=True)):
        for state in ("told", "dropped"):
            shown = messages_page(actor, NOW, state=state, number=1)
            listed = len(all_messages(actor, NOW, state=state))
            assert shown.total == shown.counts[state] == listed, (actor, state)
            narrowed = messages_page(
                actor, NOW, state=state, number=1, narrowed=Narrowed("vrijwilliger")
            )
            assert (narrowed.total, narrowed.counts[state]) == (0, listed)
    assert messages_page(cast.anna, NOW, state="told", number=1).counts["told"] >= 2
