"""Files that come in from outside: a zip or a list of files, taken whole or not at all."""
