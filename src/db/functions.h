/*
 * The functions that dotrec adds to SQL. One source file is compiled twice:
 * into dotrec, for 'dotrec query', and as dotrec_stats.so, which any program
 * with SQLite 3.40 or newer can load.
 *
 *     median(x)                 as quantile(x, 0.5)
 *     quantile(x, q)            of type 7, q in 0 .. 1
 *     mad(x)                    median |x - median(x)|, unscaled
 *     stddev(x)                 standard deviation with count - 1
 *     ci_low(x [, level])       confidence interval of the median by order
 *     ci_high(x [, level])      statistics, of at least `level`, by default
 *                               0.95; see stats/interval.h
 *     geomean(x)                geometric mean
 *     fsum(x)                   the sum, rounded once
 *     hodges_lehmann(x, group)  shift of x in group 1 relative to group 0
 *     mannwhitney_p(x, group)   two-sided p value: groups 0 and 1 are alike
 *
 * All are aggregate and window functions. Rows with a NULL x or a NULL group
 * are skipped; text and blobs are errors, even text that looks like a number.
 * q and level must be the same in all rows of a GROUP BY group. The result is
 * NULL if it does not exist: no values, one value (stddev), too few values for
 * an interval, an empty group, infinities that cancel (all but median,
 * quantile, ci_low, ci_high, mannwhitney_p).
 *
 * As window functions, fsum and geomean take constant time per row, the others
 * a time proportional to the size of the frame.
 */
#ifndef DB_FUNCTIONS_H
#define DB_FUNCTIONS_H

struct sqlite3;

/* Adds the functions to a connection. Returns an SQLite result code. */
int functions_register(struct sqlite3 *sqlite);

#endif
