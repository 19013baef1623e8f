"""Long work tells whoever listens how far it is, and nobody else."""

from depgraph.progress import current_listener, listening, track


def test_without_a_listener_the_items_are_gone_through_as_they_are() -> None:
    items = [1, 2, 3]
    assert current_listener() is None
    assert track(items, "adding", total=3) is items


def test_a_listener_hears_nothing_after_its_block() -> None:
    told: list[int] = []
    with listening(lambda _, done, __: told.append(done)):
        list(track("ab", "reading", total=2))
    list(track("ab", "reading", total=2))
    assert told == [0, 1, 2]


def test_work_that_ends_early_is_told_to_be_done() -> None:
    told: list[tuple[int, int]] = []
    with listening(lambda _, done, total: told.append((done, total))):
        for item in track(range(100), "looking", total=100, every=10):
            if item == 25:
                break
    assert told == [(0, 100), (10, 100), (20, 100), (100, 100)]


def test_an_inner_listener_hears_in_place_of_the_outer_one() -> None:
    outer: list[int] = []
    inner: list[int] = []
    with listening(lambda _, done, __: outer.append(done)):
        with listening(lambda _, done, __: inner.append(done)):
            list(track("a", "reading", total=1))
        assert (outer, inner) == ([], [0, 1])
        list(track("a", "reading", total=1))
    assert outer == [0, 1]
