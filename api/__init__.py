"""The command line and the HTTP API; the only place where all parts are wired together."""
