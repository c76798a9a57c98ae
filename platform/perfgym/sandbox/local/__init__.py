"""What the drivers without an engine share: launching, watching and weighing process trees of this machine."""
