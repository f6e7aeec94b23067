"""What is a customer's artwork? The document, its variables, and what is wrong with it before any layout."""
