/* The test of the latest nights against the nights before. */
#include "verdict/window.h"

#include "base/random.h"
#include "stats/robust.h"

#include <math.h>

#define SEED        UINT64_C(0x646f74726563) /* the same for all */
#define DRAWS       40000
#define ENOUGH_HITS 80
/* equal sums may differ by the order of adding */
#define SAME (1 - 1e-9)

/* The windows, ascending. */
static const size_t lengths[] = { 2,  3,  4,  5,  6,  7,  8,  10, 12,
				  14, 17, 20, 24, 28, 34, 40, 48, 56 };
#define LENGTHS (sizeof(lengths) / sizeof(lengths[0]))

/* The windows that a test uses. */
struct windows {
	size_t from, to;        /* of lengths[] */
	double weight[LENGTHS]; /* 1 / sqrt(m (n - m) / n) */
	double memory[LENGTHS]; /* 1 / sqrt(V(m)) */
};

static bool choose_windows(const struct sight *s, bool longer,
			   struct windows *w)
{
	size_t most = s->count / 2, least = 2, i;
	double n = (double)s->count, phi = longer ? s->phi_long : s->phi, m;

	if (s->young) {
		least = 3;
		most = s->count < 4 ? 0 : s->count - 2;
	}
	if (longer)
		least = SIGHT_SHORT + 1;
	else if (most > SIGHT_SHORT)
		most = SIGHT_SHORT;
	for (w->from = 0; w->from < LENGTHS && lengths[w->from] < least;)
		w->from++;
	for (w->to = w->from; w->to < LENGTHS && lengths[w->to] <= most;)
		w->to++;
	for (i = w->from; i < w->to; i++) {
		m = (double)lengths[i];
		w->weight[i] = 1 / sqrt(m * (n - m) / n);
		w->memory[i] = 1 / sqrt(sight_inflation(phi, lengths[i]));
	}
	return w->to > w->from;
}

/* T of the nights; *at is the m that gave it. */
static double statistic(const struct sight *s, const struct windows *w,
			size_t *at)
{
	double sum = 0, best = -1, t;
	size_t m = 0, i;

	for (i = w->from; i < w->to; i++) {
		for (; m < lengths[i]; m++)
			sum += s->u[s->count - 1 - m];
		t = fabs(sum) * w->weight[i] * w->memory[i];
		if (t > best) {
			best = t;
			*at = m;
		}
	}
	return best;
}

/* T of permuted nights x, newest first, whose mean is `mean`; V(m) = 1. */
static double statistic_drawn(const struct windows *w, const double *x,
			      double mean)
{
	double sum = 0, best = 0, t;
	size_t m = 0, i;

	for (i = w->from; i < w->to; i++) {
		for (; m < lengths[i]; m++)
			sum += x[m] - mean;
		t = fabs(sum) * w->weight[i];
		best = t > best ? t : best;
	}
	return best;
}

/* Moves `take` random elements of x[0..count) to its front. */
static void draw_to_front(double *x, size_t count, size_t take, uint64_t *state)
{
	size_t i, j;
	double swap;

	for (i = 0; i < take; i++) {
		/* 32 bits by multiplication: a bias of 1e-7, no division */
		j = i + (size_t)((random_next(state) >> 32) *
				     (uint64_t)(count - i) >>
				 32);
		swap = x[i];
		x[i] = x[j];
		x[j] = swap;
	}
}

static double p_value(const struct sight *s, const struct windows *w, double t)
{
	double x[2 * VERDICT_WINDOW], mean = 0;
	size_t count = s->young ? s->nrest : s->count, i;
	size_t take = s->young ? s->count : lengths[w->to - 1];
	uint64_t state = SEED;
	unsigned draws, hits = 0;

	for (i = 0; i < count; i++)
		x[i] = s->young
			   ? robust_clamp(s->rest[i] / s->scale, SIGHT_CLAMP)
			   : s->u[i];
	for (draws = 1; draws <= DRAWS; draws++) {
		draw_to_front(x, count, take, &state);
		if (s->young) {
			for (i = 0, mean = 0; i < s->count; i++)
				mean += x[i];
			mean /= (double)s->count;
		}
		hits += statistic_drawn(w, x, mean) >= t * SAME;
		if (hits == ENOUGH_HITS)
			return (double)hits / draws;
	}
	return (1.0 + hits) / (DRAWS + 1.0);
}

bool window_test(const struct sight *s, bool longer,
		 struct sight_change *change)
{
	struct windows w;
	double t;

	change->m = 0;
	change->p = NAN;
	if (!choose_windows(s, longer, &w))
		return false;
	t = statistic(s, &w, &change->m);
	change->p = p_value(s, &w, t);
	return true;
}
