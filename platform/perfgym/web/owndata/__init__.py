"""A person's own data: all of it as one file to take along, and the end of the account.

Here, above all rooms, because each of them keeps something of a person.
"""
