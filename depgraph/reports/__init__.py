"""Reports: results to text and JSON. Pure functions of their data.

Texts carry ANSI colours, which the command line strips where they are not wanted.
"""
