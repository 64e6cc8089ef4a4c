"""The English catalogue: phrases found in the sources, merged, judged, compiled."""
