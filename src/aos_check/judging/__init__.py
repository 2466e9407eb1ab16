"""One check, whoever asks: what is read, whose rules apply, running them, and the findings."""
