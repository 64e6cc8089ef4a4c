"""Documents that can be tested are tested."""

import re
from pathlib import Path

from loopplank.core.referrals import states
from loopplank.core.requests.states import diagram

ROOT = Path(__file__).resolve().parents[3]


def test_the_drawing_of_a_referral_is_that_of_the_table() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert states.diagram() in page


def test_the_drawing_of_the_states_is_that_of_the_table() -> None:
    assert diagram() in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_every_file_that_the_documents_name_exists() -> None:
    for page in (ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for named in re.findall(r"`((?:src|tests|docs|scripts|benchmarks)/[\w./-]+)`", text):
            assert (ROOT / named).exists(), f"{page.name} names {named}"
        for named in re.findall(r"\]\((?!https?:|#|mailto:)([\w./-]+)(?:#[\w-]+)?\)", text):
            assert (page.parent / named).exists(), f"{page.name} links to {named}"


def test_the_exercise_names_files_that_hold_what_it_says() -> None:
    """A sentence reads "`a/file.py` holds `this`", with `which` allowed between them."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    exercise = page.partition("## An exercise")[2].partition("\n## ")[0]
    said = re.findall(r"`(src/[\w./-]+)`(?:, which)?\s+holds\s+`([^`]+)`", exercise)
    assert len(said) == 6, said
    for place, held in said:
        assert held in (ROOT / place).read_text(encoding="utf-8"), f"{place} lacks {held}"


def test_every_test_that_the_documents_name_exists() -> None:
    """The last line behind a promise is a test; one that is not there promises nothing."""
    there = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    for page in (ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for named in re.findall(r"`(?:[\w/]+/)?(test_\w+\.py)`", text):
            assert named in there, f"{page.name} names {named}"


def test_every_decision_has_a_number_a_status_and_stands_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    found = sorted(folder.glob("[0-9]*.md"))
    assert [p.name[:4] for p in found] == [f"{n:04d}" for n in range(1, len(found) + 1)]
    for page in found:
        text = page.read_text(encoding="utf-8")
        assert re.search(r"^Status: (accepted|replaced)", text, re.MULTILINE), page.name
        assert page.name in index, f"the index does not name {page.name}"


def test_the_commands_of_the_readme_exist() -> None:
    targets = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in re.findall(r"`make ([a-z]+)", readme):
        assert command in targets, command


def test_the_glossary_names_terms_that_the_code_uses() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    source = " ".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "src" / "loopplank").rglob("*.py")
    )
    words = re.findall(r"^\| [^|]+ \| `([A-Za-z_]+)` \|", text, re.MULTILINE)
    assert len(words) >= 20
    for word in words:
        assert word in source, f"the glossary names {word}, the code does not"
