/* Whether a sequence rises or falls. */
#ifndef STATS_TREND_H
#define STATS_TREND_H

#include <stdbool.h>
#include <stddef.h>

/* Kendall's S: rising pairs minus falling pairs (Kendall 1938). */
long stats_kendall(const double *x, size_t count);

/*
 * Whether x[0..count) has a trend, by the test of Mann (Econometrica 13, 1945)
 * with the normal approximation and continuity correction, two-sided at 10 %.
 * Always false below four values.
 */
bool stats_trend(const double *x, size_t count);

#endif
