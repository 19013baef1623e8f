"""What files say about risk: slips, estimates, doubtful links."""

from datetime import date

import depgraph
from depgraph import Estimate, Slip

PLAN = """\
as_of: 2020-01-01
milestones:
  A:
    due: 2020-02-01
    slip: {low: -5, likely: 0, high: 60, shape: pert, by: Ann, asked: 2019-12-01}
  B: {duration: 10, slip: {low: 80%, likely: 100 %, high: 250%}}
  C:
    estimate: {low: 2020-02-01, likely: 2020-02-01, high: 2020-03-01}
    requires: [{id: A, query: Really?, holds: 0.7}]
"""


def test_slips_estimates_and_doubtful_links_are_read(write):
    graph = depgraph.load(write("plan.yaml", PLAN))
    assert graph["A"].slip == Slip(-5, 0, 60, "pert", by="Ann", asked=date(2019, 12, 1))
    assert graph["B"].slip == Slip(80, 100, 250, is_percent=True)
    assert graph["C"].estimate == Estimate(date(2020, 2, 1), date(2020, 2, 1), date(2020, 3, 1))
    assert graph["C"].slip is None
    (link,) = graph.links
    assert link.holds == 0.7
