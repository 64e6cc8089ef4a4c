"""A sender as a process of its own: `python -m tests.app.send_pulse BEGAN MINUTES_AHEAD`.

It sends until nothing is due. Its clock stood at the time of the cast when the test BEGAN, so that
all processes of a test agree, and runs so many minutes ahead of that.
"""

import os
import sys
import traceback
from datetime import UTC, datetime, timedelta


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loopplank.config.settings")
    import django

    django.setup()
    from django.db import OperationalError, connection
    from tests.app.cast import NOW

    from loopplank.jobs.messages.sending import Sender

    began = datetime.fromisoformat(sys.argv[1])
    ahead = timedelta(minutes=int(sys.argv[2]))

    def clock() -> datetime:
        return NOW + (datetime.now(UTC) - began) + ahead  # noqa: TID251  a process of its own

    sender = Sender()
    for _ in range(20):
        try:
            sender.until_empty(clock)
        except OperationalError:
            # a database that was busy too long: the loop goes on as well
            traceback.print_exc()
            connection.close()
        else:
            return
    sys.exit("the database stayed away")


if __name__ == "__main__":
    main()
