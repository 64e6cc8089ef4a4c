"""Who does what and who does not: formal and informal help in one arrangement.

Source: domain model, section 2.4, and product concept C7. A combination begins only when seven
conditions hold. When the professional leaves, the volunteer's part stops until the coordinator
decides again.
"""

from loopplank.core.arrangements.conditions import (
    CONDITIONS,
    LONGEST_UNTIL_EVALUATION,
    may_resume,
    may_start,
    missing,
    step_after_no,
    unfinished,
    waits_for,
)
from loopplank.core.arrangements.facts import (
    ANSWER_WORDS,
    NO_WORDS,
    NOBODY_YET,
    WHO_WORDS,
    Answer,
    Arrangement,
    Channel,
    No,
    Side,
    Signatory,
    Task,
    Terms,
    Who,
    concerned,
)
from loopplank.core.arrangements.starters import IF_ILL, STOP_RULE, starter_tasks
from loopplank.core.arrangements.states import STATE_WORDS, State, Step, after

__all__ = [
    "ANSWER_WORDS",
    "CONDITIONS",
    "IF_ILL",
    "LONGEST_UNTIL_EVALUATION",
    "NOBODY_YET",
    "NO_WORDS",
    "STATE_WORDS",
    "STOP_RULE",
    "WHO_WORDS",
    "Answer",
    "Arrangement",
    "Channel",
    "No",
    "Side",
    "Signatory",
    "State",
    "Step",
    "Task",
    "Terms",
    "Who",
    "after",
    "concerned",
    "may_resume",
    "may_start",
    "missing",
    "starter_tasks",
    "step_after_no",
    "unfinished",
    "waits_for",
]
