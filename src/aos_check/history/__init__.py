"""What commits say and did: messages, authors, ranges, what became of their tasks, the timeline."""
