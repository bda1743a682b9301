"""Finding and filtering on the board."""
