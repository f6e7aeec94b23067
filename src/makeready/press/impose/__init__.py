"""Where do pages stand on a press sheet? One file per scheme; a finished PDF in, sheets as PDF out."""
