"""The first part of the text that travels in an entry's bundle."""

OF_AN_ENTRY = """\
Evidence of a portfolio entry: a measured change, in its owner's words, signed by the site that measured it.

Check it:         perfgym evidence verify FILE
Measure it again: perfgym evidence rerun FILE
The format and its JSON Schema: docs/evidence.md of PerfGym.

manifest.json     schema 1, kind "entry"; sha256 of each other member but signature.json
signature.json    Ed25519 over the bytes of manifest.json, in base64url, and the public key (a JSON Web Key). It says
                  that whoever has that key put exactly these members together. Whose key it is it cannot say:
                  compare it with /.well-known/perfgym-keys.json of the site that entry.json names
entry.json        title; by: name and handle; site; lab: slug, digest; run: id, when it ended, and the sha256 of its
                  own bundle; words_at: last change of the report; left_out: members that the owner does not show
report.md         the owner's words, in Markdown, with the numbers that they refer to filled in
review.json       accepted: cohort, when it was decided, whether the report was changed after that; by and words, where
                  the reviewer wrote some for everybody
The other members are those of the run's own bundle; what follows here is of them.

"""
