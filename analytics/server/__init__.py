"""Access control: middleware, roles, and redaction of logs."""
