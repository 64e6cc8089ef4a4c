"""A large network to measure pages on: 2,000 volunteers, 1,000 open requests, one organisation.

Rows are written in bulk, which no page or action may do; they look as the real actions write them.
The same seed gives the same network.
"""

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from tests.app.cast import Cast, make_cast

from loopplank.access.account.links import token_of
from loopplank.core.account.links import lookup
from loopplank.core.kit.calendar import local_day, weeks
from loopplank.core.requests.intake import day_parts
from loopplank.core.triage import Facts, Gate, advise, answers_for_gate
from loopplank.store import models

VOLUNTEERS, REQUESTS, SEED = 2000, 1000, 7
KINDS = ("shopping", "company", "transport", "odd_jobs", "paperwork")
AREAS = [f"10{n:02d}" for n in range(11, 41)]


def uuid(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def fill(now: datetime, seed: int = SEED, *, one_of: int = 1) -> Cast:
    """Fill the database of this process; returns the cast, whose Anna owns all requests.

    `one_of` makes the network so many times smaller.
    """
    chance = random.Random(seed)
    cast = make_cast(now)
    today = local_day(now)
    models.PostcodeArea.objects.bulk_create(
        models.PostcodeArea(
            postcode=area,
            place="Waterstad",
            latitude=52.35 + chance.random() / 20,
            longitude=4.85 + chance.random() / 12,
        )
        for area in AREAS
    )
    volunteers = _volunteers(cast, chance, now, today, VOLUNTEERS // one_of)
    requests = _requests(cast, chance, now, today, REQUESTS // one_of)
    matches(cast, chance, now, today, volunteers, requests)
    return cast


def _volunteers(
    cast: Cast, chance: random.Random, now: datetime, today: date, number: int
) -> list[models.Volunteer]:
    rows = [
        models.Volunteer(
            pk=uuid(chance),
            first_name=f"Voornaam{n}",
            last_name=f"Achternaam{n}",
            phone=f"06{n:08d}",
            postcode=f"{chance.choice(AREAS)} AB",
            channel="sms",
            created_at=now,
        )
        for n in range(number)
    ]
    models.Volunteer.objects.bulk_create(rows, batch_size=500)
    limits = []
    for row in rows:
        most = 60 * chance.choice([1, 2, 3, 4, 6, 8])
        limits.append(
            models.Limits(
                volunteer=row,
                liked_minutes=most * 3 // 4,
                max_minutes=most,
                max_people=chance.randint(1, 3),
                max_heavy=1,
                kinds=chance.sample(KINDS, 2),
                day_parts=day_parts(chance.sample(range(7), 2), [chance.randrange(3)]),
                max_km=chance.choice([3, 5, 10, None]),
                set_at=now,
                pause_from=today if chance.random() < 0.04 else None,
            )
        )
    models.Limits.objects.bulk_create(limits, batch_size=500)
    models.Affiliation.objects.bulk_create(
        [
            models.Affiliation(
                volunteer=row,
                organisation_id=cast.noord_id,
                since=today,
                certificate_seen_on=today if chance.random() < 0.95 else None,
            )
            for row in rows
        ],
        batch_size=500,
    )
    return rows


def _requests(
    cast: Cast, chance: random.Random, now: datetime, today: date, number: int
) -> list[models.Request]:
    states = [
        "new",
        "talking",
        "searching",
        "searching",
        "meeting",
        "running",
        "running",
        "waiting",
    ]
    seekers, journeys, rows, notes, assessments = [], [], [], [], []
    answers = {}
    for gate in Gate:
        answers |= answers_for_gate(gate, "ordinary")
    facts = Facts().answered(answers)
    advice = advise(facts)
    for n in range(number):
        seeker = models.HelpSeeker(
            pk=uuid(chance),
            organisation_id=cast.noord_id,
            salutation=chance.choice(["mrs", "mr"]),
            last_name=f"Naam{n}",
            birth_year=chance.randint(1930, 1970),
            phone=f"020{n:07d}",
            postcode=f"{chance.choice(AREAS)} AB",
            created_at=now,
        )
        journey = models.Journey(pk=uuid(chance), begun_at=now)
        kind = chance.choice(KINDS)
        row = models.Request(
            pk=uuid(chance),
            organisation_id=cast.noord_id,
            journey=journey,
            number=f"2611-{n:04d}",
            help_seeker=seeker,
            way_in="web",
            kind=kind,
            kinds=[kind],
            postcode_area=seeker.postcode[:4],
            day_parts=day_parts([chance.randrange(7)], [chance.randrange(3)]),
            duration="months",
            story="Ik zie de hele week verder niemand. Ik vergeet soms mijn medicijnen.",
            visit_minutes=60,
            last_day=today + timedelta(weeks=13),
            state=chance.choice(states),
            owner_id=cast.anna.id,
            due_on=today + timedelta(days=chance.randint(-20, 40)),
            received_at=now - timedelta(days=chance.randint(0, 80)),
            changed_at=now,
        )
        seekers.append(seeker)
        journeys.append(journey)
        rows.append(row)
        if row.state != "new":
            notes += [
                models.Note(
                    organisation_id=cast.noord_id,
                    request=row,
                    kind="talk",
                    channel="phone",
                    by_id=cast.anna.id,
                    at=now,
                    text="Gesproken over wat er nodig is.",
                )
                for _ in range(3)
            ]
            assessments.append(
                models.Assessment(
                    organisation_id=cast.noord_id,
                    request=row,
                    number=1,
                    by_id=cast.anna.id,
                    at=now,
                    facts=facts.as_stored(),
                    rules_version=advice.rules_version,
                    route=advice.route,
                    stance=advice.standing,
                    urgency=advice.urgency,
                    advice=advice.as_stored(),
                    decision="" if row.state == "talking" else "followed",
                    decided_route="" if row.state == "talking" else advice.route,
                )
            )
    models.Journey.objects.bulk_create(journeys, batch_size=500)
    models.HelpSeeker.objects.bulk_create(seekers, batch_size=500)
    models.Request.objects.bulk_create(rows, batch_size=200)
    models.Note.objects.bulk_create(notes, batch_size=500)
    models.Assessment.objects.bulk_create(assessments, batch_size=200)
    models.Link.objects.bulk_create(
        [
            models.Link(
                pk=pk,
                purpose="status",
                subject_id=row.pk,
                organisation_id=cast.noord_id,
                lookup=lookup(token_of(pk, 1)),
                created_at=now,
            )
            for row in rows
            for pk in [uuid(chance)]
        ],
        batch_size=500,
    )
    models.Message.objects.bulk_create(
        [
            models.Message(
                organisation_id=cast.noord_id,
                request=row,
                to="help_seeker",
                channel="letter",
                template="received",
                params={"number": row.number, "due_on": today.isoformat()},
                queued_at=now,
                state="told",
                done_at=now,
                done_by_id=cast.anna.id,
                done_how="printed",
            )
            for row in rows
        ],
        batch_size=500,
    )
    return rows


def matches(
    cast: Cast,
    chance: random.Random,
    now: datetime,
    today: date,
    volunteers: list[models.Volunteer],
    requests: list[models.Request],
) -> None:
    free = volunteers[:]
    chance.shuffle(free)
    first, last = today - timedelta(weeks=6), today + timedelta(weeks=13)
    made, ledger, visits = [], [], []
    for row in requests:
        if row.state not in {"meeting", "running"}:
            continue
        volunteer = free.pop()
        match = models.Match(
            pk=uuid(chance),
            organisation_id=cast.noord_id,
            request=row,
            volunteer=volunteer,
            person_key=row.help_seeker_id,
            what="Samen boodschappen doen",
            state=row.state,
            agreed_at=now,
            first_day=first,
            last_day=last,
            started_on=first if row.state == "running" else None,
            evaluate_on=today + timedelta(weeks=3),
            weekday=chance.randrange(7),
            visit_minutes=60,
        )
        made.append(match)
        ledger += [
            models.LoadWeek(
                volunteer=volunteer,
                monday=week,
                planned_minutes=60,
                allowed_minutes=480,
                planned_people=1,
                allowed_people=3,
                planned_heavy=0,
                allowed_heavy=1,
            )
            for week in weeks(first, last)
        ]
        if row.state == "running":
            visits += [
                models.Visit(
                    match=match,
                    volunteer=volunteer,
                    organisation_id=cast.noord_id,
                    day=today - timedelta(weeks=n),
                    minutes=60,
                    felt="fine",
                    logged_at=now,
                )
                for n in range(1, 6)
            ]
    models.Match.objects.bulk_create(made, batch_size=200)
    models.LoadWeek.objects.bulk_create(ledger, batch_size=1000)
    models.Visit.objects.bulk_create(visits, batch_size=1000)


def moment() -> datetime:
    """Return the moment at which the large network stands."""
    return datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
