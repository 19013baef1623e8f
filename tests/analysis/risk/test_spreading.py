"""Runs in processes and on a cluster: the same bytes, and clear words where it is not there."""

import os
import socket
import subprocess
import sys
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

import depgraph
from depgraph import Graph, Link, Milestone, Slip
from depgraph.analysis.risk import passes, spreading

distributed = pytest.importorskip("distributed")

ROOT = Path(__file__).parents[3]
AS_OF = date(2020, 1, 1)
PLAN = Graph(
    [
        Milestone(f"M{n}", due=AS_OF + timedelta(days=30 + n), slip=Slip(-20, 5, 200), team="T")
        for n in range(30)
    ],
    [Link(f"M{n}", f"M{n + 3}") for n in range(27)],
    as_of=AS_OF,
)
OPTIONS = {"iterations": 2_500, "seed": 3}


def answer(**options):
    simulation = depgraph.simulate(PLAN, ["M29", "M17"], **OPTIONS, **options)
    return simulation.chances, simulation.sensitivities


@pytest.fixture(scope="module")
def alone():
    return answer(jobs=1)


def test_processes_give_the_same_answer(alone):
    assert answer(jobs=2) == alone
    assert answer() == alone


def test_parts_of_any_size_give_the_same_answer(alone, monkeypatch):
    monkeypatch.setattr(passes, "_MOST_RUNS", 100)
    assert answer(jobs=1) == alone


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as started:
        yield started


@pytest.mark.slow
def test_a_cluster_gives_the_same_answer(alone, cluster):
    assert answer(cluster=cluster.scheduler_address) == alone


def run_or_die(there, first, number, *, with_driving):
    """Make a part; the first worker that is asked dies while it holds it."""
    mark = Path(os.environ["DEPGRAPH_TEST_MARK"])
    if first:
        with suppress(FileExistsError):
            mark.touch(exist_ok=False)
            os._exit(1)
    network, variants = there
    return passes.run(network, first, number, with_driving=with_driving, variants=variants)


@pytest.mark.slow
def test_a_worker_that_dies_with_a_part_is_no_loss(alone, tmp_path, monkeypatch):
    mark = tmp_path / "died"
    monkeypatch.setenv("DEPGRAPH_TEST_MARK", str(mark))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(spreading, "_run_there", run_or_die)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as started:
        assert answer(cluster=started.scheduler_address) == alone
    assert mark.exists()


def test_an_address_where_nobody_listens_is_told(monkeypatch):
    monkeypatch.setattr(spreading, "_SECONDS_TO_CONNECT", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(depgraph.DepgraphError, match="no cluster answers at"):
        answer(cluster=f"tcp://127.0.0.1:{port}")


def test_an_address_that_is_none_is_told():
    with pytest.raises(depgraph.DepgraphError, match="no cluster answers at"):
        answer(cluster="nonsense://x:y")


@pytest.mark.slow
def test_a_cluster_without_workers_is_told(monkeypatch):
    monkeypatch.setattr(spreading, "_SECONDS_TO_CONNECT", 2)
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as started,
        pytest.raises(depgraph.DepgraphError, match="has no worker"),
    ):
        answer(cluster=started.scheduler_address)


@pytest.mark.slow
def test_a_worker_without_depgraph_is_told(tmp_path):
    """A worker that finds another package of this name, which has nothing."""
    package = tmp_path / "depgraph"
    package.mkdir()
    (package / "__init__.py").write_text("")
    scheduler = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard",
         "--scheduler-file", tmp_path / "scheduler.json"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    worker = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", "--no-nanny", "--no-dashboard",
         "--scheduler-file", tmp_path / "scheduler.json"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with distributed.Client(scheduler_file=str(tmp_path / "scheduler.json")) as client:
            client.wait_for_workers(1, timeout=30)
            address = client.scheduler.address
        with pytest.raises(depgraph.DepgraphError, match="worker of the cluster cannot run"):
            answer(cluster=address)
    finally:
        for process in (worker, scheduler):
            process.terminate()
            process.wait(10)
