"""pipecat-ai's default turn strategies on one recording, in real time. Runs in its own environment.

python pipecat_turns.py NAME.wav NAME.json EAR_DELAY_S  ->  one JSON line: {"stops_s": [...]}
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("LOGURU_LEVEL", "ERROR")

import soundfile
from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.audio.vad.vad_analyzer import VADParams
from pipecat.frames.frames import EndFrame, InputAudioRawFrame, TranscriptionFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.runner import PipelineRunner
from pipecat.processors.audio.vad_processor import VADProcessor
from pipecat.turns.user_turn_processor import UserTurnProcessor
from pipecat.turns.user_turn_strategies import UserTurnStrategies

try:
    from pipecat.pipeline.worker import PipelineParams
    from pipecat.pipeline.worker import PipelineWorker as Task
except ImportError:
    from pipecat.pipeline.task import PipelineParams
    from pipecat.pipeline.task import PipelineTask as Task

CHUNK = 320


async def main(sound: str, words: list, ear_delay_s: float) -> None:
    pcm, rate = soundfile.read(sound, dtype="int16")
    assert rate == 16_000
    strategies = UserTurnStrategies()  # the release's defaults
    if not words:
        for strategy in strategies.stop:
            strategy.wait_for_transcript = False
    turns = UserTurnProcessor(user_turn_strategies=strategies)
    stops = []
    begun = [0.0]

    @turns.event_handler("on_user_turn_stopped")
    async def stopped(*_):
        stops.append(round(time.monotonic() - begun[0], 3))

    vad = VADProcessor(vad_analyzer=SileroVADAnalyzer(params=VADParams(stop_secs=0.2)))
    task = Task(Pipeline([vad, turns]), params=PipelineParams(audio_in_sample_rate=16_000))

    async def feed():
        await asyncio.sleep(1.5)
        begun[0] = time.monotonic()
        cpu, said = time.process_time(), 0
        for at in range(0, len(pcm) - CHUNK, CHUNK):
            frame = InputAudioRawFrame(audio=pcm[at : at + CHUNK].tobytes(), sample_rate=16_000, num_channels=1)
            await task.queue_frame(frame)
            now = (at + CHUNK) / 16_000
            fresh = said
            while fresh < len(words) and words[fresh]["end_s"] + ear_delay_s <= now:
                fresh += 1
            if fresh > said:
                text = " ".join(word["text"] for word in words[said:fresh])
                await task.queue_frame(TranscriptionFrame(text=text, user_id="", timestamp="", finalized=True))
                said = fresh
            rest = begun[0] + now - time.monotonic()
            if rest > 0:
                await asyncio.sleep(rest)
        spent = (time.process_time() - cpu) / (len(pcm) / 16_000)
        print(json.dumps({"stops_s": stops, "cpu_share": round(spent, 3)}), flush=True)
        await task.queue_frame(EndFrame())

    runner = PipelineRunner(handle_sigint=False)
    await asyncio.gather(runner.run(task), feed())


asyncio.run(main(sys.argv[1], json.loads(Path(sys.argv[2]).read_text()).get("words", []), float(sys.argv[3])))
