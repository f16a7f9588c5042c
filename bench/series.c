/* Simulated histories with known noise and known changes. */
#include "series.h"

#include "base/random.h"
#include "stats/distribution.h"

#include <math.h>

#define LOUDER_FROM  70
#define SETTLE_TO    20
#define SETTLE_BY    0.06
#define FAR          3.0
#define WEEKDAY_SD   0.03
#define VISIT_MOST   3 /* nights in the far state */
#define BETWEEN      10
#define BETWEEN_MORE 31

const char *series_noise_name(enum series_noise noise)
{
	static const char *const names[SERIES_NOISES] = {
		"normal",        "log-normal", "t, 3 df", "bimodal 70/30",
		"bimodal 90/10", "3 % spikes", "AR(0.3)", "AR(0.6)",
	};

	return names[noise];
}

double series_normal(uint64_t *state)
{
	return stats_normal_quantile(random_unit(state));
}

/* Two modes, the upper one with probability q; the sd of each is a quarter of
 * their distance. */
static double bimodal(double q, uint64_t *state)
{
	double upper = random_unit(state) < q ? 1 : 0;

	return (upper - q + 0.25 * series_normal(state)) /
	       sqrt(q * (1 - q) + 0.25 * 0.25);
}

double series_noise(enum series_noise noise, double *last, uint64_t *state)
{
	double phi = noise == SERIES_AR_3 ? 0.3 : 0.6, z, square = 0;
	int i;

	switch (noise) {
	case SERIES_LOG_NORMAL: /* of a normal with sd 1: mean e^.5, variance
				   e(e-1) */
		return (exp(series_normal(state)) - exp(0.5)) /
		       sqrt(exp(1) * (exp(1) - 1));
	case SERIES_STUDENT_3: /* whose variance is 3 */
		for (i = 0; i < 3; i++) {
			z = series_normal(state);
			square += z * z;
		}
		return series_normal(state) / sqrt(square / 3) / sqrt(3);
	case SERIES_BIMODAL_30:
		return bimodal(0.3, state);
	case SERIES_BIMODAL_10:
		return bimodal(0.1, state);
	case SERIES_SPIKES: /* 10 to 50 % slower at an sd of 2 % */
		z = series_normal(state);
		if (random_unit(state) < 0.03)
			z += 5 + 20 * random_unit(state);
		return z;
	case SERIES_AR_3:
	case SERIES_AR_6:
		*last =
		    phi * *last + sqrt(1 - phi * phi) * series_normal(state);
		return *last;
	default:
		return series_normal(state);
	}
}

/* Adds `by` to x[from..to). */
static void raise_from(double *x, size_t from, size_t to, double by)
{
	size_t i;

	for (i = from; i < to; i++)
		x[i] += by;
}

static void wander(double *x, size_t count, double sd, uint64_t *state)
{
	double level = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		level += sd * series_normal(state);
		x[i] += level;
	}
}

/* A whole number from `least` to least + more - 1. */
static size_t some(size_t least, size_t more, uint64_t *state)
{
	return least + (size_t)((double)more * random_unit(state));
}

static void visit(double *x, size_t count, uint64_t *state)
{
	size_t at = some(2 * BETWEEN, 2 * BETWEEN, state), end;

	while (at < count) {
		end = at + some(1, VISIT_MOST, state);
		raise_from(x, at, end < count ? end : count, log(FAR));
		at = end + some(BETWEEN, BETWEEN_MORE, state);
	}
}

static void add_week(double *x, size_t count, uint64_t *state)
{
	double day[7];
	size_t i;

	for (i = 0; i < 7; i++)
		day[i] = WEEKDAY_SD * series_normal(state);
	for (i = 0; i < count; i++)
		x[i] += day[i % 7];
}

/* Adds what the history does besides noise, in logarithms. */
static void change(const struct series *s, double *x, size_t count,
		   uint64_t *state)
{
	size_t from = s->kind == SERIES_WALK ? SERIES_LATER : SERIES_CHANGE, i;
	double size = log1p(s->size);

	switch (s->kind) {
	case SERIES_SETTLE:
		for (i = 0; i < SETTLE_TO; i++)
			x[i] += SETTLE_BY * (1 - (double)i / SETTLE_TO);
		break;
	case SERIES_DRIFT:
		for (i = 0; i < count; i++)
			x[i] += s->slope * (double)i;
		break;
	case SERIES_BEND:
		for (i = from; i < count; i++)
			x[i] += s->slope * (double)(i - from);
		break;
	case SERIES_WALK:
		wander(x, count, s->slope, state);
		break;
	case SERIES_HEAL:
		raise_from(x, from, from + s->nights, size);
		return;
	case SERIES_TWO_STEPS:
		raise_from(x, from + s->nights, count, size);
		break;
	case SERIES_LOUDER:
		for (i = LOUDER_FROM; i < count; i++)
			x[i] *= 2;
		break;
	case SERIES_RARE:
		visit(x, count, state);
		break;
	case SERIES_WEEK:
		add_week(x, count, state);
		break;
	default:
		break;
	}
	raise_from(x, from, count, size);
}

void series_make(const struct series *s, double *x, size_t count,
		 uint64_t *state)
{
	size_t sessions = s->sessions ? s->sessions : 1, i, k;
	double last = series_normal(state), sum;

	for (i = 0; i < count; i++) {
		for (k = 0, sum = 0; k < sessions; k++)
			sum += series_noise(s->noise, &last, state);
		x[i] = s->sd * sum / (double)sessions;
	}
	change(s, x, count, state);
	for (i = 0; i < count; i++)
		x[i] = exp(x[i]);
}
