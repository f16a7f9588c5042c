/* The nights of the current level, and their noise. */
#include "verdict/sight.h"

#include "stats/robust.h"

#include <math.h>
#include <string.h>

#define QUIET        10 /* latest nights left out of phi */
#define PHI_MAX      0.8
#define PHI_MAX_LONG 0.95
#define STEP_MEANS   2 /* means that the best step takes from its residuals */

size_t sight_gather(const double *values, size_t from, size_t to, double *value,
		    size_t *night)
{
	size_t i = to, count = 0, total;

	while (i > from && count < VERDICT_WINDOW)
		count += isnan(values[--i]) ? 0 : 1;
	for (total = count, count = 0; count < total; i++) {
		if (isnan(values[i]))
			continue;
		if (night)
			night[count] = i;
		value[count++] = values[i];
	}
	return count;
}

double sight_median(const double *x, size_t count)
{
	double work[2 * VERDICT_WINDOW];

	return robust_median(x, count, work);
}

double sight_scale(const double *x, size_t count, double median)
{
	double work[2 * VERDICT_WINDOW];

	return robust_scale(x, count, median, work);
}

double sight_difference_scale(const double *x, size_t count)
{
	double difference[VERDICT_WINDOW], work[VERDICT_WINDOW];

	return count < 3 ? 0
			 : robust_difference_scale(x, count, difference, work);
}

double sight_inflation(double phi, size_t m)
{
	double count = (double)m, odds = phi / (1 - phi);

	return 1 + 2 * odds * (1 - (1 - pow(phi, count)) / (count * (1 - phi)));
}

void sight_forget(struct sight *s, size_t latest)
{
	size_t gone = s->count > latest ? s->count - latest : 0;
	double scale;

	s->count -= gone;
	memmove(s->value, s->value + gone, s->count * sizeof(*s->value));
	memmove(s->night, s->night + gone, s->count * sizeof(*s->night));
	s->median = sight_median(s->value, s->count);
	scale = sight_difference_scale(s->value, s->count);
	if (scale > 0)
		s->scale = scale;
}

/* Lag-1 autocorrelation of x, from which `means` means were subtracted,
 * corrected for the bias of that (Kendall 1954), and limited to [0, most]. */
static double autocorrelation(const double *x, size_t count, double means,
			      double most)
{
	double phi = count < 3 ? 0 : robust_lag1(x, count);

	if (phi == 0)
		return 0;
	phi += means * (1 + 3 * phi) / (double)count;
	return phi < 0 ? 0 : phi > most ? most : phi;
}

/* The number of latest nights which best makes two levels of u. */
static size_t best_step(const struct sight *s)
{
	double n = (double)s->count, sum = s->u[s->count - 1], best = -1, k, t;
	size_t m, at = 2;

	for (m = 2; m + 1 < s->count; m++) {
		sum += s->u[s->count - m];
		k = (double)m;
		t = fabs(sum) / sqrt(k * (n - k) / n);
		if (t > best) {
			best = t;
			at = m;
		}
	}
	return at;
}

/* phi of what is left of u when the best step is taken out. */
static double phi_without_step(const struct sight *s)
{
	size_t m = best_step(s), before = s->count - m, i;
	double rest[VERDICT_WINDOW], mean[2] = { 0, 0 };

	for (i = 0; i < s->count; i++)
		mean[i >= before] +=
		    s->u[i] / (double)(i >= before ? m : before);
	for (i = 0; i < s->count; i++)
		rest[i] = s->u[i] - mean[i >= before];
	return autocorrelation(rest, s->count, STEP_MEANS, PHI_MAX_LONG);
}

/* Takes older nights into an autocorrelation. */
static void add_older(double *phi, size_t *nights, double old, size_t older)
{
	double sum = *phi * (double)*nights + old * (double)older;

	*nights += older;
	*phi = *nights ? sum / (double)*nights : 0;
}

void sight_measure(struct sight *s)
{
	double older[VERDICT_WINDOW], mean = 0, phi;
	size_t i;

	s->phi = s->phi_long = 0;
	s->phi_nights = s->phi_long_nights = 0;
	for (i = 0; i < s->count; i++) {
		s->u[i] = robust_clamp((s->value[i] - s->median) / s->scale,
				       SIGHT_CLAMP);
		mean += s->u[i];
	}
	mean /= (double)s->count;
	for (i = 0; i < s->count; i++)
		s->u[i] -= mean;
	for (i = 0; i < s->older; i++)
		older[i] = robust_clamp(s->rest[i] / s->scale, SIGHT_CLAMP);
	phi = autocorrelation(older, s->older, 1, PHI_MAX);
	if (!s->young) {
		s->phi_nights = s->count - QUIET;
		s->phi_long_nights = s->count;
		s->phi = autocorrelation(s->u, s->phi_nights, 1, PHI_MAX);
		s->phi_long = phi_without_step(s);
	}
	add_older(&s->phi, &s->phi_nights, phi, s->older);
	add_older(&s->phi_long, &s->phi_long_nights, phi, s->older);
}
