"""What `perfgym evidence` does: check a bundle, measure it again, and keep the site's keys."""
