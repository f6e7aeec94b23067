"""From a store's request to our orders: kept first, understood later."""
