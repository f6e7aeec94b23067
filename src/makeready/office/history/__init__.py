"""One ledger: what changed, from, to, who, why. Also the audit and the outbox for reactions."""
