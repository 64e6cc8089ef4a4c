"""Puts the demo network into a template, from its kept rows: `python -m tests.app.fill_demo NOW`.

With a seed behind it the story is played: `python -m tests.app.fill_demo NOW SEED`.
"""

import os
import sys
from datetime import datetime


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loopplank.config.settings")
    import django

    django.setup()
    from django.contrib.auth.hashers import PBKDF2PasswordHasher
    from django.db import transaction

    from loopplank.core.kit.calendar import local_day
    from loopplank.jobs.chance import seeded
    from loopplank.jobs.demo import play, row_files, rows

    PBKDF2PasswordHasher.iterations = 1
    now, refused = datetime.fromisoformat(sys.argv[1]), []
    with transaction.atomic():
        if seeds := sys.argv[2:]:
            refused = play.play(now, seeded(int(seeds[0])))
        else:
            rows.put(row_files.read(local_day(now)), now)
    if refused:
        sys.exit(f"a rule refused steps of the story: {refused}")


if __name__ == "__main__":
    main()
