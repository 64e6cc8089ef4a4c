"""The kept rows of the demo: a file for each day of the week, JSON lines under xz.

The story differs from day to day: on a Saturday others have something to do than on a Tuesday.
"""

import json
import lzma
from datetime import date, time
from pathlib import Path

from loopplank.jobs.demo.rows import Story, Table

FOLDER = Path(__file__).with_name("rows")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def file_of(weekday: int) -> Path:
    """Return the file for a day of the week; 0 is Monday."""
    return FOLDER / f"{DAYS[weekday]}.jsonl.xz"


def read(day: date) -> Story:
    """Return the story as it stands on a day like this one."""
    with lzma.open(file_of(day.weekday()), "rt", encoding="utf-8") as lines:
        about = json.loads(next(lines))
        tables = []
        for name, columns in about["tables"].items():
            rows = [json.loads(next(lines)) for _ in range(json.loads(next(lines)))]
            tables.append(Table(name, tuple(columns), rows))
    return Story(time.fromisoformat(about["ended"]), about["keys"], tuple(tables))


def write(story: Story, weekday: int) -> None:
    """Keep a story for a day of the week."""
    FOLDER.mkdir(exist_ok=True)
    file_of(weekday).write_bytes(
        lzma.compress(text_of(story).encode(), preset=9 | lzma.PRESET_EXTREME)
    )


def text_of(story: Story) -> str:
    """Write first what stands in it; then of each table how many rows follow, and the rows."""
    about = {
        "ended": story.ended.isoformat(),
        "keys": story.keys,
        "tables": {table.name: table.columns for table in story.tables},
    }
    lines = [_line(about)]
    for table in story.tables:
        lines += [_line(len(table.rows)), *map(_line, table.rows)]
    return "".join(lines)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
