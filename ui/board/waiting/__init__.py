"""The waiting list beside the board."""
