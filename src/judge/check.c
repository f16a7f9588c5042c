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
		rc = rc ? rc : tell_machine(&j, check, err);
	}
	/* of this night alone, count what is told */
	if (!rc && check->judged < 2)
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
