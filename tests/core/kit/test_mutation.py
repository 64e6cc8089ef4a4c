"""The rules are broken on purpose, and the tests must notice: see `scripts/mutate.py`."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from scripts import mutate

#: The whole is thirty mutants of each subject, as `LPTEST_FULL` asks; a share is always the same.
EACH = "30" if os.environ.get("LPTEST_FULL") == "yes" else "2"


@pytest.mark.proof
@pytest.mark.parametrize("subject", [subject.name for subject in mutate.SUBJECTS])
def test_what_is_broken_is_noticed(
    subject: str, record_property: Callable[[str, object], None]
) -> None:
    done = subprocess.run(
        [sys.executable, "scripts/mutate.py", "--each", EACH, subject],
        cwd=mutate.PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    record_property("mutants", done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("subject", mutate.SUBJECTS, ids=lambda subject: subject.name)
def test_every_subject_has_more_than_enough_mutants_and_its_tests(subject: mutate.Subject) -> None:
    keys = [one.key for module in subject.modules for one in mutate.mutants_of(module)]
    assert len(set(keys)) == len(keys) > 40
    for tests in subject.tests:
        assert (mutate.PROJECT / tests).is_file(), tests


def test_a_mutant_is_one_change_that_is_never_written() -> None:
    """A boundary, a left-out condition, a member of a set, a lost statement and a lost result."""
    module = "loopplank.core.requests.states"
    path = mutate.PROJECT / "src" / "loopplank" / "core" / "requests" / "states.py"
    before = path.read_bytes()
    found = {(one.before, one.after): one for one in mutate.mutants_of(module)}
    closing = mutate.mutants_of("loopplank.core.requests.closing")
    changes = [*found, *((one.before, one.after) for one in closing)]
    for change in (
        ("Step.RECONSIDERED}", "Step.NOT_REACHED}"),
        ("attempts.tries < 3 or", "attempts.tries <= 3 or"),
        ("attempts.tries < 3 or", "attempts.tries < 4 or"),
        ("if step in STAYS and state in OPEN", "if step in STAYS"),
        ("return found", "return None"),
        ("raise Refused", "pass"),
    ):
        assert any(change[0] in b and change[1] in a for b, a in changes), change
    for one in list(found.values())[:5]:
        compile_one = mutate.compiled(one)
        assert compile_one.co_filename == str(path)
    assert path.read_bytes() == before
