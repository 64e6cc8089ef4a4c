"""The eight gates and their codes, as bit positions in plain integers.

A set of codes is one `int`: the yes-mask and the no-mask of a request say everything that was
answered, and a code in neither mask is unknown. Source: domain model, the ordered gates and the
full code list; the four codes that are ours are explained where they are named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, TypeAlias


class Answer(StrEnum):
    """What somebody said about one code; untouched is unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


#: One tap for a whole gate: asked and nothing of this, or not known.
Tap: TypeAlias = Literal["ordinary", "unknown"]


class Gate(StrEnum):
    """A gate of the triage, in the order in which they are asked and shown."""

    N = "N"
    V = "V"
    H = "H"
    K = "K"
    C = "C"
    R = "R"
    T = "T"
    M = "M"


@dataclass(frozen=True, slots=True)
class Code:
    """One code: `key` is stored, `shown` is printed beside a reason, `bit` is its place."""

    key: str
    bit: int
    gate: Gate
    shown: str


# Gate N, acute danger. N5T is N5 as a threat: it happened before and may happen again.
N1, N2, N3, N4, N5, N5T = (1 << place for place in range(6))
# Gate V, safety. V3V is V3 about a volunteer: a concern to report, not a route for the person
# who asks (domain model, correction 5).
V1, V2, V3, V3V, V4, V5 = (1 << place for place in range(6, 12))
# Gate H, acts. X is derived: an act that the organisation itself excludes.
H1, H2, H3, H4, H5, H6, X = (1 << place for place in range(12, 19))
# Gate K, continuity and burden.
K1, K2, K3, K4 = (1 << place for place in range(19, 23))
# Gate C, complexity.
C1, C2, C3, C4, C5 = (1 << place for place in range(23, 28))
# Gate R, entitlement and displacement.
R1, R2, R3 = (1 << place for place in range(28, 31))
# Gate T, consent.
T1, T2, T3 = (1 << place for place in range(31, 34))
# Gate M, match. M1E: another organisation of the network offers it. M3 yes is "no room".
M1, M1E, M2, M3, M4 = (1 << place for place in range(34, 39))

_KEYS: Mapping[Gate, tuple[str, ...]] = MappingProxyType(
    {
        Gate.N: ("N1", "N2", "N3", "N4", "N5", "N5T"),
        Gate.V: ("V1", "V2", "V3", "V3V", "V4", "V5"),
        Gate.H: ("H1", "H2", "H3", "H4", "H5", "H6", "X"),
        Gate.K: ("K1", "K2", "K3", "K4"),
        Gate.C: ("C1", "C2", "C3", "C4", "C5"),
        Gate.R: ("R1", "R2", "R3"),
        Gate.T: ("T1", "T2", "T3"),
        Gate.M: ("M1", "M1E", "M2", "M3", "M4"),
    }
)
_SHOWN = {"N5T": "N5-dreigend", "V3V": "V3-vrijwilliger", "M1E": "M1-elders", "X": "H-eigen"}

#: Every code in the order of the gates; `CODES[i].bit == 1 << i`.
CODES: tuple[Code, ...] = tuple(
    Code(key, 1 << place, gate, _SHOWN.get(key, key))
    for place, (gate, key) in enumerate((g, key) for g, keys in _KEYS.items() for key in keys)
)
BY_KEY: Mapping[str, Code] = MappingProxyType({code.key: code for code in CODES})
GATE_MASKS: Mapping[Gate, int] = MappingProxyType(
    {gate: sum(code.bit for code in CODES if code.gate is gate) for gate in Gate}
)

ALL = (1 << len(CODES)) - 1
#: X follows from the excluded acts, nobody answers it by itself.
ANSWERABLE = ALL & ~X
#: A yes to these is good news; a yes to any other code is a concern or a condition.
FAVOURABLE = R3 | T1 | M1

ACUTE = N1 | N2 | N3 | N4 | N5
#: Not safe for a volunteer now, whatever was asked.
UNSAFE = V1 | V3 | V4 | V5 | N5T
#: Acts that belong to a professional, and acts that the organisation excludes.
CARE_ACTS = H1 | H2 | H3 | H4 | H6 | X
#: A professional must carry this part.
CARRIED = CARE_ACTS | K1
#: Refused here, another service is the right one.
NOT_OURS = H5 | C3
#: More than three life domains *and* longer than a year; one of the two alone decides nothing.
COMPLEX = C1 | C2
#: A volunteer only beside a professional who leads, unless it is our own trained offer.
BESIDE_A_LEAD = C4 | C5 | K2 | K4
#: Codes that an offer can cover (domain model, correction 1).
COVERABLE = C4 | C5 | K4
#: Without an offer these go to a professional, the other codes of BESIDE_A_LEAD are referred.
CONTINUITY = K2 | K4
PAID_HELP = R1 | R2
CONCERNS_TO_REPORT = V1 | V3V | N3 | N4


_KEY_BY_BIT = {code.bit: code.key for code in CODES}


def codes_in(mask: int) -> tuple[Code, ...]:
    """Return the codes of a mask, in the order of the gates."""
    return tuple([BY_KEY[key] for key in keys_in(mask)])


def keys_in(mask: int) -> tuple[str, ...]:
    """Return the keys of a mask, in the order of the gates."""
    found = []
    while mask:
        low = mask & -mask
        found.append(_KEY_BY_BIT[low])
        mask ^= low
    return tuple(found)


def mask_of(keys: Iterable[str]) -> int:
    """Make a mask of keys. Raises ValueError for a key that is no code."""
    mask = 0
    for key in keys:
        code = BY_KEY.get(key)
        if code is None:
            raise ValueError(f"There is no code {key!r}.")
        mask |= code.bit
    return mask
