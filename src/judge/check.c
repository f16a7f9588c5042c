/* Judges last night against history: the verdicts of a run, made once and
 * stored. */
#include "judge/check.h"

#include "base/str.h"
#include "judge/night.h"
#include "judge/replay.h"

#include <math.h>
#include <string.h>

/* Whether a regression confirmed in a judged night holds: no later change was
 * confirmed or accepted. */
static bool still_regressed(const struct subject *s)
{
	return s->confirmed && s->nlevels &&
	       s->levels[s->nlevels - 1].how == VERDICT_REGRESSED;
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
		for (k = first; !rc && k < j.nights.count; k++)
			rc = night_judge(&j, k, err);
		check->judged = j.nights.count - first;
		for (k = 0; k < first; k++)
			check->passed_over += !j.nights.night[k].judged;
		for (k = 0; k < j.count; k++)
			check->confirmed += still_regressed(&j.subject[k]);
	}
	if (!rc && !check->judged)
		rc = store_confirmed(db, run_id, &check->confirmed, err);
	subjects_close(&j);
	return rc;
}

int check_replay(struct db *db, int64_t run_id, struct replay *replay,
		 struct err *err)
{
	struct judge j;
	size_t i, k;
	int rc = subjects_open(&j, db, run_id, err);

	for (i = 0; !rc && i < j.count; i++)
		for (k = 0; !rc && k < j.nights.count; k++) {
			const struct subject *s = &j.subject[i];

			if (strcmp(s->measure, "time") || !s->planned[k])
				continue;
			rc = replay_add(replay, s->name, j.nights.night[k].utc,
					exp(s->value[k]), 0, err);
		}
	subjects_close(&j);
	return rc;
}
