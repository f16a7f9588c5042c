/* dotrec report: tables, data, gnuplot scripts and PDFs of a run. */
#include "cmd/cmd.h"

#include "base/log.h"
#include "proc/interrupt.h"
#include "report/report.h"

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *dir = "dotrec-report", *run = "last";
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "output", 'o', "DIR", "where to (else dotrec-report)", &dir },
		{ "run", 'r', "RUN", "id, uuid, label, last, last~N", &run },
		CMD_COMMON_OPTIONS(common),
	};
	struct report_options report = { 0 };
	struct store *store;
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	interrupt_install();
	report.dir = dir;
	report.run = run;
	if (first < argc) {
		report.names = (const char *const *)argv + first;
		report.count = (size_t)(argc - first);
	}
	store = store_open(common.db, STORE_READ, &err);
	if (store && !report_write(store, &report, &err))
		log_info("report in '%s/report.pdf'", dir);
	store_close(store);
	return err.kind ? cmd_fail(&err) : EXIT_OK;
}

const struct cmd command_report = {
	.name = "report",
	.usage = "[OPTION...] [NAME...]",
	.summary = "writes tables, gnuplot scripts and PDFs of a run",
	.exec = exec,
};
