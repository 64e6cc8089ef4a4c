"""A pulse of messages to as many people: `python -m tests.app.fill_pulse NUMBER`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loopplank.config.settings")
    import django

    django.setup()
    from tests.app.cast import NOW, TODAY, make_cast

    from loopplank.store.models import Affiliation, Message, Volunteer

    cast = make_cast()
    Message.objects.all().delete()
    people = [
        Volunteer(
            first_name="Kim",
            last_name=f"Nummer{n}",
            phone=f"06{n:08d}",
            channel="sms",
            created_at=NOW,
        )
        for n in range(int(sys.argv[1]))
    ]
    Volunteer.objects.bulk_create(people, batch_size=500)
    Affiliation.objects.bulk_create(
        [Affiliation(volunteer=one, organisation_id=cast.noord_id, since=TODAY) for one in people],
        batch_size=500,
    )
    Message.objects.bulk_create(
        [
            Message(
                organisation_id=cast.noord_id,
                volunteer=one,
                to="volunteer",
                channel="sms",
                # it leaves at any hour and takes no place of the week
                template="limit_raised",
                queued_at=NOW,
            )
            for one in people
        ],
        batch_size=500,
    )


if __name__ == "__main__":
    main()
