/* What would come of an import, without the import. */
#include "travel/import.h"

#include "db/statement.h"

/* Counts what would become of the runs in the private database, and shows them. */
int import_preview(struct import *im, struct err *err)
{
	sqlite3_stmt *runs = db_statement(im->temporary, "travel/runs", err);
	struct merge_result *result = im->result;
	int64_t stored, nights = 0;
	sqlite3_stmt *s;
	int code = SQLITE_DONE, rc = 1;

	while (runs && (code = sqlite3_step(runs)) == SQLITE_ROW) {
		if (im->to)
			rc = section_find_run(im->to, db_column_text(runs, 1),
					      &stored, err);
		if (rc < 0)
			break;
		result->runs++;
		result->kept += rc == 0;
		result->added += rc != 0;
	}
	if (!runs || db_ended(im->temporary, runs, code, err))
		return -1;
	s = db_statement(im->temporary, "travel/nights", err);
	if (!s || db_run_int(im->temporary, s, &nights, err) < 0)
		return -1;
	result->nights += (size_t)nights;
	return im->options->preview(im->options->preview_ctx, im->temporary,
				    err);
}
