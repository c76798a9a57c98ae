"""An app whose cost is set by construction, in equal units of work: the platform measures itself with it."""
