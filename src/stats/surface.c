/* The time of a product over sizes and workers, predicted from measured points. */
#include "stats/surface.h"

#include "base/mem.h"
#include "stats/distribution.h"
#include "stats/dot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define P          LAW_COUNT
#define POINTS_MIN 6
#define SMALL      1e-12

/* ---- small linear algebra ------------------------------------------------ */

/* Cholesky's factor L of the symmetric a[n][n] (row i at a + i * stride), in
 * place, lower triangle; false if it is not positive definite. */
static bool factorise(double *a, size_t n, size_t stride)
{
	size_t i, j, k;

	for (i = 0; i < n; i++)
		for (j = 0; j <= i; j++) {
			double sum = a[i * stride + j];

			for (k = 0; k < j; k++)
				sum -= a[i * stride + k] * a[j * stride + k];
			if (i != j)
				a[i * stride + j] = sum / a[j * stride + j];
			else if (sum > 0)
				a[i * stride + i] = sqrt(sum);
			else
				return false;
		}
	return true;
}

/* x = L^-1 x. */
static void solve_lower(const double *l, size_t n, size_t stride, double *x)
{
	size_t i, k;

	for (i = 0; i < n; i++) {
		for (k = 0; k < i; k++)
			x[i] -= l[i * stride + k] * x[k];
		x[i] /= l[i * stride + i];
	}
}

/* x = L^-T x. */
static void solve_upper(const double *l, size_t n, size_t stride, double *x)
{
	size_t i, k;

	for (i = n; i-- > 0;) {
		for (k = i + 1; k < n; k++)
			x[i] -= l[k * stride + i] * x[k];
		x[i] /= l[i * stride + i];
	}
}

/* ---- the law ------------------------------------------------------------- */

static void columns(const struct surface *s, double n, double workers,
		    double x[P])
{
	law_columns(n, workers, fmin(workers, s->cpus), x);
}

/* m(n, workers), and d ln m / d ln of each coefficient in use in h[]. */
static double law_at(const struct surface *s, double n, double workers,
		     double h[P])
{
	double x[P], m = 0;
	unsigned k;

	columns(s, n, workers, x);
	for (k = 0; k < s->columns; k++) {
		h[k] = s->value[k] * x[s->column[k]];
		m += h[k];
	}
	for (k = 0; k < s->columns; k++)
		h[k] /= m;
	return m;
}

/* Least squares of the relative errors with the columns of `mask`. Returns the
 * sum of squares; INFINITY if a coefficient is not positive, or the columns
 * depend on each other. */
static double fit_mask(const struct surface *s, const struct law_point *points,
		       size_t count, unsigned mask, double value[P])
{
	double a[P][P] = { { 0 } }, length[P], all[P], x[P], left, sum = 0;
	unsigned column[P] = { 0 }, n = 0, j, k;
	size_t i;

	for (k = 0; k < P; k++)
		if (mask >> k & 1)
			column[n++] = k;
	memset(value, 0, n * sizeof(*value));
	for (i = 0; i < count; i++) {
		columns(s, points[i].n, points[i].workers, all);
		for (k = 0; k < n; k++) {
			x[k] = all[column[k]] / points[i].time;
			value[k] += x[k];
			for (j = 0; j <= k; j++)
				a[k][j] += x[k] * x[j];
		}
	}
	for (k = 0; k < n; k++)
		length[k] = sqrt(a[k][k]);
	for (k = 0; k < n; k++) { /* columns of length 1 */
		value[k] /= length[k];
		for (j = 0; j <= k; j++)
			a[k][j] /= length[k] * length[j];
		a[k][k] += SMALL;
	}
	if (!factorise(a[0], n, P))
		return INFINITY;
	solve_lower(a[0], n, P, value);
	solve_upper(a[0], n, P, value);
	for (k = 0; k < n; k++) {
		value[k] /= length[k];
		if (!(value[k] > 0))
			return INFINITY;
	}
	for (i = 0; i < count; i++) {
		columns(s, points[i].n, points[i].workers, all);
		for (left = 1, k = 0; k < n; k++)
			left -= value[k] * all[column[k]] / points[i].time;
		sum += left * left;
	}
	return sum;
}

/* The coefficients >= 0 of least relative squares: the best of all subsets of
 * columns. A column that never changes with the workers is left out where there
 * is one number of them. */
