"""The sample shop of `makeready demo`, also used by tests."""
