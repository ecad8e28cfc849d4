"""Writes a llama model of random weights, 400 kB: it answers in the right form and says nothing. Needs `gguf`, `numpy`.

``python make_gguf.py FILE``. Its words are those of such interviews in any order, so that its babble is of the kind
that a guard has to stop.
"""

from __future__ import annotations

import sys
from typing import Any

WIDTH, HIDDEN, HEADS, LAYERS = 64, 128, 4, 1
SAID = (
    "what who why how when is the a your user model metric rollback launch latency cost first would you do if it fails "
    "and to of in great good answer ship"
)
LETTERS = "▁abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,?!:0123456789"
TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:"


def main(path: str) -> None:
    """Write the file."""
    import gguf
    import numpy as np

    chance = np.random.default_rng(0)
    words = [f"▁{word}" for word in SAID.split()]
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{i:02X}>" for i in range(256)), *words, *LETTERS]
    tokens = list(dict.fromkeys(tokens))
    kind = gguf.TokenType
    kinds = [kind.UNKNOWN, kind.CONTROL, kind.CONTROL] + [kind.BYTE] * 256 + [kind.NORMAL] * (len(tokens) - 259)
    writer: Any = gguf.GGUFWriter(path, "llama")
    writer.add_name("hotseat-random")
    writer.add_context_length(8192)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_file_type(0)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * 259 + [-float(i) for i in range(len(tokens) - 259)])
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template(TEMPLATE)

    def matrix(*shape: int, scale: float = 0.08) -> Any:
        return (chance.standard_normal(shape) * scale).astype(np.float32)

    embedding = matrix(len(tokens), WIDTH, scale=0.5)
    embedding[:259] *= 0.01
    writer.add_tensor("token_embd.weight", embedding)
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    writer.add_tensor("output.weight", embedding.copy() * 2)
    for i in range(LAYERS):
        part = f"blk.{i}."
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"{part}{name}.weight", np.ones(WIDTH, np.float32))
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            writer.add_tensor(f"{part}{name}.weight", matrix(WIDTH, WIDTH))
        writer.add_tensor(f"{part}ffn_gate.weight", matrix(HIDDEN, WIDTH))
        writer.add_tensor(f"{part}ffn_up.weight", matrix(HIDDEN, WIDTH))
        writer.add_tensor(f"{part}ffn_down.weight", matrix(WIDTH, HIDDEN))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main(sys.argv[1])
