"""The language model under control, the pure part: what it is told, what may be spoken, what its marks are worth."""
