/* Finds a run or a machine by the name that the user gave. */
#include "store/find.h"

#include "base/near.h"
#include "base/units.h"
#include "db/statement.h"

#include <inttypes.h>
#include <string.h>

int store_run_last(struct db *db, uint64_t back, int64_t *run_id,
		   struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/run_last", err);

	if (!s)
		return -1;
	db_int(s, ":back", (int64_t)back);
	return db_run_int(db, s, run_id, err);
}

static int find_text(struct db *db, const char *statement,
		     const char *parameter, const char *text, int64_t *run_id,
		     struct err *err)
{
	sqlite3_stmt *s = db_statement(db, statement, err);

	if (!s)
		return -1;
	db_text(s, parameter, text);
	return db_run_int(db, s, run_id, err);
}

static int find_uuid(struct db *db, const char *text, int64_t *run_id,
		     struct err *err)
{
	sqlite3_stmt *s;
	int64_t newest;
	int code;

	if (strlen(text) < 4 ||
	    strspn(text, "0123456789abcdef-") != strlen(text))
		return 1;
	s = db_statement(db, "store/run_by_uuid", err);
	if (!s)
		return -1;
	db_text(s, ":prefix", text);
	code = sqlite3_step(s);
	*run_id = sqlite3_column_int64(s, 0);
	newest = sqlite3_column_int64(s, 1);
	if (code == SQLITE_DONE)
		return db_ended(db, s, code, err) ? -1 : 1;
	if (db_row_ended(db, s, code, err))
		return -1;
	if (newest != *run_id)
		return err_set(err, ERR_USAGE,
			       "'%s' begins the uuid of more than one run; "
			       "write more of it",
			       text);
	return 0;
}

int store_run_labelled(struct db *db, const char *label, int64_t *run_id,
		       struct err *err)
{
	return find_text(db, "store/run_by_label", ":label", label, run_id,
			 err);
}

/* Sets *err to that there is no such run, with the nearest label. Returns -1. */
static int no_run(struct db *db, const char *text, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/run_labels", err);
	struct near near = { .word = text };
	int code;

	if (!s)
		return -1;
	near_offer(&near, "last");
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		near_offer(&near, db_column_text(s, 0));
	if (db_ended(db, s, code, err))
		return -1;
	return err_set(err, ERR_USAGE,
		       "no run '%s' in '%s'%s; 'dotrec list runs' shows them",
		       text, db->path, near_hint(&near));
}

int store_run_find(struct db *db, const char *text, int64_t *run_id,
		   struct err *err)
{
	uint64_t number;
	sqlite3_stmt *s;
	int rc = 1;

	if (!strcmp(text, "last"))
		rc = store_run_last(db, 0, run_id, err);
	else if (!strncmp(text, "last~", 5) &&
		 units_parse_u64(text + 5, &number) && number <= INT64_MAX)
		rc = store_run_last(db, number, run_id, err);
	else if (units_parse_u64(text, &number) && number <= INT64_MAX) {
		s = db_statement(db, "store/run_by_id", err);
		if (!s)
			return -1;
		db_int(s, ":id", (int64_t)number);
		rc = db_run_int(db, s, run_id, err);
	}
	if (rc == 1)
		rc = store_run_labelled(db, text, run_id, err);
	if (rc == 1)
		rc = find_uuid(db, text, run_id, err);
	return rc == 1 ? no_run(db, text, err) : rc;
}

/* Returns 0, 1 if no machine has such a key, or -1 with *err. */
static int find_key(struct db *db, const char *text, char key[STORE_KEY_SIZE],
		    struct err *err)
{
	sqlite3_stmt *s;
	int64_t count;
	int code;

	if (strlen(text) < 4)
		return 1;
	s = db_statement(db, "store/machine_by_key", err);
	if (!s)
		return -1;
	db_text(s, ":prefix", text);
	code = sqlite3_step(s);
	str_copy(key, STORE_KEY_SIZE, db_column_text(s, 0));
	count = sqlite3_column_int64(s, 1);
	if (code == SQLITE_DONE)
		return db_ended(db, s, code, err) ? -1 : 1;
	if (db_row_ended(db, s, code, err))
		return -1;
	if (count > 1)
		return err_set(err, ERR_USAGE,
			       "'%s' begins the key of more than one machine; "
			       "write more of it",
			       text);
	return 0;
}

/* Returns 0, 1 if the machine of the run is not known, or -1 with *err. */
static int key_of_run(struct db *db, int64_t run_id, char key[STORE_KEY_SIZE],
		      struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/machine_key", err);
	int code;

	if (!s)
		return -1;
	db_int(s, ":run_id", run_id);
	code = sqlite3_step(s);
	str_copy(key, STORE_KEY_SIZE, db_column_text(s, 0));
	if (code == SQLITE_DONE)
		return db_ended(db, s, code, err) ? -1 : 1;
	return db_row_ended(db, s, code, err);
}

int store_machine_find(struct db *db, const char *text,
		       char key[STORE_KEY_SIZE], struct err *err)
{
	struct err none = { 0 };
	int64_t run_id;
	int rc = store_run_find(db, text, &run_id, &none);

	if (rc && none.kind != ERR_USAGE)
		return err_set(err, none.kind, "%s", none.text);
	rc = rc ? find_key(db, text, key, err)
		: key_of_run(db, run_id, key, err);
	if (rc == 1)
		return err_set(err, ERR_USAGE,
			       "no machine and no run '%s' in '%s'; 'dotrec "
			       "query machines' shows the keys of machines",
			       text, db->path);
	return rc;
}

int store_future(struct db *db, struct future *future, struct err *err)
{
	sqlite3_stmt *s = db_statement(db, "store/run_future", err);
	int code;

	memset(future, 0, sizeof(*future));
	if (!s)
		return -1;
	code = sqlite3_step(s);
	future->runs = sqlite3_column_int64(s, 0);
	future->first_id = sqlite3_column_int64(s, 1);
	str_copy(future->first_utc, sizeof(future->first_utc),
		 db_column_text(s, 2));
	return db_row_ended(db, s, code, err);
}

int store_future_words(struct db *db, struct str *text, struct err *err)
{
	struct future f;

	if (store_future(db, &f, err))
		return -1;
	if (f.runs)
		str_addf(text,
			 "%" PRId64
			 " run%s dated in the future and left out of "
			 "history, first of all run %" PRId64 " of %s; if its "
			 "clock was wrong, exclude it: 'dotrec exclude %" PRId64
			 " --reason TEXT'",
			 f.runs, f.runs == 1 ? " is" : "s are", f.first_id,
			 f.first_utc, f.first_id);
	return str_check(text, err);
}
