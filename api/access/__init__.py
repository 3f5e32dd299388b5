"""Who may do what: roles, keys, sessions of the page, rate limits, the audit log."""
