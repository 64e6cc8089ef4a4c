"""What tests of the application get: the cast, a count of queries, and two guards."""

import pickle
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests import proofs
from tests.app.cast import Cast
from tests.app.engine_watch import Meetings

# A transaction or a savepoint is not a question: it differs between a test that rolls back and one
# that commits, and says nothing about a page.
_NOT_A_QUESTION = re.compile(r"\s*(BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK)\b", re.IGNORECASE)


# --- the cast: Anna, Bram, Carla, Dirk, Ella, Fred --------------------------
# tests/app/cast.py makes them with the real actions, once a run, in the template of all databases
# (tests/app/fill_template.py). They stand in every test; who asks for `cast` learns who is who.
@pytest.fixture
def cast(request: pytest.FixtureRequest, who_is_who: Path) -> Cast:
    """Everybody's actor, and the ids of the rows around them."""
    if request.node.get_closest_marker("commits") is None:
        request.getfixturevalue("db")
    made: Cast = pickle.loads(who_is_who.read_bytes())
    return made


# ----------------------------------------------------------------------------
class AskedWhileRendering(AssertionError):
    """A template asked the database something: `access` gives rows with everything loaded."""


@pytest.fixture(autouse=True)
def template_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A template that touches the database fails its test (architecture, habit 4)."""
    from django.db import connection
    from django.template.backends.django import Template

    asked: list[str] = []
    render_page = Template.render

    def refuse(execute: object, sql: str, params: object, many: bool, context: object) -> None:
        asked.append(sql)
        raise AskedWhileRendering(f"while rendering: {sql[:300]}")

    def render(template: Template, *args: Any, **kwargs: Any) -> str:
        with connection.execute_wrapper(refuse):
            return render_page(template, *args, **kwargs)

    monkeypatch.setattr(Template, "render", render)
    yield asked
    # an `except` somewhere may have swallowed it
    assert not asked, f"a template asked the database: {asked[0][:300]}"


@pytest.fixture(autouse=True)
def met_engine(request: pytest.FixtureRequest) -> Iterator[Meetings]:
    """Fail a test that meets the engine and would not always run on both (engine_watch.py)."""
    from django.db import connection

    met = Meetings()
    if connection.vendor != "postgresql" or proofs.always_on_both(request.node):
        yield met
        return
    with connection.execute_wrapper(met):
        yield met
    assert not met, f"mark this test, or its file, `both_engines`:\n{met}"


@pytest.fixture(autouse=True, scope="session")
def quick_passwords(django_test_environment: None) -> Iterator[None]:
    """Hash passwords in no time: a real hash is slow on purpose, and no test is about that."""
    from django.test import override_settings

    hasher = "django.contrib.auth.hashers.MD5PasswordHasher"
    with override_settings(PASSWORD_HASHERS=[hasher]):
        yield


class Questions(list[str]):
    """The statements that were sent to the database, without BEGIN, SAVEPOINT and the like."""

    def __str__(self) -> str:
        return "\n".join(f"{n:3} {sql[:200]}" for n, sql in enumerate(self, 1))


@pytest.fixture
def queries() -> Callable[[], AbstractContextManager[Questions]]:
    """Count: `with queries() as asked: …`, then `assert len(asked) <= 25, asked`."""
    from django.db import connection

    @contextmanager
    def counting() -> Iterator[Questions]:
        asked = Questions()

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if not _NOT_A_QUESTION.match(sql):
                asked.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            yield asked

    return counting
