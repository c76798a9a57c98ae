"""The scored comparison's runner: one user, one request a turn, every answer digested."""
