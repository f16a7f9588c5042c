/* Has the noise grown? */
#include "verdict/louder.h"

#include <math.h>

#define LATEST    20
#define BEFORE    20
#define CLAMP     4.0 /* medians */
#define LONGEST   40  /* latest nights that a louder noise explains */
#define BETTER    4.0 /* a change, than louder noise */
#define NEIGHBOUR 1.3 /* variance of a mean: neighbouring sizes share a night */

static double mean_of(const double *x, size_t count)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < count; i++)
		sum += x[i];
	return sum / (double)count;
}

/* The first of the sizes with the new mean: at least LATEST ago. */
static size_t change_of(const double *size, size_t count)
{
	double best = INFINITY, cost, after = 0, before = 0;
	size_t at = count - LATEST, i;

	for (i = 0; i < count; i++)
		after += size[i];
	for (i = 1; i + LATEST <= count; i++) {
		before += size[i - 1];
		after -= size[i - 1];
		if (i < BEFORE)
			continue;
		cost = (double)i * log(before / (double)i) +
		       (double)(count - i) * log(after / (double)(count - i));
		if (cost < best) {
			best = cost;
			at = i;
		}
	}
	return at;
}

bool louder_find(const struct sight *s, struct louder *l)
{
	double size[VERDICT_WINDOW], median, before, after, square = 0;
	size_t count = s->count - 1, old, i;

	if (s->count < LATEST + BEFORE + 1)
		return false;
	old = count - LATEST;
	for (i = 0; i < count; i++)
		size[i] = fabs(s->value[i + 1] - s->value[i]);
	median = sight_median(size, old);
	if (!(median > 0))
		return false;
	for (i = 0; i < count; i++)
		size[i] = fmin(size[i], CLAMP * median);
	before = mean_of(size, old);
	after = mean_of(size + old, LATEST);
	for (i = 0; i < old; i++)
		square += (size[i] - before) * (size[i] - before);
	square /= (double)(old - 1);
	l->ratio = after / before;
	l->z = (after - before) /
	       sqrt(NEIGHBOUR * square * (1.0 / LATEST + 1 / (double)old));
	l->since = change_of(size, count) + 1;
	return true;
}

/* How much a change m nights ago explains, in squares of robust units. */
static double squares_of_change(const struct sight *s, size_t m)
{
	double n = (double)s->count, k = (double)m, sum = 0;
	size_t i;

	for (i = s->count - m; i < s->count; i++)
		sum += s->u[i];
	return sum * sum / (k * (n - k) / n);
}

bool louder_explains(const struct sight *s, size_t m)
{
	double step, squares = 0, variance = 1, noise = 0, v;
	size_t j;

	if (m > LONGEST)
		return false;
	step = squares_of_change(s, m);
	if (!s->young) {
		for (j = 0; j < s->count; j++)
			squares += s->u[j] * s->u[j];
		variance = (squares - step) / (double)s->count;
	}
	if (!(variance > 0))
		return false;
	for (j = 1, squares = 0; j <= LONGEST && j < s->count; j++) {
		squares += s->u[s->count - j] * s->u[s->count - j];
		v = squares / (double)j / variance;
		if (j >= 2 && v > 1)
			noise = fmax(noise, (double)j * (v - 1 - log(v)));
	}
	return step / variance - noise < BETTER;
}
