"""Running the rules: from their problems to the findings of a report."""
