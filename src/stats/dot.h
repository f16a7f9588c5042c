/* The product of two vectors of a fit. */
#ifndef STATS_DOT_H
#define STATS_DOT_H

#include <stddef.h>

/* Sum of x[i] y[i], in ascending order of i. */
static inline double stats_dot(const double *x, const double *y, size_t count)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < count; i++)
		sum += x[i] * y[i];
	return sum;
}

#endif
