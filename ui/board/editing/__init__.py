"""What a person wants of visits, as edits that can be undone."""
