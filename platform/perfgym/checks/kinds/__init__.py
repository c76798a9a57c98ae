"""One module a kind of check; its name is the kind's name. See `perfgym.checks.registry`."""
