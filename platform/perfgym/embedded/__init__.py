"""The embedded PostgreSQL and Valkey: started, watched and stopped by us, so that one command is enough."""
