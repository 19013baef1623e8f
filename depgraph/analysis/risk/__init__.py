"""Schedule risk: how likely a date is, by a Monte Carlo simulation of the network.

- `record`: how late milestones turned out so far, by the plan's own schedules;
- `draws`, `shapes`: numbers that depend on nothing but seed, name and run, and distributions;
- `network`: a plan as rows and links for many runs at once; `passes`: the runs;
- `simulation`: the whole answer.
"""
