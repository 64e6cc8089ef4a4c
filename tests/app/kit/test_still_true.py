"""Nobody is told what is not true any more."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.app.cast import NOW, Cast

from loopplank.access.messages.messages import message
from loopplank.actions.matching import matches
from loopplank.actions.requests import closing as request_closing
from loopplank.actions.requests import handling
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.store.models import Match, Message
from loopplank.web.messages.render_message import letter


def told_next(request_id: UUID, to: str = "help_seeker") -> list[str]:
    """The templates that lie ready for one side of one request."""
    rows = Message.objects.filter(request_id=request_id, state="queued", to=to)
    return sorted(rows.values_list("template", flat=True))


@pytest.mark.both_engines
def test_nobody_waits_for_a_volunteer_who_does_not_come(cast: Cast) -> None:
    ben = cast.volunteer("Ben Mohan")
    match_id = cast.agreed(ben)
    request_id = Match.objects.get(pk=match_id).request_id
    day = NOW + timedelta(days=3)
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=day)
    assert told_next(request_id) == ["meeting", "received"]
    matches.not_started(actor=cast.anna, now=NOW, match_id=match_id)
    assert told_next(request_id) == ["meeting_off", "received"]
    assert told_next(request_id, "volunteer") == ["not_started"]


@pytest.mark.both_engines
def test_whoever_knew_of_nobody_hears_of_no_end(cast: Cast) -> None:
    match_id = cast.agreed(cast.volunteer("Ben Mohan"))
    request_id = Match.objects.get(pk=match_id).request_id
    matches.not_started(actor=cast.anna, now=NOW, match_id=match_id)
    assert told_next(request_id) == ["received"]


@pytest.mark.both_engines
def test_when_help_stops_both_hear_it_and_the_beginning_is_not_told_any_more(cast: Cast) -> None:
    match_id = cast.running(cast.volunteer("Bas Willems"))
    request_id = Match.objects.get(pk=match_id).request_id
    assert "started" in told_next(request_id)
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    assert told_next(request_id) == ["received", "stopped"]
    assert told_next(request_id, "volunteer") == ["thanks"]


def test_only_who_still_waits_for_a_call_is_promised_one(cast: Cast) -> None:
    by_web = cast.web_request()
    first = Message.objects.get(request_id=by_web, template="received")
    assert "Iemand belt u uiterlijk" in letter(message(cast.anna, first.pk, NOW)).text
    handling.log_contact(actor=cast.anna, now=NOW, request_id=by_web, kind="talk")
    assert "Iemand belt u" not in letter(message(cast.anna, first.pk, NOW)).text
    by_phone = cast.request()
    second = Message.objects.get(request_id=by_phone, template="received")
    assert "hoort u van ons" in letter(message(cast.anna, second.pk, NOW)).text


def test_the_waiting_list_takes_the_place_of_what_was_said_before(cast: Cast) -> None:
    request_id = cast.ready()
    request_closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    assert told_next(request_id) == ["wait"]
    assert told_next(request_id, "applicant") == []


@pytest.mark.parametrize(
    ("reach", "channel"),
    [
        ({"phone": "0612345678", "email": "w@example.nl"}, "phone"),
        ({"phone": "", "email": "w@example.nl"}, "email"),
        ({"phone": "", "email": ""}, "letter"),
    ],
)
def test_without_a_wish_we_use_what_we_have(
    cast: Cast, reach: dict[str, str], channel: str
) -> None:
    request_id = cast.request(channel=None, **reach)
    assert Message.objects.get(request_id=request_id).channel == channel


def test_a_volunteer_hears_that_help_ended_because_the_request_closed(cast: Cast) -> None:
    match_id = cast.running(cast.volunteer("Bas Willems"))
    request_id = Match.objects.get(pk=match_id).request_id
    handling.log_contact(actor=cast.anna, now=NOW, request_id=request_id, kind="talk")
    closing = request_closing.Closing(ClosingReason.HELPED, nobody_discussed=True)
    request_closing.close(actor=cast.anna, now=NOW, request_id=request_id, closing=closing)
    assert told_next(request_id, "volunteer") == ["thanks"]
    assert told_next(request_id) == ["closed"]
