"""Random numbers and distributions against published vectors and closed forms."""

from math import sqrt

import numpy as np
import pytest
from scipy.stats import beta, norm, triang

from depgraph.analysis.risk.draws import STEPS, draws, stream_key, words
from depgraph.analysis.risk.shapes import draws_of_scores, normal_scores, unit_table


def test_words_are_those_of_splitmix64():
    # The first numbers of the reference implementation (S. Vigna, splitmix64.c) for seed 1234567.
    published = [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]
    assert words([1234567], 0, 5)[0].tolist() == published
    assert words([1234567, 0], 2, 2)[0].tolist() == published[2:4]


def test_a_run_has_the_same_draws_in_whatever_chunk_it_is_made():
    keys = [stream_key(7, "milestone A"), stream_key(7, "milestone B")]
    whole = draws(keys, 0, 1000)
    assert np.array_equal(draws(keys, 400, 8), whole[:, 400:408])
    assert np.array_equal(draws(keys[1:], 0, 1000)[0], whole[1])
    assert not np.array_equal(whole[0], whole[1])
    assert not np.array_equal(draws([stream_key(8, "milestone A")], 0, 1000)[0], whole[0])


def test_draws_are_uniform_and_independent_of_each_other():
    many = draws([stream_key(0, name) for name in "ABCD"], 0, 40_000) / STEPS
    assert abs(many.mean(axis=1) - 0.5).max() < 3 * sqrt(1 / 12 / 40_000) + 1 / STEPS
    correlations = np.corrcoef(many) - np.eye(4)
    assert abs(correlations).max() < 3.5 / sqrt(40_000)


@pytest.mark.parametrize("mode", [0.0, 0.1, 0.5, 0.77, 1.0])
def test_tables_are_the_quantiles_of_their_distributions(mode):
    p = (np.arange(STEPS) + 0.5) / STEPS
    assert np.allclose(unit_table("triangular", mode), triang.ppf(p, mode), atol=1e-6)
    expected = beta.ppf(p, 1 + 4 * mode, 5 - 4 * mode)
    assert np.allclose(unit_table("pert", mode), expected, atol=2e-4)


def test_normal_scores_go_back_to_their_draws():
    numbers = np.arange(0, STEPS, 7)
    scores = normal_scores()[numbers]
    assert np.allclose(scores, norm.ppf((numbers + 0.5) / STEPS), atol=2e-4)
    assert abs(draws_of_scores(scores).astype(int) - numbers).max() <= 4
