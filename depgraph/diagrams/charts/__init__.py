"""Charts of a plan over time: one module a chart, one page.

Each takes a result of `depgraph.analysis` and returns a page, A4 across unless another paper is
asked for, which `depgraph.diagrams.charts.files.chart_file` writes as SVG, PDF or PNG.
"""
