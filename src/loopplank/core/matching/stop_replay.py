"""Where a plan is stopped, counted in looks at the clock, to stop it at the same place again.

A clock stops a plan at another place each time. What a plan does between two looks is always the
same, and so is what those do that work side by side, each by itself; only how far the others are
when one of them is told differs. So the looks of each are counted apart.
"""

from dataclasses import dataclass, field

from loopplank.core.matching.result import Progress, Stop, StoppedAt


@dataclass
class _StopCalls:
    """How often the plan looked, and since then each of those that work side by side."""

    plan: int = 0
    beside: dict[int, int] = field(default_factory=dict)

    def count(self, progress: Progress) -> None:
        if not progress.beside:
            self.plan += 1
            self.beside.clear()
        else:
            self.beside[progress.beside] = self.beside.get(progress.beside, 0) + 1


class CountedStop:
    """A stop that stays said and knows at which look it was said first."""

    def __init__(self, stop: Stop) -> None:
        self._stop, self._looks = stop, _StopCalls()
        self._plan: int | None = None
        self._beside: dict[int, int] = {}

    def __call__(self, progress: Progress) -> bool:
        looks = self._looks
        looks.count(progress)
        if not (self._plan is not None or self._beside or self._stop(progress)):
            return False
        if progress.beside:
            self._beside.setdefault(progress.beside, looks.beside[progress.beside])
        elif self._plan is None:
            self._plan = looks.plan
        return True

    @property
    def at(self) -> StoppedAt | None:
        """Return where it was said, or None. What was told to one of several that work side by
        side, the plan hears at its next look."""
        if self._plan is None and not self._beside:
            return None
        plan = self._looks.plan + 1 if self._plan is None else self._plan
        return StoppedAt(plan, tuple(sorted(self._beside.items())))


class ReplayedStop:
    """A stop at the place where an earlier plan of the same problem was stopped."""

    def __init__(self, at: StoppedAt) -> None:
        self._at, self._told, self._looks = at, dict(at.beside), _StopCalls()

    def __call__(self, progress: Progress) -> bool:
        looks = self._looks
        looks.count(progress)
        if not progress.beside:
            return looks.plan >= self._at.looks
        told = self._told.get(progress.beside)
        return (
            told is not None
            and looks.plan == self._at.looks - 1
            and (looks.beside[progress.beside] >= told)
        )
