/* Two sets of measurements: tests of a difference, its size and interval. */
#include "stats/twosample.h"

#include "base/mem.h"
#include "stats/distribution.h"
#include "stats/summary.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- the distribution of U --------------------------------------------- */

/*
 * The number of ways to choose m of the m + n pooled values, for each value of
 * 2 U (whole, unlike U): ways[k * width + u] for k values chosen from the
 * groups of ties added so far, with 2 U = u.
 */
struct deals {
	double *ways;
	size_t m, n, width;
};

static bool exact_is_cheap(size_t na, size_t nb)
{
	double m = fmin((double)na, (double)nb);
	double n = fmax((double)na, (double)nb);

	return m * m * n * (m + n) <= 50.0 * 50 * 50 * 100;
}

static int deals_open(struct deals *d, size_t m, size_t n, struct err *err)
{
	d->m = m;
	d->n = n;
	d->width = 2 * m * n + 1;
	d->ways = mem_array((m + 1) * d->width, sizeof(*d->ways), err);
	if (!d->ways)
		return -1;
	d->ways[0] = 1;
	return 0;
}

/* Adds the next group of `ties` equal values, after `before` smaller values. */
static void deals_add(struct deals *d, size_t before, size_t ties)
{
	size_t most = before + ties < d->m ? before + ties : d->m;
	size_t k, from, j, u, shift, last;
	double choose;

	/* downwards, so that the rows read are not yet changed */
	for (k = most; k; k--) {
		choose = 1;
		for (j = 1; j <= ties && j <= k; j++) {
			choose = choose * (double)(ties - j + 1) / (double)j;
			from = k - j;
			if (from > before || before - from > d->n ||
			    before + ties - k > d->n)
				continue;
			/* the j chosen beat all smaller values not chosen, and
			 * half of the ties not chosen */
			shift = 2 * j * (before - from) + j * (ties - j);
			last = 2 * from * (before - from);
			for (u = 0; u <= last; u++)
				d->ways[k * d->width + u + shift] +=
				    choose * d->ways[from * d->width + u];
		}
	}
}

/* P(2 U <= twice) and P(2 U >= twice). */
static void deals_tails(const struct deals *d, size_t twice, double *lower,
			double *upper)
{
	const double *ways = d->ways + d->m * d->width;
	double below = 0, above = 0;
	size_t u;

	for (u = 0; u < twice; u++)
		below += ways[u];
	for (u = twice + 1; u < d->width; u++)
		above += ways[u];
	*lower = (below + ways[twice]) / (below + ways[twice] + above);
	*upper = (above + ways[twice]) / (below + ways[twice] + above);
}

/* ---- Mann and Whitney -------------------------------------------------- */

/* Calls found(ctx, before, ties) for each group of equal values, ascending. */
static void each_tie(const double *a, size_t na, const double *b, size_t nb,
		     void (*found)(void *ctx, size_t before, size_t ties),
		     void *ctx)
{
	size_t i = 0, j = 0, before = 0;
	double value;

	while (i < na || j < nb) {
		value = j == nb || (i < na && a[i] <= b[j]) ? a[i] : b[j];
		while (i < na && a[i] == value)
			i++;
		while (j < nb && b[j] == value)
			j++;
		found(ctx, before, i + j - before);
		before = i + j;
	}
}

static void deal_tie(void *ctx, size_t before, size_t ties)
{
	deals_add(ctx, before, ties);
}

static void cube_tie(void *ctx, size_t before, size_t ties)
{
	double t = (double)ties;

	(void)before;
	*(double *)ctx += t * t * t - t;
}

/* 2 U of a; both are sorted. */
static double twice_u(const double *a, size_t na, const double *b, size_t nb)
{
	size_t i, less = 0, up_to = 0;
	double u = 0;

	for (i = 0; i < na; i++) {
		while (less < nb && b[less] < a[i])
			less++;
		while (up_to < nb && b[up_to] <= a[i])
			up_to++;
		u += (double)less + (double)up_to;
	}
	return u;
}

