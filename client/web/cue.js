// The audible half of the cue: two soft notes before the interviewer cuts in.

const LEVEL = 0.07;

/** @param {AudioContext | null} context */
export function cueTone(context) {
  if (!context || context.state !== "running") return;
  [330, 440].forEach((frequency, i) => {
    const at = context.currentTime + i * 0.13;
    const tone = new OscillatorNode(context, { frequency });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setTargetAtTime(LEVEL, at, 0.012);
    gain.gain.setTargetAtTime(0, at + 0.09, 0.03);
    tone.connect(gain).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.3);
  });
}
