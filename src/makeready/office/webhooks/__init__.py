"""Who is told what happens here? Subscriptions of other systems, signed, tried again until they answer."""
