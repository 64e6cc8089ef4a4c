"""The rules of the work: pure functions over frozen facts; no clock, no dice, no database."""
