"""The app preview: a lab's app with a learner's files, running in a pod, looked at and never written to."""
