/* The course of a level: does it stand still, or does it drift? */
#include "verdict/course.h"

#include "stats/robust.h"

#include <math.h>

#define AROUND  2   /* nights on each side of a night that judge it */
#define CLAMP   3.0 /* sd of differences */
#define GRID    32
#define FITTED  4 /* numbers: level, rise, beginning and end */
#define PHI_MAX 0.95
#define DRIFTS  5.0
#define BETTER  2.0
#define OVER    6.0

/* The nights with outliers moved, minus their mean, and sums of them. */
struct nights {
	size_t count;
	double x[VERDICT_WINDOW];
	double sum[VERDICT_WINDOW + 1];    /* of x[0..i) */
	double moment[VERDICT_WINDOW + 1]; /* of j x[j], j < i */
};

static bool smooth(const struct sight *s, struct nights *n)
{
	double scale = sight_difference_scale(s->value, s->count), mean = 0;
	size_t i, from, to;

	n->count = s->count;
	for (i = 0; i < n->count; i++) {
		double near;

		from = i < AROUND ? 0 : i - AROUND;
		to = i + AROUND + 1 < n->count ? i + AROUND + 1 : n->count;
		near = sight_median(s->value + from, to - from);
		n->x[i] =
		    near + robust_clamp(s->value[i] - near, CLAMP * scale);
		mean += n->x[i] / (double)n->count;
	}
	n->sum[0] = n->moment[0] = 0;
	for (i = 0; i < n->count; i++) {
		n->x[i] -= mean;
		n->sum[i + 1] = n->sum[i] + n->x[i];
		n->moment[i + 1] = n->moment[i] + (double)i * n->x[i];
	}
	return scale > 0;
}

/* By how much a ramp that ends at 1 lowers the sum of squares; *rise is its best
 * height. With from + 1 == to it is a step. */
static double gain(const struct nights *n, size_t from, size_t to, double *rise)
{
	double length = (double)(to - from), flat = (double)(n->count - to);
	double sum = (length - 1) / 2 + flat;
	double square = (length - 1) * (2 * length - 1) / (6 * length) + flat;
	double product = (n->moment[to] - n->moment[from] -
			  (double)from * (n->sum[to] - n->sum[from])) /
			     length +
			 n->sum[n->count] - n->sum[to];

	square -= sum * sum / (double)n->count;
	*rise = product / square;
	return product * product / square;
}

/* Where night i is on the ramp: 0 to 1. */
static double place(const struct course *c, size_t i)
{
	return i <= c->from ? 0
	       : i >= c->to ? 1
			    : (double)(i - c->from) / (double)(c->to - c->from);
}

/* Returns the gain of the best ramp, and in *until_now that of the best one that goes
 * on until the latest night. */
static double best_ramp(const struct nights *n, struct course *c,
			double *until_now)
{
	size_t grid = n->count > GRID ? n->count / GRID : 1, from, to;
	double best = -1, g, rise;

	/* from the end, so that "until now" is among the ends */
	for (to = n->count - 1; to + 1 >= COURSE_LEAST;
	     to = to > grid ? to - grid : 0) {
		for (from = 0; from + COURSE_LEAST <= to + 1; from += grid) {
			g = gain(n, from, to, &rise);
			if (g > best) {
				best = g;
				c->from = from;
				c->to = to;
				c->rise = rise;
			}
		}
		if (to == n->count - 1)
			*until_now = best;
	}
	return best;
}

/* By how much the levels that begin at told[0..ntold) lower it. */
static double told_steps(const struct nights *n, const size_t *told,
			 size_t ntold)
{
	double lowered = 0, sum;
	size_t i, from = 0, to;

	for (i = 0; i <= ntold; i++, from = to) {
		to = i < ntold ? told[i] : n->count;
		sum = n->sum[to] - n->sum[from];
		lowered += to > from ? sum * sum / (double)(to - from) : 0;
	}
	return lowered;
}

static double best_step(const struct nights *n)
{
	double best = 0, rise;
	size_t at;

	for (at = 1; at + 2 < n->count; at++)
		best = fmax(best, gain(n, at, at + 1, &rise));
	return best;
}

/* The variance of a mean of residuals, times their number. */
static double variance(const struct nights *n, const struct course *c,
		       double gained)
{
	double rest[VERDICT_WINDOW], square = 0, phi;
	double count = (double)n->count;
	size_t i;

	for (i = 0; i < n->count; i++) {
		rest[i] = n->x[i] - c->rise * place(c, i);
		square += n->x[i] * n->x[i];
	}
	phi = robust_lag1(rest, n->count);
	phi += FITTED * (1 + 3 * phi) / count;
	phi = phi < 0 ? 0 : phi > PHI_MAX ? PHI_MAX : phi;
	return (square - gained) / (count - FITTED) * (1 + phi) / (1 - phi);
}

bool course_find(const struct sight *s, const size_t *told, size_t ntold,
		 struct course *c)
{
	struct nights n;
	double ramp, until_now = 0, noise;

	if (s->count < COURSE_LEAST || !smooth(s, &n))
		return false;
	ramp = best_ramp(&n, c, &until_now);
	noise = variance(&n, c, ramp);
	if (!(noise > 0))
		return false;
	c->z = sqrt(ramp / noise);
	c->better =
	    (ramp - fmax(best_step(&n), told_steps(&n, told, ntold))) / noise;
	c->over = (ramp - until_now) / noise;
	return true;
}

bool course_drifts(const struct course *c)
{
	return c->z > DRIFTS && c->better > BETTER;
}

bool course_is_over(const struct course *c)
{
	return c->over > OVER;
}

double course_rate(const struct course *c)
{
	return expm1(c->rise / (double)(c->to - c->from));
}

void course_straighten(struct sight *s, const struct course *c)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		s->value[i] += c->rise * (1 - place(c, i));
}
