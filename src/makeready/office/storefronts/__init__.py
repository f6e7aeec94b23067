"""Connected web stores: one file per platform; pure, no ORM in adapters."""
