"""Orders and line items as the store tells them."""
