"""The page of deadlines: which service levels run out next."""
