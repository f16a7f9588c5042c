/* The test of the latest nights against the nights before. */
#include "verdict/window.h"

#include "base/random.h"
#include "stats/robust.h"

#include <math.h>

#define SEED        UINT64_C(0x646f74726563) /* the same for all */
#define DRAWS       40000
#define ENOUGH_HITS 80
#define PHIS        10  /* memories that are weighed: 0, 0.1, .. 0.9 */
#define PAIR        0.9 /* weight of the latest two nights */
/* equal sums may differ by the order of adding */
#define SAME (1 - 1e-9)

/* The windows, ascending. */
static const size_t lengths[] = { 2,  3,  4,  5,  6,  7,  8,  10, 12,
				  14, 17, 20, 24, 28, 34, 40, 48, 56 };
#define LENGTHS (sizeof(lengths) / sizeof(lengths[0]))

/* The windows that a test uses, and the memories that the nights may have. */
struct windows {
	size_t from, to;              /* of lengths[] */
	double weight[LENGTHS];       /* 1 / sqrt(m (n - m) / n) */
	double memory[PHIS][LENGTHS]; /* 1 / sqrt(V(m)) */
	double chance[PHIS];          /* of a memory; their sum is 1 */
};

static double phi_of(size_t k)
{
	return (double)k / PHIS;
}

static void choose_windows(const struct sight *s, bool longer,
			   struct windows *w)
{
	size_t most = s->count / 2, least = 2, i, k;
	double n = (double)s->count, m;

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
		w->weight[i] =
		    (lengths[i] == 2 ? PAIR : 1) / sqrt(m * (n - m) / n);
		for (k = 0; k < PHIS; k++)
			w->memory[k][i] =
			    1 / sqrt(sight_inflation(phi_of(k), lengths[i]));
	}
}

/* Sets the chance of each memory, given the estimated one. Returns the likeliest. */
static size_t weigh_memories(const struct sight *s, bool longer,
			     struct windows *w)
{
	double n = (double)(longer ? s->phi_long_nights : s->phi_nights);
	double r = longer ? s->phi_long : s->phi, sum = 0, phi;
	size_t k, best = 0;

	for (k = 0; k < PHIS; k++) {
		phi = phi_of(k);
		w->chance[k] = (1 - phi) * (1 - phi) * sqrt(1 - phi * phi) *
			       pow(1 - 2 * phi * r + phi * phi, -n / 2);
		sum += w->chance[k];
		if (w->chance[k] > w->chance[best])
			best = k;
	}
	for (k = 0; k < PHIS; k++)
		w->chance[k] /= sum;
	return best;
}

/* T of the nights, if they have memory k; *at is the m that gave it. */
static double statistic(const struct sight *s, const struct windows *w,
			size_t k, size_t *at)
{
	double sum = 0, best = -1, t;
	size_t m = 0, i;

	for (i = w->from; i < w->to; i++) {
		for (; m < lengths[i]; m++)
			sum += s->u[s->count - 1 - m];
		t = fabs(sum) * w->weight[i] * w->memory[k][i];
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

/* The chance of the memories whose T is reached by `drawn`. T falls with k. */
static double chance_reached(const struct windows *w, const double *t,
			     double drawn)
{
	double sum = 0;
	size_t k = PHIS;

	while (k && drawn >= t[k - 1] * SAME)
		sum += w->chance[--k];
	return sum;
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

static double p_value(const struct sight *s, const struct windows *w,
		      const double *t)
{
	double x[2 * VERDICT_WINDOW], mean = 0, hits = 0;
	size_t count = s->young ? s->nrest : s->count, i;
	size_t take = s->young ? s->count : lengths[w->to - 1];
	uint64_t state = SEED;
	unsigned draws;

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
		hits += chance_reached(w, t, statistic_drawn(w, x, mean));
		if (hits >= ENOUGH_HITS)
			return hits / draws;
	}
	return (1.0 + hits) / (DRAWS + 1.0);
}

bool window_test(const struct sight *s, bool longer,
		 struct sight_change *change)
{
	struct windows w;
	size_t likeliest, at = 0, k;
	double t[PHIS];

	change->m = 0;
	change->p = NAN;
	choose_windows(s, longer, &w);
	if (w.to == w.from)
		return false;
	likeliest = weigh_memories(s, longer, &w);
	for (k = 0; k < PHIS; k++) {
		t[k] = statistic(s, &w, k, &at);
		if (k == likeliest)
			change->m = at;
	}
	change->p = p_value(s, &w, t);
	return true;
}
