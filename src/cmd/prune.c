/* dotrec prune: thins old nights to sketches. */
#include "cmd/cmd.h"

#include "base/clock.h"
#include "base/exitcode.h"
#include "base/line.h"
#include "base/output.h"
#include "base/units.h"
#include "db/open.h"
#include "travel/travel.h"

#include <inttypes.h>
#include <stdio.h>

#define NUMBER_MAX 1000000

static int prune_print(const struct prune_result *r, bool done, struct err *err)
{
	char before[UNITS_SIZE], after[UNITS_SIZE], runs[UNITS_SIZE];
	struct str out = { 0 };

	units_bytes(before, (double)r->bytes);
	units_bytes(after, (double)r->bytes_left);
	if (!r->runs)
		str_addf(&out,
			 "nothing to thin: no run lies before the last %d "
			 "nights of all its series\n",
			 PRUNE_WINDOW);
	else
		line_addf(&out,
			  "%s %s, %.10s to %.10s: %" PRId64
			  " repeats become sketches",
			  units_count(runs, r->runs, "run"),
			  done ? "thinned" : "to be thinned", r->oldest_utc,
			  r->newest_utc, r->samples);
	if (r->runs && done)
		str_addf(&out, "the database had %s and has %s\n", before,
			 after);
	else if (r->runs)
		str_addf(&out,
			 "the database has %s; nothing is changed yet: "
			 "--yes does it\n",
			 before);
	return output_end(0, &out, err);
}

static int prune(const char *db_path, const struct prune_options *options,
		 bool yes, struct err *err)
{
	struct db *db = yes ? db_open_existing(db_path, err)
			    : db_open(db_path, DB_READ, err);
	struct prune_result result;
	int rc = -1;

	if (db)
		rc = travel_prune(db, options, !yes, &result, err);
	db_close(db);
	return rc ? rc : prune_print(&result, yes, err);
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *days = NULL, *keep = NULL, *yes = NULL, *now = NULL;
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "older-than", 0, "DAYS", "thin only runs older than DAYS",
		  &days },
		{ "keep", 0, "N", "keep the last N nights whole (at least 400)",
		  &keep },
		{ "yes", 'y', NULL,
		  "thin (else only report what would be thinned)", &yes },
		{ "now", 0, "DATE", "instead of the clock, for tests", &now },
		CMD_COMMON_OPTIONS(common),
	};
	struct prune_options prune_options = { 0 };
	unsigned long number;
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	if (cmd_now(now, &err))
		return exitcode_tell(&err);
	if (days) {
		if (opt_number("older-than", days, 1, NUMBER_MAX, &number,
			       &err))
			return exitcode_tell(&err);
		prune_options.days = (uint32_t)number;
	}
	if (keep) {
		if (opt_number("keep", keep, 1, NUMBER_MAX, &number, &err))
			return exitcode_tell(&err);
		prune_options.keep = (uint32_t)number;
	}
	prune(common.db, &prune_options, yes != NULL, &err);
	return err.kind ? exitcode_tell(&err) : EXIT_OK;
}

const struct cmd command_prune = {
	.name = "prune",
	.usage = "[OPTION...]",
	.summary = "thins old nights to sketches; without --yes only reports",
	.exec = exec,
};
