/* Why a subject changed. */
#include "judge/why.h"

#include "base/mem.h"
#include "judge/apart.h"
#include "verdict/levels.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int why_open(struct why *w, const struct judge *j, size_t count,
	     struct err *err)
{
	w->nights = j->nights.count;
	w->count = count;
	w->changes = mem_array(2 * w->nights, sizeof(*w->changes), err);
	w->known = mem_array(2 * w->nights, sizeof(*w->known), err);
	w->moved = mem_array(count, sizeof(*w->moved), err);
	w->phases = mem_array(count, sizeof(*w->phases), err);
	return w->changes && w->known && w->moved && w->phases ? 0 : -1;
}

void why_close(struct why *w)
{
	size_t i;

	for (i = 0; w->changes && i < 2 * w->nights; i++)
		str_free(&w->changes[i]);
	for (i = 0; w->moved && i < w->count; i++)
		str_free(&w->moved[i]);
	for (i = 0; w->phases && i < w->count; i++)
		str_free(&w->phases[i]);
	free(w->changes);
	free(w->known);
	free(w->moved);
	free(w->phases);
}

/* What else changed on night `since`, as night k knows it, for a subject that
 * exchanges data or not; NULL with *err. */
static const struct str *find_changes(struct why *w, struct judge *j,
				      bool exchanges, size_t since, size_t k,
				      struct err *err)
{
	const struct night *night = j->nights.night;
	struct night_change change = { .since = night[since].run_id,
				       .tonight = night[k].run_id };
	size_t before = apart_before(&j->nights, since, exchanges);
	size_t earlier = apart_before(&j->nights, before, exchanges);
	size_t at = since + (exchanges ? w->nights : 0);

	if (w->known[at] || before == since)
		return &w->changes[at];
	w->known[at] = true;
	change.before = night[before].run_id;
	if (earlier < before)
		change.earlier = night[earlier].run_id;
	if (since < k)
		change.later = night[since + 1].run_id;
	return store_night_changes(j->db, &change, &w->changes[at], err)
		   ? NULL
		   : &w->changes[at];
}

/* Adds the runs of the latest nights of [from, to) on which the subject was measured,
 * and that are not set apart, as a JSON array. */
static void add_runs(const struct judge *j, const struct subject *s,
		     size_t from, size_t to, struct str *json)
{
	size_t i, n = 0;

	str_add(json, "[");
	for (i = to; i > from && n < LEVELS_NIGHTS; i--)
		if (!isnan(s->value[i - 1]) &&
		    !j->nights.night[i - 1].apart[s->exchanges])
			str_addf(json, "%s%" PRId64, n++ ? "," : "",
				 j->nights.night[i - 1].run_id);
	str_add(json, "]");
}

static int find_phases(struct judge *j, const struct night_verdict *said,
		       size_t k, struct str *moved, struct str *phases,
		       struct err *err)
{
	const struct subject *s = said->subject;
	struct str before = { 0 }, since = { 0 };
	int rc;

	add_runs(j, s, said->from, said->verdict.since, &before);
	add_runs(j, s, said->verdict.since, k + 1, &since);
	rc = str_check(&before, err) || str_check(&since, err)
		 ? -1
		 : store_night_phases(
		       j->db, s->series_id, !strcmp(s->measure, "relative"),
		       before.text, since.text, moved, phases, err);
	str_free(&before);
	str_free(&since);
	return rc;
}

int why_find(struct why *w, struct judge *j, const struct night_verdict *said,
	     size_t i, size_t k, struct verdict_row *row, struct err *err)
{
	const struct verdict *v = &said->verdict;
	size_t since = night_is_alone(said) ? k : v->since;
	const struct str *changes;

	if (v->word < VERDICT_SUSPECT)
		return 0;
	changes = find_changes(w, j, said->subject->exchanges, since, k, err);
	if (!changes)
		return -1;
	if (changes->len)
		row->reason = changes->text;
	if (v->word < VERDICT_IMPROVED || v->word == VERDICT_NOISIER ||
	    !said->subject->series_id)
		return 0;
	if (find_phases(j, said, k, &w->moved[i], &w->phases[i], err))
		return -1;
	if (w->moved[i].len)
		row->moved = w->moved[i].text;
	if (w->phases[i].len)
		row->phases = w->phases[i].text;
	return 0;
}
