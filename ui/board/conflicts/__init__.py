"""What rules are broken, why, and what would mend it."""
