"""Whether mail leaves by itself."""

from django.conf import settings


def mail_leaves() -> bool:
    """News for a colleague that a colleague would have to send by hand is no news: it stands on
    Vandaag as well.
    """
    return bool(settings.SENDS_MAIL)
