# Bytes that are no text, terminal commands and markup, then the end.
import os
os.write(1, b"\x00\xff\xfe\x1b]0;title\x07\x1b[2J<script>alert(1)</script>\xed\xa0\x80 last words\n"); os._exit(7)
