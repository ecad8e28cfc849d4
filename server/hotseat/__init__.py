"""Hotseat: a voice interviewer for AI product-manager system-design rounds."""

__version__ = "0.1.0"
