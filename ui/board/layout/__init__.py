"""Lanes, time axis, panes and sums: where everything stands."""
