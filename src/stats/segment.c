/* Change points of a whole series: where its level changed. */
#include "stats/segment.h"

#include "base/mem.h"
#include "base/random.h"
#include "stats/cuts.h"
#include "stats/robust.h"
#include "stats/shift.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CLAMP 3.0
/* among few points no outlier is certain; ties at the limit cost power */
#define CLAMP_FEW    8.0
#define MOVE         10
#define INTERVAL_MAX 64
#define DRAWS        1999
#define DRAWS_FEW    9999 /* for up to FEW points, whose p is near alpha */
#define FEW          40
#define POOL         30         /* points needed to know the noise */
#define SAME         (1 - 1e-9) /* the order of adding may differ */

struct search {
	double *x;     /* the points that are not missing */
	size_t *index; /* their indices in the caller's series */
	size_t n;
	double *u, *work, *drawn, *pool;
	struct cuts cuts; /* found so far */
	double alpha, clamp;
	uint64_t state;
};

/* The best cut, interval or pair of cuts of a stretch u[0..n): the points
 * [from, to) against the rest, with statistic t. */
struct best {
	double t;
	size_t from, to;
};

static double contrast(double sum, double total, double k, double n)
{
	return fabs(sum - total * k / n) / sqrt(k * (n - k) / n);
}

static double sum_of(const double *u, size_t n)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += u[i];
	return sum;
}

static struct best best_split(const double *u, size_t n)
{
	struct best best = { 0, 0, 0 };
	double total = sum_of(u, n), sum = u[0], t;
	size_t k;

	for (k = 2; k + 2 <= n; k++) {
		sum += u[k - 1];
		t = contrast(sum, total, (double)k, (double)n);
		if (t > best.t)
			best = (struct best){ t, 0, k };
	}
	return best;
}

static struct best best_interval(const double *u, size_t n)
{
	size_t longest = n - 4 < INTERVAL_MAX ? n - 4 : INTERVAL_MAX, i, k;
	double total = sum_of(u, n), sum, t, scale[INTERVAL_MAX + 1];
	struct best best = { 0, 0, 0 };

	for (k = 2; k <= longest; k++)
		scale[k] = 1 / sqrt((double)k * (double)(n - k) / (double)n);
	for (i = 2; i + 4 <= n; i++) {
		sum = u[i];
		for (k = 2; k <= longest && i + k + 2 <= n; k++) {
			sum += u[i + k - 1];
			t = fabs(sum - total * (double)k / (double)n) *
			    scale[k];
			if (t > best.t)
				best = (struct best){ t, i, i + k };
		}
	}
	return best;
}

/* The best two cuts at once; t is the sum of squares that three means explain
 * and one mean does not. */
static struct best best_pair(const double *u, size_t n)
{
	double total = sum_of(u, n), left = u[0], middle, right, t;
	struct best best = { 0, 0, 0 };
	size_t i, k;

	for (i = 2; i + 4 <= n; i++) {
		left += u[i - 1];
		middle = u[i];
		for (k = 2; i + k + 2 <= n; k++) {
			middle += u[i + k - 1];
			right = total - left - middle;
			t = left * left / (double)i +
			    middle * middle / (double)k +
			    right * right / (double)(n - i - k) -
			    total * total / (double)n;
			if (t > best.t)
				best = (struct best){ t, i, i + k };
		}
	}
	return best;
}

static void permute_points(double *u, size_t n, uint64_t *state)
{
	size_t i, j;
	double swap;

	for (i = n; i > 1; i--) {
		j = (size_t)((random_next(state) >> 32) * (uint64_t)i >> 32);
		swap = u[i - 1];
		u[i - 1] = u[j];
		u[j] = swap;
	}
}

/* How many of `draws` permutations may reach the statistic at level alpha; the
 * series itself counts as one permutation more. */
static size_t most_hits(double alpha, size_t draws)
{
	double most = floor(alpha * (double)(draws + 1) + 1e-9) - 1;

	return most > 0 ? (size_t)most : 0;
}

