"""Settings of the company, each with its effect in a sentence."""
