"""Plans in the background: claimed, made by a planner process, stored, made again."""
