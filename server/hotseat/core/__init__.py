"""The pure core: no clock, no files, no sockets, no randomness, no logging."""
