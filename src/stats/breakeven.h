/* Break-even: the sizes where splitting pays. */
#ifndef STATS_BREAKEVEN_H
#define STATS_BREAKEVEN_H

#include <stddef.h>

/* ln(serial time / parallel time) at size n; 0 means equal times. */
struct breakeven_point {
	double n;
	double low, middle, high; /* estimate in [low, high] */
};

enum breakeven_answer {
	BREAKEVEN_INSIDE,   /* splitting pays on the ranges returned */
	BREAKEVEN_NEVER,    /* proven slower at every measured size */
	BREAKEVEN_NOT_SEEN, /* no size is proven faster, but not every size
			       is proven slower */
	BREAKEVEN_ALWAYS,   /* proven faster at every measured size; the ends
			       lie outside */
	BREAKEVEN_NOTHING   /* no points */
};

/* One end of a range of sizes: the size where the estimate crosses 0
 * (`middle`), and the sizes where the bounds of its interval do. */
struct breakeven_end {
	double low, middle, high;
	/* set where that bound lies outside the measured sizes; it is then the
	 * outermost measured size */
	int low_open, high_open;
};

struct breakeven_range {
	struct breakeven_end begin, end;
};

struct breakeven {
	enum breakeven_answer answer;
	struct breakeven_range *ranges; /* the array that the caller passed */
	size_t count;
};

/*
 * Finds the sizes n where the interval of ln(ratio) lies above 0, from `count`
 * points of strictly ascending n > 0. Estimate and bounds are interpolated
 * linearly on ln n. A range is a stretch of sizes where the estimate is above 0
 * and where at least one point proves it (low > 0). Its beginning lies between
 * the size where `high` reaches 0 and the size where `low` does; so does its
 * end. `ranges` has room for (count + 1) / 2.
 */
void stats_breakeven(const struct breakeven_point *points, size_t count,
		     struct breakeven_range *ranges, struct breakeven *even);

#endif
