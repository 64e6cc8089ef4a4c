"""Who may do what: one table of verbs and roles. Scope (which rows) is the work of `access`."""

from enum import StrEnum

from loopplank.core.kit.reason import dutch


class Role(StrEnum):
    """What somebody is while acting. One account may hold several, one at a time.

    A key holder is whoever opened a hand-over key of a volunteer: perhaps the volunteer, perhaps
    not. They see and answer only what the organisation asks that made the key.

    A party refers in, answers or follows one referral by a link; a signatory says yes to one
    arrangement by a link; a relative looks along at the request of somebody who let them. None of
    them has an account.
    """

    COORDINATOR = "coordinator"
    BOARD = "board"
    PROFESSIONAL = "professional"
    READER = "reader"
    NETWORK_ADMIN = "network_admin"
    VOLUNTEER = "volunteer"
    KEY_HOLDER = "key_holder"
    HELP_SEEKER = "help_seeker"
    PARTY = "party"
    SIGNATORY = "signatory"
    RELATIVE = "relative"
    VISITOR = "visitor"
    SYSTEM = "system"


LABELS = {
    Role.COORDINATOR: dutch("coördinator"),
    Role.BOARD: dutch("bestuurslid"),
    Role.PROFESSIONAL: dutch("beroepskracht"),
    Role.READER: dutch("lezer van cijfers"),
    Role.NETWORK_ADMIN: dutch("netwerkbeheerder"),
    Role.VOLUNTEER: dutch("vrijwilliger"),
    Role.KEY_HOLDER: dutch("met een sleutel"),
    Role.HELP_SEEKER: dutch("wie hulp vraagt"),
    Role.PARTY: dutch("verwijzer"),
    Role.SIGNATORY: dutch("wie akkoord geeft"),
    Role.RELATIVE: dutch("wie meekijkt"),
    Role.VISITOR: dutch("bezoeker"),
    Role.SYSTEM: dutch("Loopplank"),
}
MEMBER_ROLES = (
    Role.COORDINATOR,
    Role.BOARD,
    Role.PROFESSIONAL,
    Role.READER,
    Role.NETWORK_ADMIN,
)
#: Who acts as a volunteer: with their own link, or with a key of which nobody knows who holds it.
AS_VOLUNTEER = frozenset({Role.VOLUNTEER, Role.KEY_HOLDER})
MAY_OWN = frozenset({Role.COORDINATOR, Role.BOARD})
