/* The column `launcher` of a plan, which is one text for the whole plan. */
#include "plan/read.h"

#include "base/csv.h"

#include <stdlib.h>
#include <string.h>

/* The search for the column `launcher`. */
struct launcher {
	const char *name;   /* of the plan, for messages */
	size_t rows, field; /* of the column, from 0 */
	char *text;
};

static int find_launcher(struct launcher *l, const struct csv_row *row,
			 struct err *err)
{
	bool found = false;
	char *name;

	for (l->field = 0; l->field < row->count; l->field++) {
		name = plan_trimmed(row->fields[l->field].text, err);
		if (!name)
			return -1;
		found = !strcmp(name, PLAN_LAUNCHER_COLUMN);
		free(name);
		if (found)
			break;
	}
	return 0;
}

static int read_launcher(void *ctx, const struct csv_row *row, struct err *err)
{
	struct launcher *l = ctx;
	const struct csv_field *f;
	char *text;
	int rc = 0;

	if (!l->rows++)
		return find_launcher(l, row, err);
	if (l->field >= row->count)
		return 0;
	f = &row->fields[l->field];
	text = plan_trimmed(f->text, err);
	if (!text)
		return -1;
	if (strlen(text) >= PLAN_LAUNCHER)
		rc = err_set(err, ERR_USAGE,
			     "%s:%zu:%zu: the launcher is longer than %d "
			     "bytes; put it into a script",
			     l->name, f->line, f->column, PLAN_LAUNCHER - 1);
	else if (*text && *l->text && strcmp(text, l->text))
		rc = err_set(err, ERR_USAGE,
			     "%s:%zu:%zu: another launcher than '%.200s' in an "
			     "earlier row; use one plan for each",
			     l->name, f->line, f->column, l->text);
	else if (*text)
		strcpy(l->text, text);
	free(text);
	return rc;
}

int plan_launcher(const struct plan *plan, char launcher[PLAN_LAUNCHER],
		  struct err *err)
{
	struct launcher l = { plan->name, 0, 0, launcher };

	*launcher = '\0';
	return csv_read(plan->text, strlen(plan->text), plan->name,
			CSV_COMMENTS, read_launcher, &l, err);
}
