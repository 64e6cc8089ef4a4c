"""Everything that is told of signals, of visits that cannot be, and of devices."""

from dataclasses import replace
from datetime import time, timedelta

from django.test import override_settings
from tests.app import applying, looking_along, on_devices, relaying
from tests.app.cast import NOW, TODAY, Cast
from tests.app.joining import join, token_of_invitation

from loopplank.access.account.actors import SYSTEM, VISITOR, Actor, actor_of
from loopplank.access.matching.match_change import rhythm_of
from loopplank.access.matching.visit_move import move_page
from loopplank.actions.account import links, passwords, second_step
from loopplank.actions.matching import match_change, propose, teams, visit_move
from loopplank.actions.messages import messages
from loopplank.actions.organisations import colleagues, invitations, organisations
from loopplank.actions.volunteers import cover, visits
from loopplank.actions.wellbeing import escalation, safety, signal, volunteer_concern
from loopplank.actions.wellbeing.trusted import set_network_trusted
from loopplank.core.account.roles import Role
from loopplank.core.account.second_step import BEEN_HERE
from loopplank.core.matching.match_change import ChangeSide
from loopplank.core.messages.duty import DangerPhone
from loopplank.core.messages.states import MessageState
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.wellbeing.volunteer_concern import Decision
from loopplank.store.models import (
    LinkAsk,
    Match,
    Membership,
    Message,
    Organisation,
    SafetyFile,
    SecondStepReset,
    VisitCover,
)

NEXT = TODAY + timedelta(days=9)


def everything_told(cast: Cast) -> None:
    _of_signals(cast)
    _of_a_concern(cast)
    _of_visits(cast)
    _of_danger(cast)
    _of_parts(cast)
    _of_changes(cast)
    applying.applied(cast)
    looking_along.of(cast)
    on_devices.remembered(cast.bram)
    on_devices.remembered(cast.bram, "another-secret", on_devices.LAPTOP)
    links.send_again(actor=SYSTEM, now=NOW, ask_id=on_devices.asked_again(cast))
    with override_settings(SENDS_MAIL=True):
        _of_accounts(cast)


def _of_changes(cast: Cast) -> None:
    """Help that is asked to move, is taken back before and after both yeses, and made lighter."""
    helper = cast.volunteer("Mia Middag")
    match_id = cast.running(helper, weekday=1)
    now_so = rhythm_of(Match.objects.get(pk=match_id))
    for change, sides in (
        ({"weekday": 2}, ()),
        ({"weekday": 2}, tuple(ChangeSide)),
    ):
        asked = match_change.ask(
            actor=cast.anna,
            now=NOW,
            match_id=match_id,
            rhythm=replace(now_so, **change),
            first_day=NEXT,
        )
        for side in sides:
            match_change.say_yes(actor=cast.anna, now=NOW, change_id=asked, side=side)
        match_change.withdraw(actor=cast.anna, now=NOW, change_id=asked)
    visit = move_page(cast.anna, match_id, NOW).visits[1].day
    assert visit
    visit_move.move_visit(
        actor=cast.anna,
        now=NOW,
        match_id=match_id,
        day=visit,
        new_day=visit + timedelta(days=1),
        new_time=time(15),
        volunteer_said_yes=True,
        person_said_yes=True,
    )
    lighter = replace(now_so, visit_minutes=30)
    match_change.ask(actor=cast.anna, now=NOW, match_id=match_id, rhythm=lighter, first_day=TODAY)


def _of_signals(cast: Cast) -> None:
    netty_id = join(
        actor=SYSTEM,
        now=NOW,
        organisation_id=cast.zuid_id,
        person=colleagues.Person("Netty Netwerk", "netty@example.nl"),
        role=Role.NETWORK_ADMIN,
    )
    for name, past in (("Ada Angst", False), ("Bea Bang", True)):
        one = cast.volunteer(name)
        match_id = cast.running(one)
        signal.send_signal(
            actor=one, now=NOW, reason="not_safe", match_id=match_id, past_coordinator=past
        )
    tired = cast.volunteer("Cor Moe")
    cast.running(tired)
    signal_id = signal.send_signal(actor=tired, now=NOW, reason="time")
    for day in range(1, 30):
        escalation.climb(actor=SYSTEM, now=NOW + timedelta(days=day), signal_id=signal_id)
    for contact in (cast.henk, cast.anna):
        safety.set_trusted(actor=cast.anna, now=NOW, safety_contact_id=contact.id)
    _of_the_network(cast, actor_of(Membership.objects.get(pk=netty_id)))


def _of_the_network(cast: Cast, netty: Actor) -> None:
    """The network names an adviser, who does not call, and then names nobody any more."""
    set_network_trusted(actor=netty, now=NOW, adviser_id=cast.carla.id)
    shy = cast.volunteer("Hil Stil")
    cast.running(shy)
    signal_id = signal.send_signal(actor=shy, now=NOW, reason="time", adviser=True)
    for day in range(1, 30):
        escalation.climb(actor=SYSTEM, now=NOW + timedelta(days=day), signal_id=signal_id)
    set_network_trusted(actor=netty, now=NOW)


