/* Reports written to a directory, or as text. */
#include "report/make.h"

int report_write(struct db *db, const struct report_options *options,
		 struct err *err)
{
	struct making m;
	struct err why = { 0 };
	int rc = make_begin(&m, db, options, err);

	if (!rc)
		rc = folder_open(&m.folder, options->dir, err);
	if (!rc)
		rc = make_ask_programs(&m, true, &why);
	if (!rc)
		rc = make_all(&m);
	if (folder_close(&m.folder, !rc, err))
		rc = -1;
	make_end(&m);
	if (!rc && why.kind)
		rc = err_set(err, why.kind,
			     "no picture was drawn: %s; then run 'dotrec "
			     "report' again (tables, data and scripts are in "
			     "'%s')",
			     why.text, options->dir);
	return rc;
}

int report_text(struct db *db, const struct report_options *options,
		size_t width, enum layout_style style, struct str *out,
		struct err *err)
{
	struct making m;
	int rc = make_begin(&m, db, options, err);
	size_t i;

	for (i = 0; !rc && i < m.count; i++) {
		str_add(out, i ? "\n\n" : "");
		run_report_text(&m.parts[i], &m.facts, width, style, out);
	}
	make_end(&m);
	return rc ? -1 : str_check(out, err);
}
