"""The timeline: the progress of specs over time, the age of findings, the commits of each spec."""
