"""What may touch a box on a picture, held to a look at all boxes."""

from random import Random

from depgraph.diagrams.layout import Box
from depgraph.diagrams.taken import Taken

CLEARANCE = 2.0


def touches(a: Box, b: Box) -> bool:
    across = abs(a.x - b.x) < (a.width + b.width) / 2 + CLEARANCE
    return across and abs(a.y - b.y) < (a.height + b.height) / 2 + CLEARANCE


def test_boxes_that_touch_are_told_in_the_order_they_were_taken_and_few_others() -> None:
    random = Random(3)  # noqa: S311 - the same boxes in every run
    boxes = [
        Box(*(random.uniform(-2000, 2000) for _ in range(2)), random.uniform(1, 200), 14)
        for _ in range(1000)
    ]
    taken = Taken(boxes[:500], CLEARANCE)
    for box in boxes[500:900]:
        taken.add(box)
    looked_at = 0
    for box in boxes[900:]:
        near = taken.near(box)
        looked_at += len(near)
        assert [b for b in near if touches(b, box)] == [b for b in boxes[:900] if touches(b, box)]
    assert looked_at < 100 * 900 / 50
