"""Promise P8: each released version of the built-in gates keeps a golden file.

A change that alters an old outcome must raise `RULES_VERSION`. To write the file of a new version:
`PYTHONPATH=src:. python tests/core/triage/test_golden.py`. It never overwrites the file of a
version that has been released; before the first release of a version, add `--again`.
"""

import json
import sys
from pathlib import Path
from typing import Any

from loopplank.core.triage import (
    RULES_VERSION,
    Facts,
    Route,
    Standing,
    advise,
    facts_from_stored,
)
from loopplank.core.triage.codes import ANSWERABLE

GOLDEN = Path(__file__).parent / "golden"
DRAWN = 160
#: Written as one line of codes, to keep a row readable.
MASKS = ("yes", "no", "covers")
#: Parameters that are words to read.
WORDS = ("kind", "act", "words")


def outcome(facts: Facts) -> dict[str, Any]:
    """Give what a version promises of an advice: what a person saw, in codes.

    Left out is what only repeats the rest: the questions (they are the unknown codes) and what
    would change it (they are routes of other facts).
    """
    stored: dict[str, Any] = advise(facts).as_stored()
    for left_out in ("facts", "rules_version", "limits_version", "changes"):
        del stored[left_out]
    for name in ("holds", "conditions"):
        stored[name] = [_short(reason) for reason in stored[name]]
    stored["reasons"] = [
        f"{reason['tone']} {_short(reason)}"
        for reason in stored["reasons"]
        if reason["tone"] != "unknown"
    ]
    return json.loads(json.dumps(stored))


def _short(reason: dict[str, Any]) -> str:
    # A better word for the same thing is no other outcome: what is meant stands in the code.
    meant = {name: value for name, value in reason["params"].items() if name not in WORDS}
    params = json.dumps(meant, ensure_ascii=False, sort_keys=True)
    return reason["code"] if params == "{}" else f"{reason['code']} {params}"


def golden_file(version: int) -> Path:
    return GOLDEN / f"triage-{version}.json"


def write(path: Path) -> None:
    """Write the golden file: the eighteen cases, and drawn requests that cover every route."""
    from benchmarks.triage import drawn_facts
    from tests.core.triage.test_cases import CASES, facts_of

    requests = [(f"case {case['id']}", facts_of(case)) for case in CASES]
    requests += [(f"drawn {number}", facts) for number, facts in enumerate(drawn_facts(DRAWN))]
    ordinary = Facts().as_stored()
    rows = [
        {
            "name": name,
            "facts": {
                key: " ".join(value) if key in MASKS else value  # type: ignore[arg-type]
                for key, value in facts.as_stored().items()
                if value != ordinary[key]
            },
            "advice": outcome(facts),
        }
        for name, facts in requests
    ]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def read(version: int) -> list[tuple[str, Facts, dict[str, Any]]]:
    """Read a golden file: the name, the facts and the outcome of each request."""
    rows = json.loads(golden_file(version).read_text(encoding="utf-8"))
    found = []
    for row in rows:
        stored = {k: v.split() if k in MASKS else v for k, v in row["facts"].items()}
        found.append((row["name"], facts_from_stored(stored), row["advice"]))
    return found


def test_every_version_so_far_has_its_golden_file() -> None:
    versions = {int(path.stem.removeprefix("triage-")) for path in GOLDEN.glob("triage-*.json")}
    assert versions == set(range(1, RULES_VERSION + 1))


def test_this_version_gives_what_it_always_gave() -> None:
    rows = read(RULES_VERSION)
    assert len(rows) == 18 + DRAWN
    for name, facts, expected in rows:
        assert outcome(facts) == expected, (
            f"{name}: an old outcome changed. Raise RULES_VERSION and write its golden file."
        )


def test_the_golden_file_covers_every_route_standing_and_code() -> None:
    rows = read(RULES_VERSION)
    assert {advice["route"] for _, _, advice in rows} == {route.value for route in Route}
    assert {advice["standing"] for _, _, advice in rows} == {one.value for one in Standing}
    yes = no = unknown = 0
    for _, facts, _ in rows:
        yes |= facts.yes
        no |= facts.no
        unknown |= ANSWERABLE & ~(facts.yes | facts.no)
    assert yes == no == unknown == ANSWERABLE


if __name__ == "__main__":
    target = golden_file(RULES_VERSION)
    if target.exists() and "--again" not in sys.argv:
        sys.exit(f"{target.name} is released. Raise RULES_VERSION, or add --again before release.")
    write(target)
    print(f"{target.name} written.")  # noqa: T201 - a command says what it did
