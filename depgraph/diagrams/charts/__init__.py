"""Charts of a plan over time: one module a chart, one page.

The function `figure` of each takes a result of `depgraph.analysis`, a title in place of a plain
one, the scope that was asked for, to say it, and the paper, which lies across. It returns a page,
which `depgraph.diagrams.charts.files.chart_file` writes as SVG, PDF or PNG.
"""
