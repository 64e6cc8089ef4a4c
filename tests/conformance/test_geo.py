"""The public list of postcode areas goes in whole, and our distances are those of the judge."""

import random  # noqa: TID251  a fixed seed below, so the same pairs each time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from loopplank.core.organisations.areas import Point, between, read_areas
from loopplank.web.kit.lists import rows_of

Tool = Callable[[str], ModuleType]
PAIRS = 5_000


def test_every_area_that_the_judge_reads_we_read_too(conformance: Path, tool: Tool) -> None:
    file = conformance / "geo" / "4pp.csv"
    theirs = tool("pc4").load(str(file))
    rows = rows_of(SimpleUploadedFile("4pp.csv", file.read_bytes()))
    read = read_areas(rows)
    ours = {area.postcode: area for area in read.areas}
    assert set(ours) == set(theirs)
    assert read.skipped == len(rows) - 1 - len(theirs)
    for postcode, (latitude, longitude, place, municipality, _kind) in theirs.items():
        mine = ours[postcode]
        assert (mine.latitude, mine.longitude) == (latitude, longitude)
        assert (mine.place, mine.municipality) == (place, municipality)


def test_distances_are_those_of_the_judge(conformance: Path, tool: Tool) -> None:
    judge = tool("pc4")
    areas = judge.load(str(conformance / "geo" / "4pp.csv"))
    chance = random.Random(20261124)
    codes = sorted(areas)
    for _ in range(PAIRS):
        here, there = (areas[chance.choice(codes)] for _ in range(2))
        ours = between(Point(*here[:2]), Point(*there[:2])).km
        assert ours == pytest.approx(judge.km(here, there), abs=1e-9)
