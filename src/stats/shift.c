/* Shifts of the level of an autocorrelated series. */
#include "stats/shift.h"

#include "base/mem.h"
#include "stats/autoregression.h"
#include "stats/distribution.h"
#include "stats/robust.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SPIKE     3.0 /* sd */
#define WINDOW    5
#define PER_ORDER 20 /* points for each coefficient */
#define EDGE      3  /* least points of a level */
#define ROUNDS    3
#define SAME \
	1e-9           /* least share of a shift that its level does not
			   explain */
#define FORETOLD 1e-14 /* share of the squares left when no noise is left */

struct shift {
	double *x; /* without spikes */
	size_t n;
	struct cuts cuts;
	struct autoregression ar;
	double pattern[AUTOREGRESSION_MAX + 1]; /* effect of a shift on e
						   after 0, 1, .. points */
	double *rest;   /* x minus its levels; then 2 n of scratch space */
	double *e;      /* residuals of the autoregression, from index
			   ar.order on */
	double *matrix; /* normal equations of the levels */
	double total, squares; /* sums of squares: of x minus its mean; of e */
};

/* A shift at point `at`, and the squares of e that it explains. */
struct candidate {
	double gain;
	size_t at;
};

/* Sets s->x to x, clamped to SPIKE sd around the median of neighbours. */
static void draw_spikes_in(const double *x, struct shift *s)
{
	double scale, middle, near[WINDOW];
	size_t i, from;

	for (i = 1; i < s->n; i++)
		s->e[i - 1] = x[i] - x[i - 1];
	scale = robust_scale(s->e, s->n - 1, 0, s->rest) / sqrt(2);
	for (i = 0; i < s->n; i++) {
		from = i < WINDOW / 2 ? 0 : i - WINDOW / 2;
		if (from + WINDOW > s->n)
			from = s->n - WINDOW;
		middle = robust_median(x + from, WINDOW, near);
		s->x[i] = middle + robust_clamp(x[i] - middle, SPIKE * scale);
	}
}

static void subtract_means(struct shift *s)
{
	size_t level, from, to, i;
	double mean;

	for (level = 0; level <= s->cuts.count; level++) {
		from = cuts_from(&s->cuts, level);
		to = cuts_to(&s->cuts, level);
		for (mean = 0, i = from; i < to; i++)
			mean += s->x[i] / (double)(to - from);
		for (i = from; i < to; i++)
			s->rest[i] = s->x[i] - mean;
	}
}

/* The effect on e of a shift `since` points ago. */
static double effect(const struct shift *s, size_t since)
{
	return s->pattern[since < s->ar.order ? since : s->ar.order];
}

/* Sets e, the residuals of the autoregression, and their squares. */
static void foretell(struct shift *s)
{
	size_t i;

	s->squares = 0;
	for (i = s->ar.order; i < s->n; i++) {
		s->e[i] = autoregression_rest(&s->ar, s->rest, i);
		s->squares += s->e[i] * s->e[i];
	}
}

/* The first point of e that the shift into a level affects; the first level
 * affects all of e. */
static size_t acts_from(const struct shift *s, size_t level)
{
	size_t from = cuts_from(&s->cuts, level);

	return from > s->ar.order ? from : s->ar.order;
}

/* How many points before point i the shift into `level` was; `order` for the
 * first level, whose effect is constant. */
static size_t since(const struct shift *s, size_t level, size_t i)
{
	return level ? i - cuts_from(&s->cuts, level) : s->ar.order;
}

/* Sets up the normal equations of the shifts into each level; their right side,
 * e times the effects, is the last column. From `order` points after a shift
 * on, its effect is constant. */
static void normal_equations(struct shift *s)
{
	size_t m = s->cuts.count + 1, row, column, i, end;
	double last = effect(s, s->ar.order), sum, tail;

	for (row = 0; row < m; row++) {
		end = acts_from(s, row) + s->ar.order;
		end = end < s->n ? end : s->n;
		for (column = 0; column <= row; column++) {
			sum = last * last * (double)(s->n - end);
			for (i = acts_from(s, row); i < end; i++)
				sum += effect(s, since(s, row, i)) *
				       effect(s, since(s, column, i));
			s->matrix[row * (m + 1) + column] = sum;
		}
		for (sum = 0, i = acts_from(s, row); i < end; i++)
			sum += effect(s, since(s, row, i)) * s->e[i];
		for (tail = 0; i < s->n; i++)
			tail += s->e[i];
		s->matrix[row * (m + 1) + m] = sum + last * tail;
	}
}

