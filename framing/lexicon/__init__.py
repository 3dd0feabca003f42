"""The room of lexicons: validated entries, compiled matchers, the registry of organisations."""
