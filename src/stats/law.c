/* The law of cost: the time of a parallel product from its size and workers. */
#include "stats/law.h"

#include "base/mem.h"
#include "stats/distribution.h"
#include "stats/dot.h"
#include "stats/robust.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define P         LAW_COUNT
#define HUBER     1.345
#define STEPS_MAX 50
#define SETTLED   1e-10 /* relative change of the coefficients */
#define DEPENDENT 1e-10 /* a column's remainder: it depends on others */

struct fit {
	const struct law_point *points;
	size_t count;
	double *weight;           /* Huber's weight of each point */
	double *q;                /* [column * count + point] */
	double *residual, *work;  /* relative residuals; scratch space */
	double r[P][P], scale[P]; /* X = Q R, columns divided by scale */
	double value[P];
};

void law_columns(double n, double workers, double share, double x[LAW_COUNT])
{
	x[LAW_FIXED] = 1;
	x[LAW_WORKER] = workers;
	x[LAW_ELEMENT] = n;
	x[LAW_SHARED] = n / share;
}

/* The columns of the law at a point, divided by its time. */
static void columns(const struct law_point *p, double x[P])
{
	int k;

	law_columns(p->n, p->workers, p->workers, x);
	for (k = 0; k < P; k++)
		x[k] /= p->time;
}

/* Makes column k orthogonal to the columns before it, and of length 1; -1 if it
 * depends on them. */
static int orthogonalise(struct fit *f, int k)
{
	double *q = f->q + (size_t)k * f->count, along, length;
	int j, twice;
	size_t i;

	for (twice = 0; twice < 2; twice++)
		for (j = 0; j < k; j++) {
			const double *other = f->q + (size_t)j * f->count;

			along = stats_dot(other, q, f->count);
			f->r[j][k] += along;
			for (i = 0; i < f->count; i++)
				q[i] -= along * other[i];
		}
	length = sqrt(stats_dot(q, q, f->count));
	f->r[k][k] = length;
	for (i = 0; i < f->count && length > 0; i++)
		q[i] /= length;
	return length > DEPENDENT ? 0 : -1;
}

/* Decomposes the weighted columns, each scaled to length 1, into Q R. */
static int decompose(struct fit *f)
{
	double x[P], length;
	size_t i;
	int k;

	memset(f->r, 0, sizeof(f->r));
	for (i = 0; i < f->count; i++) {
		columns(&f->points[i], x);
		for (k = 0; k < P; k++)
			f->q[(size_t)k * f->count + i] =
			    x[k] * sqrt(f->weight[i]);
	}
	for (k = 0; k < P; k++) {
		double *q = f->q + (size_t)k * f->count;

		length = sqrt(stats_dot(q, q, f->count));
		f->scale[k] = length > 0 ? length : 1;
		for (i = 0; i < f->count; i++)
			q[i] /= f->scale[k];
		if (orthogonalise(f, k))
			return -1;
	}
	return 0;
}

/* Solves for the coefficients with the current weights; the target is 1 at
 * every point (T / T). */
static int solve_law(struct fit *f)
{
	double y[P];
	size_t i;
	int j, k;

	if (decompose(f))
		return -1;
	for (k = 0; k < P; k++)
		for (y[k] = 0, i = 0; i < f->count; i++)
			y[k] +=
			    f->q[(size_t)k * f->count + i] * sqrt(f->weight[i]);
	for (k = P - 1; k >= 0; k--) {
		for (j = k + 1; j < P; j++)
			y[k] -= f->r[k][j] * y[j];
		y[k] /= f->r[k][k];
	}
	for (k = 0; k < P; k++)
		f->value[k] = y[k] / f->scale[k];
	return 0;
}

/* Sets the relative residuals; returns their robust sd. */
static double set_residuals(struct fit *f)
{
	double x[P];
	size_t i;
	int k;

	for (i = 0; i < f->count; i++) {
		columns(&f->points[i], x);
		f->residual[i] = 1;
		for (k = 0; k < P; k++)
			f->residual[i] -= f->value[k] * x[k];
	}
	return robust_scale(f->residual, f->count, 0, f->work) *
	       sqrt((double)f->count / (double)(f->count - P));
}

