/* Schema versions: numbered files, one transaction each; views made anew. */
#include "store/db.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The number of file "schema/0001-base", or 0 for another file. */
static int number_of(const struct str_file *file)
{
	if (strncmp(file->name, "schema/", 7))
		return 0;
	return atoi(file->name + 7);
}

static int is_view(const struct str_file *file)
{
	return !strncmp(file->name, "view/", 5);
}

int store_version(void)
{
	int highest = 0, number;
	size_t i;

	for (i = 0; store_sql[i].name; i++) {
		number = number_of(&store_sql[i]);
		if (number > highest)
			highest = number;
	}
	return highest;
}

int store_old_version(const struct store *store)
{
	return store->old_version;
}

static const struct str_file *step(int number)
{
	size_t i;

	for (i = 0; store_sql[i].name; i++)
		if (number_of(&store_sql[i]) == number)
			return &store_sql[i];
	return NULL;
}

/* user_version and application_id take no parameters: written as text. */
static int stamp(struct store *store, int version, struct err *err)
{
	char text[100];

	snprintf(text, sizeof(text), str_file_find(store_sql, "store/stamp"),
		 DB_APPLICATION_ID, version);
	return db_exec(store, text, err);
}

static int step_to(struct store *store, int version, struct err *err)
{
	const struct str_file *file = step(version);
	int64_t now;
	sqlite3_stmt *s;
	int rc;

	if (db_begin(store, err))
		return -1;
	/* another process may have been quicker */
	s = db_statement(store, "store/user_version", err);
	rc = s ? db_run_int(store, s, &now, err) : -1;
	if (!rc && now < version) {
		rc = db_exec(store, file->text, err);
		if (!rc)
			rc = stamp(store, version, err);
	}
	return db_end(store, rc, err);
}

/* Views are dropped and made anew when their definitions have changed. */
static int refresh_views(struct store *store, struct err *err)
{
	uint64_t hash = STR_HASH_START;
	char drop[100], want[24];
	sqlite3_stmt *s;
	int64_t same;
	size_t i;
	int rc;

	for (i = 0; store_sql[i].name; i++)
		if (is_view(&store_sql[i]))
			hash = str_hash(hash, store_sql[i].text,
					strlen(store_sql[i].text));
	snprintf(want, sizeof(want), "%016llx", (unsigned long long)hash);
	s = db_statement(store, "store/views_are", err);
	if (!s)
		return -1;
	db_text(s, ":hash", want);
	rc = db_run_int(store, s, &same, err);
	if (rc <= 0)
		return rc;
	if (db_begin(store, err))
		return -1;
	rc = 0;
	for (i = 0; store_sql[i].name && !rc; i++) {
		if (!is_view(&store_sql[i]))
			continue;
		snprintf(drop, sizeof(drop),
			 str_file_find(store_sql, "store/drop_view"),
			 store_sql[i].name + 5);
		rc = db_exec(store, drop, err);
		if (!rc)
			rc = db_exec(store, store_sql[i].text, err);
	}
	s = rc ? NULL : db_statement(store, "store/views_set", err);
	if (s) {
		db_text(s, ":hash", want);
		rc = db_run(store, s, err);
	} else {
		rc = -1;
	}
	return db_end(store, rc, err);
}

/* A file that this program changes for good is copied first. */
static int keep_old(struct store *store, int version, struct err *err)
{
	struct str path = { 0 };
	int rc = -1, copy = 1;

	do {
		str_free(&path);
		str_addf(&path, "%s.v%d-backup", store->path, version);
		if (copy > 1)
			str_addf(&path, "-%d", copy);
	} while (path.text && !access(path.text, F_OK) && ++copy < 100);
	if (!str_check(&path, err))
		rc = store_backup(store, path.text, false, err);
	if (!rc)
		log_info("'%s' is upgraded from schema version %d to %d; the "
			 "old one is kept in '%s'",
			 store->path, version, store_version(), path.text);
	str_free(&path);
	return rc;
}

int db_migrate(struct store *store, struct err *err)
{
	sqlite3_stmt *s = db_statement(store, "store/user_version", err);
	int64_t version;
	int next;

	if (!s || db_run_int(store, s, &version, err))
		return -1;
	store->old_version = (int)version;
	if (version && version < store_version() &&
	    keep_old(store, (int)version, err))
		return -1;
	for (next = (int)version + 1; next <= store_version(); next++)
		if (step_to(store, next, err))
			return -1;
	return refresh_views(store, err);
}
