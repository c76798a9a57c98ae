"""The catalogue: what is taught (labs/) and what it is taught on (sandbox_apps/), read into frozen objects."""
