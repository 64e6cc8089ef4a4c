"""With 2,000 volunteers and 1,000 open requests the pages of the day stay small, in any order.

`make bench` prints the same numbers beside the time; here they are a promise.
"""

import json

import pytest
from tests.databases import python

MEASURE = """
import json
from benchmarks.pages import measure
print(json.dumps(measure(rounds=1)))
"""


@pytest.mark.proof
@pytest.mark.sqlite
def test_a_large_network_costs_at_most_25_queries_and_60_kilobytes() -> None:
    rows = json.loads(python("-c", MEASURE).splitlines()[-1])
    promised = {row["name"]: row["value"] for row in rows if row["goal"] is not None}
    assert set(promised) == {
        f"{page} {what}"
        for page in ("vandaag", "hulpvragen", "hulpvraag", "week")
        for what in ("queries", "html")
    }
    for name, value in promised.items():
        most = 120_000 if name == "week html" else 60_000
        assert 0 < value <= (25 if name.endswith("queries") else most), promised
