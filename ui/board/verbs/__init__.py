"""What can be done with visits, lanes, empty time and waiting orders: every command of the board, once."""
