"""The table of purposes: complete sentences, and every length of time in use."""

import pytest

from loopplank.core.privacy import HEADINGS, KEPT_WORDS, PURPOSES, About, Kept, Purpose


@pytest.mark.parametrize("purpose", PURPOSES, ids=lambda purpose: purpose.what)
def test_each_line_is_whole(purpose: Purpose) -> None:
    assert purpose.what
    assert purpose.columns
    for sentence in (purpose.why, purpose.seen_by, KEPT_WORDS[purpose.kept]):
        assert sentence.endswith(".")
    for words in (purpose.what, purpose.why, purpose.seen_by):
        for line in words.split(". "):
            assert len(line.split()) <= 15, line


def test_every_part_of_the_page_has_a_title_and_lines() -> None:
    assert set(HEADINGS) == set(About) == {purpose.about for purpose in PURPOSES}


def test_every_length_of_time_is_used_and_has_words() -> None:
    assert set(KEPT_WORDS) == set(Kept) == {purpose.kept for purpose in PURPOSES}


def test_whoever_asks_is_u_and_whoever_helps_is_je() -> None:
    for purpose in PURPOSES:
        words = f" {purpose.what} {purpose.why} {purpose.seen_by} ".lower()
        for_askers = purpose.about in {
            About.HELP_SEEKER,
            About.APPLICANT,
            About.RELATIVE,
            About.PARTY,
        }
        wrong = (" je ", " jij ") if for_askers else (" u ", " uw ")
        assert not any(one in words for one in wrong), purpose.what
