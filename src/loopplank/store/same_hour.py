"""The triggers on matches that keep one volunteer from two visits at overlapping hours.

Plain SQL, the same rule as `core/volunteers/same_hour.py`. Overlaps that were there already stay:
only what brings a new one is refused, so that such a match can still be changed and ended.
"""

_WEEKS = " UNION ALL SELECT ".join(f"{n} AS n" if n == 0 else str(n) for n in range(24))
_HOLDS = "('meeting', 'running')"

#: How each engine counts days from a Monday, and minutes of a day.
_DIALECT = {
    "postgresql": (
        "({0} - DATE '1990-01-01')",
        "(EXTRACT(EPOCH FROM {0}) / 60)",
        "LEAST",
        "GREATEST",
    ),
    "sqlite": (
        "CAST(julianday({0}) - 2447892.5 AS INTEGER)",
        "(strftime('%H', {0}) * 60 + strftime('%M', {0}))",
        "MIN",
        "MAX",
    ),
}


def condition(vendor: str, row: str) -> str:
    """Return SQL that is true when `row` (NEW or OLD) is at the same hour as `o`, another match."""
    day, minutes, least, most = _DIALECT[vendor]

    def last(of: str) -> str:
        ends = (f"COALESCE({of}.{name}, {of}.last_day)" for name in ("stops_on", "leaves_on"))
        return f"{least}({of}.last_day, {', '.join(ends)})"

    def weekday(of: str) -> str:
        once = f"CASE WHEN {of}.first_day = {last(of)} THEN {day.format(of + '.first_day')} % 7 END"
        return f"COALESCE({of}.weekday, {once})"

    def falls(of: str, found: str) -> str:
        phase = day.format(f"{of}.phase")
        week = f"(({found} - {found} % 7) - ({phase} - {phase} % 7)) / 7"
        return f"({of}.every_weeks = 1 OR {of}.phase IS NULL OR {week} % {of}.every_weeks = 0)"

    first = day.format(f"{most}({row}.first_day, o.first_day)")
    end = day.format(f"{least}({last(row)}, {last('o')})")
    found = f"({first} + ({weekday(row)} - {first} % 7 + 7) % 7 + 7 * w.n)"
    begins, begins_o = (minutes.format(f"{of}.start_time") for of in (row, "o"))
    return (
        f"{row}.state IN {_HOLDS} AND o.state IN {_HOLDS} AND o.volunteer_id = {row}.volunteer_id"  # noqa: S608  only names of columns stand in it
        f" AND o.id <> {row}.id AND {weekday(row)} = {weekday('o')}"
        f" AND {begins} < {begins_o} + o.visit_minutes"
        f" AND {begins_o} < {begins} + {row}.visit_minutes"
        f" AND EXISTS (SELECT 1 FROM (SELECT {_WEEKS}) w WHERE {found} <= {end}"
        f" AND {falls(row, found)} AND {falls('o', found)})"
    )


def sqlite(name: str, when: str) -> str:
    """Return the trigger of SQLite for INSERT or UPDATE."""
    new, old = condition("sqlite", "NEW"), condition("sqlite", "OLD")
    brings = f" AND NOT COALESCE(({old}), 0)" if when == "UPDATE" else ""
    text = _SQLITE.replace("{name}", name).replace("{when}", when)
    return text.replace("{new}", new).replace("{brings}", brings)


def postgresql() -> str:
    """Return the function that the trigger of PostgreSQL calls."""
    new, old = condition("postgresql", "NEW"), condition("postgresql", "OLD")
    return _POSTGRESQL.replace("{new}", new).replace("{old}", old)


_SQLITE = """
CREATE TRIGGER {name} BEFORE {when} ON store_match
WHEN EXISTS (SELECT 1 FROM store_match o WHERE {new}{brings})
BEGIN SELECT RAISE(ABORT, 'a volunteer is with one person at a time'); END"""

#: The volunteer is locked first, so that two who plan at the same moment wait for each other.
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION loopplank_one_at_a_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state NOT IN ('meeting', 'running') OR NEW.start_time IS NULL THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM store_volunteer WHERE id = NEW.volunteer_id FOR NO KEY UPDATE;
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM store_match o WHERE {new}) THEN
            RAISE EXCEPTION 'a volunteer is with one person at a time' USING ERRCODE = '23514';
        END IF;
    ELSIF EXISTS (
        SELECT 1 FROM store_match o WHERE {new} AND NOT COALESCE(({old}), false)) THEN
        RAISE EXCEPTION 'a volunteer is with one person at a time' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
"""
