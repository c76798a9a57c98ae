"""From files on disk to the catalogue's objects. Whatever is wrong in a file ends as a Problem: file, line, cure."""
