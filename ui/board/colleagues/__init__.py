"""Colleagues on the same board: what they hold, changed, and what both changed."""
