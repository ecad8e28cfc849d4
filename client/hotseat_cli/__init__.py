"""The terminal client of Hotseat: a microphone, a headphone and a websocket."""
