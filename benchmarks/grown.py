"""An organisation of some years: 2,000 requests with 1,000 volunteers, and 20,000 with 10,000.

Four of five requests are closed. The others stand in every state, with the help that belongs to it;
each has a letter that was sent, and one of forty one that waits. Rows are written in bulk, which no
page or action may do. The same seed gives the same organisation.
"""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

SEED = 11
_PARTS = ("kers", "boom", "berg", "dijk", "veld", "huis", "molen", "steen", "brink", "water")
_ENDS = ("ma", "stra", "sen", "man", "mans", "wijk", "horst", "meijer", "loo", "kamp")
_BEFORE = ("", "", "", "Van ", "De ", "Van der ", "Van den ")

_STATES = ("new", "talking", "searching", "searching", "meeting", "running", "running", "waiting")


def fill(cast: Any, now: datetime, number: int, seed: int = SEED) -> list[str]:
    """Write so many requests and half as many volunteers; returns what is typed in a search."""
    from benchmarks.large import matches, uuid
    from loopplank.actions.kit.search_words import write_due_words
    from loopplank.core.kit.calendar import local_day
    from loopplank.store import models

    kept = Path(__file__).parent.parent / "src/loopplank/jobs/demo/names.json"
    names = json.loads(kept.read_text(encoding="utf-8"))
    chance, today = random.Random(seed), local_day(now)

    def last(known: list[str]) -> str:
        if chance.random() < 0.3:
            return chance.choice(known)
        made = chance.choice(_PARTS) + chance.choice(_PARTS) + chance.choice(_ENDS)
        return chance.choice(_BEFORE) + made.capitalize()

    def phone() -> str:
        return f"06{chance.randrange(10**8):08d}"

    of = {"organisation_id": cast.noord_id}
    seekers, applicants, journeys, rows, messages = [], [], [], [], []
    for n in range(number):
        seekers.append(
            models.HelpSeeker(
                pk=uuid(chance),
                first_name=chance.choice(names["mrs"]),
                last_name=last(names["seekers_last"]),
                salutation="mrs",
                phone=phone(),
                postcode=f"{chance.randrange(1000, 1100)} {chance.choice('ABCDEFG')}B",
                created_at=now,
                **of,
            )
        )
        asked_for = n % 5 < 2
        if asked_for:
            name = f"{chance.choice(names['mr'])} {last(names['seekers_last'])}"
            applicants.append(
                models.Applicant(pk=uuid(chance), relation="family", name=name, phone=phone(), **of)
            )
        journeys.append(models.Journey(pk=uuid(chance), begun_at=now))
        closed = n % 5 != 0
        rows.append(
            models.Request(
                pk=uuid(chance),
                journey=journeys[-1],
                number=f"{2001 + n // 500}-{n % 500:03d}",
                help_seeker=seekers[-1],
                applicant=applicants[-1] if asked_for else None,
                way_in="web",
                kind="shopping",
                kinds=["shopping"],
                postcode_area=seekers[-1].postcode[:4],
                state="closed" if closed else _STATES[n // 5 % len(_STATES)],
                owner_id=cast.anna.id,
                due_on=None if closed else today + timedelta(days=n % 30),
                closed_at=now if closed else None,
                closing_reason="helped" if closed else "",
                nobody_discussed=closed,
                received_at=now - timedelta(days=n % 900),
                changed_at=now,
                **of,
            )
        )
        letter = {
            "request": rows[-1],
            "to": "help_seeker",
            "channel": "letter",
            "template": "received",
            "params": {"number": rows[-1].number, "due_on": today.isoformat()},
            "queued_at": now - timedelta(days=n % 900),
            "by_hand": "channel",
            **of,
        }
        told = {"state": "told", "done_at": now, "done_by_id": cast.anna.id, "done_how": "printed"}
        messages.append(models.Message(**letter, **told))
        if rows[-1].state == "new":
            messages.append(models.Message(**letter, state="queued"))
    volunteers = [
        models.Volunteer(
            pk=uuid(chance),
            first_name=chance.choice(names["helpers_first"]),
            last_name=last(names["helpers_last"]),
            phone=phone(),
            postcode=f"{chance.randrange(1000, 1100)} AB",
            channel="sms",
            created_at=now,
        )
        for _ in range(number // 2)
    ]
    limits = [
        models.Limits(
            volunteer=row,
            liked_minutes=60,
            max_minutes=120,
            max_people=2,
            max_heavy=1,
            set_at=now,
        )
        for row in volunteers
    ]
    here = [models.Affiliation(volunteer=row, since=today, **of) for row in volunteers]
    for table in (seekers, applicants, journeys, rows, messages, volunteers, limits, here):
        type(table[0]).objects.bulk_create(table, batch_size=500)  # type: ignore[attr-defined]
    matches(cast, chance, now, today, volunteers, rows)
    write_due_words()
    return _typed(chance, seekers, rows, volunteers)


def _typed(
    chance: random.Random, seekers: list[Any], rows: list[Any], volunteers: list[Any]
) -> list[str]:
    typed = ["qwx", "Bestaatniet", "de", "van der", "1013", "Van"]
    for _ in range(60):
        seeker, row, volunteer = (chance.choice(table) for table in (seekers, rows, volunteers))
        typed += [
            seeker.last_name,
            seeker.last_name.split()[-1][: chance.randint(2, 5)],
            f"{seeker.first_name} {seeker.last_name}",
            f"{seeker.last_name.split()[-1]}, {seeker.first_name}",
            f"{volunteer.first_name} {volunteer.last_name}",
            volunteer.last_name.lower(),
            seeker.phone,
            f"+31 6 {volunteer.phone[2:]}",
            seeker.phone[-6:],
            row.number,
            seeker.postcode,
        ]
    return typed
