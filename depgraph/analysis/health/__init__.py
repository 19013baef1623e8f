"""The health of a schedule: the 14 points of the DCMA, the practices of the GAO."""
