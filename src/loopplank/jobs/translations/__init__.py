"""Background work: the English catalogue: phrases found in the sources, merged, judged, compiled."""
