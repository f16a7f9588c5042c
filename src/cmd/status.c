/* dotrec status: size of the database, newest runs, what is missing or damaged. */
#include "cmd/cmd.h"

#include "app/verify.h"
#include "base/exitcode.h"
#include "base/interrupt.h"
#include "base/line.h"
#include "base/output.h"
#include "base/units.h"
#include "db/open.h"
#include "store/query.h"
#include "store/status.h"
#include "table/formats.h"
#include "travel/travel.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SHOWN_MAX 10 /* cells, and absent nights, listed */

/* Bytes of the file per repeat. NAN below 10,000 repeats, of which most is what an
 * empty database takes, too: it says nothing of how the file will grow. */
static double per_sample(const struct status *s)
{
	return s->samples < 10000 ? NAN : (double)s->bytes / (double)s->samples;
}

static void date_of(int64_t day, char text[CLOCK_UTC_SIZE])
{
	time_t time = (time_t)(day * 86400);
	struct tm tm;

	if (!gmtime_r(&time, &tm) ||
	    !strftime(text, CLOCK_UTC_SIZE, "%Y-%m-%d", &tm))
		strcpy(text, "?");
}

static void status_add_absent(const struct status *s, struct str *out)
{
	size_t from = s->nabsent > SHOWN_MAX ? s->nabsent - SHOWN_MAX : 0, i;
	char date[CLOCK_UTC_SIZE];

	if (from)
		str_addf(out, "%zu earlier, ", from);
	for (i = from; i < s->nabsent; i++) {
		date_of(s->absent[i], date);
		str_addf(out, "%s%s", i > from ? ", " : "", date);
	}
}

/* ---- for people -------------------------------------------------------- */

static void status_add_run(const struct status *s, struct str *out)
{
	char text[UNITS_SIZE];
	size_t i;

	if (!s->last_id) {
		str_add(out, s->runs ? "last run     none that was recorded; "
				       "imported runs do not count here\n"
				     : "last run     none\n");
		return;
	}
	if (*s->last_label)
		line_addf(out, "last run     %s, %s \"%s\"", s->last_utc,
			  s->last_status, s->last_label);
	else
		line_addf(out, "last run     %s, %s", s->last_utc,
			  s->last_status);
	line_addf(out, "last good    %s", *s->good_utc ? s->good_utc : "none");
	if (s->last_bare)
		str_add(out,
			"missing      its whole plan: none of its cells is "
			"recorded\n");
	else if (!s->nincomplete)
		str_add(out, "missing      nothing of its plan\n");
	else
		str_addf(out, "missing      of its plan, in %s:\n",
			 units_count(text, s->nincomplete, "cell"));
	for (i = 0; i < s->nincomplete && i < SHOWN_MAX; i++)
		line_addf(out, "             %s", s->incomplete[i]);
	if (s->nincomplete > SHOWN_MAX)
		str_addf(out,
			 "             and %zu more: 'dotrec query "
			 "account'\n",
			 s->nincomplete - SHOWN_MAX);
}

static void status_add_nights(const struct status *s, struct str *out)
{
	if (s->cadence == 1)
		str_add(out, "nights       one a day is expected");
	else
		str_addf(out,
			 "nights       one in %" PRId64 " days is expected",
			 s->cadence);
	if (s->nabsent) {
		str_add(out, "; these did not happen: ");
		status_add_absent(s, out);
	}
	str_add(out, "\n");
	if (*s->next_utc)
		line_addf(out, "next         %s", s->next_utc);
	if (s->overdue)
		str_add(out,
			"             the newest expected night is absent\n");
}

static void status_for_people(const struct status *s, const char *db_path,
			      struct str *out)
{
	char bytes[UNITS_SIZE];

	line_addf(out, "database     '%s': %s, schema version %" PRId64,
		  db_path, units_bytes(bytes, (double)s->bytes), s->version);
	str_addf(out, "             %" PRId64 " run%s, %" PRId64 " repeat%s",
		 s->runs, s->runs == 1 ? "" : "s", s->samples,
		 s->samples == 1 ? "" : "s");
	if (!isnan(per_sample(s)))
		str_addf(out, " (%.0f bytes each)", per_sample(s));
	if (s->sketches)
		str_addf(out, ", %" PRId64 " sketch%s", s->sketches,
			 s->sketches == 1 ? "" : "es");
	str_add(out, "\n");
	status_add_run(s, out);
	status_add_nights(s, out);
}