/* Reweights and solves until the coefficients settle; returns the sd, or -1. */
static double settle_law(struct fit *f)
{
	double before[P], sd, change, most;
	size_t i, step;
	int k;

	for (i = 0; i < f->count; i++)
		f->weight[i] = 1;
	if (solve_law(f))
		return -1;
	sd = set_residuals(f);
	for (step = 0; step < STEPS_MAX && sd > SETTLED; step++) {
		memcpy(before, f->value, sizeof(before));
		for (i = 0; i < f->count; i++)
			f->weight[i] =
			    fmin(1, HUBER * sd / fabs(f->residual[i]));
		if (solve_law(f))
			return -1;
		sd = set_residuals(f);
		for (most = 0, k = 0; k < P; k++) {
			change = fabs(f->value[k] - before[k]) * f->scale[k];
			most = fmax(most, change);
		}
		if (most < SETTLED)
			break;
	}
	return sd;
}

/* The variances of the coefficients, divided by the variance of a residual:
 * diag((R'R)^-1). */
static void set_variances(const struct fit *f, double variance[P])
{
	double inverse[P][P] = { { 0 } };
	int i, j, k;

	for (k = 0; k < P; k++) {
		inverse[k][k] = 1 / f->r[k][k];
		for (i = k - 1; i >= 0; i--) {
			for (j = i + 1; j <= k; j++)
				inverse[i][k] -= f->r[i][j] * inverse[j][k];
			inverse[i][k] /= f->r[i][i];
		}
	}
	for (i = 0; i < P; i++) {
		for (variance[i] = 0, k = i; k < P; k++)
			variance[i] += inverse[i][k] * inverse[i][k];
		variance[i] /= f->scale[i] * f->scale[i];
	}
}

/* Huber's variance of a residual, for the covariance. */
static double residual_variance(const struct fit *f, double sd)
{
	double square = 0, inside = 0, limit = HUBER * sd, n = (double)f->count;
	size_t i;

	for (i = 0; i < f->count; i++) {
		double psi = robust_clamp(f->residual[i], limit);

		square += psi * psi;
		inside += fabs(f->residual[i]) <= limit ? 1 : 0;
	}
	inside /= n;
	return square / (n - P) / (inside * inside);
}

static int fit_law(struct fit *f, double confidence, struct law *law,
		   struct err *err)
{
	double sd, variance[P], t, square, reach;
	size_t i;
	int k;

	sd = settle_law(f);
	if (sd < 0)
		return err_set(err, ERR_USAGE,
			       "sizes and worker counts do not tell the four "
			       "costs apart; measure two of each or more");
	law->count = f->count;
	law->freedom = (double)(f->count - P);
	law->relative_sd = sd;
	square = residual_variance(f, sd);
	for (i = 0; i < f->count; i++)
		f->weight[i] = 1;
	if (decompose(f)) /* X'X of all points, unweighted */
		return err_set(err, ERR_USAGE,
			       "the costs cannot be told apart");
	set_variances(f, variance);
	t = stats_student_quantile((1 + confidence) / 2, law->freedom);
	for (k = 0; k < P; k++) {
		reach = t * sqrt(square * variance[k]);
		law->value[k] = f->value[k];
		law->low[k] = f->value[k] - reach;
		law->high[k] = f->value[k] + reach;
	}
	return 0;
}

int stats_law(const struct law_point *points, size_t count, double confidence,
	      struct law *law, struct err *err)
{
	struct fit f = { .points = points, .count = count };
	int rc = -1;

	memset(law, 0, sizeof(*law));
	if (count < P + 1)
		return err_set(err, ERR_USAGE,
			       "%zu points; the law of cost needs %d or more",
			       count, P + 1);
	f.weight = mem_array(count, sizeof(double), err);
	f.residual = mem_array(count, sizeof(double), err);
	f.work = mem_array(count, sizeof(double), err);
	f.q = mem_array(count, P * sizeof(double), err);
	if (f.weight && f.residual && f.work && f.q)
		rc = fit_law(&f, confidence, law, err);
	free(f.weight);
	free(f.residual);
	free(f.work);
	free(f.q);
	return rc;
}

double law_time(const struct law *law, double n, double workers)
{
	return law->value[LAW_FIXED] + law->value[LAW_WORKER] * workers +
	       law->value[LAW_ELEMENT] * n +
	       law->value[LAW_SHARED] * n / workers;
}
