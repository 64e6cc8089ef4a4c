"""How often somebody may ask for their link: enough for who mistypes, too little for a nuisance."""

from datetime import timedelta

#: To one address or number in a day; what comes after that is answered alike, and sends nothing.
MOST_TO_ONE = 3
A_DAY = timedelta(days=1)
#: From one place on the network in an hour: a library where many sit behind one address.
MOST_FROM_ONE = 20
AN_HOUR = timedelta(hours=1)


def may_send(asked_today: int) -> bool:
    """Whether one more message goes to an address that was asked for so often today."""
    return asked_today < MOST_TO_ONE


def may_ask(asked_this_hour: int) -> bool:
    """Whether one more question is taken from a source that asked so often this hour."""
    return asked_this_hour < MOST_FROM_ONE
