"""Kinds of help: the six of the form, and five that only offers and coordinators use."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Word, dutch


class Kind(StrEnum):
    """A kind of help; the value is what is stored."""

    SHOPPING = "shopping"
    COMPANY = "company"
    TRANSPORT = "transport"
    ODD_JOBS = "odd_jobs"
    PAPERWORK = "paperwork"
    OTHER = "other"
    RESPITE = "respite"
    BUDDY = "buddy"
    FAMILY = "family"
    LANGUAGE = "language"
    VIGIL = "vigil"


#: What a help seeker may tick, in the order of the form.
FORM_KINDS: tuple[Kind, ...] = (
    Kind.SHOPPING,
    Kind.COMPANY,
    Kind.TRANSPORT,
    Kind.ODD_JOBS,
    Kind.PAPERWORK,
    Kind.OTHER,
)

#: Ordinary practical help that spoils when it waits long: it gets an answer within two weeks.
PRACTICAL: frozenset[Kind] = frozenset(
    {Kind.SHOPPING, Kind.TRANSPORT, Kind.ODD_JOBS, Kind.PAPERWORK}
)

KIND_LABELS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.SHOPPING: dutch("Boodschappen"),
        Kind.COMPANY: dutch("Gezelschap of een praatje"),
        Kind.TRANSPORT: dutch("Ergens naartoe gaan"),
        Kind.ODD_JOBS: dutch("Klusjes in huis of tuin"),
        Kind.PAPERWORK: dutch("Post, geld of formulieren"),
        Kind.OTHER: dutch("Iets anders, of ik weet het niet"),
        Kind.RESPITE: dutch("Even vrij voor de mantelzorger"),
        Kind.BUDDY: dutch("Een maatje"),
        Kind.FAMILY: dutch("Steun voor een gezin"),
        Kind.LANGUAGE: dutch("Nederlands oefenen"),
        Kind.VIGIL: dutch("Waken bij iemand die sterft"),
    }
)


#: The same in the middle of a sentence: "boodschappen en gezelschap".
KIND_SHORT: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.SHOPPING: dutch("boodschappen"),
        Kind.COMPANY: dutch("gezelschap"),
        Kind.TRANSPORT: dutch("ergens naartoe gaan"),
        Kind.ODD_JOBS: dutch("klusjes"),
        Kind.PAPERWORK: dutch("post en formulieren"),
        Kind.OTHER: dutch("iets anders"),
        Kind.RESPITE: dutch("even vrij voor de mantelzorger"),
        Kind.BUDDY: dutch("een maatje"),
        Kind.FAMILY: dutch("steun voor een gezin"),
        Kind.LANGUAGE: dutch("Nederlands oefenen"),
        Kind.VIGIL: dutch("waken"),
    }
)


def kind_word(kind: Kind) -> Word:
    """Return the label of a kind of help as a parameter that a door translates."""
    return Word(KIND_LABELS[kind])
