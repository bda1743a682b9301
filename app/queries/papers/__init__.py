"""Everything that papers of orders say, in a fixed number of statements each."""
