"""Data about a question that goes to another party, and about who works with us outside."""

from loopplank.core.kit.reason import dutch
from loopplank.core.privacy.words import COORDINATORS, COORDINATORS_AND_YOU, About, Kept, Purpose

REFERRING: tuple[Purpose, ...] = (
    Purpose(
        About.HELP_SEEKER,
        dutch("Wat wij met uw ja aan een ander vragen, zonder uw naam"),
        dutch("Zodat een ander u kan helpen, en niemand u vergeet."),
        dutch("De coördinatoren, en de ander aan wie wij het vragen."),
        Kept.AS_NUMBERS,
        {
            "Referral": (
                "number",
                "kind",
                "shared",
                "facts_key",
                "hard_checks",
                "sent_despite",
                "safety",
                "status",
                "why",
                "words",
                "track",
                "made_at",
                "sent_at",
                "answer_by",
                "remind_on",
                "receive_by",
                "admin_on",
                "reminded_at",
                "lapsed_at",
                "with_admin_at",
                "received_at",
                "answer",
                "answered_at",
                "first_contact_by",
                "first_contact_on",
                "outcome_due_on",
                "outcome",
                "outcome_at",
                "ended_at",
                "submission",
                "version",
            )
        },
    ),
    Purpose(
        About.HELP_SEEKER,
        dutch("Uw naam en nummer, als een beroepskracht u verwijst"),
        dutch("Om contact met u op te nemen. Wij zien dit pas als wij ja zeggen."),
        COORDINATORS,
        Kept.AFTER_CLOSING,
        {
            "ReferredPerson": (
                "salutation",
                "first_name",
                "last_name",
                "phone",
                "postcode",
                "place",
                "birth_year",
            )
        },
    ),
    Purpose(
        About.HELP_SEEKER,
        dutch("Dat u ja zei tegen delen: wanneer, hoe, en wat"),
        dutch("Omdat wij zonder uw ja niets delen. U mag het altijd terugnemen."),
        COORDINATORS_AND_YOU,
        Kept.AFTER_CLOSING,
        {
            "Consent": (
                "given_by",
                "representative",
                "shares",
                "to_name",
                "text_version",
                "channel",
                "given_on",
                "noted_at",
                "withdrawn_at",
            )
        },
    ),
    Purpose(
        About.PARTY,
        dutch("Uw naam, nummer, e-mailadres en waar u werkt"),
        dutch("Om samen te zorgen dat niemand tussen wal en schip valt."),
        COORDINATORS,
        Kept.AFTER_CLOSING,
        {
            "Party": (
                "kind",
                "works_at",
                "name",
                "phone",
                "email",
                "language",
                "verified_at",
                "created_at",
                "erased_at",
            ),
            "Referral": (
                "contact_name",
                "contact_phone",
                "fallback_name",
                "fallback_phone",
                "taken_by",
                "taken_by_phone",
            ),
        },
    ),
    Purpose(
        About.PARTY,
        dutch("Dat er een code naar uw adres ging, niet de code zelf"),
        dutch("Zodat alleen u uw verwijzing opent."),
        dutch("Niemand. Alleen de computer leest dit."),
        Kept.THIRTY_DAYS,
        {"OneTimeCode": ("sequence", "expires_at", "failed_tries", "used_at")},
    ),
)
