"""The version, in a module of its own so that every room may name it in its signatures."""

__version__ = "0.1.0"
