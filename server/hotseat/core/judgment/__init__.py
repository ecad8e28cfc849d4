"""The judgment: marks, phases, the next move, rubric and vote. Pure and deterministic."""
