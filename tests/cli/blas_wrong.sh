#!/bin/sh
# A BLAS that computes wrongly gives 'wrong' samples and exit code 5.
. "${0%/*}/lib.sh"
need sqlite3 "${CC:-cc}"

cat >blas.c <<'C'
static double sum(int n)
{
	return n + 12345.0;
}
double cblas_ddot(int n, const double *x, int ix, const double *y, int iy)
{
	return (void)x, (void)ix, (void)y, (void)iy, sum(n);
}
float cblas_sdot(int n, const float *x, int ix, const float *y, int iy)
{
	return (void)x, (void)ix, (void)y, (void)iy, (float)sum(n);
}
C
# shellcheck disable=SC2086 # a compiler and its options
${CC:-cc} -shared -fPIC -o blas.so blas.c || skip "no shared libraries"
cat >plan.csv <<'PLAN'
strategy,kernel,dtype,n,workers,repeats
serial,blas native,f32 f64,1000,1,3
shm,blas,f64,1000,2,3
PLAN
expect_exit 5 env DOTREC_BLAS=./blas.so "$DOTREC" run -d x.db plan.csv
expect_equal "what became of the cells" \
	'blas|wrong|9 native|ok|6' "$(
	ask x.db "SELECT kernel, status, count(*) FROM v_sample
		GROUP BY 1, 2 ORDER BY 1" | paste -s -d ' ' -)"
expect_equal "reasons of serial, that name both numbers" 6 "$(
	ask x.db "SELECT count(*) FROM v_sample WHERE status = 'wrong'
		AND strategy = 'serial' AND total_ns > 0
		AND reason GLOB '*: got 13345 (bits *), expected *[0-9] (bits *'")"
# the times of wrong repeats are not used in summaries
expect_equal "summaries" native "$(
	ask x.db "SELECT group_concat(DISTINCT kernel) FROM v_summary
		WHERE samples > 0")"
expect_text err '9 wrong' serial/blas/f32/1000/1x1 13345
expect_equal "the library is known" ./blas.so "$(ask x.db 'SELECT blas FROM build')"
