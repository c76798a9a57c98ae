"""The text that travels in each bundle and documents it."""

README = """\
Evidence of a before/after measurement. Schema 1.

Check it:  perfgym evidence verify BUNDLE
It compares the digests below, computes the verdict again from the raw data, and tells every difference.

manifest.json     schema; sha256 of each other member, in hexadecimal
verdict.json      what was said: asked (wall, cpu or both: what the lab scores), verdict, metric (that of the numbers),
                  ratio (after / before), interval [low, high], points, reference_ratio, alpha, segments, samples;
                  reason where there is no verdict; answers_wrong; guard_limits: what the improvement must not cost, and
                  guards: what was found of each (below); side: what the databases counted, a request (shown,
                  not judged, and not to be computed from the tables below)
fingerprint.json  where it was measured: processor, cores, kernel, isolation, limits, versions, seed, load shape
facts.json        optional: index_bytes, by arm: bytes of all indexes, tables and views less the original's rows,
                  the larger of the readings before and after the traffic
files.json        optional: path -> the change, as a unified diff against the starter
sources.json      optional: starter and change: path -> the whole text of each changed file, before and after; not_text:
                  files that are no UTF-8. With them `perfgym evidence rerun BUNDLE` measures it again
statements.json   optional: schema; arms: before and after (own, in a load test), each with requests and the 50
                  statements with the most execution time: text (values are $1, $2; cut after 2,000 characters), calls,
                  rows, blocks of 8 kB hit, read and temporary, ms, and plan: json (EXPLAIN's), run (true: of one
                  execution, the middle one by time of those seen, which took ms with these values); rest: the others
                  together. Shown, not judged

requests.npz      one row a request; numpy.load opens it
  arm             0 before, 1 after
  segment         number of the fresh start, from 0; -1 is warm-up: checked, never measured
  slice           number of the half second within the segment
  pair            number of the pair within the segment: the same request sent to both arms, one right after the other
  name, names     endpoint: names[name[i]]
  start_s         when it was sent, seconds on the generator's monotonic clock
  latency_ms      milliseconds until the whole answer was there
  status          HTTP status; 0 where there was none
  bytes           length of the answer
  digest          the first 64 bits of a digest of the normalised answer; equal in a pair when the answers agree
  kept            false where a gate dropped the slice (for both arms), and for warm-up

slices.npz        one row a slice
  segment, index  which one
  cpu_before_s, cpu_after_s     CPU seconds of all parts of an arm, its database included
  n_before, n_after             requests
  seconds         how long it lasted
  lag_ms          95th percentile of the overshoot of a 10 ms sleep in the generator
  generator_cpu_s CPU seconds of the generator
  steal, busy     shares (0 to 1) of the machine's CPU time
  throttled_before, throttled_after, errors_before, errors_after   counts within the slice

The rule
  values    wall: ln(after / before) of each pair's latency; cpu: the same of each slice's CPU per request
  estimate  trimmed mean of all kept values: 25 % cut from each side for wall, 10 % for cpu
  error     jackknife over 12 consecutive batches; then the root of its square plus 0.013^2 / segments
  interval  estimate +- t(1 - alpha/5, 11 degrees of freedom) * error; for `both`, alpha / 2 for each metric
  verdict   faster: high < -0.02 and half the interval < 0.6 |estimate| | slower: low > +0.02
            no_measurable_change: within +-0.05 | after five segments: faster if high < -0.02, else inconclusive
  gates     a slice is dropped for both arms: any error; lag_ms > 5 and > 20 % of the slice's median latency;
            generator CPU > 60 % of a core; steal > 15 %; throttling in one arm only; a clock
            that jumped: seconds < 0.45 or > 2 s plus twice the segment's 95th percentile of latency
  guards    write_latency: as wall, of the pairs of all writes (not GET, HEAD, OPTIONS) and each kind of 60 or more;
            write_latency_p95: ln of the ratio of the 95th percentiles (nearest rank), the same jackknife, no trim;
            the worst of them, at alpha / (5 * their number); broken where low > ln limit. index_bytes: broken where
            after / before > limit. error_rate: where 3 or more requests to after failed and their share > limit
  points    100 * estimate / (0.9 * ln reference_ratio), in steps of 5, 5 to 100; 0 unless faster, with a broken guard
"""
