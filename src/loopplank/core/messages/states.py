"""To whom a message goes, and where it stands on its way."""

from enum import StrEnum


class MessageState(StrEnum):
    """Where a message stands. `unsure`: it was handed over, and no answer says what became of it;
    `dead`: given up."""

    QUEUED = "queued"
    TOLD = "told"
    DROPPED = "dropped"
    UNSURE = "unsure"
    DEAD = "dead"


#: No loop tries these again: a person looks at them.
GIVEN_UP = (MessageState.UNSURE, MessageState.DEAD)
#: It still waits for somebody, a loop or a person.
NOT_SETTLED = (MessageState.QUEUED, *GIVEN_UP)
#: Nobody heard it yet, and perhaps nobody will.
UNHEARD = (MessageState.QUEUED, MessageState.DROPPED)
#: Surely nobody heard it; of an unsure one nobody knows.
NEVER_HEARD = (*UNHEARD, MessageState.DEAD)


class Addressee(StrEnum):
    """To whom a message goes."""

    HELP_SEEKER = "help_seeker"
    APPLICANT = "applicant"
    VOLUNTEER = "volunteer"
    ACCOUNT = "account"
    PARTY = "party"
    DUTY = "duty"
    #: somebody who was asked to join, and is nothing here yet
    INVITED = "invited"
    #: somebody who applied as a volunteer, and is none yet
    APPLYING = "applying"
    #: somebody whom the person lets look along
    RELATIVE = "relative"


#: Whoever is helped, or asked for them.
TO_ASKER = (Addressee.HELP_SEEKER, Addressee.APPLICANT)
