"""Does a driver hold what it promises, on this machine? Pods with probes, a few seconds, no database."""
