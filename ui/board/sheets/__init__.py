"""Saved set-ups of the board, as tabs under it."""
