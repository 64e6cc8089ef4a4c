"""Plays the whole story, from the first day to the moment at which the visitor comes in."""

from datetime import datetime

from loopplank.jobs.chance import Random
from loopplank.jobs.demo import happenings, named, relaying, setting
from loopplank.jobs.demo.happenings import Happenings
from loopplank.jobs.demo.plots import Plots
from loopplank.jobs.demo.stage import Stage
from loopplank.jobs.demo.tale import Tale


def play(now: datetime, chance: Random) -> list[str]:
    """Make the demo network as it stands at `now`; returns the codes of what a rule refused."""
    stage = Stage(now, chance)
    begin = happenings.begins_at(stage.today)
    made = setting.build(stage, begin)
    setting.welcome_all(made, begin)
    setting.plan_ahead(made)
    plots = Plots(stage)
    tales = {
        plot.key: Tale(made, plot, happenings.SPARED)
        for plot in [*named.named(plots), *plots.all()]
    }
    for tale in tales.values():
        tale.begin()
    Happenings(made, plots, tales).plan()
    relaying.plan(made)
    stage.play()
    return stage.refused