static int exact(const double *a, size_t na, const double *b, size_t nb,
		 struct mannwhitney *test, struct err *err)
{
	bool swapped = na > nb; /* values are chosen for the smaller set */
	double twice = 2 * test->u;
	struct deals d;

	if (deals_open(&d, swapped ? nb : na, swapped ? na : nb, err))
		return -1;
	each_tie(a, na, b, nb, deal_tie, &d);
	if (swapped)
		deals_tails(&d, (size_t)((double)d.width - 1 - twice),
			    &test->p_greater, &test->p_less);
	else
		deals_tails(&d, (size_t)twice, &test->p_less, &test->p_greater);
	free(d.ways);
	return 0;
}

static void approximate(const double *a, size_t na, const double *b, size_t nb,
			struct mannwhitney *test)
{
	double m = (double)na, n = (double)nb, cubes = 0, d, sd;

	each_tie(a, na, b, nb, cube_tie, &cubes);
	sd = sqrt(m * n / 12 * (m + n + 1 - cubes / ((m + n) * (m + n - 1))));
	d = test->u - m * n / 2;
	test->p_less = sd > 0 ? stats_normal_cdf((d + 0.5) / sd) : 1;
	test->p_greater = sd > 0 ? stats_normal_cdf((0.5 - d) / sd) : 1;
}

int stats_mannwhitney(double *a, size_t na, double *b, size_t nb,
		      struct mannwhitney *test, struct err *err)
{
	stats_sort(a, na);
	stats_sort(b, nb);
	test->u = twice_u(a, na, b, nb) / 2;
	test->exact = exact_is_cheap(na, nb);
	if (!test->exact)
		approximate(a, na, b, nb, test);
	else if (exact(a, na, b, nb, test, err))
		return -1;
	test->p = fmin(1, 2 * fmin(test->p_less, test->p_greater));
	return 0;
}

double stats_mannwhitney_least(size_t na, size_t nb)
{
	double m = fmin((double)na, (double)nb);
	double n = fmax((double)na, (double)nb), choose = 1, i;

	for (i = 1; i <= m && choose < 1e300; i++)
		choose = choose * (n + i) / i;
	return fmin(1, 2 / choose);
}

/* ---- Hodges and Lehmann ------------------------------------------------ */

