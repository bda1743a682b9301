"""Commands over many visits: what is proposed, the preview with a tick for each, and one step to undo."""
