"""The tables, one file a noun. Imported by `access` and `actions` only."""

from loopplank.store.models.accounts import Account, Membership
from loopplank.store.models.arrangements import Arrangement, ArrangementTask, Signature
from loopplank.store.models.matches import (
    HOLDS_CAPACITY,
    Match,
    Pattern,
    Proposal,
    Visit,
    VolunteerSignal,
)
from loopplank.store.models.network import (
    Network,
    Offer,
    Organisation,
    Policy,
    PostcodeArea,
    Routing,
)
from loopplank.store.models.parties import PARTY_KINDS, Party
from loopplank.store.models.people import (
    Affiliation,
    Applicant,
    HelpSeeker,
    Limits,
    LimitsRaise,
    LoadWeek,
    Volunteer,
)
from loopplank.store.models.records import (
    AccessRecord,
    AccessSubject,
    Event,
    ExpiryGate,
    Link,
    Message,
    PeriodicRun,
)
from loopplank.store.models.requests import (
    Assessment,
    Draft,
    Journey,
    Note,
    PhoneReferral,
    Request,
)

__all__ = [
    "HOLDS_CAPACITY",
    "PARTY_KINDS",
    "AccessRecord",
    "AccessSubject",
    "Account",
    "Affiliation",
    "Applicant",
    "Arrangement",
    "ArrangementTask",
    "Assessment",
    "Draft",
    "Event",
    "ExpiryGate",
    "HelpSeeker",
    "Journey",
    "Limits",
    "LimitsRaise",
    "Link",
    "LoadWeek",
    "Match",
    "Membership",
    "Message",
    "Network",
    "Note",
    "Offer",
    "Organisation",
    "Party",
    "Pattern",
    "PeriodicRun",
    "PhoneReferral",
    "Policy",
    "PostcodeArea",
    "Proposal",
    "Request",
    "Routing",
    "Signature",
    "Visit",
    "Volunteer",
    "VolunteerSignal",
]