/* Maps doubles to integers in the same order; of_key() maps them back. */
static uint64_t key_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static double of_key(uint64_t key)
{
	uint64_t bits = key >> 63 ? key & ~(UINT64_C(1) << 63) : ~key;
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

/* How many differences b - a are at most `limit`; both sorted. */
static size_t differences_up_to(const double *a, size_t na, const double *b,
				size_t nb, double limit)
{
	size_t i, j = 0, count = 0;

	/* rounding is monotone: computed differences are sorted, too */
	for (i = 0; i < na; i++) {
		while (j < nb && b[j] - a[i] <= limit)
			j++;
		count += j;
	}
	return count;
}

/* The k-th smallest difference b - a, k from 1; both are sorted. */
static double difference(const double *a, size_t na, const double *b, size_t nb,
			 size_t k)
{
	uint64_t low = key_of(b[0] - a[na - 1]), middle;
	uint64_t high = key_of(b[nb - 1] - a[0]);

	while (low < high) {
		middle = low + (high - low) / 2;
		if (differences_up_to(a, na, b, nb, of_key(middle)) >= k)
			high = middle;
		else
			low = middle + 1;
	}
	return of_key(low) + 0.0; /* no negative zero */
}

double stats_hodges_lehmann(double *a, size_t na, double *b, size_t nb)
{
	size_t half = na * nb / 2;
	double pair[2];

	stats_sort(a, na);
	stats_sort(b, nb);
	pair[1] = difference(a, na, b, nb, half + 1);
	if (na * nb % 2)
		return pair[1];
	pair[0] = difference(a, na, b, nb, half);
	return stats_quantile(pair, 2, 0.5);
}

/* Sets *k of the interval, or 0, and its true level. */
static int exact_rank(size_t na, size_t nb, double tail, size_t *k,
		      double *level, struct err *err)
{
	struct deals d;
	double total = 0, sum = 0;
	const double *ways;
	size_t i, u;

	if (deals_open(&d, na < nb ? na : nb, na < nb ? nb : na, err))
		return -1;
	for (i = 0; i < na + nb; i++)
		deals_add(&d, i, 1);
	ways = d.ways + d.m * d.width;
	for (u = 0; u < d.width; u++)
		total += ways[u];
	for (*k = 0; 2 * *k < d.width; ++*k) {
		if (sum + ways[2 * *k] > tail * total)
			break;
		sum += ways[2 * *k];
	}
	*level = 1 - 2 * sum / total;
	free(d.ways);
	return 0;
}

static void approximate_rank(size_t na, size_t nb, double tail, size_t *k,
			     double *level)
{
	double m = (double)na, n = (double)nb;
	double sd = sqrt(m * n * (m + n + 1) / 12);

	*k = (size_t)fmax(
	    0, floor(m * n / 2 + 0.5 + stats_normal_quantile(tail) * sd));
	*level = 1 - 2 * stats_normal_cdf(((double)*k - 0.5 - m * n / 2) / sd);
}

int stats_hodges_lehmann_interval(double *a, size_t na, double *b, size_t nb,
				  double confidence, struct interval *interval,
				  struct err *err)
{
	double tail = (1 - confidence) / 2, level;
	size_t k;

	if (!exact_is_cheap(na, nb))
		approximate_rank(na, nb, tail, &k, &level);
	else if (exact_rank(na, nb, tail, &k, &level, err))
		return -1;
	if (!k)
		return 0;
	stats_sort(a, na);
	stats_sort(b, nb);
	interval->low = difference(a, na, b, nb, k);
	interval->high = difference(a, na, b, nb, na * nb + 1 - k);
	interval->level = level;
	return 1;
}

/* ---- Welch ------------------------------------------------------------- */

void stats_welch(double *a, size_t na, double *b, size_t nb, struct ttest *test)
{
	struct summary sa, sb;
	double va, vb, d;

	stats_summary(a, na, &sa);
	stats_summary(b, nb, &sb);
	va = sa.sd * sa.sd / (double)na;
	vb = sb.sd * sb.sd / (double)nb;
	d = sa.mean - sb.mean;
	if (va + vb > 0) {
		test->t = d / sqrt(va + vb);
		test->df =
		    (va + vb) * (va + vb) /
		    (va * va / (double)(na - 1) + vb * vb / (double)(nb - 1));
		test->p = 2 * stats_student_cdf(-fabs(test->t), test->df);
	} else {
		test->t = d == 0 ? 0 : copysign(INFINITY, d);
		test->df = (double)(na + nb) - 2;
		test->p = d == 0 ? 1 : 0;
	}
}

/* ---- Benjamini and Hochberg -------------------------------------------- */

static int by_value_downwards(const void *x, const void *y)
{
	double a = **(double *const *)x, b = **(double *const *)y;

	return (a < b) - (a > b);
}

int stats_benjamini_hochberg(double *p, size_t count, struct err *err)
{
	double **order = mem_array(count, sizeof(*order), err), least = 1;
	size_t i;

	if (!order)
		return -1;
	for (i = 0; i < count; i++)
		order[i] = &p[i];
	qsort(order, count, sizeof(*order), by_value_downwards);
	for (i = 0; i < count; i++) {
		least = fmin(least,
			     *order[i] * (double)count / (double)(count - i));
		*order[i] = least;
	}
	free(order);
	return 0;
}
