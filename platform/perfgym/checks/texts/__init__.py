"""A learner's text taken apart: its sections, its pictures, what it recommends, and each of its numbers judged."""
