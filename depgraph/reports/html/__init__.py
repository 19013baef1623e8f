"""The report for a browser: one file that needs no network.

`page` puts it together: the pictures, the data of the plan as JSON, and the style sheet and
scripts beside this module. The page builds its tables and texts from that data as text, never
as markup, and its content security policy lets nothing run or load that is not in the file.
"""

from depgraph.reports.html.document import page
from depgraph.reports.review import Figure, Review

__all__ = ["Figure", "Review", "page"]
