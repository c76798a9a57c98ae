"""A site in one file: every row of its database and the files of its state folder that cannot be made again."""
