"""Pods that a learner keeps open for a while: sessions as rows, errands as rows, and the worker's side of both.

The site has no access to pods. It writes what a learner asks for as a row; the worker that holds the session's lease
does it in the session's pod, and writes what came of it. Rooms above say what kind of pod that is.
"""
