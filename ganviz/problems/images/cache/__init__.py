"""Images decoded once and kept on disk, within a bound."""
