/* Do the days of the week differ? */
#include "verdict/week.h"

#include "stats/robust.h"

#include <string.h>

#define DAYS  7
#define NEAR  3 /* days around a night */
#define LEAST 28
#define EACH  3 /* nights of every day of the week */
#define CLAMP 4.0
#define F_MIN 8.0

static size_t weekday(long day)
{
	return (size_t)(((day % DAYS) + DAYS) % DAYS);
}

/* Each night minus the mean of those around it. */
static void deviate(const double *value, const long *day, size_t count,
		    double *x)
{
	size_t i, j, n;
	double sum;

	for (i = 0; i < count; i++) {
		for (j = i; j && day[i] - day[j - 1] <= NEAR; j--)
			;
		for (sum = 0, n = 0; j < count && day[j] - day[i] <= NEAR;
		     j++, n++)
			sum += value[j];
		x[i] = value[i] - sum / (double)n;
	}
}

/* The medians of the days of the week; false if one has too few nights. */
static bool medians(const double *x, const long *day, size_t count,
		    double median[DAYS])
{
	double one[VERDICT_WINDOW], mean = 0;
	size_t d, i, n;

	for (d = 0; d < DAYS; d++) {
		for (i = 0, n = 0; i < count; i++)
			if (weekday(day[i]) == d)
				one[n++] = x[i];
		if (n < EACH)
			return false;
		median[d] = sight_median(one, n);
		mean += median[d] / DAYS;
	}
	for (d = 0; d < DAYS; d++)
		median[d] -= mean;
	return true;
}

/* F of one-way ANOVA by the day of the week. */
static double variance_ratio(const double *x, const long *day, size_t count)
{
	double sum[DAYS] = { 0 }, n[DAYS] = { 0 }, all = 0, between = 0;
	double square = 0;
	size_t i, d;

	for (i = 0; i < count; i++) {
		sum[weekday(day[i])] += x[i];
		n[weekday(day[i])]++;
		all += x[i];
		square += x[i] * x[i];
	}
	for (d = 0; d < DAYS; d++)
		between += sum[d] * sum[d] / n[d];
	square -= between;
	between -= all * all / (double)count;
	return between / (DAYS - 1) / (square / (double)(count - DAYS));
}

void week_find(const double *value, const long *day, size_t count,
	       struct week *w)
{
	double x[VERDICT_WINDOW], clamped[VERDICT_WINDOW], median[DAYS], scale;
	size_t i;

	*w = (struct week){ { 0 } };
	if (count < LEAST)
		return;
	deviate(value, day, count, x);
	if (!medians(x, day, count, median))
		return;
	for (i = 0; i < count; i++)
		clamped[i] = x[i] - median[weekday(day[i])];
	scale = sight_scale(clamped, count, sight_median(clamped, count));
	for (i = 0; i < count; i++)
		clamped[i] = median[weekday(day[i])] +
			     robust_clamp(clamped[i], CLAMP * scale);
	if (variance_ratio(clamped, day, count) > F_MIN)
		memcpy(w->day, median, sizeof(median));
}

double week_of(const struct week *w, long day)
{
	return w->day[weekday(day)];
}
