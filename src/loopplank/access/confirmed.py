"""That a browser showed to be of the one whom a link was meant for."""

from uuid import UUID


def confirmed_mark(link_id: UUID, generation: int) -> str:
    """What a browser keeps, signed, to show that it gave the digits or the code of this very link;
    a link that is renewed asks again.
    """
    return f"{link_id}:{generation}"