/* Whether at most a share `alpha` of random permutations of u reach t. */
static bool rare(struct search *s, const double *u, size_t n, double t,
		 struct best (*best)(const double *, size_t), double alpha)
{
	size_t draws = n <= FEW ? DRAWS_FEW : DRAWS, i, hits = 0;
	size_t most = most_hits(alpha, draws);

	memcpy(s->drawn, u, n * sizeof(*u));
	for (i = 0; i < draws && hits <= most; i++) {
		permute_points(s->drawn, n, &s->state);
		hits += best(s->drawn, n).t >= t * SAME ? 1 : 0;
	}
	return hits <= most;
}

/* The sd of the noise of n >= 2 points, from successive differences; 0 if all
 * points are equal. */
static double noise(struct search *s, const double *x, size_t n)
{
	return robust_difference_scale(x, n, s->drawn, s->work);
}

/* Sets s->u to x[0..n) in robust units; returns false if there is no noise. */
static bool segment_set_units(struct search *s, const double *x, size_t n)
{
	double median, scale;
	size_t i;

	scale = noise(s, x, n);
	median = robust_median(x, n, s->work);
	for (i = 0; scale > 0 && i < n; i++)
		s->u[i] = robust_clamp((x[i] - median) / scale, s->clamp);
	return scale > 0;
}

/* Whether n points have too few permutations for any cut to be significant at
 * alpha; in the most extreme one, half of the points lie all below or all above
 * the other half. */
static bool too_few(size_t n, double alpha)
{
	double orders = 1;
	size_t k;

	for (k = 1; k <= n / 2; k++)
		orders *= (double)(n - n / 2 + k) / (double)k;
	return 2 / orders > alpha;
}

/* The part of alpha for the test of one cut; the test of two cuts gets the
 * rest. It is half, unless only all of alpha is enough. */
static double share_of_one(size_t n, double alpha)
{
	return too_few(n, alpha / 2) && !too_few(n, alpha) ? alpha : alpha / 2;
}

/* Finds the cuts of [from, to). The depth of recursion is bounded by the number
 * of cuts; each cuts off two points or more. */
static void search(struct search *s, size_t from, size_t to)
{
	struct best (*two)(const double *, size_t), best;
	size_t n = to - from;
	double one = share_of_one(n, s->alpha);

	if (n < 4 || !segment_set_units(s, s->x + from, n))
		return;
	best = best_split(s->u, n);
	if (best.t > 0 && rare(s, s->u, n, best.t, best_split, one)) {
		cuts_add(&s->cuts, from + best.to);
		search(s, from, from + best.to);
		search(s, from + best.to, to);
		return;
	}
	if (n < 6 || one >= s->alpha)
		return;
	two = n <= SEGMENT_FEW ? best_pair : best_interval;
	best = two(s->u, n);
	if (best.t > 0 && rare(s, s->u, n, best.t, two, s->alpha - one)) {
		cuts_add(&s->cuts, from + best.from);
		cuts_add(&s->cuts, from + best.to);
		search(s, from, from + best.from);
		search(s, from + best.from, from + best.to);
		search(s, from + best.to, to);
	}
}

/* Sum of absolute deviations of u[from..to) from its mean. */
static double deviations(const struct search *s, size_t from, size_t to)
{
	double mean = 0, sum = 0;
	size_t i;

	for (i = from; i < to; i++)
		mean += s->u[i] / (double)(to - from);
	for (i = from; i < to; i++)
		sum += fabs(s->u[i] - mean);
	return sum;
}

/* Moves a cut to the point within MOVE points where the sum of absolute
 * deviations from the means of both sides is smallest, in robust units; medians say
 * nothing where a level has two states. */
