"""The draft plan: staged, summed up, published or dropped as one step."""