static void fit_coefficients(struct surface *s, const struct law_point *points,
			     size_t count)
{
	const bool one = s->least[1] == s->most[1];
	double least = INFINITY, sum, value[P];
	unsigned mask, k;

	for (mask = 1; mask < 1u << P; mask++) {
		if (one && mask & (1u << LAW_WORKER | 1u << LAW_SHARED))
			continue;
		sum = fit_mask(s, points, count, mask, value);
		if (sum >= least)
			continue;
		least = sum;
		memcpy(s->value, value, sizeof(value));
		for (s->columns = k = 0; k < P; k++)
			if (mask >> k & 1)
				s->column[s->columns++] = k;
	}
}

/* ---- the process --------------------------------------------------------- */

static double matern(double r)
{
	return (1 + sqrt(3) * r) * exp(-sqrt(3) * r);
}

/* The covariance of g at two places, divided by s^2. */
static double covariance(const struct surface *s, const double a[2],
			 const double b[2])
{
	return matern(fabs(a[0] - b[0]) / s->length[0]) *
	       matern(fabs(a[1] - b[1]) / s->length[1]);
}

/* What a fit works on: ln T - ln m, and the law's columns at each point. */
struct data {
	double *rest; /* [count] */
	double *h;    /* [column * count + point] */
};

/*
 * For the present lengths and noise sets factor, basis = L^-1 H, inner = the
 * factor of H'K^-1 H, shift = the correction of the law's coefficients, weight
 * = K^-1 (rest - H shift) and sd. Returns the restricted log-likelihood, or
 * -INFINITY.
 */
static double solve_surface(struct surface *s, const struct data *d)
{
	const size_t n = s->count;
	double likelihood = 0, square;
	size_t i, j;
	unsigned k, l;

	for (i = 0; i < n; i++) {
		for (j = 0; j <= i; j++)
			s->factor[i * n + j] =
			    covariance(s, s->point + 2 * i, s->point + 2 * j);
		s->factor[i * n + i] += s->noise * s->noise + SMALL;
	}
	if (!factorise(s->factor, n, n))
		return -INFINITY;
	memcpy(s->weight, d->rest, n * sizeof(double));
	solve_lower(s->factor, n, n, s->weight);
	memcpy(s->basis, d->h, s->columns * n * sizeof(double));
	for (k = 0; k < s->columns; k++) {
		solve_lower(s->factor, n, n, s->basis + k * n);
		for (l = 0; l <= k; l++)
			s->inner[k][l] =
			    stats_dot(s->basis + k * n, s->basis + l * n, n);
		s->inner[k][k] *= 1 + SMALL;
		s->shift[k] = stats_dot(s->basis + k * n, s->weight, n);
	}
	if (!factorise(s->inner[0], s->columns, P))
		return -INFINITY;
	solve_lower(s->inner[0], s->columns, P, s->shift);
	solve_upper(s->inner[0], s->columns, P, s->shift);
	for (k = 0; k < s->columns; k++) {
		likelihood -= log(s->inner[k][k]);
		for (i = 0; i < n; i++)
			s->weight[i] -= s->shift[k] * s->basis[k * n + i];
	}
	square = stats_dot(s->weight, s->weight, n) / s->freedom;
	s->sd = sqrt(fmax(square, SMALL * SMALL));
	solve_upper(s->factor, n, n, s->weight);
	for (i = 0; i < n; i++)
		likelihood -= log(s->factor[i * n + i]);
	return likelihood - s->freedom * log(s->sd);
}

/* Chooses lengths and noise, and leaves the surface solved with them. */
static int choose(struct surface *s, const struct data *d, struct err *err)
{
	static const double lengths[] = { 0.5, 1, 2, 4, 8 };
	static const double noises[] = { 0.01, 0.03, 0.1, 0.3, 1, 3 };
	const bool one = s->least[1] == s->most[1];
	double best = -INFINITY, found, kept[3] = { 0 };
	size_t i, j, k;

	for (i = 0; i < 5; i++)
		for (j = 0; j < (one ? 1 : 5); j++)
			for (k = 0; k < 6; k++) {
				s->length[0] = lengths[i];
				s->length[1] = lengths[j];
				s->noise = noises[k];
				found = solve_surface(s, d);
				if (!(found > best))
					continue;
				best = found;
				kept[0] = s->length[0];
				kept[1] = s->length[1];
				kept[2] = s->noise;
			}
	s->length[0] = kept[0];
	s->length[1] = kept[1];
	s->noise = kept[2];
	if (best == -INFINITY || solve_surface(s, d) == -INFINITY)
		return err_set(err, ERR_USAGE,
			       "the measured times determine no surface");
	return 0;
}

