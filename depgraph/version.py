"""Which release this is. The build of the package reads it here."""

__version__ = "0.1.0"
