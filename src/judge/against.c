/* A night's level against the accepted one. */
#include "judge/against.h"

#include "verdict/levels.h"

#include <math.h>

/* The levels of a subject by a night. */
struct standing {
	const double *value; /* NaN on nights that are set apart */
	/* the levels that begin with a change of level, not of noise */
	const struct verdict_level *levels;
	size_t accepted; /* first night of the accepted level */
	size_t first;    /* index of the first change since */
	size_t count;    /* of levels */
	size_t end;      /* the night after the judged one */
};

static void stand(struct judge *j, const struct subject *s, size_t k,
		  struct standing *at)
{
	size_t count, i;

	at->count = 0;
	at->value = subjects_seen(j, s, k + 1);
	at->levels = j->steps;
	count = subjects_levels_by(s, k);
	for (i = 0; i < count; i++)
		if (s->levels[i].how != VERDICT_NOISIER)
			j->steps[at->count++] = s->levels[i];
	at->first = levels_accepted(j->steps, at->count, &at->accepted);
	at->end = k + 1;
}

/* The nights from `now` on against the accepted level. */
static void against_first(const struct standing *at, size_t now,
			  struct verdict_row *row)
{
	struct levels_effect e;

	levels_compare(at->value, at->accepted, at->levels[at->first].start,
		       now, at->end, &e);
	row->effect = e.effect;
	row->low = e.low;
	row->high = e.high;
}

/* The last level against the one before it. */
static double against_last(const struct standing *at)
{
	const struct verdict_level *level = at->levels;
	struct levels_effect e;

	levels_compare(at->value,
		       at->count > 1 ? level[at->count - 2].start : 0,
		       level[at->count - 1].start, level[at->count - 1].start,
		       at->end, &e);
	return e.effect;
}

/* The word of what holds, VERDICT_NO_CHANGE if nothing does, and the latest level
 * that changed in this direction. What a drift has led to holds after its end. */
static enum verdict_word holds(const struct standing *at,
			       const struct verdict_row *row, bool ended,
			       size_t *since)
{
	const struct verdict_level *level = at->levels;
	enum verdict_word word = level[at->count - 1].how;
	bool mixed = false;
	size_t i;

	for (i = at->first; i < at->count; i++)
		mixed = mixed || level[i].how != word;
	if (mixed || (word == VERDICT_DRIFTING && ended)) {
		word = row->effect > 0 ? VERDICT_REGRESSED : VERDICT_IMPROVED;
		if (!(fabs(row->effect) >= VERDICT_MIN_EFFECT) ||
		    (row->low <= 0 && row->high >= 0))
			return VERDICT_NO_CHANGE;
	}
	for (i = at->count; i > at->first; i--)
		if (level[i - 1].how == word ||
		    level[i - 1].how == VERDICT_DRIFTING) {
			*since = level[i - 1].start;
			return word;
		}
	return VERDICT_NO_CHANGE;
}

void against_accepted(struct judge *j, const struct night_verdict *said,
		      size_t k, struct verdict_row *row)
{
	const struct verdict *v = &said->verdict;
	struct standing at;
	enum verdict_word word;
	size_t since = 0;

	row->last = NAN;
	if (v->word == VERDICT_NOT_MEASURED || v->word == VERDICT_NOISIER)
		return;
	stand(j, said->subject, k, &at);
	if (v->word >= VERDICT_SUSPECT)
		row->last = row->effect;
	if (at.first == at.count)
		return;
	if (v->word == VERDICT_SUSPECT)
		against_first(&at, night_is_alone(said) ? k : v->since, row);
	else if (v->word < VERDICT_SUSPECT || at.first + 1 < at.count)
		against_first(&at, at.levels[at.count - 1].start, row);
	if (v->word >= VERDICT_IMPROVED)
		return;
	if (v->word != VERDICT_SUSPECT)
		row->last =
		    at.first + 1 < at.count ? against_last(&at) : row->effect;
	word = holds(&at, row, v->rate == 0, &since);
	if (word != VERDICT_NO_CHANGE) {
		row->still = verdict_word(word);
		row->still_since_run_id = j->nights.night[since].run_id;
	}
}
