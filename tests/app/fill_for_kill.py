"""The cast, and volunteers whose help has run for weeks: `python -m tests.app.fill_for_kill FILE`.

FILE gets, for each of them, the token of their link and the id of their match.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

VOLUNTEERS = 4
BEGAN = timedelta(days=60)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loopplank.config.settings")
    import django

    django.setup()
    from tests.app.cast import make_cast

    from loopplank.access.account import links
    from loopplank.core.kit.calendar import local_day
    from loopplank.store.models import Link

    now = datetime.now(UTC) - BEGAN  # noqa: TID251  the server that is killed lives by the clock
    cast, first = make_cast(now), local_day(now)
    made = []
    for number in range(VOLUNTEERS):
        volunteer = cast.volunteer(f"Vrijwilliger Nummer{number}")
        match_id = cast.running(
            volunteer,
            first_day=first,
            last_day=first + timedelta(weeks=30),
            weekday=first.weekday(),
        )
        link = Link.objects.get(purpose=links.WEEK, subject_id=volunteer.id)
        made.append(
            {
                "token": links.token_of(link.pk, link.generation),
                "match": str(match_id),
                "first": first.isoformat(),
            }
        )
    Path(sys.argv[1]).write_text(json.dumps(made), encoding="ascii")


if __name__ == "__main__":
    main()
