"""The statements of a run: counted and planned by the pod's database, kept in the evidence, shown by run and matched.

statistics (asks the pod) -> counted (one arm) -> document (statements.json in the evidence) -> pages
"""
