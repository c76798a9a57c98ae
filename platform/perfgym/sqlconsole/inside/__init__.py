"""The console's side inside a pod: takes statements by standard input, answers by standard output."""
