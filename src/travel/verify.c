/* Checks that a database holds what was stored in it. */
#include "travel/verify.h"

#include "db/statement.h"
#include "store/samples_hash.h"

#include <string.h>

int travel_verify_scope(struct db *db, struct verify_scope *scope,
			struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/verify_scope", err);
	int code;

	if (!s)
		return -1;
	code = sqlite3_step(s);
	scope->first = sqlite3_column_int64(s, 0);
	scope->last = sqlite3_column_int64(s, 1);
	scope->runs = sqlite3_column_int64(s, 2);
	return db_row_ended(db, s, code, err);
}

int travel_verify_file(struct db *db, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "travel/integrity", err);
	struct str text = { 0 };
	int rc = s ? db_run_text(db, s, &text, err) : -1;

	if (!rc && strcmp(text.text, "ok") != 0)
		rc = err_set(err, ERR_VERIFY, "'%s' is damaged: %s", db->path,
			     text.text);
	str_free(&text);
	return rc;
}

int travel_verify_cells(struct db *db, int64_t first, int64_t last,
			struct err *err)
{
	struct samples_hash_differing cell;
	char none[SAMPLES_HASH_SIZE];
	int rc = samples_hash_find(db, first, last, true, &cell, err);

	if (rc <= 0)
		return rc;
	samples_hash_text(STR_HASH_START, none);
	if (!strcmp(cell.made, none))
		return err_set(err, ERR_VERIFY,
			       "'%s': %s: its repeats are gone", db->path,
			       cell.name);
	return err_set(err, ERR_VERIFY,
		       "'%s': %s: its repeats have the hash %s, not %s, which "
		       "was stored with them: one of them was changed",
		       db->path, cell.name, cell.made, cell.stored);
}