/* sum / pivot; 0 for a coefficient that depends on others (pivot 0). */
static double part(double sum, double pivot)
{
	return pivot > 0 ? sum / pivot : 0;
}

/* Solves m equations in place, by Cholesky's decomposition. */
static void solve_levels(double *a, size_t m)
{
	size_t w = m + 1, i, j, k;
	double sum;

	for (i = 0; i < m; i++) {
		for (j = 0; j <= i; j++) {
			for (sum = a[i * w + j], k = 0; k < j; k++)
				sum -= a[i * w + k] * a[j * w + k];
			a[i * w + j] = j < i     ? part(sum, a[j * w + j])
				       : sum > 0 ? sqrt(sum)
						 : 0;
		}
		for (sum = a[i * w + m], k = 0; k < i; k++)
			sum -= a[i * w + k] * a[k * w + m];
		a[i * w + m] = part(sum, a[i * w + i]);
	}
	for (i = m; i-- > 0;) {
		for (sum = a[i * w + m], k = i + 1; k < m; k++)
			sum -= a[k * w + i] * a[k * w + m];
		a[i * w + m] = part(sum, a[i * w + i]);
	}
}

/* Moves the levels to where the squares of e are least. */
static void move_levels(struct shift *s)
{
	size_t m = s->cuts.count + 1, level, i;
	double height = 0;

	normal_equations(s);
	solve_levels(s->matrix, m);
	for (level = 0; level < m; level++) {
		height += s->matrix[level * (m + 1) + m];
		for (i = cuts_from(&s->cuts, level);
		     i < cuts_to(&s->cuts, level); i++)
			s->rest[i] -= height;
	}
	foretell(s);
}

/*
 * Fits levels, and an autoregression of an order from `least` to `most`, in
 * turn: each is known better when the other is (Cochrane and Orcutt, JASA 44,
 * 1949).
 */
static void fit_levels(struct shift *s, size_t least, size_t most)
{
	size_t round, i;

	subtract_means(s);
	for (round = 0; round < ROUNDS; round++) {
		stats_autoregression(s->rest, s->n, least, most, &s->ar,
				     s->rest + s->n);
		s->pattern[0] = 1;
		for (i = 0; i < s->ar.order; i++)
			s->pattern[i + 1] = s->pattern[i] - s->ar.phi[i];
		foretell(s);
		move_levels(s);
	}
}

static bool left_to_chance(const struct shift *s)
{
	return s->squares > FORETOLD * s->total;
}

static double score(const struct shift *s)
{
	double n = (double)s->n, order = (double)s->ar.order;

	return n * log(s->squares / (n - order)) +
	       (order + 2 * (double)s->cuts.count) * log(n);
}

/* Fits a shift beside the level x[from..to), by least squares, at each of its
 * points; updates *best if one explains more. */
static void scan_level(const struct shift *s, size_t from, size_t to,
		       struct candidate *best)
{
	size_t order = s->ar.order, first = from > order ? from : order, k, i;
	double last = effect(s, order), gg = 0, ge = 0, tail_e = 0, tail_g = 0;
	double tail = 0, he, hg, hh, along, beside;

	for (i = first; i < to; i++) {
		gg += effect(s, i - from) * effect(s, i - from);
		ge += effect(s, i - from) * s->e[i];
	}
	for (k = to - 1; k > first && k >= from + EDGE; k--) {
		if (k + order < to) {
			tail_e += s->e[k + order];
			tail_g += effect(s, k + order - from);
			tail++;
		}
		if (k + EDGE > to)
			continue;
		he = last * tail_e, hg = last * tail_g, hh = last * last * tail;
		for (i = k; i < k + order && i < to; i++) {
			he += effect(s, i - k) * s->e[i];
			hg += effect(s, i - k) * effect(s, i - from);
			hh += effect(s, i - k) * effect(s, i - k);
		}
		along = gg > 0 ? he - hg * ge / gg : he;
		beside = gg > 0 ? hh - hg * hg / gg : hh;
		if (beside > SAME * hh && along * along > best->gain * beside)
			*best = (struct candidate){ along * along / beside, k };
	}
}

