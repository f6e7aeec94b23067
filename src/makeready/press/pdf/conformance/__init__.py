"""What does a standard demand? One file per standard: questions that the writer asks before it writes."""
