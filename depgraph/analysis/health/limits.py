"""What the health of a schedule is held against."""

from __future__ import annotations

from depgraph.records import Struct


class Limits(Struct):
    """What the checks of a schedule's health are held against.

    Those named as checks are per cent: the most, but for ``relationship_types``, ``cpli``,
    ``bei`` and ``critical_path_test``, where they are the least. 95 is an index of 0.95. The
    defaults of the first fourteen are those of the DCMA 14-point assessment.

    Attributes
    ----------
    target
        The milestone at which the project ends; None for the latest one.
    high_float_days, high_duration_days
        Working days above which a float, or a duration, is high.
    test_days
        By how many calendar days the critical path test delays.
    """

    target: str | None = None
    logic: int = 5
    leads: int = 0
    lags: int = 5
    relationship_types: int = 90
    hard_constraints: int = 5
    high_float: int = 5
    high_float_days: int = 44
    negative_float: int = 0
    high_duration: int = 5
    high_duration_days: int = 44
    invalid_dates: int = 0
    missed_tasks: int = 5
    critical_path_test: int = 100
    test_days: int = 600
    cpli: int = 95
    bei: int = 95
    one_sided: int = 0
    dangling: int = 5
    circles: int = 0
    horizontal: int = 5
    vertical: int = 5
    date_order: int = 0
    path_gaps: int = 0
    out_of_order: int = 0
    baseline: int = 5
