"""livekit-agents' default detector without a room on one recording, in real time. Runs in its own environment.

    python livekit_turns.py NAME.wav NAME.json EAR_DELAY_S  ->  one JSON line: {"stops_s": [...]}

The model is used inside livekit-agents only, as its licence demands; nothing of it is shipped or copied.
"""

import asyncio
import json
import logging
import os
import sys
import time
from pathlib import Path

import soundfile

logging.basicConfig(level=logging.CRITICAL)

from livekit import rtc  # noqa: E402 - after the log was made quiet
from livekit.agents import Agent, AgentSession, inference, stt  # noqa: E402 - after the log was made quiet
from livekit.agents.voice import io  # noqa: E402 - after the log was made quiet

CHUNK = 320


class Recording(io.AudioInput):
    """Plays 20 ms frames at their time."""

    def __init__(self, pcm):
        super().__init__(label="file")
        self.pcm, self.at, self.begun = pcm, 0, None
        self.done = asyncio.Event()

    async def __anext__(self):
        if self.at + CHUNK > len(self.pcm):
            self.done.set()
            await asyncio.sleep(3600)
        if self.begun is None:
            self.begun = time.monotonic()
        rest = self.begun + (self.at + CHUNK) / 16_000 - time.monotonic()
        if rest > 0:
            await asyncio.sleep(rest)
        frame = rtc.AudioFrame(self.pcm[self.at : self.at + CHUNK].tobytes(), 16_000, 1, CHUNK)
        self.at += CHUNK
        return frame

    def __aiter__(self):
        return self


class Scripted(Agent):
    """An ear that knows the words, a mind that says one word."""

    def __init__(self, words, delay_s, recording, stops):
        super().__init__(instructions="-")
        self.words, self.delay_s, self.recording, self.stops = words, delay_s, recording, stops

    async def stt_node(self, audio, settings):
        said, heard_s, told = 0, 0.0, 0.0
        async for frame in audio:
            heard_s += frame.samples_per_channel / frame.sample_rate
            text = ""
            if self.words:
                fresh = said
                while fresh < len(self.words) and self.words[fresh]["end_s"] + self.delay_s <= heard_s:
                    fresh += 1
                text = " ".join(word["text"] for word in self.words[said:fresh])
                said = fresh
            elif heard_s - told >= 0.8:
                told, text = heard_s, "some words"
            if text:
                yield stt.SpeechEvent(
                    type=stt.SpeechEventType.FINAL_TRANSCRIPT,
                    alternatives=[stt.SpeechData(language="en", text=text, confidence=1.0)],
                )

    async def llm_node(self, context, tools, settings):
        yield "ok"

    async def on_user_turn_completed(self, turn_ctx, new_message):
        self.stops.append(round(time.monotonic() - self.recording.begun, 3))


async def main(sound, words, ear_delay_s):
    pcm, rate = soundfile.read(sound, dtype="int16")
    assert rate == 16_000
    recording, stops = Recording(pcm), []
    session = AgentSession(
        vad=inference.VAD(),
        turn_handling={
            "turn_detection": inference.TurnDetector(version="v1-mini"),
            "preemptive_generation": {"enabled": False},
        },
    )
    session.input.audio = recording
    await session.start(agent=Scripted(words, ear_delay_s, recording, stops))
    cpu = time.process_time()
    await recording.done.wait()
    spent = (time.process_time() - cpu) / (len(pcm) / 16_000)
    print(json.dumps({"stops_s": stops, "cpu_share": round(spent, 3)}), flush=True)
    os._exit(0)


asyncio.run(main(sys.argv[1], json.loads(Path(sys.argv[2]).read_text()).get("words", []), float(sys.argv[3])))