def _of_visits(cast: Cast) -> None:
    """One is covered, one is not, and one goes on after all when the person had heard otherwise."""
    found = _cannot(cast, cast.volunteer("Dik Druk"))
    joop = cast.volunteer("Joop Bakker")
    assert joop.id
    propose.note_yes(
        actor=cast.anna,
        now=NOW,
        request_id=found.request_id,
        volunteer_id=joop.id,
        plan=cast.plan(first_day=NEXT, last_day=NEXT),
    )
    nobody = _cannot(cast, cast.volunteer("Eef Elders"))
    cover.give_up(actor=SYSTEM, now=nobody.decide_by, visit_id=nobody.visit_id)
    fia = cast.volunteer("Fia Fit")
    again = _cannot(cast, fia)
    assert again.message_id
    messages.tell(actor=cast.anna, now=NOW, message_id=again.message_id, how="sent")
    cover.can_come(actor=fia, now=NOW, visit_id=again.visit_id)
    _cannot(cast, cast.volunteer("Gea Griep"))


def _cannot(cast: Cast, one: Actor) -> VisitCover:
    match_id = cast.running(one)
    visits.cannot_visit(actor=one, now=NOW, match_id=match_id, day=NEXT)
    return VisitCover.objects.get(visit__match_id=match_id)


def _of_a_concern(cast: Cast) -> None:
    """Of a concern about a volunteer: to its reader, to both sides, and to who runs the network."""
    match = Match.objects.get(pk=cast.running(cast.volunteer("Kees Kwijt")))
    file_id = volunteer_concern.note_about_volunteer(
        actor=cast.anna,
        now=NOW,
        request_id=match.request_id,
        match_id=match.pk,
        words="Hij vroeg of hij geld mocht lenen.",
        suspend=True,
    )
    holder = SafetyFile.objects.select_related("held_by__account", "held_by__organisation")
    who = actor_of(holder.get(pk=file_id).held_by)
    late = NOW + timedelta(days=9)
    for days in (0, 14):
        volunteer_concern.climb(actor=SYSTEM, now=late + timedelta(days=days), file_id=file_id)
    volunteer_concern.hear(actor=who, now=late, file_id=file_id, on=TODAY, words="Een grap.")
    volunteer_concern.decide(
        actor=who,
        now=late,
        file_id=file_id,
        decision=Decision.PAUSE,
        words="Eerst rust.",
        until=TODAY + timedelta(days=60),
    )


def _of_danger(cast: Cast) -> None:
    """Words of danger reach the phone that is there for them."""
    row = Organisation.objects.get(pk=cast.noord_id)
    organisations.set_people(
        actor=cast.anna,
        now=NOW,
        first_contact_id=row.first_contact_id,
        stand_in_id=row.stand_in_id,
        danger=DangerPhone("0612345699", tuple(range(7)), time(8), time(18)),
    )
    with override_settings(SENDS_SMS=True):
        cast.web_request(story="Hij slaat haar.")


def _of_parts(cast: Cast) -> None:
    """Of two nights one has nobody."""
    teams.say_no_to_part(
        actor=cast.anna,
        now=NOW,
        team_id=relaying.two_nights_asked(cast),
        number=2,
        reason=ClosingReason.NO_PLACE,
    )


def _of_accounts(cast: Cast) -> None:
    """Somebody is invited, a password is lost and a second step too."""
    named = (("Iris Is Er", True), ("Dien Doet Niet", False), ("Wim Wacht", None))
    for number, (name, yes) in enumerate(named):
        invitation_id = invitations.invite(
            actor=cast.anna,
            now=NOW,
            organisation_id=cast.noord_id,
            person=colleagues.Person(name, f"nieuw{number}@example.nl"),
            role=Role.COORDINATOR,
        )
        token = token_of_invitation(invitation_id)
        if yes:
            invitations.accept(actor=VISITOR, now=NOW, token=token, password_hash="!hash")
        elif yes is False:
            invitations.decline(actor=VISITOR, now=NOW, token=token)
    henk: dict[str, object] = {"now": NOW, "membership_id": cast.henk.id}
    passwords.send_to_colleague(actor=cast.anna, **henk)
    asked = LinkAsk.objects.get(account_id=cast.henk.account_id)
    passwords.send_password(actor=SYSTEM, now=NOW, ask_id=asked.pk)
    passwords.print_password(actor=SYSTEM, now=NOW, email="dirk@example.nl")
    passwords.password_changed(actor=cast.dirk, now=NOW, before="a", after="b")
    # who asks for it has worked here for a while
    Membership.objects.update(since=TODAY - BEEN_HERE)
    for actor in (cast.anna, cast.gerda):
        second_step.ask_reset(actor=actor, **henk)
    rows = Message.objects.filter(template="second_step_asked")
    rows.update(state=MessageState.TOLD, done_at=NOW)
    reset = SecondStepReset.objects.get()
    second_step.finish(actor=SYSTEM, now=NOW + timedelta(days=1), reset_id=reset.pk)
