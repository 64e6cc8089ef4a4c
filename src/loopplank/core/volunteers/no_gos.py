"""What a volunteer rather does not do: codes with their Dutch words."""

from loopplank.core.kit.reason import dutch

PAID_WORK = "paid_work"
NO_GO_WORDS = {
    PAID_WORK: dutch("werk dat eigenlijk betaald hoort te zijn"),
    "dogs": dutch("honden"),
    "cats": dutch("katten"),
    "smoking": dutch("roken in huis"),
    "stairs": dutch("traplopen"),
    "lifting": dutch("tillen of sjouwen"),
    "evening": dutch("’s avonds op pad"),
    "dementia": dutch("dementie"),
    "dying": dutch("stervenden"),
    "children": dutch("kinderen"),
}
