"""Changing what a configuration says of schedules: every other byte stays."""

import pytest

from depgraph.edits.configuration import ConfigChange, changed_config


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("title: T\n", "title: T\nschedules:\n  - m.yaml\n"),
        ("schedules: a.yaml  # c\n", "schedules:\n  - a.yaml\n  - m.yaml  # c\n"),
        ("schedules: a.yaml\n", "schedules:\n  - a.yaml\n  - m.yaml\n"),
        ("schedules: [a.yaml, z.yaml]\n", "schedules: [a.yaml, m.yaml, z.yaml]\n"),
        ("schedules:\n- a.yaml\n- z.yaml # c\n", "schedules:\n- a.yaml\n- m.yaml\n- z.yaml # c\n"),
        ("schedules: [z.yaml, a.yaml]\n", "schedules: [z.yaml, a.yaml, m.yaml]\n"),
        (
            "schedules:\n  - {file: a.xer, as_of: 2019-01-01}\n  - {file: b.xer}\n",
            "schedules:\n  - {file: a.xer, as_of: 2019-01-01}\n  - {file: b.xer}\n  - m.yaml\n",
        ),
        (
            "schedules: [a.yaml, {file: b.xer, as_of: 2019-01-01}]\n",
            "schedules: [a.yaml, {file: b.xer, as_of: 2019-01-01}, m.yaml]\n",
        ),
    ],
)
def test_a_revision_is_listed_in_its_place_or_behind_the_others(before, expected):
    after = changed_config(before.encode(), ConfigChange(("m.yaml",)), shown="c.yaml")
    assert after.decode() == expected