static void find_ranges(struct surface *s, const struct law_point *points,
			size_t count)
{
	size_t i;

	s->least[0] = s->most[0] = points[0].n;
	s->least[1] = s->most[1] = points[0].workers;
	for (i = 1; i < count; i++) {
		s->least[0] = fmin(s->least[0], points[i].n);
		s->most[0] = fmax(s->most[0], points[i].n);
		s->least[1] = fmin(s->least[1], points[i].workers);
		s->most[1] = fmax(s->most[1], points[i].workers);
	}
}

static int fit_process(struct surface *s, const struct law_point *points,
		       struct data *d, struct err *err)
{
	const size_t n = s->count;
	double h[P];
	size_t i;
	unsigned k;

	for (i = 0; i < n; i++) {
		s->point[2 * i] = log(points[i].n);
		s->point[2 * i + 1] = log(points[i].workers);
		d->rest[i] = log(points[i].time) -
			     log(law_at(s, points[i].n, points[i].workers, h));
		for (k = 0; k < s->columns; k++)
			d->h[k * n + i] = h[k];
	}
	return choose(s, d, err);
}

int surface_fit(struct surface *s, const struct law_point *points, size_t count,
		double cpus, struct err *err)
{
	struct data d = { NULL, NULL };
	int rc = -1;

	memset(s, 0, sizeof(*s));
	if (count < POINTS_MIN || count > SURFACE_POINTS_MAX)
		return err_set(err, ERR_USAGE,
			       "measured cells: %zu; a prediction needs %d to "
			       "%d",
			       count, POINTS_MIN, SURFACE_POINTS_MAX);
	find_ranges(s, points, count);
	if (s->least[0] == s->most[0])
		return err_set(err, ERR_USAGE,
			       "measured at one size only; a prediction needs "
			       "several");
	s->count = count;
	s->cpus = cpus > 1 ? cpus : 1;
	fit_coefficients(s, points, count);
	s->freedom = (double)(count - s->columns);
	s->point = mem_array(2 * count, sizeof(double), err);
	s->factor = mem_array(count * count, sizeof(double), err);
	s->weight = mem_array(count, sizeof(double), err);
	s->basis = mem_array(P * count, sizeof(double), err);
	d.rest = mem_array(count, sizeof(double), err);
	d.h = mem_array(P * count, sizeof(double), err);
	if (s->point && s->factor && s->weight && s->basis && d.rest && d.h)
		rc = fit_process(s, points, &d, err);
	free(d.rest);
	free(d.h);
	return rc;
}

void surface_free(struct surface *s)
{
	free(s->point);
	free(s->factor);
	free(s->weight);
	free(s->basis);
	memset(s, 0, sizeof(*s));
}

void surface_at(const struct surface *s, double n, double workers,
		double confidence, struct surface_guess *guess)
{
	const double at[2] = { log(n), log(workers) };
	double h[P], u[P], k[SURFACE_POINTS_MAX], mean, variance, reach;
	size_t i;
	unsigned c;

	mean =
	    log(law_at(s, n, workers, h)) + stats_dot(h, s->shift, s->columns);
	for (i = 0; i < s->count; i++)
		k[i] = covariance(s, at, s->point + 2 * i);
	mean += stats_dot(k, s->weight, s->count);
	solve_lower(s->factor, s->count, s->count, k);
	variance = 1 + s->noise * s->noise - stats_dot(k, k, s->count);
	for (c = 0; c < s->columns; c++)
		u[c] = h[c] - stats_dot(s->basis + c * s->count, k, s->count);
	solve_lower(s->inner[0], s->columns, P, u);
	variance += stats_dot(u, u, s->columns);
	guess->log_sd = s->sd * sqrt(fmax(variance, 0));
	reach = guess->log_sd *
		stats_student_quantile((1 + confidence) / 2, s->freedom);
	guess->time = exp(mean);
	guess->low = exp(mean - reach);
	guess->high = exp(mean + reach);
	guess->inside = n >= s->least[0] && n <= s->most[0] &&
			workers >= s->least[1] && workers <= s->most[1];
}

double surface_left_out(const struct surface *s, size_t i)
{
	double e[SURFACE_POINTS_MAX] = { 0 }, u[P], own;
	unsigned c;

	/* element (i, i) of K^-1 - K^-1 H (H'K^-1 H)^-1 H'K^-1 */
	e[i] = 1;
	solve_lower(s->factor, s->count, s->count, e);
	own = stats_dot(e, e, s->count);
	for (c = 0; c < s->columns; c++)
		u[c] = stats_dot(s->basis + c * s->count, e, s->count);
	solve_lower(s->inner[0], s->columns, P, u);
	own -= stats_dot(u, u, s->columns);
	return s->weight[i] / fmax(own, SMALL);
}