/* ---- for programs ------------------------------------------------------ */

static int status_for_programs(struct db *db, const struct status *s,
			       const char *db_path, const char *format,
			       struct str *out, struct err *err)
{
	struct str json = { 0 }, absent = { 0 };
	struct query *query = NULL;
	int rc;

	str_add(&absent, "");
	status_add_absent(s, &absent);
	str_add(&json, "[[");
	rc = query_json_text(db, db_path, &json, err);
	str_addf(&json,
		 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64,
		 s->version, s->bytes, s->runs, s->samples, s->sketches);
	query_json_number(per_sample(s), &json);
	if (!rc)
		rc = query_json_next(db, s->last_utc, &json, err) ||
		     query_json_next(db, s->last_status, &json, err) ||
		     query_json_next(db, s->good_utc, &json, err);
	if (s->last_bare) /* the number of missing cells is unknown */
		str_add(&json, ",null");
	else
		str_addf(&json, ",%zu", s->nincomplete);
	str_addf(&json, ",%" PRId64, s->cadence);
	if (!rc && !str_check(&absent, err))
		rc = query_json_next(db, absent.text, &json, err) ||
		     query_json_next(db, s->next_utc, &json, err);
	str_addf(&json, ",%d,%" PRId64 "]]", s->overdue, s->future.runs);
	if (!rc && !str_check(&json, err))
		query = query_open_rows(db, "status", json.text, err);
	rc = query ? formats_write(out, db, query, format, err) : -1;
	query_close(query);
	str_free(&json);
	str_free(&absent);
	return rc;
}

/* ---- the command ------------------------------------------------------- */

static int print_hash(struct db *db, struct err *err)
{
	struct str out = { 0 };
	char hash[17] = "";
	int rc = travel_hash(db, hash, err);

	str_addf(&out, "%s\n", hash);
	return output_end(rc, &out, err);
}

static int print_verified(const char *db_path, struct err *err)
{
	struct str out = { 0 };

	return output_end(verify_database(db_path, &out, err), &out, err);
}

/* Returns the exit code; errors are in *err. */
static int status_print(struct db *db, const char *db_path, const char *format,
			struct err *err)
{
	struct status status;
	struct str out = { 0 };
	int rc = store_status(db, &status, err) || cmd_tell_future(db, err);

	if (!rc && !strcmp(format, "table"))
		status_for_people(&status, db_path, &out);
	else if (!rc)
		rc = status_for_programs(db, &status, db_path, format, &out,
					 err);
	rc = output_end(rc, &out, err);
	status_free(&status);
	return !rc && status.overdue ? EXIT_NOTHING : EXIT_OK;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *hash = NULL, *verify = NULL, *now = NULL;
	const char *format = "table";
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "hash", 0, NULL, "print only the hash of the content",
		  &hash },
		{ "verify", 0, NULL,
		  "check the file and the hashes of all repeats", &verify },
		{ "format", 'f', "FORMAT",
		  "table, csv, tsv, json, jsonl or markdown", &format },
		{ "now", 0, "DATE", "instead of the clock, for tests", &now },
		CMD_COMMON_OPTIONS(common),
	};
	struct err err = { 0 };
	struct db *db;
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	if (hash && verify)
		return cmd_surplus("--hash");
	if (verify)
		interrupt_install();
	if (cmd_now(now, &err) || (verify && print_verified(common.db, &err)))
		return exitcode_tell(&err);
	if (verify)
		return EXIT_OK;
	db = db_open(common.db, DB_READ, &err);
	code = EXIT_OK;
	if (db && hash)
		print_hash(db, &err);
	else if (db)
		code = status_print(db, common.db, format, &err);
	db_close(db);
	return err.kind ? exitcode_tell(&err) : code;
}

const struct cmd command_status = {
	.name = "status",
	.usage = "[OPTION...]",
	.summary = "reports how large and how fresh the database is",
	.exec = exec,
};
