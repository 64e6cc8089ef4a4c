"""Why every column about a person exists, who sees it and how long it stays.

No column without a purpose: a test walks all tables and compares. The public privacy page is made
of this table, so that what we say and what we keep cannot drift apart. Texts for people who ask
for help say u, those for volunteers and members say je.
"""

from collections.abc import Mapping
from types import MappingProxyType

from loopplank.core.privacy.referral_fields import REFERRING
from loopplank.core.privacy.requester_fields import ASKING
from loopplank.core.privacy.volunteer_fields import HELPING
from loopplank.core.privacy.words import HEADINGS, KEPT_WORDS, About, Kept, Purpose

#: What stands where words or a name were, once they are erased.
ERASED = "-"

PURPOSES: tuple[Purpose, ...] = (*ASKING, *REFERRING, *HELPING)

#: Keys that tie rows together and say nothing by themselves.
STRUCTURAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Account": ("id",),
        "Membership": ("id", "account", "organisation"),
        "Invitation": ("id", "organisation", "invited_by"),
        "SecondStepReset": ("id", "account", "organisation", "asked_by", "seconded_by"),
        "SignIn": ("id", "account"),
        "Volunteer": ("id", "account", "same_as", "is_practice"),
        "Device": ("id", "volunteer", "key", "confirmed_by"),
        "HandOverKey": ("id", "volunteer", "organisation", "made_by", "message"),
        "KeyAct": ("id", "key", "request"),
        "AddressChange": ("id", "volunteer", "changed_by", "vouched_by"),
        "LinkAsk": ("id", "volunteer", "account"),
        "SentForm": ("id", "volunteer"),
        "Used": ("id",),
        "Limits": ("volunteer", "rest_after"),
        "CreepSign": ("id", "organisation", "volunteer", "match", "talked_by"),
        "LimitsRaise": ("id", "volunteer", "asked_by", "confirmed_by"),
        "LoadWeek": ("id", "volunteer"),
        "MessageWishes": ("volunteer",),
        "Affiliation": ("id", "volunteer", "organisation", "certificate_seen_by", "shared_by"),
        "HelpSeeker": ("id", "organisation"),
        "Applicant": ("id", "organisation"),
        "Party": ("id", "organisation"),
        "Referral": (
            "id",
            "journey",
            "from_organisation",
            "from_request",
            "from_member",
            "from_party",
            "to_organisation",
            "to_party",
            "to_request",
            "handler",
            "told_owner",
        ),
        "ReferredPerson": ("referral",),
        "Consent": ("id", "referral", "organisation", "noted_by"),
        "OneTimeCode": ("id", "link"),
        "Journey": ("id",),
        "Draft": ("reference", "organisation", "network"),
        "Request": (
            "id",
            "organisation",
            "journey",
            "help_seeker",
            "applicant",
            "owner",
            "intake_stop",
            "applicant_sees_by",
            "changing_faces_by",
            "safe_said_by",
            "duplicate_of",
        ),
        "Relative": ("id", "organisation", "request", "named_by"),
        "AskerConcern": ("id", "organisation", "request", "to", "answered_by"),
        "Note": ("id", "organisation", "request", "by"),
        "PhoneReferral": ("id", "organisation", "request", "by"),
        "Assessment": ("id", "organisation", "request", "by", "decided_by"),
        "Proposal": ("id", "organisation", "request", "volunteer", "asked_by"),
        "Match": ("id", "organisation", "request", "volunteer", "person_key", "proposal"),
        "MatchChange": (
            "id",
            "organisation",
            "match",
            "asked_by",
            "volunteer_noted_by",
            "person_noted_by",
        ),
        "VisitMove": ("id", "organisation", "match", "asked_by"),
        "PlanFile": ("run",),
        "PlanProposal": ("id", "run", "organisation", "request", "decided_by"),
        "PlanPart": ("id", "proposal", "volunteer"),
        "PlanLeft": ("id", "run", "organisation", "request"),
        "Team": ("id", "organisation", "request", "made_by"),
        "Leg": ("id", "team", "volunteer", "proposal", "match"),
        "Refusal": ("id", "organisation", "request", "gap", "by"),
        "Visit": ("id", "match", "volunteer", "organisation", "note_read_by"),
        "SameVolunteer": ("id", "first", "second", "organisation", "asked_by"),
        "VisitCover": ("id", "organisation", "request", "visit", "match", "message"),
        "Arrangement": ("id", "organisation", "request", "made_by"),
        "ArrangementTask": ("id", "arrangement"),
        "Signature": ("id", "arrangement", "party", "volunteer", "noted_by"),
        "VolunteerSignal": (
            "id",
            "organisation",
            "volunteer",
            "match",
            "about",
            "noted_by",
            "to",
            "watched_by",
            "answered_by",
        ),
        "SignalStep": ("id", "signal", "by", "to"),
        "Trusted": ("organisation", "adviser", "safety_contact", "safety_stand_in"),
        "TrustedOfNetwork": ("network", "adviser", "safety_contact", "safety_stand_in"),
        "SafetyFile": (
            "id",
            "organisation",
            "signal",
            "volunteer",
            "match",
            "held_by",
            "stand_in",
            "heard_by",
        ),
        "SafetyStep": ("id", "file", "by"),
        "CheckIn": ("id", "organisation", "volunteer", "signal", "noted_by"),
        "Observation": ("id", "organisation", "volunteer", "to", "answered_by", "gap"),
        "Quote": ("id", "organisation", "volunteer", "noted_by", "read_by"),
        "CarerAnswer": ("id", "organisation", "request", "by"),
        "VolunteerApplication": (
            "id",
            "organisation",
            "owner",
            "certificate_seen_by",
            "volunteer",
        ),
        "VolunteerVersion": ("version", "volunteer_id"),
        "SearchDue": ("id", "kind", "row_id"),
        "SearchWord": ("id", "organisation_id", "row_id"),
        "Turn": ("id", "organisation", "membership", "noted_by"),
        "Absence": ("id", "organisation", "membership", "noted_by", "cover"),
        "AbsentRequest": ("id", "absence", "request", "signal", "application", "owner"),
        "Takeover": ("id", "organisation", "leaver", "colleague", "asked_by"),
        "Event": ("id", "organisation_id", "journey_id"),
        "AccessRecord": ("id", "organisation_id"),
        "AccessSubject": ("id", "record"),
        "SecurityEvent": ("id", "organisation_id"),
        "Link": ("id", "subject_id", "organisation"),
        "Message": (
            "id",
            "organisation",
            "request",
            "volunteer",
            "account",
            "party",
            "invitation",
            "application",
            "relative",
            "link",
            "done_by",
            "fence",
            "told_with",
        ),
    }
)

#: Tables that hold nothing about a person.
WITHOUT_PEOPLE = frozenset(
    {
        "CheckInCount",
        "ClockSetting",
        "Gap",
        "GapChange",
        "GapNaming",
        "IntakeStop",
        "Network",
        "Organisation",
        "Offer",
        "Policy",
        "Routing",
        "PostcodeArea",
        "QuarterBand",
        "PeriodicRun",
        "Reminded",
        "PlanRun",
    }
)

__all__ = [
    "ERASED",
    "HEADINGS",
    "KEPT_WORDS",
    "PURPOSES",
    "STRUCTURAL",
    "WITHOUT_PEOPLE",
    "About",
    "Kept",
    "Purpose",
]
