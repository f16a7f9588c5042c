/* dotrec doctor: lists what would spoil a measurement here, with remedies. */
#include "cmd/cmd.h"

#include "base/csv.h"
#include "base/exitcode.h"
#include "base/line.h"
#include "base/mem.h"
#include "base/output.h"
#include "host/doctor.h"
#include "host/doctor_look.h"
#include "table/layout.h"
#include "table/table.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 5 };
static const char *const header[COLUMNS] = { "finding", "level", "value", "why",
					     "remedy" };

static void texts_of(const struct finding *f, const char *texts[COLUMNS])
{
	texts[0] = f->what;
	texts[1] = finding_level_name(f->level);
	texts[2] = f->value;
	texts[3] = f->why;
	texts[4] = f->remedy;
}

/* ---- for people ---------------------------------------------------------- */

/* Adds the names of all findings of one level, in a few lines. */
static void add_names_of_level(const struct finding *f, size_t count,
			       enum finding_level level, struct str *out)
{
	size_t i, width = 0, line = 0;

	for (i = 0; i < count; i++) {
		if (f[i].level != level)
			continue;
		width = strlen(f[i].what) + 2;
		if (!line)
			str_addf(out, "%-8s ", finding_level_name(level));
		else if (line + width > 70)
			str_addf(out, ",\n%9s", "");
		else
			str_add(out, ", ");
		line = !line || line + width > 70 ? width : line + width;
		str_add(out, f[i].what);
	}
	if (line)
		str_add(out, "\n");
}

static int doctor_people(const struct finding *f, size_t count, bool all,
			 struct str *out, struct err *err)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (f[i].level >= FINDING_FINE && !all)
			continue;
		line_addf(out, "%-8s %s: %s%s%s",
			  finding_level_name(f[i].level), f[i].what, f[i].value,
			  *f[i].why ? " - " : "", f[i].why);
		if (*f[i].remedy)
			line_addf(out, "%9s> %s", "", f[i].remedy);
	}
	if (!all) {
		add_names_of_level(f, count, FINDING_FINE, out);
		add_names_of_level(f, count, FINDING_UNKNOWN, out);
	}
	return str_check(out, err);
}

/* ---- for programs -------------------------------------------------------- */

static int doctor_csv(const struct finding *f, size_t count, struct str *out,
		      struct err *err)
{
	const char *texts[COLUMNS];
	size_t i, c;

	for (i = 0; i <= count; i++) {
		if (i)
			texts_of(&f[i - 1], texts);
		for (c = 0; c < COLUMNS; c++) {
			str_add(out, c ? "," : "");
			csv_add(out, i ? texts[c] : header[c]);
		}
		str_add(out, "\n");
	}
	return str_check(out, err);
}

static int doctor_markdown(const struct finding *f, size_t count,
			   struct str *out, struct err *err)
{
	struct table t = { .columns = COLUMNS };
	const char *texts[COLUMNS];
	size_t i, c;
	int rc = 0;

	for (i = 0; i <= count && !rc; i++) {
		if (i)
			texts_of(&f[i - 1], texts);
		for (c = 0; c < COLUMNS && !rc; c++)
			rc =
			    table_add(&t, i ? texts[c] : header[c], false, err);
	}
	if (!rc)
		layout_table(&t, true, out);
	table_free(&t);
	return rc ? rc : str_check(out, err);
}

/* ---- the command --------------------------------------------------------- */

static int examine(const char *db_path, const char *format, bool all,
		   struct str *out, struct err *err)
{
	struct facts *facts;
	struct finding *f;
	size_t count;
	int rc = -1;

	if (strcmp(format, "text") && strcmp(format, "csv") &&
	    strcmp(format, "markdown"))
		return err_set(err, ERR_USAGE,
			       "unknown format '%s'; known are: text csv "
			       "markdown",
			       format);
	facts = mem_array(1, sizeof(*facts), err);
	f = mem_array(DOCTOR_CHECKS_MAX, sizeof(*f), err);
	if (facts && f) {
		doctor_look(facts, db_path);
		count = doctor_judge(facts, f);
		rc = *format == 'c'   ? doctor_csv(f, count, out, err)
		     : *format == 'm' ? doctor_markdown(f, count, out, err)
				      : doctor_people(f, count, all, out, err);
	}
	free(facts);
	free(f);
	return rc;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *format = "text";
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "format", 'f', "FORMAT", "text, csv or markdown", &format },
		CMD_COMMON_OPTIONS(common),
	};
	struct str out = { 0 };
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	output_end(examine(common.db, format, common.verbose, &out, &err), &out,
		   &err);
	return err.kind ? exitcode_tell(&err) : EXIT_OK;
}

const struct cmd command_doctor = {
	.name = "doctor",
	.usage = "[OPTION...]",
	.summary = "lists what would spoil a measurement here, and what helps",
	.exec = exec,
};