static void move_cut(struct search *s, size_t cut)
{
	size_t from = cuts_from(&s->cuts, cut), to = cuts_to(&s->cuts, cut + 1),
	       at, low, high;
	double best = INFINITY, sum;
	size_t old = s->cuts.at[cut];

	if (!segment_set_units(s, s->x + from, to - from))
		return;
	low = old > from + MOVE ? old - MOVE : from + 1;
	high = old + MOVE < to ? old + MOVE : to - 1;
	for (at = low; at <= high; at++) {
		sum = deviations(s, 0, at - from) +
		      deviations(s, at - from, to - from);
		if (sum < best) {
			best = sum;
			s->cuts.at[cut] = at;
		}
	}
}

/* Whether the two sides of a cut differ at alpha, by permutations. */
static bool sides_differ(struct search *s, size_t cut)
{
	size_t from = cuts_from(&s->cuts, cut), to = cuts_to(&s->cuts, cut + 1),
	       i, hits = 0;
	size_t n = to - from, k = s->cuts.at[cut] - from;
	size_t draws = n <= FEW ? DRAWS_FEW : DRAWS;
	size_t most = most_hits(s->alpha, draws);
	double t, total;

	if (!segment_set_units(s, s->x + from, n))
		return false;
	total = sum_of(s->u, n);
	t = contrast(sum_of(s->u, k), total, (double)k, (double)n);
	for (i = 0; i < draws && hits <= most; i++) {
		permute_points(s->u, n, &s->state);
		hits += contrast(sum_of(s->u, k), total, (double)k,
				 (double)n) >= t * SAME
			    ? 1
			    : 0;
	}
	return hits <= most;
}

/* Whether all points on one side of a cut lie below all on the other. */
static bool apart(const struct search *s, size_t from, size_t cut, size_t to)
{
	double low[2] = { INFINITY, INFINITY };
	double high[2] = { -INFINITY, -INFINITY };
	size_t i;

	for (i = from; i < to; i++) {
		low[i >= cut] = fmin(low[i >= cut], s->x[i]);
		high[i >= cut] = fmax(high[i >= cut], s->x[i]);
	}
	return high[0] < low[1] || high[1] < low[0];
}

/* Whether a cut holds. Two cuts found at once may have too few points around
 * each for a test; then the two sides must not overlap. */
static bool holds(struct search *s, size_t cut)
{
	size_t from = cuts_from(&s->cuts, cut), to = cuts_to(&s->cuts, cut + 1);
	size_t at = s->cuts.at[cut];

	if (at - from >= 2 && to - at >= 2 && too_few(to - from, s->alpha))
		return apart(s, from, at, to);
	return sides_differ(s, cut);
}

static void settle_cuts(struct search *s)
{
	size_t i;

	for (i = 0; i < s->cuts.count; i++)
		move_cut(s, i);
	for (i = 0; i < s->cuts.count;) {
		if (holds(s, i)) {
			i++;
			continue;
		}
		cuts_remove(&s->cuts, i);
		i = i ? i - 1 : 0;
	}
}

/* Sets s->pool to the noise of all levels except level `but`, scaled to sd 1;
 * returns the number of points. */
static size_t pool_noise(struct search *s, size_t but)
{
	size_t level, from, n, i, count = 0;
	double median, scale;

	for (level = 0; level <= s->cuts.count; level++) {
		from = cuts_from(&s->cuts, level);
		n = cuts_to(&s->cuts, level) - from;
		if (level == but || n < 4)
			continue;
		scale = noise(s, s->x + from, n) *
			sqrt((double)(n - 1) / (double)n);
		median = robust_median(s->x + from, n, s->work);
		for (i = from; scale > 0 && i < from + n; i++)
			s->pool[count++] = (s->x[i] - median) / scale;
	}
	return count;
}

/* Whether at most a share `alpha` of random samples of n points of s->pool
 * reach t. */
