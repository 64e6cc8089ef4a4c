"""The tables, one file a noun. Imported by `access` and `actions` only."""

from loopplank.store.models.accounts import (
    Account,
    Invitation,
    Membership,
    SecondStepReset,
    SignIn,
)
from loopplank.store.models.arrangements import Arrangement, ArrangementTask, Signature
from loopplank.store.models.check_ins import CheckIn, CheckInCount
from loopplank.store.models.creeping import CreepSign
from loopplank.store.models.devices import Device, LinkAsk, SentForm
from loopplank.store.models.gaps import Gap, GapChange, GapNaming, QuarterBand, Refusal
from loopplank.store.models.matches import (
    Match,
    Pattern,
    Proposal,
    Visit,
    VisitCover,
    VolunteerSignal,
)
from loopplank.store.models.network import (
    ClockSetting,
    Network,
    Offer,
    Organisation,
    Policy,
    PostcodeArea,
    Routing,
)
from loopplank.store.models.observations import Observation
from loopplank.store.models.parties import Party
from loopplank.store.models.people import (
    Affiliation,
    Applicant,
    HelpSeeker,
    Limits,
    LimitsRaise,
    LoadWeek,
    MessageWishes,
    Volunteer,
    VolunteerVersion,
)
from loopplank.store.models.plans import PlanFile, PlanLeft, PlanPart, PlanProposal, PlanRun
from loopplank.store.models.quotes import Quote
from loopplank.store.models.records import (
    AccessRecord,
    AccessSubject,
    Event,
    ExpiryGate,
    Link,
    Message,
    PeriodicRun,
    Reminded,
)
from loopplank.store.models.referrals import (
    Consent,
    OneTimeCode,
    Referral,
    ReferredPerson,
)
from loopplank.store.models.requests import (
    Assessment,
    CarerAnswer,
    Draft,
    Journey,
    Note,
    PhoneReferral,
    Request,
)
from loopplank.store.models.security import SecurityEvent
from loopplank.store.models.signals import (
    SafetyFile,
    SafetyStep,
    SignalStep,
    Trusted,
    TrustedOfNetwork,
    WhomToTrust,
)
from loopplank.store.models.standing_in import Absence, AbsentRequest, Takeover, Turn
from loopplank.store.models.teams import Leg, Team
from loopplank.store.models.waiting import AskerConcern, IntakeStop

__all__ = [
    "Absence",
    "AbsentRequest",
    "AccessRecord",
    "AccessSubject",
    "Account",
    "Affiliation",
    "Applicant",
    "Arrangement",
    "ArrangementTask",
    "AskerConcern",
    "Assessment",
    "CarerAnswer",
    "CheckIn",
    "CheckInCount",
    "ClockSetting",
    "Consent",
    "CreepSign",
    "Device",
    "Draft",
    "Event",
    "ExpiryGate",
    "Gap",
    "GapChange",
    "GapNaming",
    "HelpSeeker",
    "IntakeStop",
    "Invitation",
    "Journey",
    "Leg",
    "Limits",
    "LimitsRaise",
    "Link",
    "LinkAsk",
    "LoadWeek",
    "Match",
    "Membership",
    "Message",
    "MessageWishes",
    "Network",
    "Note",
    "Observation",
    "Offer",
    "OneTimeCode",
    "Organisation",
    "Party",
    "Pattern",
    "PeriodicRun",
    "PhoneReferral",
    "PlanFile",
    "PlanLeft",
    "PlanPart",
    "PlanProposal",
    "PlanRun",
    "Policy",
    "PostcodeArea",
    "Proposal",
    "QuarterBand",
    "Quote",
    "Referral",
    "ReferredPerson",
    "Refusal",
    "Reminded",
    "Request",
    "Routing",
    "SafetyFile",
    "SafetyStep",
    "SecondStepReset",
    "SecurityEvent",
    "SentForm",
    "SignIn",
    "SignalStep",
    "Signature",
    "Takeover",
    "Team",
    "Trusted",
    "TrustedOfNetwork",
    "Turn",
    "Visit",
    "VisitCover",
    "Volunteer",
    "VolunteerSignal",
    "VolunteerVersion",
    "WhomToTrust",
]
