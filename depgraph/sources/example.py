"""A small plan to begin with: files by name, as they are written for a new project."""

FILES = {
    "depgraph.yaml": """\
# What depgraph knows about this plan besides its milestones.
title: An example plan
home: Software                    # whose plan this is; milestones of other owners are external
graph: milestones.yaml            # one file or several: [milestones.yaml, external.yaml]
schedule: schedule.yaml           # gives dates and completions

# Whose a milestone is, by its code. The first pattern that fits decides.
owners:
  - {match: "REL-*", owner: Software, level: 2}
  - {match: "SW-*", owner: Software, team: Pipelines, level: 3}
  - {match: "HW-*", owner: Hardware}

# How sure the dates are: 'depgraph risk' says how likely each is. Days later than the own date.
risk:
  slips:
    - {milestones: {owner: Hardware}, low: 0, likely: 30, high: 120}
    - {milestones: {owner: Software}, low: -5, likely: 0, high: 40}
  # history: true                 # by how late milestones turned out, of two schedules or more

# The level of a built-in check: error, warning, info or off.
checks:
  undated: warning

# What must hold for this plan. Each rule says why.
rules:
  - id: releases-have-own-work
    kind: needs
    milestones: {owner: Software, level: 2}
    prerequisites: {owner: Software}
    at_least: 1
    why: A release that waits on nothing of ours just happens when others are done.
    fix: Link it to the work that it needs.
""",
    "milestones.yaml": """\
# What each milestone waits on.
milestones:
  REL-1:
    name: First release
    requires:
      - SW-2                      # a link: REL-1 waits on SW-2
  REL-2:
    name: Second release
    requires:
      - REL-1
      - SW-3
      - id: HW-1                  # a queried link, with the doubt in words
        query: Would the simulated detector do for this release?
  SW-1: {name: Data are read}
  SW-2: {name: Data are calibrated, requires: [SW-1]}
  SW-3: {name: Catalogues are made, requires: [SW-2]}
  HW-1: {name: Detector is delivered}
""",
    "schedule.yaml": """\
# When each milestone is due, and what is done. A new revision is a new file.
as_of: 2025-03-03                 # the day at which this is true
milestones:
  SW-1: {due: 2025-01-31, completed: 2025-02-07}
  SW-2: {due: 2025-03-31}
  REL-1: {due: 2025-04-30}
  SW-3: {due: 2025-07-31, forecast: 2025-08-15}
  HW-1: {due: 2025-06-30}
  REL-2: {due: 2025-09-30}
""",
}
