/*
 * The functions that dotrec adds to SQL, in one file for both of its forms:
 * inside dotrec, for 'dotrec query', and as dotrec_stats.so, which any program
 * with SQLite 3.40 or newer can load.
 *
 *     median(x)                 as quantile(x, 0.5)
 *     quantile(x, q)            of type 7, q in 0 .. 1
 *     mad(x)                    median |x - median(x)|, unscaled
 *     stddev(x)                 standard deviation with count - 1
 *     ci_low(x [, level])       interval of the median by order statistics, of
 *     ci_high(x [, level])      at least this level, or 0.95: stats/interval.h
 *     geomean(x)                geometric mean
 *     fsum(x)                   the sum, rounded once
 *     hodges_lehmann(x, group)  shift of the x of group 1 against group 0
 *     mannwhitney_p(x, group)   p that the groups 0 and 1 are of one kind
 *
 * All are aggregates and window functions. A NULL x is skipped, and so is a
 * NULL group; text and blobs are refused, even text that looks like a number.
 * q and level are the same in all rows of a group. The result is NULL where
 * there is none: no values, one value (stddev), too few for an interval, an
 * empty group, infinities that cancel (all but median, quantile, ci_low,
 * ci_high, mannwhitney_p).
 *
 * As windows, fsum and geomean cost a constant time per row, the others a time
 * proportional to the frame.
 */
#ifndef DB_FUNCTIONS_H
#define DB_FUNCTIONS_H

struct sqlite3;

/* Adds them to a connection. Returns a result code of SQLite. */
int functions_register(struct sqlite3 *sqlite);

#endif
