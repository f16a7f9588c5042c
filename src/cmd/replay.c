/* dotrec replay: the verdicts that past nights would have had. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/output.h"
#include "base/str.h"
#include "base/units.h"
#include "judge/calibrate.h"
#include "judge/check.h"
#include "judge/replay.h"
#include "store/find.h"

#include <stdlib.h>
#include <string.h>

#define FILE_MAX_MIB 256
#define STEP_PRESET  "5%"

/* Reads a step such as "5%" or "-5%" as 0.05 or -0.05. */
static int read_step(const char *text, double *step, struct err *err)
{
	char number[UNITS_SIZE];
	size_t len = strlen(text);

	if (len > 1 && len < sizeof(number) && text[len - 1] == '%') {
		str_copy(number, len, text);
		if (units_parse_double(number, step) && *step > -100 &&
		    *step <= 1000 && *step != 0) {
			*step /= 100;
			return 0;
		}
	}
	return err_set(err, ERR_USAGE,
		       "'--inject %s': not a step; write 5%% or -5%%, above "
		       "-100%% and up to 1000%%",
		       text);
}

/* Adds the step to every series that is long enough. at[i] is the night it
 * begins at, or the number of nights of a series without a step. */
static void inject(struct replay *r, double step, size_t *at)
{
	size_t i, done = 0;

	for (i = 0; i < r->nhistories; i++) {
		const struct history *h = &r->histories[i];

		at[i] = calibrate_night(h);
		if (at[i] == h->count)
			continue;
		calibrate_inject(r->values + r->offset[i], h->count, at[i],
				 step);
		log_debug("'%s': the step begins at '%s'", h->series,
			  h->night[at[i]]);
		done++;
	}
	log_info("a step of %g %% in %zu of %zu series; the others have fewer "
		 "than %d nights",
		 100 * step, done, r->nhistories,
		 VERDICT_NIGHTS + CALIBRATE_WITHIN);
}

/* Reports how many steps were found within how many nights. */
static void report_delays(const struct replay *r, double step, const size_t *at)
{
	struct calibrate_delays d = { 0 };
	size_t i;

	for (i = 0; i < r->nhistories; i++)
		if (at[i] < r->histories[i].count)
			calibrate_count(&d, r->verdicts + r->offset[i],
					r->histories[i].count, at[i], step);
	log_info("found within 1, 3, 5, 7, 10 nights: %zu, %zu, %zu, %zu, %zu "
		 "of %zu",
		 d.found[1], d.found[3], d.found[5], d.found[7], d.found[10],
		 d.steps);
}

static int replay(struct replay *r, const char *step_text, bool calibrating,
		  bool levels, struct str *out, struct err *err)
{
	size_t *at = mem_array(r->nhistories, sizeof(*at), err);
	double step = 0;
	int rc = -1;

	if (!at || (step_text && read_step(step_text, &step, err)))
		goto out;
	if (step != 0 && !calibrating)
		inject(r, step, at);
	rc = levels ? replay_levels(r, out, err) : replay_judge(r, err);
	if (rc || levels)
		goto out;
	if (calibrating) {
		rc = calibrate(r->histories, r->nhistories, r->offset,
			       r->verdicts, step, out, err);
		goto out;
	}
	if (step != 0)
		report_delays(r, step, at);
	replay_csv(r, out);
out:
	free(at);
	return rc;
}

/* Reads the nights of the database, on the machine of its last run. */
static int replay_database(struct replay *r, const char *db_path,
			   struct err *err)
{
	struct db *db = db_open(db_path, DB_READ, err);
	int64_t run_id;
	int rc = db ? store_run_find(db, "last", &run_id, err) : -1;

	if (!rc)
		rc = check_replay(db, run_id, r, err);
	db_close(db);
	return rc;
}

static int replay_file(struct replay *r, const char *path, struct err *err)
{
	struct str text = { 0 };
	int rc = file_read(&text, "the file", path, FILE_MAX_MIB, err);

	if (!rc)
		rc = replay_read(r, text.text ? text.text : "", text.len, path,
				 err);
	str_free(&text);
	return rc;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *step = NULL, *calibrating = NULL, *levels = NULL, *path;
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "inject", 0, "STEP",
		  "add a step, 5% or -5%, to each series at a seeded night",
		  &step },
		{ "calibrate", 0, NULL,
		  "print false alarms and delays of a step (else 5%) instead",
		  &calibrating },
		{ "levels", 0, NULL,
		  "print the levels of each whole history instead", &levels },
		CMD_COMMON_OPTIONS(common),
	};
	struct replay r = { 0 };
	struct str out = { 0 };
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	path = first < argc ? argv[first] : NULL;
	if (levels && calibrating)
		err_set(
		    &err, ERR_USAGE,
		    "--levels and --calibrate exclude each other; give one");
	else if (!(path ? replay_file(&r, path, &err)
			: replay_database(&r, common.db, &err)) &&
		 !replay_sort(&r, path ? path : common.db, &err) &&
		 !replay(&r,
			 step          ? step
			 : calibrating ? STEP_PRESET
				       : NULL,
			 calibrating, levels, &out, &err))
		output_print(&out, &err);
	replay_free(&r);
	str_free(&out);
	return err.kind ? exitcode_tell(&err) : EXIT_OK;
}

const struct cmd command_replay = {
	.name = "replay",
	.usage = "[OPTION...] [FILE.csv]",
	.operands = 1,
	.summary = "judges every night of a history, as CSV",
	.exec = exec,
};
