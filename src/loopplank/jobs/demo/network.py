"""The setting of the story: the network, its organisations, its members and its volunteers."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password

from loopplank.access.account.actors import SYSTEM, VISITOR, Actor
from loopplank.access.demo import demo_lookup
from loopplank.actions.organisations import colleagues, invitations, networks, organisations
from loopplank.actions.responsibility import absence, rota
from loopplank.actions.volunteers import limits as limit_actions
from loopplank.actions.volunteers import volunteers
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.volunteers.load import Limits
from loopplank.jobs.demo import agreements, places
from loopplank.jobs.demo import volunteers as demo_volunteers
from loopplank.jobs.demo.places import House
from loopplank.jobs.demo.stage import Stage
from loopplank.jobs.demo.volunteers import Helper

BEGINS_DAYS_AGO = 126


@dataclass
class Setting:
    """Who is who while the story plays. `helpers` go by their whole name."""

    stage: Stage
    network_id: UUID
    houses: dict[str, UUID] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    helpers: dict[str, tuple[Helper, Actor]] = field(default_factory=dict)
    names: dict[UUID | None, str] = field(default_factory=dict)

    def coordinators(self) -> list[Actor]:
        return [a for a in self.actors.values() if a.role is Role.COORDINATOR]


def build(stage: Stage, now: datetime) -> Setting:
    """Build the network as it is on its first day: organisations, accounts, offers and open
    forms.
    """
    network_id = networks.open_network(
        actor=SYSTEM,
        now=now,
        name=f"Netwerk Welzijn {places.PLACE}",
        place=places.PLACE,
        phone="0205550140",
        phone_hours="maandag tot en met vrijdag, 9:00 tot 16:00 uur",
    )
    made = Setting(stage, network_id)
    networks.load_areas(actor=SYSTEM, now=now, network_id=network_id, areas=places.AREAS)
    password_hash = make_password(places.PASSWORD)
    for number, house in enumerate(places.HOUSES):
        _house(made, house, number, password_hash, now)
    networks.set_routing(
        actor=SYSTEM,
        now=now,
        network_id=network_id,
        default_id=made.houses["buurtkracht"],
        rows=[
            networks.RouteRow(made.houses[house], kind, first, last)
            for kind, first, last, house in places.ROUTES
        ],
    )
    return made


def _house(made: Setting, house: House, number: int, password_hash: str, now: datetime) -> None:
    made.houses[house.key] = organisation_id = networks.add_organisation(
        actor=SYSTEM,
        now=now,
        network_id=made.network_id,
        details=networks.NewOrganisation(
            house.name, house.short, kind=house.kind, phone=house.phone, phone_hours=house.hours
        ),
    )
    for place, member in enumerate(house.members):
        invitation_id = invitations.invite(
            actor=SYSTEM,
            now=now,
            organisation_id=organisation_id,
            person=colleagues.Person(
                member.name,
                member.email,
                f"02055501{number}{place + 3}",
                member.weekdays,
                member.hours,
                member.max_matches,
            ),
            role=member.role,
        )
        membership_id = invitations.accept(
            actor=VISITOR,
            now=now,
            token=demo_lookup.invitation(invitation_id),
            password_hash=password_hash,
        )
        made.actors[member.key] = demo_lookup.member(membership_id)
    if house.kind == OrganisationKind.VOLUNTEERS:
        _furnish(made, house, number, now)


def _furnish(made: Setting, house: House, number: int, now: datetime) -> None:
    """Set numbers, offers and limits; then the form may open."""
    first, second = (made.actors[member.key] for member in house.members[:2])
    organisations.describe(
        actor=first,
        now=now,
        values={
            "duty_phone": f"02055501{number}9",
            "email": f"info@{house.key}.waterstad.example",
            "complaints_to": f"klacht@{house.key}.waterstad.example",
        },
    )
    board = next((made.actors[m.key] for m in house.members if m.role is Role.BOARD), None)
    organisations.set_people(
        actor=first,
        now=now,
        first_contact_id=first.id,
        stand_in_id=second.id,
        board_contact_id=board.id if board else None,
    )
    organisations.open_form(actor=first, now=now, is_open=True)
    for offer in house.offers:
        organisations.save_offer(actor=first, now=now, text=offer)
    organisations.set_policy(actor=first, now=now, limits=house.limits)


def plan_ahead(made: Setting) -> None:
    """Let Marleen say yes for next week, yesterday, and Yusuf note two weeks away after that."""
    stage = made.stage
    coming = monday(local_day(stage.end)) + timedelta(weeks=1)
    marleen, yusuf = made.actors["marleen"], made.actors["yusuf"]

    def say(now: datetime) -> None:
        if marleen.id and yusuf.id:
            rota.add_turn(
                actor=marleen,
                now=now,
                membership_id=marleen.id,
                first=coming,
                last=coming + timedelta(days=4),
            )
            absence.note(
                actor=yusuf,
                now=now,
                membership_id=yusuf.id,
                first=coming + timedelta(weeks=3),
                last=coming + timedelta(weeks=4, days=6),
            )

    day = stage.on_or_before(stage.days_ago(1), places.weekdays_of("marleen"))
    stage.on(day, time(10, 5), say)


# --- volunteers -----------------------------------------------------------------------------------


def welcome_all(made: Setting, begin: datetime) -> None:
    """Cue everybody to be entered in the first days; some come later in the story."""
    stage = made.stage
    for number, helper in enumerate(demo_volunteers.everybody(stage.chance)):
        late = stage.chance.randint(15, 80) if number % 12 == 11 else 0
        if helper.name == "Samira el Amrani":
            late = BEGINS_DAYS_AGO - 24
        moment = begin + timedelta(days=late, minutes=15 + 4 * number)
        stage.at(moment, _Welcome(made, helper, number))


@dataclass(frozen=True, slots=True)
class _Welcome:
    made: Setting
    helper: Helper
    number: int

    def __call__(self, now: datetime) -> None:
        helper, made, stage = self.helper, self.made, self.made.stage
        first, _, last = helper.name.partition(" ")
        register = volunteers.Details(
            first,
            last,
            phone=f"06123{self.number:05d}",
            email=f"vrijwilliger{self.number}@waterstad.example"
            if helper.channel == "email"
            else "",
            postcode=f"{helper.postcode} {stage.chance.choice('ABCDEGHKLMNPRTVWXZ')}B",
            channel=helper.channel,
        )
        by = made.actors[_first_member(helper.house)]
        seen = local_day(now) - timedelta(days=stage.chance.randint(30, 900))
        affiliation_id = volunteers.register(
            actor=by,
            now=now,
            details=register,
            limits=Limits(
                helper.liked_minutes,
                helper.max_minutes,
                helper.max_people,
                helper.max_heavy,
                helper.travel_counts,
                until=demo_volunteers.until(helper, stage.today),
            ),
            wishes=volunteers.Wishes(
                helper.kinds, helper.when, helper.no_gos, helper.km, helper.short_notice
            ),
            certificate_seen_on=seen if helper.certificate else None,
        )
        actor = demo_lookup.volunteer(affiliation_id)
        made.helpers[helper.name] = helper, actor
        made.names[actor.id] = helper.name
        if (helper.note or helper.trained_for) and actor.id:
            volunteers.keep_about(
                actor=by,
                now=now,
                volunteer_id=actor.id,
                note=helper.note,
                trained_for=helper.trained_for,
                certificate_seen_on=seen if helper.certificate else None,
            )
        if actor.id:
            self._talks(now, by, actor.id)
            agreements.share(helper, self.number, actor, by, now)
        if helper.also:
            self._join_another(now, register, actor)
        if helper.name == "Joop Tan" and actor.id:
            stage.at(stage.end - timedelta(days=9), _Pause(actor.id, by))

    def _talks(self, now: datetime, by: Actor, volunteer_id: UUID) -> None:
        """Speak with most people in their first weeks, and with half of them once more."""
        stage, again = self.made.stage, (0.8, 0.5)
        day = local_day(now)
        for chance, (first, last) in zip(again, ((3, 20), (40, 95)), strict=True):
            day += timedelta(days=stage.chance.randint(first, last))
            if stage.chance.random() < chance:
                stage.on(
                    stage.on_or_after(day, places.weekdays_of(_first_member(self.helper.house))),
                    stage.office_hour(),
                    lambda then: volunteers.spoken(actor=by, now=then, volunteer_id=volunteer_id),
                )

    def _join_another(self, now: datetime, register: volunteers.Details, actor: Actor) -> None:
        """Let another organisation meet the same person; only the volunteer says whether they
        join.
        """
        helper = self.helper
        affiliation_id = volunteers.register(
            actor=self.made.actors[_first_member(helper.also)],
            now=now,
            details=register,
            limits=Limits(0, 0, 0, 0),
            wishes=volunteers.Wishes(),
        )
        # who has only a telephone has not answered yet
        if helper.channel == "phone":
            return
        volunteers.join(actor=actor, now=now, affiliation_id=affiliation_id, yes=True)
        if actor.id:
            volunteers.keep_about(
                actor=self.made.actors[_first_member(helper.also)],
                now=now,
                volunteer_id=actor.id,
                note="",
                trained_for=helper.trained_for,
                certificate_seen_on=local_day(now),
            )


@dataclass(frozen=True, slots=True)
class _Pause:
    """Joop rests for two months, and asked the coordinator to write it down."""

    volunteer_id: UUID
    by: Actor

    def __call__(self, now: datetime) -> None:
        first = local_day(now)
        limit_actions.pause(
            actor=self.by,
            now=now,
            volunteer_id=self.volunteer_id,
            first=first,
            last=first + timedelta(days=56),
        )


def _first_member(house_key: str) -> str:
    return next(house.members[0].key for house in places.HOUSES if house.key == house_key)
