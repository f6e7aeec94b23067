"""The panel's pages, a file per noun: each asks the domain and draws what it answers."""
