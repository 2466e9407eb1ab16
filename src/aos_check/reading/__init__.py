"""Reads a tree of text into projects by the layouts of the frameworks."""
