"""What the nightly check counts, in words: each of these counts must be 0."""

from collections.abc import Mapping
from types import MappingProxyType

from loopplank.core.kit.reason import dutch

#: The first one is also looked at while somebody opens the page of the network.
WITHOUT_OWNER = "open_without_active_owner"
PROMISES: Mapping[str, str] = MappingProxyType(
    {
        WITHOUT_OWNER: dutch("Zonder actieve eigenaar"),
        "log_without_active_owner": dutch("Ooit zonder actieve eigenaar, volgens het logboek"),
        "journeys_with_two_owners": dutch("Met twee eigenaars tegelijk"),
        "log_with_two_owners": dutch("Ooit met twee eigenaars tegelijk, volgens het logboek"),
        "log_differs_from_row": dutch("Logboek zegt iets anders dan de hulpvraag"),
        "log_has_a_gap": dutch("Logboek met een gat"),
        "log_day_made_later": dutch("Door een nieuwe eigenaar later geworden"),
        "log_open_without_a_day": dutch("Open zonder uiterste dag"),
        "log_handed_over_without_yes": dutch("Ooit overgedragen zonder ja, volgens het logboek"),
        "following_without_a_yes": dutch("Overgedragen zonder ja van de ander"),
        "referrals_past_their_day": dutch("Overdracht waar niemand op antwoordde, nog open"),
        "closed_without_next_step": dutch("Afgesloten zonder vervolg"),
        "log_closed_without_next_step": dutch("Ooit afgesloten zonder vervolg"),
        "ledger_weeks_that_differ": dutch("Weken van vrijwilligers die niet kloppen"),
        "erased_with_words": dutch("Iemand die gewist is, en nog te vinden"),
        "left_at_closed_volunteer": dutch(
            "Iets dat achterbleef bij een vrijwilliger die nu één is"
        ),
        "relatives_past_their_day": dutch("Iemand die meekijkt na het einde"),
        "members_without_a_yes": dutch("Lid zonder eigen ja: nodig opnieuw uit"),
        "periodic_work_given_up": dutch("Werk voor de nacht dat bleef liggen"),
    }
)
#: How many requests were replayed: what the counts are about, and no promise itself.
REPLAYED = "requests_replayed"
#: What replaying the log can find.
FROM_THE_LOG = tuple(code for code in PROMISES if code.startswith("log_"))
