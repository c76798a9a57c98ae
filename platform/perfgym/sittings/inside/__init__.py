"""What processes of ours inside a session's pod share. Standard library only."""