/* The factor by which autocorrelation of the residuals inflates the variance of
 * a long mean, compared with independent points. */
static double widened(const struct shift *s)
{
	size_t n = s->n - s->ar.order;
	double lag1 = robust_lag1(s->e + s->ar.order, n);

	return lag1 > 2 / sqrt((double)n) ? (1 + lag1) / (1 - lag1) : 1;
}

/* Whether the fit is significantly better than one with the sum of squares
 * `without`, given that its shift is the best of all places. */
static bool beyond_chance(const struct shift *s, double without, double alpha)
{
	double used = 2 * (double)s->ar.order + (double)s->cuts.count + 1;
	double df = (double)s->n - used, gain = without - s->squares, t;

	if (!(gain > 0) || df < 1)
		return false;
	if (!left_to_chance(s))
		return true;
	t = sqrt(gain / s->squares * df / widened(s));
	return stats_student_cdf(-t, df) * 2 * (double)s->n <= alpha;
}

static struct candidate best_shift(const struct shift *s)
{
	struct candidate best = { 0, 0 };
	size_t level;

	for (level = 0; level <= s->cuts.count; level++)
		scan_level(s, cuts_from(&s->cuts, level),
			   cuts_to(&s->cuts, level), &best);
	return best;
}

/* Adds the best shift, fits the autoregression anew and keeps the shift if it
 * is significant; returns whether it did. */
static bool add_shift(struct shift *s, double alpha, size_t order)
{
	struct candidate best = best_shift(s);
	double without = s->squares;
	size_t index;

	if (!(best.gain > 0) || !left_to_chance(s))
		return false;
	index = cuts_add(&s->cuts, best.at);
	fit_levels(s, s->ar.order, s->ar.order);
	if (!beyond_chance(s, without, alpha)) {
		cuts_remove(&s->cuts, index);
		fit_levels(s, 0, order);
		return false;
	}
	fit_levels(s, 0, order);
	return true;
}

static void compare_with_steps(struct shift *s, double alpha,
			       struct cuts *steps, size_t *order)
{
	size_t most = s->n / PER_ORDER;
	double steps_score;

	most = most < AUTOREGRESSION_MAX ? most : AUTOREGRESSION_MAX;
	fit_levels(s, 0, 0);
	s->total = s->squares;
	for (; s->cuts.count < steps->count; s->cuts.count++)
		s->cuts.at[s->cuts.count] = steps->at[s->cuts.count];
	fit_levels(s, 0, 0);
	if (!left_to_chance(s))
		return;
	steps_score = score(s);
	s->cuts.count = 0;
	fit_levels(s, 0, most);
	while (s->cuts.count < steps->count && add_shift(s, alpha, most))
		;
	if (!s->ar.order || s->cuts.count >= steps->count ||
	    !(score(s) < steps_score))
		return;
	*order = s->ar.order;
	steps->count = s->cuts.count;
	memcpy(steps->at, s->cuts.at, steps->count * sizeof(*steps->at));
}

int stats_shift(const double *x, double alpha, struct cuts *steps,
		size_t *order, struct err *err)
{
	size_t n = steps->n, m = steps->count + 1;
	struct shift s = { .n = n, .cuts.n = n };
	int rc = -1;

	*order = 0;
	if (n < PER_ORDER || !steps->count)
		return 0;
	s.x = mem_array(n, sizeof(*s.x), err);
	s.e = mem_array(n, sizeof(*s.e), err);
	s.cuts.at = mem_array(n, sizeof(*s.cuts.at), err);
	s.rest = mem_array(3 * n, sizeof(*s.rest), err);
	s.matrix = mem_array(m * (m + 1), sizeof(*s.matrix), err);
	if (!s.x || !s.e || !s.cuts.at || !s.rest || !s.matrix)
		goto out;
	draw_spikes_in(x, &s);
	compare_with_steps(&s, alpha, steps, order);
	rc = 0;
out:
	free(s.x);
	free(s.e);
	free(s.cuts.at);
	free(s.rest);
	free(s.matrix);
	return rc;
}
