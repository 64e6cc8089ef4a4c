"""Which organisation gets a question from the network's page."""

from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.organisations.routing import Route, organisation_for

ROUTES = [
    Route("present", 0, kind="odd_jobs"),
    Route("oost", 1, postcode_from="1013", postcode_to="1015"),
    Route("oost-exact", 2, postcode_from="1014"),
    Route("klus-oost", 3, kind="odd_jobs", postcode_from="1013", postcode_to="1019"),
]


def test_the_default_gets_what_nobody_claims() -> None:
    assert organisation_for(ROUTES, ["company"], "2000", "default") == "default"
    assert organisation_for([], ["company"], "", "default") == "default"


def test_a_kind_beats_a_place_and_both_beat_one() -> None:
    assert organisation_for(ROUTES, ["odd_jobs"], "2000", "default") == "present"
    assert organisation_for(ROUTES, ["odd_jobs"], "1014", "default") == "klus-oost"
    assert organisation_for(ROUTES, ["company"], "1013", "default") == "oost"


def test_a_smaller_range_beats_a_larger_one() -> None:
    assert organisation_for(ROUTES, ["company"], "1014", "default") == "oost-exact"


def test_without_a_postcode_no_range_holds() -> None:
    assert organisation_for(ROUTES, ["company"], "", "default") == "default"


@given(st.lists(st.sampled_from(["odd_jobs", "company", "shopping"])), st.integers(1000, 9999))
def test_somebody_always_gets_it(kinds: list[str], area: int) -> None:
    found = organisation_for(ROUTES, kinds, str(area), "default")
    assert found in {"default", *(route.organisation for route in ROUTES)}
