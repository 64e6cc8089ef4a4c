"""Data about volunteers, and about who works at an organisation."""

from loopplank.core.privacy.words import (
    ONLY_ROOM_ELSEWHERE,
    PATTERN,
    SHARED_AFTER_TWO_YESES,
    YOU_AND_COORDINATORS,
    About,
    Kept,
    Purpose,
)
from loopplank.core.reason import dutch

HELPING: tuple[Purpose, ...] = (
    # --- volunteers ---------------------------------------------------------------------------
    Purpose(
        About.VOLUNTEER,
        dutch("Je naam, nummer, e-mailadres en postcode"),
        dutch("Om je te bereiken, zoals jij dat wilt. En om hulp dichtbij te vinden."),
        YOU_AND_COORDINATORS,
        Kept.WHILE_VOLUNTEER,
        {
            "Volunteer": (
                "first_name",
                "last_name",
                "phone",
                "email",
                "postcode",
                "channel",
                "language",
                "created_at",
                "erased_at",
            )
        },
    ),
    Purpose(
        About.VOLUNTEER,
        dutch("Op welke toestellen je link open ging: soort, en de eerste en laatste dag"),
        dutch("Zodat je niet steeds je link nodig hebt. En zodat jij een toestel kunt afsluiten."),
        dutch("Alleen jij."),
        Kept.NINETY_DAYS,
        {
            "Device": (
                "secret_hash",
                "generation",
                "kind",
                "system",
                "browser",
                "first_seen_on",
                "last_seen_on",
                "revoked_at",
            )
        },
    ),
    Purpose(
        About.VOLUNTEER,
        dutch("Dat iemand om je link vroeg, en dat een formulier van je telefoon aankwam"),
        dutch("Zodat niemand je steeds laat bellen of mailen. En zodat niets dubbel aankomt."),
        dutch("Niemand. Wij bewaren niet wat er getypt werd, alleen een geheim merk."),
        Kept.PLAN,
        {
            "LinkAsk": ("wanted_hash", "source_hash", "channel", "asked_at", "done_at"),
            "SentForm": ("key", "sent_at"),
        },
    ),
    Purpose(
        About.VOLUNTEER,
        dutch("Je grenzen: uren, mensen, dagen, pauze en wat je liever niet doet"),
        dutch("Zodat niemand je meer vraagt dan jij wilt."),
        ONLY_ROOM_ELSEWHERE,
        Kept.WHILE_VOLUNTEER,
        {
            "Limits": (
                "liked_minutes",
                "max_minutes",
                "max_people",
                "max_heavy",
                "travel_counts",
                "pause_from",
                "pause_to",
                "until",
                "kinds",
                "day_parts",
                "no_gos",
                "max_km",
                "short_notice",
                "show_hours_elsewhere",
                "set_at",
                "set_by_self",
                "raises_counted",
            ),
            "LimitsRaise": ("wanted", "asked_at", "effective_on", "needs_second", "state"),
            "LoadWeek": (
                "monday",
                "planned_minutes",
                "allowed_minutes",
                "planned_people",
                "allowed_people",
                "planned_heavy",
                "allowed_heavy",
            ),
        },
    ),
    Purpose(
        About.VOLUNTEER,
        dutch("Of andere organisaties aan je mogen denken: jouw ja, en dat van je coördinator"),
        dutch("Zodat er meer mensen geholpen worden, en alleen als jij dat wilt."),
        SHARED_AFTER_TWO_YESES,
        Kept.WHILE_VOLUNTEER,
        {"Limits": ("share_in_network",), "Affiliation": ("shared_at",)},
    ),
    Purpose(
        About.VOLUNTEER,
        dutch("Bij welke organisatie je helpt, je VOG-datum en je scholing"),
        dutch("Om te weten wat je mag en wilt doen. De VOG zelf bewaren wij niet."),
        dutch("Jij, en de coördinatoren van die ene organisatie."),
        Kept.WHILE_VOLUNTEER,
        {
            "Affiliation": (
                "state",
                "since",
                "ended_on",
                "certificate_seen_on",
                "trained_for",
                "note",
                "spoken_at",
                "typed_name",
            )
        },
    ),
    Purpose(
        About.VOLUNTEER,
        dutch("Wat wij je vroegen en wat je antwoordde"),
        dutch("Zodat je rust krijgt na een nee."),
        YOU_AND_COORDINATORS,
        Kept.WHILE_VOLUNTEER,
        {
            "Proposal": (
                *PATTERN,
                "travel_minutes",
                "what",
                "reasons",
                "asked_at",
                "expires_at",
                "state",
                "answered_at",
                "answered_via",
                "decline_reason",
                "question",
            )
        },
    ),
    Purpose(
        About.VOLUNTEER,
        dutch("Bij wie wij denken dat je past"),
        dutch("Zodat een coördinator kan kiezen wie ze vraagt. Niemand wordt vanzelf ingedeeld."),
        dutch("De coördinatoren van je organisatie."),
        Kept.PLAN,
        {
            "PlanProposal": ("how", "state", "reasons", "decision", "decided_at"),
            "PlanPart": (
                "number",
                "first_day",
                "last_day",
                "visits",
                "visit_minutes",
                "day_parts",
            ),
            "PlanFile": ("problem", "prices", "keys"),
        },
    ),
    Purpose(
        About.VOLUNTEER,
        dutch("Je bezoeken, hoe ze waren, en of het te zwaar is"),
        dutch("Om op tijd te zien dat het te veel wordt."),
        dutch("Jij, en de coördinatoren van die ene organisatie."),
        Kept.WHILE_VOLUNTEER,
        {
            "Visit": ("day", "state", "minutes", "felt", "note", "logged_at", "logged_by_self"),
            "VolunteerSignal": (
                "reason",
                "words",
                "wants_call",
                "call_before",
                "at",
                "answered_at",
                "outcome",
            ),
        },
    ),
    # --- members --------------------------------------------------------------------------------
    Purpose(
        About.MEMBER,
        dutch("Je naam, e-mailadres, telefoon, wachtwoord en tweede stap"),
        dutch("Om in te loggen, en om te zien wie wat deed. Je wachtwoord kan niemand lezen."),
        dutch("Je collega’s zien je naam en nummer. Wie hulp vraagt ziet je naam."),
        Kept.WHILE_MEMBER,
        {
            "Account": (
                "email",
                "name",
                "phone",
                "language",
                "password",
                "last_login",
                "is_active",
                "created_at",
            )
        },
    ),
    Purpose(
        About.MEMBER,
        dutch("Je rol, je werkdagen en je uren"),
        dutch("Om dagen te kiezen waarop je werkt, en om je niet te vol te plannen."),
        dutch("Je collega’s."),
        Kept.WHILE_MEMBER,
        {
            "Membership": (
                "role",
                "active",
                "weekdays",
                "hours_a_week",
                "max_matches",
                "max_requests",
                "since",
                "ended_on",
            )
        },
    ),
    Purpose(
        About.MEMBER,
        dutch("Wanneer je achterwacht bent, wanneer je er niet bent, en wie het overneemt"),
        dutch("Zodat een hulpvraag nooit zonder eigenaar is. Waarom je weg bent, staat er niet."),
        dutch("Je collega’s. De beheerder van het netwerk ziet wie achterwacht is."),
        Kept.WHILE_MEMBER,
        {
            "Turn": ("first_day", "last_day", "noted_at"),
            "Absence": ("first_day", "last_day", "noted_at", "began_at", "returned_at"),
            "Takeover": ("asked_at", "accepted_at"),
        },
    ),
)
