/* Break-even: the sizes where splitting pays. */
#ifndef STATS_BREAKEVEN_H
#define STATS_BREAKEVEN_H

#include <stddef.h>

/* What is known of ln(serial time / parallel time) at size n: 0 is even. */
struct breakeven_point {
	double n;
	double low, middle, high; /* interval and estimate; low <= high */
};

enum breakeven_answer {
	BREAKEVEN_INSIDE,   /* it pays on the ranges given */
	BREAKEVEN_NEVER,    /* nowhere inside: proven slower, at all sizes */
	BREAKEVEN_NOT_SEEN, /* not inside the measured range: no size proven
			       faster, but not all proven slower either */
	BREAKEVEN_ALWAYS,   /* at every measured size; the ends lie outside */
	BREAKEVEN_NOTHING   /* no points */
};

/* An end of a range of sizes, as an interval: where the estimate crosses 0, and
 * where the bounds of its interval do. */
struct breakeven_end {
	double low, middle, high;
	/* set where it lies outside the measured sizes on that side; the
	 * numbers are then those of the outermost size */
	int low_open, high_open;
};

struct breakeven_range {
	struct breakeven_end begin, end;
};

struct breakeven {
	enum breakeven_answer answer;
	struct breakeven_range *ranges; /* the caller's room */
	size_t count;
};

/*
 * The set of n where the interval of ln(ratio), its ends and middle
 * interpolated linearly on ln n, lies above 0: `count` points of strictly
 * ascending n > 0. Each range is one stretch of sizes where the estimate is
 * above 0 and that is proven, low > 0, somewhere; where it begins lies between
 * where `high` comes to 0 and where `low` does, and so for its end. `ranges`
 * has room for (count + 1) / 2.
 */
void stats_breakeven(const struct breakeven_point *points, size_t count,
		     struct breakeven_range *ranges, struct breakeven *even);

#endif
