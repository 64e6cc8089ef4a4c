"""Play the whole story, from the first day to the moment at which the visitor comes in."""

from datetime import datetime

from loopplank.jobs.chance import Random
from loopplank.jobs.demo import events, named_people, network, relay
from loopplank.jobs.demo.events import Events
from loopplank.jobs.demo.scenario import Scenario
from loopplank.jobs.demo.scenarios import Plots
from loopplank.jobs.demo.stage import Stage


def play(now: datetime, chance: Random) -> list[str]:
    """Make the demo network as it stands at `now`; returns the codes of what a rule refused."""
    stage = Stage(now, chance)
    begin = events.begins_at(stage.today)
    made = network.build(stage, begin)
    network.welcome_all(made, begin)
    network.plan_ahead(made)
    plots = Plots(stage)
    scenarios = {
        plot.key: Scenario(made, plot, events.SPARED | relay.SPARED)
        for plot in [*named_people.named(plots), *plots.all()]
    }
    for scenario in scenarios.values():
        scenario.begin()
    Events(made, plots, scenarios).plan()
    relay.plan(made)
    stage.play()
    return stage.refused
