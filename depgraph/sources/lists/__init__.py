"""Lists of any team: CSV and sheets with headings, dates and links written in its own way."""
