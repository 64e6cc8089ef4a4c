"""Becoming a volunteer: one row a person, always an owner, and nothing left after a no."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.app.applying import AN_HOUR, SANNE, applied, spoken, token_of
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import SYSTEM, VISITOR, NotFound, actor_of
from loopplank.access.organisations.apply import own_application
from loopplank.access.responsibility.today import today_page
from loopplank.access.volunteers.applications import (
    application_page,
    applications_page,
    forgettable_applications,
)
from loopplank.actions.kit.uses import TooOften
from loopplank.actions.organisations import colleagues
from loopplank.actions.privacy import erasure
from loopplank.actions.responsibility import absence, takeovers
from loopplank.actions.volunteers import applications
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.volunteers.application import (
    Age,
    ApplicationState,
    HowLong,
    Step,
    StopReason,
)
from loopplank.jobs.nightly.daily_work import forget
from loopplank.store.models import (
    Account,
    Affiliation,
    Event,
    Limits,
    Link,
    Membership,
    Message,
    Volunteer,
    VolunteerApplication,
)


def row(pk: object) -> VolunteerApplication:
    return VolunteerApplication.objects.get(pk=pk)


def days(count: int) -> timedelta:
    return timedelta(days=count)


# --- applying -------------------------------------------------------------------------------------


def test_sent_twice_is_one_row_and_one_message(cast: Cast) -> None:
    first = applied(cast, submission="a" * 64)
    assert applied(cast, submission="a" * 64) == first
    # back in the browser and sent again, and the next day once more, in other letters
    applied(cast, submission="b" * 64)
    applied(cast, now=NOW + days(1), first_name="SANNE")
    assert VolunteerApplication.objects.count() == 1
    assert row(first).again == 2
    assert Message.objects.filter(template="application_received").count() == 1
    # somebody else of the same house is somebody else
    applied(cast, first_name="Joost")
    assert VolunteerApplication.objects.count() == 2


def test_it_has_an_owner_a_day_and_a_message_without_what_they_chose(cast: Cast) -> None:
    pk = applied(cast)
    one = row(pk)
    assert (one.state, one.owner_id, one.due_on) == ("interest", cast.anna.id, TODAY + days(2))
    told = Message.objects.get(application=pk)
    assert (told.to, told.channel) == ("applying", "email")
    assert set(told.params) == {"due_on"}
    event = Event.objects.get(type="application.received")
    assert "Sanne" not in str(event.data)
    assert SANNE.phone not in str(event.data)


def test_flooding_is_held_and_leaves_nothing(cast: Cast) -> None:
    for n in range(20):
        applied(cast, first_name=f"Naam{n}", phone=f"06000000{n:02}", source="10.0.0.1")
    with pytest.raises(TooOften):
        applied(cast, first_name="Nog", phone="0611111111", source="10.0.0.1")
    assert VolunteerApplication.objects.count() == 20
    # and nobody can be texted without end from many places
    for n in range(5):
        applied(cast, first_name=f"Ander{n}", phone="0622222222", source=f"10.0.1.{n}")
    applied(cast, first_name="Zesde", phone="0622222222", source="10.0.2.1")
    with pytest.raises(TooOften):
        applied(cast, first_name="Zevende", phone="0622222222", source="10.0.2.2")


def test_who_applies_learns_nothing_of_who_is_known(cast: Cast) -> None:
    """The same name and number, at both organisations, of a volunteer of one of them."""
    bram = Volunteer.objects.get(pk=cast.bram_id)
    theirs = {"first_name": bram.first_name, "phone": bram.phone, "email": "other@example.nl"}
    at_zuid = applied(cast, at=cast.zuid_id, **theirs)
    here = applied(cast, **theirs)
    assert [one[0] for one in application_page(cast.anna, here, NOW).known] == [bram.pk]
    # Zuid does not know that Bram volunteers elsewhere, and does not hear it now
    assert application_page(cast.carla, at_zuid, NOW).known == ()


# --- always somebody's ----------------------------------------------------------------------------


def test_absence_moves_it_to_who_stands_in_and_back(cast: Cast) -> None:
    pk = applied(cast)
    who = cast.anna.own_membership
    away = absence.note(
        actor=cast.anna, now=NOW, membership_id=who, first=TODAY, last=TODAY + days(1)
    )
    assert row(pk).owner_id == cast.henk.id
    assert row(pk).due_on <= TODAY + days(2)
    assert [one.id for one in today_page(cast.henk, NOW).applying] == [pk]
    # what comes in meanwhile is of who stands in too, and stays there
    later = applied(cast, first_name="Joost")
    assert row(later).owner_id == cast.henk.id
    absence.end(actor=cast.anna, now=NOW, absence_id=away)
    assert row(pk).owner_id == cast.anna.id
    assert row(later).owner_id == cast.henk.id


def test_nobody_leaves_while_somebody_waits_for_their_call(cast: Cast) -> None:
    pk = applied(cast)
    with pytest.raises(Refused) as refused:
        colleagues.leave(actor=cast.henk, now=NOW, membership_id=cast.anna.own_membership)
    assert refused.value.reason.code == "member.still_applied_to"
    takeovers.offer(
        actor=cast.anna,
        now=NOW,
        membership_id=cast.anna.own_membership,
        colleague_id=cast.henk.own_membership,
    )
    taken = takeovers.accept(actor=cast.henk, now=NOW, membership_id=cast.anna.own_membership)
    assert (taken, row(pk).owner_id) == (1, cast.henk.id)
    colleagues.leave(actor=cast.henk, now=NOW, membership_id=cast.anna.own_membership)


@pytest.mark.both_engines
def test_the_database_refuses_an_owner_who_is_gone(cast: Cast) -> None:
    pk = applied(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=cast.anna.id).update(active=False, ended_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=cast.anna.account_id).update(is_active=False)
    applications.stop(
        actor=cast.anna, now=NOW, application_id=pk, reason=StopReason.NO_TIME, words=""
    )
    Membership.objects.filter(pk=cast.anna.id).update(active=False, ended_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteerApplication.objects.filter(pk=pk).update(
            state="talk", stop_reason="", ended_at=None, due_on=TODAY
        )


def test_it_stands_on_vandaag_and_when_late_at_who_stands_in(cast: Cast) -> None:
    pk = applied(cast)
    assert [one.id for one in today_page(cast.anna, NOW).applying] == [pk]
    assert today_page(cast.henk, NOW).applying == ()
    late = NOW + days(3)
    assert [one.id for one in today_page(cast.henk, late).applying] == [pk]
    assert today_page(cast.carla, late).applying == ()
    applications.take_over(actor=cast.henk, now=late, application_id=pk)
    assert row(pk).owner_id == cast.henk.id


# --- to a first time ------------------------------------------------------------------------------


def test_from_a_call_to_a_volunteer_with_their_own_limit(cast: Cast) -> None:
    pk = applied(cast, wanted=replace(AN_HOUR, how_long=HowLong.SIX_WEEKS))
    act = {"actor": cast.anna, "now": NOW, "application_id": pk}
    with pytest.raises(Refused):
        applications.start(**act)
    for step in (Step.SPOKE, Step.ASK_CERTIFICATE, Step.SEE_CERTIFICATE):
        applications.take_step(**act, step=step)
    with pytest.raises(Refused):
        applications.take_step(**act, step=Step.SPOKE)
    # a second press of a button of before: nothing is undone
    applications.take_step(**act, step=Step.SPOKE, seen_as=ApplicationState.INTEREST)
    first_time = TODAY + days(6)
    applications.take_step(**act, step=Step.TRY, day=first_time)
    # her last day of work before the second day after it
    assert row(pk).due_on == TODAY + days(7)
    assert row(pk).certificate_seen_by_id == cast.anna.id
    volunteer_id = applications.start(**act)
    assert applications.start(**act) == volunteer_id
    limits = Limits.objects.get(pk=volunteer_id)
    assert (limits.liked_minutes, limits.max_minutes, limits.max_people) == (60, 60, 1)
    assert (limits.until, limits.set_by_self) == (TODAY + timedelta(weeks=6), True)
    here = Affiliation.objects.get(volunteer_id=volunteer_id)
    assert (here.state, here.certificate_seen_on) == (AffiliationState.ACTIVE, TODAY)
    one = row(pk)
    assert (one.state, one.due_on, one.volunteer_id) == ("started", None, volunteer_id)
    assert not Link.objects.filter(purpose="application").exists()
    # who is erased as a volunteer leaves nothing here
    erasure.erase_volunteer(actor=cast.anna, now=NOW, volunteer_id=volunteer_id)
    assert (row(pk).first_name, row(pk).phone, row(pk).volunteer_id) == ("", "", None)


def test_somebody_known_elsewhere_decides_themselves(cast: Cast) -> None:
    bram = Volunteer.objects.get(pk=cast.bram_id)
    pk = applied(cast, at=cast.zuid_id, first_name=bram.first_name, phone=bram.phone, email="")
    act = {"actor": cast.carla, "now": NOW, "application_id": pk}
    applications.take_step(**act, step=Step.SPOKE)
    assert applications.start(**act) is None
    joined = Affiliation.objects.get(volunteer=bram, organisation_id=cast.zuid_id)
    assert joined.state == AffiliationState.PENDING
    before = Limits.objects.get(pk=bram.pk)
    assert before.max_minutes != 60
    assert application_page(cast.carla, pk, NOW).volunteer_id is None


def test_somebody_of_16_begins_when_a_parent_knows(cast: Cast) -> None:
    pk = applied(cast, wanted=replace(AN_HOUR, age=Age.YOUNG))
    act = {"actor": cast.anna, "now": NOW, "application_id": pk}
    applications.take_step(**act, step=Step.SPOKE)
    with pytest.raises(Refused):
        applications.start(**act)
    assert applications.start(**act, parent_knows=True)
    assert row(pk).parent_knows_on == TODAY
    with pytest.raises(Refused):
        applied(cast, first_name="Kim", wanted=replace(AN_HOUR, age=Age.CHILD))
    assert not VolunteerApplication.objects.filter(first_name="Kim").exists()


# --- an honest end --------------------------------------------------------------------------------


@pytest.mark.both_engines
def test_four_weeks_after_a_no_only_numbers_are_left(cast: Cast) -> None:
    pk = spoken(cast)
    applications.stop(
        actor=cast.anna,
        now=NOW,
        application_id=pk,
        reason=StopReason.OTHER,
        words="Verhuist naar Groningen",
    )
    with pytest.raises(Refused):
        applications.stop(actor=cast.anna, now=NOW, application_id=pk, reason=StopReason.NO_TIME)
    almost = NOW + timedelta(weeks=4, seconds=-1)
    assert forgettable_applications(almost) == []
    applications.erase(actor=SYSTEM, now=almost, application_id=pk)
    assert row(pk).first_name == "Sanne"
    assert forget(NOW + timedelta(weeks=4), lambda: False)["erased"] == 1
    one = row(pk)
    left = [one.first_name, one.last_name, one.phone, one.email, one.postcode, one.stop_words]
    assert left == [""] * 6
    assert one.until is None
    assert one.submission == ""
    assert (one.state, one.stop_reason, one.kinds) == ("stopped", "other", ["company"])
    assert not Message.objects.filter(application=pk).exists()
    page = applications_page(cast.anna, NOW + timedelta(weeks=5))
    assert page.ended == ()
    assert (page.funnel.wrote, page.funnel.spoken, page.funnel.started) == (1, 1, 0)
    assert page.funnel.stopped == {StopReason.OTHER: 1}
    # a number of one organisation is nothing of another
    assert applications_page(cast.carla, NOW).funnel.wrote == 0


def test_whoever_holds_the_link_ends_it_and_erases_it(cast: Cast) -> None:
    pk = applied(cast)
    token = token_of(pk)
    own = own_application(token, NOW)
    assert own is not None
    assert own.promise is not None
    assert own.promise.who == "Anna Prins"
    another = "x" if token[0] != "x" else "y"
    for wrong in ("x" * 22, "", another + token[1:]):
        with pytest.raises(NotFound):
            applications.withdraw(actor=VISITOR, now=NOW, token=wrong)
    applications.withdraw(actor=VISITOR, now=NOW, token=token)
    applications.withdraw(actor=VISITOR, now=NOW, token=token)
    assert (row(pk).stop_reason, row(pk).stopped_by_self) == ("own_choice", True)
    applications.erase(actor=VISITOR, now=NOW, token=token)
    assert row(pk).phone == ""
    assert own_application(token, NOW) is None
    with pytest.raises(NotFound):
        applications.erase(actor=VISITOR, now=NOW, token=token)


def test_no_name_is_promised_on_a_day_that_nobody_is_there(cast: Cast) -> None:
    """Anna goes away on the very day of the call: the page names who is there, or nobody."""
    pk = applied(cast)
    due = row(pk).due_on
    absence.note(
        actor=cast.anna,
        now=NOW,
        membership_id=cast.anna.own_membership,
        first=due,
        last=due,
    )
    own = own_application(token_of(pk), NOW)
    assert own
    assert own.promise
    assert own.promise.who != "Anna Prins"


def test_of_another_organisation_it_is_not_there(cast: Cast) -> None:
    pk = applied(cast)
    for act in (
        lambda: applications.take_step(
            actor=cast.dirk, now=NOW, application_id=pk, step=Step.SPOKE
        ),
        lambda: applications.start(actor=cast.carla, now=NOW, application_id=pk),
        lambda: applications.erase(actor=cast.carla, now=NOW, application_id=pk),
        lambda: application_page(cast.carla, pk, NOW),
        lambda: application_page(actor_of(_board(cast)), pk, NOW),
    ):
        with pytest.raises(NotFound):
            act()
    # nor may it be given to somebody who works elsewhere
    with pytest.raises(NotFound):
        applications.take_over(
            actor=cast.anna, now=NOW, application_id=pk, membership_id=cast.carla.own_membership
        )


def _board(cast: Cast) -> Membership:
    return Membership.objects.select_related("organisation", "account").get(pk=cast.gerda.id)
