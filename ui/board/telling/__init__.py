"""What tells a person about visits, in colours, words and to screen readers."""
