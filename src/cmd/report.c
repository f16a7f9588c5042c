/* dotrec report: writes tables, gnuplot scripts, pictures and pages of a
 * run. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/interrupt.h"
#include "base/log.h"
#include "base/output.h"
#include "base/str.h"
#include "db/open.h"
#include "report/report.h"
#include "table/table.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_WIDTH 80 /* where stdout is no terminal */

static int print_names(struct err *err)
{
	struct table table = { 0 };
	int rc = report_list(&table, err);

	if (!rc)
		rc = cmd_print(&table, err);
	table_free(&table);
	return rc;
}

/* Prints reports; with colours only on a terminal (https://no-color.org). */
static int report_print(struct db *db, const struct report_options *options,
			struct err *err)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	bool plain = (no_color && *no_color) || !term || !strcmp(term, "dumb");
	size_t width = output_width(); /* 0: no terminal */
	enum layout_style style = !width  ? LAYOUT_PLAIN
				  : plain ? LAYOUT_SHORT
					  : LAYOUT_COLOUR;
	struct str out = { 0 };
	int rc = report_text(db, options, width ? width : FILE_WIDTH, style,
			     &out, err);

	if (!rc)
		rc = output_show(&out, err);
	str_free(&out);
	return rc;
}

/* Reads SOURCE_DATE_EPOCH, in seconds since 1970; -1 if it is not set.
 * (https://reproducible-builds.org/specs/source-date-epoch) */
static int read_source_date(int64_t *date_s, struct err *err)
{
	const char *text = getenv("SOURCE_DATE_EPOCH");
	unsigned long value = 0;

	*date_s = -1;
	if (!text || !*text)
		return 0;
	/* the last second of the year 9999 */
	if (opt_number("SOURCE_DATE_EPOCH", text, 0, 253402300799, &value, err))
		return -1;
	*date_s = (int64_t)value;
	return 0;
}

static int report_site(struct db *db, const char *dir, const char *run,
		       struct err *err)
{
	int rc = site_write(db, dir, run, err);

	if (!rc)
		log_info("site of the nights in '%s/index.html'", dir);
	return rc;
}

/* What the command does; options that are not given are NULL. */
struct asked {
	const char *verify, *site, *text, *full, *names;
};

static int report_work(const char *db_path, const struct asked *asked,
		       struct report_options *options, struct err *err)
{
	struct db *db;
	int rc = read_source_date(&options->date_s, err);

	if (rc)
		return -1;
	db = db_open(db_path, DB_READ, err);
	if (!db)
		return -1;
	if (asked->verify)
		rc = report_verify(db, asked->verify, err);
	else if (cmd_tell_future(db, err))
		rc = -1;
	else if (asked->site)
		rc = report_site(db, asked->site, options->run, err);
	else if (asked->text)
		rc = report_print(db, options, err);
	else if (!(rc = report_write(db, options, err)))
		log_info("report in '%s/report.pdf' and '%s/report.html'",
			 options->dir, options->dir);
	db_close(db);
	return rc;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	struct asked asked = { 0 };
	struct report_options report = { .dir = "dotrec-report",
					 .run = "last" };
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "output", 'o', "DIR", "where files go (else dotrec-report)",
		  &report.dir },
		{ "run", 'r', "RUN",
		  "the run: id, uuid, label, last~N or last (default)",
		  &report.run },
		{ "compare", 0, "RUN",
		  "compare this run with a second one, given as operand",
		  &report.against },
		{ "full", 0, NULL,
		  "all reports, not only those of most interest", &asked.full },
		{ "text", 't', NULL, "tables on the terminal, no files",
		  &asked.text },
		{ "list", 'l', NULL, "list the reports", &asked.names },
		{ "site", 0, "DIR",
		  "write DIR/index.html: calendar of nights, every series",
		  &asked.site },
		{ "verify", 0, "DIR", "make the files in DIR again and compare",
		  &asked.verify },
		CMD_COMMON_OPTIONS(common),
	};
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	interrupt_install();
	if (report.against && first < argc)
		report.run = argv[first++];
	if (first < argc) {
		if (asked.names || asked.verify || asked.site || report.against)
			return cmd_surplus(argv[first]);
		report.names = (const char *const *)argv + first;
		report.count = (size_t)(argc - first);
	}
	if (asked.site && (asked.full || asked.text || asked.verify ||
			   asked.names || report.against))
		return cmd_surplus("--site");
	report.full = asked.full != NULL;
	if (asked.names)
		print_names(&err);
	else
		report_work(common.db, &asked, &report, &err);
	return err.kind ? exitcode_tell(&err) : EXIT_OK;
}

const struct cmd command_report = {
	.name = "report",
	.usage = "[OPTION...] [REPORT...]",
	.operands = CMD_ANY,
	.summary = "writes tables, gnuplot scripts, pictures and pages of a "
		   "run",
	.exec = exec,
};
