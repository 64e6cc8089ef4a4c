"""Zet in mijn agenda: a secret address, and behind it nothing that another may not know."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
import vobject
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.conftest import Questions
from tests.app.on_the_phone import Phone
from tests.app.strict_calendar import Read, read

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import FEED, token_of
from loopplank.access.messages.feed import Entry, Feed, feed, own_feed
from loopplank.actions.account import links
from loopplank.actions.matching import matches
from loopplank.actions.privacy import erasure
from loopplank.actions.volunteers import limits, visits
from loopplank.core.kit.calendar import AMSTERDAM, at_local
from loopplank.core.volunteers.load import Limits
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    AccessRecord,
    HelpSeeker,
    Link,
    Match,
    Network,
    Volunteer,
)
from loopplank.web.kit import clock
from loopplank.web.messages.calendar_text import calendar_text

THURSDAY = date(2026, 11, 26)
STREET = "Keizersgracht 123"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9, days_of_rest_after_no=0)


def token(who: Actor) -> str:
    """The token of the calendar of a volunteer, made where there is none."""
    if not Link.objects.filter(purpose=FEED, subject_id=who.id).exists():
        links.renew_feed(actor=who, now=NOW)
    link = Link.objects.get(purpose=FEED, subject_id=who.id)
    return token_of(link.pk, link.generation)


def raw(who: Actor, now: datetime = NOW) -> bytes:
    return calendar_text(feed(token(who), now))


def events(who: Actor, now: datetime = NOW) -> list[Read]:
    """Judged twice: by the strict reader and by another library; both must agree."""
    text = raw(who, now)
    found = read(text)
    other = vobject.readOne(text.decode())
    other.validate()
    theirs = getattr(other, "vevent_list", [])
    assert [one.uid.value for one in theirs] == [one.uid for one in found]
    for one, mine in zip(theirs, found, strict=True):
        begins = one.dtstart.value
        same = begins.astimezone(UTC) if isinstance(begins, datetime) else begins
        assert same == mine.begins
    return found


def instant_of(one: Read) -> datetime:
    assert isinstance(one.begins, datetime)
    return one.begins


def living_at(match_id: UUID, **columns: str) -> None:
    HelpSeeker.objects.filter(pk=Match.objects.get(pk=match_id).request.help_seeker_id).update(
        **{"street": STREET, "postcode": "1015 CJ", "place": "Waterstad", **columns}
    )


def one_of(found: list[Read], day: date) -> Read:
    (one,) = [
        one
        for one in found
        if (one.begins.date() if isinstance(one.begins, datetime) else one.begins) == day
    ]
    return one


# --- what stands in it -----


def test_a_visit_is_a_time_and_one_letter(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    living_at(match_id)
    found = events(cast.bram)
    assert len(found) == 13
    first = found[0]
    assert first.begins == datetime(2026, 11, 26, 13, tzinfo=UTC)
    assert first.lasts == timedelta(minutes=90)
    assert first.title == "Bezoek 14:00, T."
    assert (first.status, first.private, first.where) == ("CONFIRMED", True, "")
    text = raw(cast.bram).decode()
    for secret in ("Wit", "Truus", "Keizers", "1015", "Waterstad", "Noord", "boodschappen", "0612"):
        assert secret not in text.replace("\r\n ", ""), secret


def test_the_hour_is_the_same_before_and_after_the_clock_is_moved(cast: Cast) -> None:
    cast.running(cast.bram, last_day=date(2027, 5, 1))
    found = events(cast.bram)
    march = [
        one.begins for one in found if date(2027, 3, 20) <= one.begins.date() < date(2027, 4, 5)
    ]  # type: ignore[union-attr]
    assert march == [datetime(2027, 3, 25, 13, tzinfo=UTC), datetime(2027, 4, 1, 12, tzinfo=UTC)]


def test_only_the_day_where_no_hour_is_fixed(cast: Cast) -> None:
    cast.running(cast.bram, start_time=None)
    first = events(cast.bram)[0]
    assert (first.begins, first.lasts, first.title) == (THURSDAY, None, "Bezoek, T.")


@pytest.mark.both_engines
def test_a_meeting_stands_there_without_any_name_and_moves_with_its_day(cast: Cast) -> None:
    match_id = cast.agreed(cast.bram)
    assert events(cast.bram) == []
    at = at_local(date(2026, 12, 1), time(14))
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=at)
    (first,) = events(cast.bram)
    assert (first.begins, first.title) == (at, "Kennismaken 14:00")
    later = NOW + timedelta(hours=3)
    matches.plan_meeting(
        actor=cast.anna, now=later, match_id=match_id, meeting_at=at + timedelta(days=1)
    )
    (moved,) = events(cast.bram, later)
    assert moved.uid == first.uid
    assert moved.begins == at + timedelta(days=1)
    assert moved.sequence > first.sequence
    assert moved.stamp > first.stamp
    matches.not_started(actor=cast.anna, now=later + timedelta(hours=1), match_id=match_id)
    (off,) = events(cast.bram, later + timedelta(hours=2))
    assert (off.uid, off.status) == (first.uid, "CANCELLED")
    assert off.title.startswith("Gaat niet door: ")


def test_a_day_that_cannot_be_is_cancelled_and_stays_the_same_event(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    before = one_of(events(cast.bram), THURSDAY)
    said = NOW + timedelta(hours=1)
    visits.cannot_visit(actor=cast.bram, now=said, match_id=match_id, day=THURSDAY)
    after = one_of(events(cast.bram, said), THURSDAY)
    assert (after.uid, after.status) == (before.uid, "CANCELLED")
    assert after.sequence > before.sequence
    assert one_of(events(cast.bram, said), THURSDAY + timedelta(days=7)).status == "CONFIRMED"


def test_a_pause_cancels_and_coming_back_confirms_anew(cast: Cast) -> None:
    cast.running(cast.bram)
    before = one_of(events(cast.bram), THURSDAY)
    first = NOW + timedelta(hours=1)
    limits.pause(
        actor=cast.bram,
        now=first,
        volunteer_id=cast.bram_id,
        first=TODAY,
        last=TODAY + timedelta(days=6),
    )
    off = one_of(events(cast.bram, first), THURSDAY)
    assert off.status == "CANCELLED"
    assert one_of(events(cast.bram, first), THURSDAY + timedelta(days=7)).status == "CONFIRMED"
    limits.end_pause(actor=cast.bram, now=first, volunteer_id=cast.bram_id)
    # so soon after a question it works from the next day
    back = NOW + timedelta(days=1)
    Sweeper().sweep(back)
    on = one_of(events(cast.bram, back), THURSDAY)
    assert before.uid == off.uid == on.uid
    assert before.sequence < off.sequence < on.sequence
    assert on.status == "CONFIRMED"


@pytest.mark.both_engines
def test_what_stops_is_cancelled_up_to_the_last_day_that_was_ever_said(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    last = Match.objects.get(pk=match_id).last_day
    before = events(cast.bram)
    ended = NOW + timedelta(days=9)
    matches.end(actor=cast.anna, now=ended, match_id=match_id)
    after = events(cast.bram, ended)
    assert [one.uid for one in after] == [one.uid for one in before]
    off = [instant_of(one).date() for one in after if one.status == "CANCELLED"]
    assert off[0] == THURSDAY + timedelta(days=7), "ended on that very Thursday"
    assert off[-1] == last
    assert {one.title for one in after if one.status == "CANCELLED"} == {
        "Gaat niet door: Bezoek 14:00, T."
    }
    # and a month later nothing of it is left
    assert events(cast.bram, ended + timedelta(weeks=5)) == []


@pytest.mark.both_engines
def test_the_address_is_there_only_on_request_and_only_where_they_go(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    living_at(match_id)
    links.set_feed_address(actor=cast.bram, now=NOW, on=True)
    visits.cannot_visit(actor=cast.bram, now=NOW, match_id=match_id, day=THURSDAY)
    found = events(cast.bram)
    assert one_of(found, THURSDAY).where == ""
    assert one_of(found, THURSDAY + timedelta(days=7)).where == f"{STREET}, 1015 CJ Waterstad"
    text = raw(cast.bram).decode().replace("\r\n ", "")
    assert "Wit" not in text
    assert "Truus" not in text
    at = at_local(date(2026, 12, 1), time(14))
    ria = cast.volunteer("Ria Nieuw")
    meets = cast.agreed(ria)
    living_at(meets)
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=meets, meeting_at=at)
    links.set_feed_address(actor=ria, now=NOW, on=True)
    (meeting,) = events(ria, at)
    assert meeting.where == ""
    matches.end(actor=cast.anna, now=NOW + timedelta(days=1), match_id=match_id)
    later = NOW + timedelta(days=2)
    assert not any(one.where for one in events(cast.bram, later))
    links.set_feed_address(actor=cast.bram, now=later, on=False)
    assert Volunteer.objects.get(pk=cast.bram_id).feed_address_at is None


def test_the_same_rows_give_the_same_bytes(cast: Cast) -> None:
    cast.running(cast.bram)
    assert raw(cast.bram) == raw(cast.bram, NOW + timedelta(hours=3))


def test_it_is_in_the_language_of_its_volunteer_and_not_of_who_asks(cast: Cast) -> None:
    cast.running(cast.bram)
    Volunteer.objects.filter(pk=cast.bram_id).update(language="en")
    assert feed(token(cast.bram), NOW).language == "en"


@given(
    day=st.dates(date(2026, 1, 1), date(2031, 12, 31)),
    hour=st.integers(0, 23),
    minute=st.sampled_from([0, 15, 30, 59]),
    minutes=st.integers(15, 600),
    who=st.text(max_size=3),
    where=st.text(st.characters(exclude_categories=["C"]), max_size=90),
)
def test_whatever_day_and_hour_two_readers_agree_on_the_instant(
    day: date, hour: int, minute: int, minutes: int, who: str, where: str
) -> None:
    """Also in the hour that does not exist, and in the first of the hour that comes twice."""
    begins = at_local(day, time(hour, minute))
    who = "".join(sign for sign in who if sign.isprintable())
    entry = Entry(
        f"{UUID(int=7)}-{day:%Y%m%d}@loopplank", False, day, begins, minutes, who, where,
        False, NOW, 3,
    )  # fmt: skip
    text = calendar_text(Feed(UUID(int=1), "nl", (entry,)))
    (mine,) = read(text)
    assert mine.begins == begins
    assert mine.lasts == timedelta(minutes=minutes)
    assert mine.where == where
    (theirs,) = vobject.readOne(text.decode()).vevent_list
    assert theirs.dtstart.value.replace(tzinfo=AMSTERDAM).astimezone(UTC) == begins
    assert theirs.dtstart.value.utcoffset() == begins.astimezone(AMSTERDAM).utcoffset()


# --- who may read it -----


def test_only_its_own_token_opens_it_and_it_opens_nothing_else(cast: Cast) -> None:
    cast.running(cast.bram)
    week = Link.objects.get(purpose="week", subject_id=cast.bram_id)
    with pytest.raises(NotFound):
        feed(token_of(week.pk, week.generation), NOW)
    secret = token(cast.bram)
    client = browsing.visitor()
    assert client.get(f"/l/{secret}").status_code in {404, 410}
    assert client.get(reverse("week")).status_code == 403
    assert client.get(reverse("feed", args=[secret])).status_code == 200
    assert client.get(reverse("feed", args=["x" * 22])).status_code == 404


def test_a_new_address_ends_the_old_one_at_once(cast: Cast) -> None:
    old = token(cast.bram)
    phone = Phone(cast.bram)
    assert old in phone.html("own_feed")
    text = phone.then_reads("own_feed", do="renew")
    assert "De oude werkt niet meer." in text
    with pytest.raises(NotFound):
        feed(old, NOW)
    assert token(cast.bram) in phone.html("own_feed")
    assert old not in phone.html("own_feed")


def test_looking_at_the_page_makes_no_address(cast: Cast) -> None:
    phone = Phone(cast.bram)
    assert "Je hebt nog geen link voor je agenda." in phone.reads("own_feed")
    assert not Link.objects.filter(purpose=FEED).exists()
    html = phone.then_reads("own_feed", do="renew")
    assert "Je link staat klaar." in html
    assert "Google leest agenda-links soms pas na uren." in html
    page = phone.html("own_feed")
    assert f'href="webcal://{browsing.HOST}' in page
    assert own_feed(cast.bram, NOW).address in page


def test_the_page_itself_lets_its_own_forms_through(cast: Cast) -> None:
    """With "no-referrer" a browser sends a form as coming from nowhere, and it is refused."""
    answer = Phone(cast.bram).client.get(reverse("own_feed"))
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"


def test_the_switch_warns_before_it_is_on(cast: Cast) -> None:
    phone = Phone(cast.bram)
    phone.presses("own_feed", do="renew")
    assert "ziet iedereen met jouw agenda waar iemand woont" in phone.reads("own_feed")
    assert "Bij een bezoek staat nu het adres." in phone.then_reads("own_feed", do="address")
    assert "Bij een bezoek staat nu geen adres." in phone.then_reads("own_feed", do="no_address")
    assert phone.presses("own_feed", do="anything").status_code == 404


def test_it_is_kept_nowhere_and_each_reading_is_written_down(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    seeker = Match.objects.get(pk=match_id).request.help_seeker_id
    before = set(AccessRecord.objects.values_list("pk", flat=True))
    answer = browsing.visitor().get(reverse("feed", args=[token(cast.bram)]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    (record,) = AccessRecord.objects.exclude(pk__in=before)
    assert (record.actor_role, record.actor_id, record.page) == ("volunteer", cast.bram_id, "feed")
    assert {row.subject_id for row in record.subjects.all()} == {cast.bram_id, seeker}


def test_when_the_reading_cannot_be_written_down_nothing_is_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.running(cast.bram)
    secret = token(cast.bram)

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(AccessRecord.objects, "create", broken)
    client = browsing.visitor()
    client.raise_request_exception = False
    answer = client.get(reverse("feed", args=[secret]))
    assert answer.status_code == 500
    assert b"VEVENT" not in answer.content


def test_in_the_browser_of_a_member_it_stays_shut(cast: Cast) -> None:
    answer = browsing.member(cast.anna).get(reverse("feed", args=[token(cast.bram)]))
    assert answer.status_code == 403
    assert b"VCALENDAR" not in answer.content


@pytest.mark.both_engines
def test_who_is_erased_has_no_calendar(cast: Cast) -> None:
    secret = token(cast.bram)
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    with pytest.raises(NotFound):
        feed(secret, NOW)


def test_it_costs_the_same_for_one_visit_as_for_many(
    cast: Cast, queries: Callable[[], AbstractContextManager[Questions]]
) -> None:
    one = cast.volunteer("Ria Smit", limits=Limits(1800, 2400, 20, 9))
    Network.objects.update(most_asks_a_month=12)
    cast.running(one)
    client, address = browsing.visitor(), reverse("feed", args=[token(one)])
    client.get(address)
    with queries() as few:
        client.get(address)
    for _ in range(5):
        cast.running(one)
    with queries() as many:
        client.get(address)
    assert len(few) == len(many) <= 12, (few, many)
