/* Judges last night against history: the verdicts of a run, made once and
 * stored. */
#include "judge/check.h"

#include "base/str.h"
#include "judge/night.h"
#include "judge/replay.h"
#include "store/verdicts.h"
#include "verdict/levels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a regression or drift confirmed in a judged night holds: no later change of
 * level was confirmed or accepted. */
static bool still_regressed(const struct subject *s)
{
	size_t n = levels_changed(s->levels, s->nlevels);

	return s->confirmed && n &&
	       (s->levels[n - 1].how == VERDICT_REGRESSED ||
		s->levels[n - 1].how == VERDICT_DRIFTING);
}

/* How the machine of the last night differs, where that matters to its verdicts. */
static int tell_machine(struct judge *j, struct check *check, struct err *err)
{
	const struct apart *apart = &j->apart[1];
	char *text = check->machine;
	size_t size = sizeof(check->machine);
	const char *whom;

	if (apart_set(&j->nights, j->nights.count - 1, j->apart, err))
		return -1;
	/* what sets nights apart for all series does so for those that exchange data */
	whom = strcmp(apart->text, j->apart[0].text)
		   ? ", for series with several workers"
		   : "";
	if (*apart->text && apart->alike < VERDICT_NIGHTS) {
		snprintf(text, size, "%s (night %zu of %d like this%s)",
			 apart->text, apart->alike, VERDICT_NIGHTS, whom);
		str_copy(check->machine_was, sizeof(check->machine_was),
			 apart->other);
	} else if (apart->now)
		snprintf(text, size,
			 "%s (compared with %zu nights like this%s)",
			 apart->text, apart->alike - 1, whom);
	return 0;
}

/* Notes which subjects a night, judged now, has confirmed to be slower; there is one for
 * each cause (view v_finding). */
static int note_confirmed(struct judge *j, int64_t run_id, struct err *err)
{
	struct verdict_subject *list;
	size_t count, i, k;
	int rc = store_confirmed(j->db, run_id, &list, &count, err);

	for (i = 0; !rc && i < count; i++)
		for (k = 0; k < j->count; k++) {
			struct subject *s = &j->subject[k];

			if (!strcmp(s->measure, list[i].measure) &&
			    !strcmp(s->name, list[i].name))
				s->confirmed = true;
		}
	free(list);
	return rc;
}

/* Counts what a single night has confirmed. */
static int count_confirmed(struct judge *j, struct check *check,
			   struct err *err)
{
	const struct night *last = &j->nights.night[j->nights.count - 1];
	struct verdict_subject *list;
	int rc =
	    store_confirmed(j->db, last->run_id, &list, &check->confirmed, err);

	free(list);
	return rc;
}

/* Judges the nights from `first` on, and counts what they confirmed: of a single night
 * all that is told, else what still holds. */
static int judge_nights(struct judge *j, size_t first, struct check *check,
			struct err *err)
{
	size_t k;

	check->judged = j->nights.count - first;
	for (k = first; k < j->nights.count; k++)
		if (night_judge(j, k, err) ||
		    (check->judged > 1 && j->slower &&
		     note_confirmed(j, j->nights.night[k].run_id, err)))
			return -1;
	if (check->judged < 2)
		return count_confirmed(j, check, err);
	for (k = 0; k < j->count; k++)
		check->confirmed += still_regressed(&j->subject[k]);
	return 0;
}

int check_run(struct db *db, int64_t run_id, struct check *check,
	      struct err *err)
{
	struct judge j;
	size_t first, k;
	int rc = subjects_open(&j, db, run_id, err);

	memset(check, 0, sizeof(*check));
	if (!rc) {
		check->nights = j.nights.count;
		str_copy(check->noisy, sizeof(check->noisy), j.nights.noisy);
		first = subjects_first_unjudged(&j);
		for (k = 0; k < first; k++)
			check->passed_over += !j.nights.night[k].judged;
		rc = judge_nights(&j, first, check, err);
		rc = rc ? rc : tell_machine(&j, check, err);
	}
	subjects_close(&j);
	return rc;
}

int check_replay(struct db *db, int64_t run_id, struct replay *replay,
		 struct err *err)
{
	struct judge j;
	size_t i, k;
	int rc = subjects_open(&j, db, run_id, err);

	if (!rc)
		rc = apart_set(&j.nights, j.nights.count - 1, j.apart, err);
	for (i = 0; !rc && i < j.count; i++) {
		const struct subject *s = &j.subject[i];
		const double *seen = subjects_seen(&j, s, j.nights.count);

		if (strcmp(s->measure, "time"))
			continue;
		for (k = 0; !rc && k < j.nights.count; k++)
			if (s->planned[k])
				rc = replay_add(replay, s->name,
						j.nights.night[k].date,
						exp(seen[k]), 0, err);
	}
	subjects_close(&j);
	return rc;
}
