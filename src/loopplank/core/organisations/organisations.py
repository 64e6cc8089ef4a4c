"""The kinds of organisations, and of parties from outside."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    VOLUNTEERS = "volunteers"
    FORMAL = "formal"
    MUNICIPALITY = "municipality"


class PartyKind(StrEnum):
    """What somebody outside is, who refers, takes over or signs."""

    GP = "gp"
    HOME_CARE = "home_care"
    DISTRICT_TEAM = "district_team"
    MUNICIPALITY = "municipality"
    VOLUNTEERS = "volunteers"
    FAMILY = "family"
    OTHER = "other"
