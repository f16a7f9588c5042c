/* Whether what is to be imported can be true. */
#include "travel/import.h"

#include "db/statement.h"
#include "store/samples_hash.h"

/* Refuses rows that contradict each other; the statement returns the reason. */
static int check_rows(struct db *db, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/contradiction", err);
	const char *text;
	int code;

	if (!s)
		return -1;
	code = sqlite3_step(s);
	if (code == SQLITE_ROW) {
		text = db_text_at(db, s, 0, err);
		if (text)
			err_set(err, ERR_USAGE, "%s", text);
	}
	return db_ended(db, s, code, err);
}

static int check_hashes(struct db *db, struct err *err)
{
	struct samples_hash_differing cell;
	int rc = samples_hash_find(db, INT64_MIN, INT64_MAX, false, &cell, err);

	if (rc <= 0)
		return rc;
	return err_set(err, ERR_USAGE,
		       "%s: its samples have the hash %s, not %s: one of them "
		       "was changed; export it again",
		       cell.name, cell.made, cell.stored);
}

int import_check(struct import *im, struct err *err)
{
	struct err wrong = { 0 };

	if (!check_rows(im->temporary, &wrong) &&
	    !check_hashes(im->temporary, &wrong))
		return 0;
	return err_set(err, wrong.kind, "nothing is imported from '%s': %s",
		       im->name, wrong.text);
}
