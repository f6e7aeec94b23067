"""In which form do pages leave the press? What may be wished for, and the files that come of it."""
