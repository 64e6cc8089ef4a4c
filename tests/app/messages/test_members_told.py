"""News for whoever works here: at once, by mail, and never what is the matter with whom."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse
from tests.app import browsing, referring
from tests.app.account.test_sign_in import PASSWORD, has_password, try_to_sign_in
from tests.app.cast import NOW, TODAY, Cast
from tests.app.growing import LATER, over_the_limit

from loopplank.access.messages.messages import message
from loopplank.access.messages.send_policy import verdict
from loopplank.actions.kit.sent_markers import forget_marks
from loopplank.actions.responsibility import absence, takeovers
from loopplank.actions.volunteers import visits
from loopplank.actions.wellbeing import creep, signal, signal_steps
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.messages.rules import Do
from loopplank.jobs.sweeping import WORK, Sweeper
from loopplank.store.models import (
    Account,
    Event,
    Membership,
    Message,
    Referral,
    Refusal,
    Request,
    VolunteerSignal,
)
from loopplank.web.kit import clock
from loopplank.web.messages.words import filled

KINDS = {
    "message.drop_untrue",
    "member.tell_day",
    "member.tell_quarter",
    "account.tell_export",
    "referral.tell_owner",
}
TUESDAY_EIGHT = at_local(TODAY, time(8))


@pytest.fixture(autouse=True)
def _mails(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.SENDS_MAIL = True
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cache.clear()
    yield
    cache.clear()


def sweep(now: datetime) -> int:
    return Sweeper(tuple(one for one in WORK if one.kind in KINDS)).sweep(now)


def told(template: str, state: str = "queued") -> "QuerySet[Message]":
    return Message.objects.filter(template=template, state=state)


def words(cast: Cast, one: Message) -> str:
    facts = message(cast.anna, one.pk, NOW)
    made = filled(facts)
    return f"{made.subject}\n{made.text}"


# --- a signal -----


def test_a_signal_is_told_at_once_without_a_word_of_it(cast: Cast) -> None:
    signal.send_signal(actor=cast.bram, now=NOW, reason="touches_me", words="Ik slaap slecht")
    one = told("signal_sent").get()
    assert one.account_id == VolunteerSignal.objects.get().to.account_id
    assert one.channel == "email"
    text = words(cast, one)
    assert "Log in en kijk bij Vandaag" in text
    assert one.params == {}
    for secret in ("Bram", "slaap", "touches", "zwaar"):
        assert secret not in text


def test_a_second_signal_waits_in_the_same_mail_and_an_answered_one_in_none(cast: Cast) -> None:
    for reason in ("time", "touches_me"):
        signal.send_signal(actor=cast.bram, now=NOW, reason=reason)
    assert told("signal_sent").count() == 1
    first, second = VolunteerSignal.objects.order_by("pk")
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=first.pk, outcome="other")
    sweep(NOW)
    assert told("signal_sent").count() == 1
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=second.pk, outcome="other")
    sweep(NOW)
    assert not told("signal_sent").exists()


def test_that_somebody_cannot_come_once_is_no_mail(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    visits.cannot_visit(actor=cast.bram, now=NOW, match_id=match_id, day=date(2026, 11, 26))
    assert not told("signal_sent").exists()


def test_without_a_mail_server_nobody_sends_a_colleague_news_by_hand(
    cast: Cast, settings: Any
) -> None:
    settings.SENDS_MAIL = False
    signal.send_signal(actor=cast.bram, now=NOW, reason="time")
    cast.web_request()
    browsing.member(cast.anna).get(reverse("requests_csv"))
    sweep(TUESDAY_EIGHT + timedelta(days=7))
    for template in ("signal_sent", "digest", "export_made"):
        assert not told(template).exists()


# --- what waits today -----


def due(cast: Cast, day: date = TODAY, **answers: object) -> UUID:
    request_id = cast.web_request(**answers)
    Request.objects.filter(pk=request_id).update(due_on=day)
    return request_id


def test_a_working_day_begins_with_what_waits_in_numbers(cast: Cast) -> None:
    due(cast, TODAY - timedelta(days=1))
    due(cast)
    due(cast, last_name="Geheim")
    sweep(TUESDAY_EIGHT - timedelta(seconds=1))
    assert not told("digest").exists()
    sweep(TUESDAY_EIGHT)
    sweep(TUESDAY_EIGHT + timedelta(hours=2))
    one = told("digest").get(account_id=cast.anna.account_id)
    text = words(cast, one)
    assert text.startswith("3 dingen voor dinsdag\n")
    assert "Te laat: 1\nVoor vandaag: 2\n" in text
    assert "Geheim" not in text
    assert "De Wit" not in text


def test_one_thing_is_no_dingen(cast: Cast) -> None:
    due(cast)
    sweep(TUESDAY_EIGHT)
    one = told("digest").get(account_id=cast.anna.account_id)
    assert words(cast, one).startswith("1 ding voor dinsdag\n")


def test_with_nothing_to_do_there_is_no_mail_that_day(cast: Cast) -> None:
    sweep(TUESDAY_EIGHT)
    assert not told("digest").exists()
    due(cast)
    sweep(TUESDAY_EIGHT + timedelta(hours=3))
    assert not told("digest").exists()


@pytest.mark.parametrize(
    ("day", "comes"),
    [
        (date(2026, 11, 23), True),  # Monday
        (date(2026, 11, 25), False),  # Wednesday: Anna does not work then
        (date(2026, 11, 28), False),  # Saturday
        (date(2027, 1, 1), False),  # New Year's Day
        (date(2027, 3, 29), False),  # Easter Monday, a day after the clock went on
        (date(2027, 3, 30), True),
        (date(2026, 10, 26), True),  # a day after it went back
    ],
)
def test_only_on_the_own_working_days_at_eight_on_the_clock(
    cast: Cast, day: date, comes: bool
) -> None:
    Membership.objects.exclude(pk=cast.anna.id).update(active=False, ended_on=TODAY)
    due(cast, day - timedelta(days=1))
    moment = at_local(day, time(8))
    sweep(moment - timedelta(seconds=1))
    assert not told("digest").exists()
    sweep(moment)
    assert told("digest").exists() is comes


@pytest.mark.both_engines
def test_who_is_away_gets_none_and_yesterdays_is_not_told(cast: Cast) -> None:
    due(cast)
    assert cast.anna.id
    absence.note(
        actor=cast.anna, now=TUESDAY_EIGHT - timedelta(days=1), membership_id=cast.anna.id,
        first=TODAY, last=TODAY,
    )  # fmt: skip
    sweep(TUESDAY_EIGHT)
    assert not told("digest").filter(account_id=cast.anna.account_id).exists()
    assert told("digest").filter(account_id=cast.henk.account_id).exists()
    sweep(TUESDAY_EIGHT + timedelta(days=1))
    assert not told("digest").filter(params__on=f"{TODAY:%Y%m%d}").exists()


def test_hours_above_a_limit_have_a_line_of_their_own_without_a_name(cast: Cast) -> None:
    sign_id = over_the_limit(cast)
    sweep(at_local(local_day(LATER), time(8)))
    rows = {one.account_id: words(cast, one) for one in told("digest")}
    text = rows[cast.anna.account_id]
    assert "\nVrijwilligers met meer uren dan hun grens: 1\n" in text
    assert "Bram" not in text
    # of whom Henk guides nothing, he hears nothing
    assert "grens" not in rows.get(cast.henk.account_id, "")
    creep.talk(actor=cast.anna, now=LATER, sign_id=sign_id, outcome="fine")
    told("digest").delete()
    sweep(at_local(local_day(LATER) + timedelta(days=2), time(8)))
    after = [words(cast, one) for one in told("digest")]
    assert after
    assert all("grens" not in text for text in after)


def test_hours_above_a_limit_are_a_thing_of_their_own(cast: Cast) -> None:
    over_the_limit(cast)
    Request.objects.update(due_on=date(2027, 2, 1))
    sweep(at_local(local_day(LATER), time(8)))
    text = words(cast, told("digest").get())
    assert text.startswith("1 ding voor dinsdag\n")


# --- a quarter -----

#: The first Monday of 2027, and the moment from which its mail may be queued.
MONDAY = date(2027, 1, 4)
MONDAY_EIGHT = at_local(MONDAY, time(8))


def quarter_mails() -> "QuerySet[Message]":
    return Message.objects.filter(template="quarter_figures")


def test_a_board_hears_of_its_noes_on_the_first_monday_of_a_quarter(cast: Cast) -> None:
    cast.said_no()
    sweep(MONDAY_EIGHT - timedelta(seconds=1))
    assert not quarter_mails().exists()
    sweep(MONDAY_EIGHT)
    sweep(MONDAY_EIGHT + timedelta(days=1))
    one = quarter_mails().get()
    assert (one.account_id, one.channel) == (cast.gerda.account_id, "email")
    said = words(cast, one)
    assert "Kwartaal 4 van 2026 is om." in said
    assert said.count("http") == 1
    assert f"{reverse('gaps')}\n" in said
    assert "De Wit" not in said
    assert browsing.member(cast.gerda).get(reverse("gaps")).status_code == 200


def test_the_night_that_clears_old_marks_does_not_tell_it_again(cast: Cast) -> None:
    cast.said_no()
    sweep(MONDAY_EIGHT)
    forget_marks(MONDAY + timedelta(days=2))
    sweep(MONDAY_EIGHT + timedelta(days=2))
    assert quarter_mails().count() == 1


@pytest.mark.parametrize("day", [date(2026, 12, 28), date(2027, 1, 11), date(2027, 2, 1)])
def test_on_no_other_monday(cast: Cast, day: date) -> None:
    cast.said_no()
    sweep(at_local(day, time(8)))
    assert not quarter_mails().exists()


def test_of_a_quarter_without_a_no_nobody_hears(cast: Cast) -> None:
    cast.said_no()
    Refusal.objects.update(taken_back_on=TODAY)
    sweep(MONDAY_EIGHT)
    assert not quarter_mails().exists()
    Refusal.objects.update(taken_back_on=None, said_on=date(2027, 1, 1))
    sweep(MONDAY_EIGHT)
    assert not quarter_mails().exists()
    Refusal.objects.update(said_on=date(2026, 10, 1))
    sweep(MONDAY_EIGHT)
    assert quarter_mails().exists()


def test_a_no_of_noord_is_no_news_at_zuid(cast: Cast) -> None:
    cast.said_no()
    Membership.objects.filter(pk=cast.dirk.id).update(role="board")
    sweep(MONDAY_EIGHT)
    assert quarter_mails().get().account_id == cast.gerda.account_id


def test_it_waits_for_a_day_on_which_the_office_works(cast: Cast) -> None:
    cast.said_no()
    easter_monday = date(2026, 4, 6)
    Refusal.objects.update(said_on=date(2026, 2, 2))
    sweep(at_local(easter_monday, time(8)))
    one = quarter_mails().get()
    assert verdict(one, at_local(easter_monday, time(9))).do is Do.WAIT
    assert verdict(one, at_local(date(2026, 4, 7), time(9))).do is Do.SEND


# --- a file -----


def test_who_made_a_file_hears_so_once(cast: Cast) -> None:
    cast.request()
    browsing.member(cast.anna).get(reverse("requests_csv"))
    sweep(NOW)
    sweep(NOW + timedelta(seconds=5))
    one = told("export_made").get()
    assert one.account_id == cast.anna.account_id
    text = words(cast, one)
    assert "dinsdag 24 november om 10:30 uur" in text
    assert "Verander meteen je wachtwoord" in text
    # another file is told of its own
    browsing.member(cast.anna).get(reverse("requests_csv"))
    sweep(NOW + timedelta(seconds=10))
    assert told("export_made").count() == 2


def test_a_page_is_no_file_and_a_file_of_long_ago_no_news(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    client.get(reverse("requests"))
    sweep(NOW)
    client.get(reverse("requests_csv"))
    sweep(NOW + timedelta(days=4))
    assert not told("export_made").exists()


# --- a new device -----


def test_a_sign_in_where_nobody_was_seen_before_is_told_once(cast: Cast) -> None:
    email, client = has_password(cast.anna), browsing.visitor()
    assert try_to_sign_in(email, PASSWORD, client).status_code == 302
    one = told("new_sign_in").get()
    assert one.account_id == cast.anna.account_id
    assert "dinsdag 24 november om 10:30 uur" in words(cast, one)
    client.post(reverse("account_logout"))
    assert try_to_sign_in(email, PASSWORD, client).status_code == 302
    assert told("new_sign_in").count() == 1
    assert Event.objects.filter(type="account.new_device").count() == 1
    try_to_sign_in(email, PASSWORD, browsing.visitor())
    assert told("new_sign_in").count() == 2


def test_a_wrong_password_or_a_strange_cookie_is_not_a_known_device(cast: Cast) -> None:
    email, client = has_password(cast.anna), browsing.visitor()
    try_to_sign_in(email, "verkeerd", client)
    assert not told("new_sign_in").exists()
    client.cookies["loopplank_seen"] = str(Account.objects.get(email=email).pk)
    try_to_sign_in(email, PASSWORD, client)
    assert told("new_sign_in").count() == 1


def test_a_colleague_on_the_same_computer_is_new_there(cast: Cast) -> None:
    client = browsing.visitor()
    for who in (cast.anna, cast.henk, cast.anna):
        try_to_sign_in(has_password(who), PASSWORD, client)
        client.post(reverse("account_logout"))
    assert sorted(told("new_sign_in").values_list("account__name", flat=True)) == [
        "Anna Prins",
        "Henk Achterwacht",
    ]


# --- another owner -----


def referred(cast: Cast) -> Referral:
    """The wijkteam referred somebody to Noord, and Anna took it."""
    from loopplank.actions.referrals import referrals
    from loopplank.core.referrals.states import Answer

    referral_id = referring.referred_in(cast)
    referrals.answer(
        actor=cast.anna,
        now=NOW,
        referral_id=referral_id,
        said=referrals.Said(Answer.YES, owner_id=cast.anna.id, first_contact_by=TODAY),
    )
    return Referral.objects.get(pk=referral_id)


def given_to(cast: Cast, row: Referral, who: str) -> None:
    Request.objects.filter(pk=row.to_request_id).update(owner=getattr(cast, who).id, changed_at=NOW)


def test_who_referred_it_hears_who_has_it_now_once(cast: Cast) -> None:
    row = referred(cast)
    sweep(NOW)
    assert not told("referral_new_owner").exists()
    assert cast.anna.id
    takeovers.accept(actor=cast.henk, now=NOW, membership_id=cast.anna.id)
    sweep(NOW)
    sweep(NOW + timedelta(minutes=1))
    one = told("referral_new_owner").get()
    assert one.account_id == cast.ella.account_id
    text = words(cast, one)
    assert "Henk Achterwacht zorgt er nu voor." in text
    assert "Postma" not in text
    given_to(cast, row, "anna")
    sweep(NOW + timedelta(minutes=2))
    # what was not told yet is not true any more; that it is back is
    (only,) = told("referral_new_owner")
    assert only.params["taken_by"] == "Anna Prins"


def test_a_party_outside_hears_it_too_and_a_closed_question_is_nobodys(cast: Cast) -> None:
    from loopplank.actions.referrals import referrals
    from loopplank.core.referrals.states import Answer

    party = referring.sent_from_outside(cast)
    assert party.id
    referrals.answer(
        actor=cast.anna,
        now=NOW,
        referral_id=party.id,
        said=referrals.Said(Answer.YES, owner_id=cast.anna.id, first_contact_by=TODAY),
    )
    row = Referral.objects.get(pk=party.id)
    given_to(cast, row, "henk")
    sweep(NOW)
    assert told("referral_new_owner").get().to == "party"
    other = referred(cast)
    given_to(cast, other, "henk")
    Request.objects.filter(pk=other.to_request_id).update(
        state="closed", due_on=None, closed_at=NOW, closing_reason="not_wanted",
        nobody_discussed=True,
    )  # fmt: skip
    sweep(NOW)
    assert told("referral_new_owner").count() == 1
