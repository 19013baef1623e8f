"""Random numbers that depend on nothing but a seed, the name of a stream and a run.

Each stream is SplitMix64 (G. L. Steele, D. Lea and C. H. Flood, *Fast splittable pseudorandom
number generators*, OOPSLA 2014), begun at a hash of seed and name. A word of it gives the draws
of four runs, of 16 bits each. So a run has the same draws in whatever order, chunk, process or
machine it is made, and a milestone more or less changes none of the others.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

STEPS = 1 << 16
"""How many values a draw can have: a draw k stands for the probability (k + 1/2) / STEPS."""

RUNS_A_WORD = 4

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def stream_key(seed: int, name: str) -> int:
    """Return where the stream of a name begins."""
    words = f"{seed}\n{name}".encode()
    return int.from_bytes(blake2b(words, digest_size=8).digest(), "little")


def words(keys: Sequence[int], first: int, number: int) -> NDArray[np.uint64]:
    """Return words of some streams.

    Parameters
    ----------
    keys
        Where the streams begin.
    first, number
        The first word, from 0, and how many.

    Returns
    -------
    numpy.ndarray
        A row for each stream.
    """
    places = np.arange(first + 1, first + number + 1, dtype=np.uint64) * _GOLDEN
    state = np.array(keys, dtype=np.uint64)[:, None] + places
    scratch = np.right_shift(state, np.uint64(30))
    state ^= scratch
    state *= _FIRST
    np.right_shift(state, np.uint64(27), out=scratch)
    state ^= scratch
    state *= _SECOND
    np.right_shift(state, np.uint64(31), out=scratch)
    state ^= scratch
    return state


def draws(keys: Sequence[int], first_run: int, runs: int) -> NDArray[np.uint16]:
    """Return the draws of some streams for some runs: numbers from 0 to STEPS - 1.

    Parameters
    ----------
    first_run
        The first run; a multiple of `RUNS_A_WORD`.
    """
    number = -(-runs // RUNS_A_WORD)
    block = words(keys, first_run // RUNS_A_WORD, number).astype("<u8", copy=False)
    return block.view("<u2")[:, :runs]
