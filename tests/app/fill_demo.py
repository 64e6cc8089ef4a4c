"""Puts the demo network into a template: `python -m tests.app.fill_demo SEED NOW`."""

import os
import sys
from datetime import datetime


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loopplank.config.settings")
    import django

    django.setup()
    from django.contrib.auth.hashers import PBKDF2PasswordHasher
    from django.db import transaction

    from loopplank.jobs.chance import seeded
    from loopplank.jobs.demo import playing

    PBKDF2PasswordHasher.iterations = 1
    with transaction.atomic():
        refused = playing.play(datetime.fromisoformat(sys.argv[2]), seeded(int(sys.argv[1])))
    if refused:
        sys.exit(f"a rule refused steps of the story: {refused}")


if __name__ == "__main__":
    main()
