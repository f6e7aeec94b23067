"""One personalised line item to be fulfilled: status, design, problems."""
