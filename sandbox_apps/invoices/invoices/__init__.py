"""A small accounts department: invoices, payments, statements of account and CSV exports. No database."""
