#!/bin/sh
# The pictures of a run with fixed numbers look like the approved ones: rendered,
# blurred, and compared pixel by pixel.
# To approve an intended change by hand: DOTREC_UPDATE_GOLDEN=1 sh THIS_TEST
. "${0%/*}/lib.sh"
long_test
need gnuplot pdftoppm python3 sqlite3

# a run with the strategies that exist everywhere; then its numbers are replaced
cat >plan.csv <<'PLAN'
strategy,kernel,n,workers,repeats
serial fork pipe shm,native,100..100000*10,2,7
PLAN
"$DOTREC" run -q -d x.db --seed 1 plan.csv >out 2>err || fail "the run"
sqlite3 -batch -init /dev/null x.db <"$top_srcdir/tests/cli/fixed.sql" \
	>out 2>err || fail "the numbers"
expect_empty out err
# distances of the CPUs: near, then far, then near again
distances x.db 'CASE look WHEN 2 THEN 400 WHEN 3 THEN 450 ELSE 70 + look END'
# shellcheck disable=SC2046 # one word per report
expect_exit 0 "$DOTREC" report -d x.db -o rep $(all_reports)

cat >compare.py <<'PY'
"""compare.py KEPT.pgm.gz NEW.pgm: how much two grey pictures differ."""
import gzip
import sys


def blurred(data, block=6):
    """Means of blocks of a binary PGM: a moved pixel matters little."""
    magic, size, _, pixels = data.split(b"\n", 3)
    assert magic == b"P5"
    width, height = map(int, size.split())
    return [
        [sum(sum(pixels[y * width + left:y * width + left + block])
             for y in range(top, top + block)) / (block * block * 255)
         for left in range(0, width - block, block)]
        for top in range(0, height - block, block)]


old = blurred(gzip.open(sys.argv[1]).read())
new = blurred(open(sys.argv[2], "rb").read())
if (len(old), len(old[0])) != (len(new), len(new[0])):
    sys.exit("another size")
off = [abs(a - b) for p, q in zip(old, new) for a, b in zip(p, q)]
mean, worst = sum(off) / len(off), max(off)
print(f"{sys.argv[2]}: mean {mean:.4f}, worst {worst:.3f}")
if mean > 0.006 or worst > 0.35:
    sys.exit(f"{sys.argv[2]}: another picture: mean {mean:.4f}, worst {worst:.3f}")
PY

for dat in rep/*.dat; do
	name=${dat##*/} name=${name%.dat}
	[ "$name" != report ] || continue
	kept=$top_srcdir/tests/golden/pictures/$name.pgm.gz
	pdftoppm -r 40 -gray -singlefile "rep/$name.pdf" "$name"
	if [ -n "${DOTREC_UPDATE_GOLDEN-}" ]; then
		gzip -9n <"$name.pgm" >"$kept"
	fi
	python3 compare.py "$kept" "$name.pgm" || fail "$name.pdf looks different"
	# no other picture is accepted as this one
	for other in course speedup phases; do
		[ "$other" != "$name" ] || continue
		[ "$other-$name" != course-time ] || continue # means, not medians
		pdftoppm -r 40 -gray -singlefile "rep/$other.pdf" other
		! python3 compare.py "$kept" other.pgm >/dev/null 2>&1 ||
			fail "$other.pdf is accepted as $name.pdf"
	done
done
