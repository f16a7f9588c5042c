/* How far one level lies from another, with an interval. */
#include "verdict/levels.h"

#include "verdict/change.h"
#include "stats/robust.h"

#include <math.h>
#include <string.h>

#define PHI_MAX 0.8

/* Adds the latest nights of values[from..to) to s; returns how many. */
static size_t add_level(struct sight *s, const double *values, size_t from,
			size_t to)
{
	double value[VERDICT_WINDOW];
	size_t count = sight_gather(values, from, to, value, NULL);
	size_t most = count < LEVELS_NIGHTS ? count : LEVELS_NIGHTS, i;

	memcpy(s->value + s->count, value + count - most,
	       most * sizeof(*value));
	for (i = 0; i < most; i++)
		s->night[s->count + i] = s->count + i;
	s->count += most;
	return most;
}

/* Sets scale and phi by what is left of the values without the two levels. */
static void measure(struct sight *s, size_t before)
{
	double rest[2 * LEVELS_NIGHTS], level[2], phi;
	size_t i;

	level[0] = sight_median(s->value, before);
	level[1] = sight_median(s->value + before, s->count - before);
	for (i = 0; i < s->count; i++)
		rest[i] = s->value[i] - level[i >= before];
	s->scale = sight_scale(rest, s->count, 0);
	phi = s->count > 2 ? robust_lag1(rest, s->count) : 0;
	if (phi > 0) /* two means were subtracted (Kendall 1954) */
		phi += 2 * (1 + 3 * phi) / (double)s->count;
	s->phi = phi < 0 ? 0 : phi > PHI_MAX ? PHI_MAX : phi;
}

void levels_compare(const double *values, size_t from, size_t to, size_t now,
		    size_t end, struct levels_effect *effect)
{
	struct sight s = { .count = 0 };
	struct sight_change change = { 0, 0 };
	struct verdict v;
	size_t before = add_level(&s, values, from, to);

	effect->effect = effect->low = effect->high = NAN;
	change.m = add_level(&s, values, now, end);
	if (!before || !change.m)
		return;
	measure(&s, before);
	if (!(s.scale > 0)) { /* no noise at all */
		effect->effect = expm1(s.value[s.count - 1] - s.value[0]);
		if (s.count > 2)
			effect->low = effect->high = effect->effect;
		return;
	}
	change_estimate(&s, &change, s.phi, &v);
	effect->effect = v.effect;
	if (isfinite(v.low) && isfinite(v.high)) {
		effect->low = v.low;
		effect->high = v.high;
	}
}

size_t levels_changed(const struct verdict_level *levels, size_t nlevels)
{
	while (nlevels && levels[nlevels - 1].how == VERDICT_NOISIER)
		nlevels--;
	return nlevels;
}

size_t levels_accepted(const struct verdict_level *levels, size_t nlevels,
		       size_t *start)
{
	size_t first = nlevels;

	while (first && levels[first - 1].how != VERDICT_NO_CHANGE)
		first--;
	*start = first ? levels[first - 1].start : 0;
	return first;
}

void levels_total(const double *values, const struct verdict_level *levels,
		  size_t nlevels, size_t count, struct levels_effect *effect)
{
	size_t accepted, first = levels_accepted(levels, nlevels, &accepted);
	size_t end = levels_changed(levels, nlevels);

	while (first < end && levels[first].how == VERDICT_NOISIER)
		first++;
	effect->effect = effect->low = effect->high = NAN;
	if (first < end)
		levels_compare(values, accepted, levels[first].start,
			       levels[end - 1].start, count, effect);
}
