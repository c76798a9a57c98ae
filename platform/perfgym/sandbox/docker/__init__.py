"""Pods as containers of a docker engine: level S3."""
