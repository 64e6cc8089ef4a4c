"""A sender as a process of its own: `python -m tests.app.send_pulse BEGAN MINUTES_AHEAD`.

It sends until nothing is due. Its clock stood at the time of the cast when the test BEGAN, so that
all processes of a test agree, and runs so many minutes ahead of that.
"""

import os
import sys
from datetime import UTC, datetime, timedelta


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loopplank.config.settings")
    import django

    django.setup()
    from tests.app.cast import NOW

    from loopplank.jobs.sending import Sender

    began = datetime.fromisoformat(sys.argv[1])
    ahead = timedelta(minutes=int(sys.argv[2]))

    def clock() -> datetime:
        return NOW + (datetime.now(UTC) - began) + ahead  # noqa: TID251  a process of its own

    Sender().until_empty(clock)


if __name__ == "__main__":
    main()
