"""The learner's own load test: run as Locust runs it, raw latencies kept, never scored."""
