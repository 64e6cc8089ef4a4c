"""Plain values that every room needs: days, words, reasons, telephone numbers. It decides
nothing."""
