"""Charts of a plan over time, drawn with matplotlib: one module a chart, one page.

Each takes a result of `depgraph.analysis` and returns a `matplotlib.figure.Figure` on A4
landscape, which `depgraph.diagrams.charts.files.chart_file` writes as SVG, PDF or PNG, and
which a notebook shows. No state of matplotlib is changed for anybody else.
"""