static bool rare_in_pool(struct search *s, size_t count, size_t n, double t,
			 double alpha)
{
	size_t most = most_hits(alpha, DRAWS_FEW), hits = 0, i, k;
	double sample[FEW];

	for (i = 0; i < DRAWS_FEW && hits <= most; i++) {
		for (k = 0; k < n; k++)
			sample[k] = s->pool[random_below(&s->state, count)];
		if (segment_set_units(s, sample, n))
			hits += best_split(s->u, n).t >= t * SAME ? 1 : 0;
	}
	return hits <= most;
}

/* Cuts a level that is too short for a permutation test, if random samples of
 * the other levels' noise seldom look as much like a step. */
static bool cut_short(struct search *s, size_t level)
{
	size_t from = cuts_from(&s->cuts, level), count;
	size_t n = cuts_to(&s->cuts, level) - from;
	struct best best;

	if (n < 4 || n > FEW || !too_few(n, s->alpha))
		return false;
	count = pool_noise(s, level);
	if (count < POOL || !segment_set_units(s, s->x + from, n))
		return false;
	best = best_split(s->u, n);
	if (!rare_in_pool(s, count, n, best.t, s->alpha / 2))
		return false;
	cuts_add(&s->cuts, from + best.to);
	return true;
}

static void search_short(struct search *s)
{
	size_t level = 0;

	while (level <= s->cuts.count)
		if (!cut_short(s, level))
			level++;
}

static double residual_lag1(struct search *s)
{
	size_t level, from, to, i;
	double median;

	for (level = 0; level <= s->cuts.count; level++) {
		from = cuts_from(&s->cuts, level);
		to = cuts_to(&s->cuts, level);
		median = robust_median(s->x + from, to - from, s->work);
		for (i = from; i < to; i++)
			s->u[i] = s->x[i] - median;
	}
	return robust_lag1(s->u, s->n);
}

int stats_segment(const double *x, size_t count, uint64_t seed,
		  struct segments *g, struct err *err)
{
	struct search s = { .state = seed };
	size_t i;
	int rc = -1;

	memset(g, 0, sizeof(*g));
	s.x = mem_array(count, sizeof(*s.x), err);
	s.index = mem_array(count, sizeof(*s.index), err);
	s.u = mem_array(count, sizeof(*s.u), err);
	s.work = mem_array(count, sizeof(*s.work), err);
	s.drawn = mem_array(count, sizeof(*s.drawn), err);
	s.pool = mem_array(count, sizeof(*s.pool), err);
	s.cuts.at = mem_array(count, sizeof(*s.cuts.at), err);
	if (!s.x || !s.index || !s.u || !s.work || !s.drawn || !s.pool ||
	    !s.cuts.at)
		goto out;
	for (i = 0; i < count; i++) {
		if (isnan(x[i]))
			continue;
		s.index[s.n] = i;
		s.x[s.n++] = x[i];
	}
	s.cuts.n = s.n;
	g->exploratory = s.n <= SEGMENT_FEW;
	g->alpha = s.alpha = g->exploratory ? SEGMENT_ALPHA_FEW : SEGMENT_ALPHA;
	s.clamp = g->exploratory ? CLAMP_FEW : CLAMP;
	search(&s, 0, s.n);
	search_short(&s);
	settle_cuts(&s);
	if (stats_shift(s.x, s.alpha, &s.cuts, &g->order, err))
		goto out;
	g->lag1 = s.n ? residual_lag1(&s) : 0;
	g->drifts = g->lag1 > 2 / sqrt((double)s.n);
	for (i = 0; i < s.cuts.count; i++)
		s.cuts.at[i] = s.index[s.cuts.at[i]];
	g->start = s.cuts.at;
	g->count = s.cuts.count;
	s.cuts.at = NULL;
	rc = 0;
out:
	free(s.x);
	free(s.index);
	free(s.u);
	free(s.work);
	free(s.drawn);
	free(s.pool);
	free(s.cuts.at);
	return rc;
}

void segments_free(struct segments *segments)
{
	free(segments->start);
	memset(segments, 0, sizeof(*segments));
}
