"""Where runs are made: in this process, in several, or on a cluster."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from depgraph.analysis.risk.draws import RUNS_A_WORD
from depgraph.analysis.risk.passes import chunk_size, run
from depgraph.errors import DepgraphError
from depgraph.progress import track

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depgraph.analysis.risk.counts import Counts
    from depgraph.analysis.risk.network import Network
    from depgraph.analysis.risk.variants import Variant

_DRAWS_A_PROCESS = 300_000_000
"""From about so many draws on, another process saves more time than it takes to start."""

_PARTS_A_WORKER = 4
_SECONDS_TO_CONNECT = 10


class Runs(Protocol):
    """Makes the runs of a network."""

    def __call__(
        self,
        network: Network,
        runs: int,
        *,
        with_driving: bool = False,
        variants: Sequence[Variant] = (),
    ) -> Counts:
        """Return the counts of runs 0 to ``runs - 1``."""


def run_here(
    network: Network, runs: int, *, with_driving: bool = False, variants: Sequence[Variant] = ()
) -> Counts:
    """Make all runs in this process."""
    part = partial(run, network, with_driving=with_driving, variants=variants)
    parts = _parts(runs, -(-runs // chunk_size(network)))
    tracked = track(parts, "simulating", total=len(parts))
    return _summed(part(first, number) for first, number in tracked)


@contextmanager
def runs_in(jobs: int | None, cluster: str | None, cells: int) -> Iterator[Runs]:
    """Return how runs are made, for as long as processes or a cluster are held for it.

    Parameters
    ----------
    jobs
        How many processes; None for as many as pay.
    cluster
        The address of the scheduler of a Dask cluster.
    cells
        About how many draws there are in all.
    """
    if cluster is not None:
        with _cluster(cluster) as runs:
            yield runs
        return
    if jobs is None:
        jobs = max(1, min(os.cpu_count() or 1, cells // _DRAWS_A_PROCESS))
    if jobs == 1:
        yield run_here
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as pool:

        def run_in_processes(
            network: Network,
            runs: int,
            *,
            with_driving: bool = False,
            variants: Sequence[Variant] = (),
        ) -> Counts:
            part = partial(run, network, with_driving=with_driving, variants=variants)
            parts = _parts(runs, jobs * _PARTS_A_WORKER)
            made = pool.map(part, *zip(*parts, strict=True))
            return _summed(track(made, "simulating", total=len(parts)))

        try:
            yield run_in_processes
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def _cluster(address: str) -> Iterator[Runs]:
    """Hand the runs to a Dask cluster."""
    try:
        from distributed import Client
    except ImportError:
        raise DepgraphError(
            "a cluster needs distributed, which is not installed: "
            "pip install 'depgraph[cluster,risk]'"
        ) from None
    client: Any
    try:
        make_client: Any = Client
        client = make_client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise DepgraphError(
            f"no cluster answers at {address!r} ({error}): start a scheduler there, or name the "
            "address that it prints, as tcp://HOST:8786"
        ) from error
    try:

        def run_on_cluster(
            network: Network,
            runs: int,
            *,
            with_driving: bool = False,
            variants: Sequence[Variant] = (),
        ) -> Counts:
            with _told_of_workers(address):
                client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
                workers = max(1, sum(client.nthreads().values()))
                parts = _parts(runs, workers * _PARTS_A_WORKER)
                there = client.scatter((network, tuple(variants)), broadcast=True, hash=False)
                futures = [
                    client.submit(
                        _run_there, there, first, number, with_driving=with_driving, pure=False
                    )
                    for first, number in parts
                ]
                try:
                    made = (future.result() for future in futures)
                    return _summed(track(made, "simulating", total=len(parts)))
                finally:
                    client.cancel(futures)

        yield run_on_cluster
    finally:
        client.close()


@contextmanager
def _told_of_workers(address: str) -> Iterator[None]:
    """Say in plain words what keeps the workers of a cluster from making runs."""
    try:
        yield
    except DepgraphError:
        raise  # of the plan, whoever makes the runs
    except TimeoutError as error:
        raise DepgraphError(
            f"the cluster at {address!r} has no worker: start some, as 'dask worker {address}'"
        ) from error
    except Exception as error:  # whatever a cluster wraps what went wrong into
        words = f"{type(error).__name__}: {error}".splitlines()[0]
        if isinstance(error, ImportError) or "ModuleNotFoundError" in words:
            raise DepgraphError(
                f"a worker of the cluster cannot run depgraph ({words}): install the same version "
                "of depgraph, with its extra 'risk', on all workers"
            ) from error
        raise DepgraphError(f"the cluster at {address!r} cannot make the runs: {words}") from error


def _run_there(
    there: tuple[Network, tuple[Variant, ...]], first: int, number: int, *, with_driving: bool
) -> Counts:
    network, variants = there
    return run(network, first, number, with_driving=with_driving, variants=variants)


def _parts(runs: int, number: int) -> list[tuple[int, int]]:
    """Return the runs in about so many parts: the first run and the number of each."""
    size = max(1, -(-runs // (number * RUNS_A_WORD))) * RUNS_A_WORD
    return [(first, min(size, runs - first)) for first in range(0, runs, size)]


def _summed(parts: Iterable[Counts]) -> Counts:
    total: Counts | None = None
    for counts in parts:
        total = counts if total is None else total.plus(counts)
    assert total is not None, "there is at least one run"
    return total
