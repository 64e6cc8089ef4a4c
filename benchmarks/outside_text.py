"""How long the worst text takes that a stranger can send: a header or free words of 20 kB.

The header is named in the log as it is refused; the words go through everything that reads what
people write. The worst of many texts made to hurt counts, in time of the processor. Run directly:
`python benchmarks/outside_text.py`.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.row import Row, at_most
from loopplank.config import logs
from loopplank.core.kit import bsn, contact_details, lookup
from loopplank.core.kit.reason import Refused
from loopplank.core.triage import red_flags

LONGEST = 20_000
MILLISECONDS = 50.0
UNITS = (
    "a", ".", "/", "?", "@", "1", " ", "-", "(", "\n", "a@", "/a", "/?", "1 ", "1.", "a.", "a/",
    "0", ". ", "1-", "é", "slaat in ", "spuit ", "niet meer ", "valt ", "de heer ", "+31 6 ",
)  # fmt: skip
ENDS = ("", "\x00", "a", "!", "@")


def texts() -> Iterator[str]:
    """Yield texts of 20 kB that make a careless reader look back over everything."""
    for unit in UNITS:
        for end in ENDS:
            yield unit * (LONGEST // len(unit)) + end


def read_words(text: str) -> None:
    """Do with a text what happens to the words of somebody who asks for help."""
    bsn.find(text)
    red_flags.find(text)


def look_up(text: str) -> None:
    """Do with a text what happens to what somebody looks up, or gives as their address."""
    lookup.looked_up(text)
    for read in (contact_details.email, contact_details.phone, contact_details.postcode):
        with suppress(Refused):
            read(text)


def read_header(text: str) -> None:
    """Do with a text what happens to a Host that is none: it is named in the log."""
    logs.clean(
        f"Invalid HTTP_HOST header: {text!r}. You may need to add {text!r} to ALLOWED_HOSTS."
    )


def worst(read: Callable[[str], None], rounds: int) -> float:
    """Return the milliseconds of the worst text; of each the best of some rounds."""
    return max(min(_once(read, text) for _ in range(rounds)) for text in texts())


def _once(read: Callable[[str], None], text: str) -> float:
    begun = time.thread_time()
    read(text)
    return (time.thread_time() - begun) * 1000


def measure(rounds: int = 5) -> list[Row]:
    return [
        at_most("worst header of 20 kB", worst(read_header, rounds), MILLISECONDS, "ms"),
        at_most("worst free text of 20 kB", worst(read_words, rounds), MILLISECONDS, "ms"),
        at_most("worst look-up of 20 kB", worst(look_up, rounds), MILLISECONDS, "ms"),
    ]


if __name__ == "__main__":
    for row in measure():
        print(row)
