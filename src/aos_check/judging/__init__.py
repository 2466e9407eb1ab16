"""One check: what to read, which rules apply, and the report.

`judge` goes the whole way, step by step:

1. `request`: the options of a check, and the console to report to
2. `input`: the projects, changes and commits to check (`CheckInput`), and the rules in force
3. `selection` and `plugins`: the rules that run, with their options and severities
4. `report`: running them; overlaps, suppressions and the baseline; the findings
"""
