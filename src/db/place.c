/* Detects when the files of an open database are deleted or replaced. */
#include "db/place.h"

#include "base/mem.h"
#include "db/backup.h"
#include "db/db.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const suffixes[DB_FILES] = { "", "-wal", "-shm" };

/* Sets *name to that of file i of the database, as SQLite opened it. */
static void set_file_name(struct str *name, const struct db *db, size_t i)
{
	name->len = 0;
	str_addf(name, "%s%s", sqlite3_db_filename(db->sqlite, "main"),
		 suffixes[i]);
}

/* Reads the identity of file i; false where there is no memory for its name. */
static bool read_place(const struct db *db, size_t i, struct db_place *place)
{
	struct str name = { 0 };
	struct stat st;
	bool known;

	*place = (struct db_place){ 0 };
	set_file_name(&name, db, i);
	known = name.text && !name.failed;
	if (known && !lstat(name.text, &st)) {
		place->device = st.st_dev;
		place->inode = st.st_ino;
	}
	str_free(&name);
	return known;
}

/* Whether the name of file i still leads to the file that was recorded; it
 * counts as in place where that cannot be known. */
static bool is_in_place(const struct db *db, size_t i)
{
	struct db_place now;

	return !read_place(db, i, &now) || (now.device == db->place[i].device &&
					    now.inode == db->place[i].inode);
}

static bool is_moved(const struct db *db)
{
	int moved = 0;
	size_t i;

	if (!db->place[0].inode)
		return false;
	sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_HAS_MOVED,
			     &moved);
	for (i = 0; i < DB_FILES; i++)
		if (db->place[i].inode && !is_in_place(db, i))
			return true;
	return moved;
}

void db_place_note(struct db *db)
{
	size_t i;

	for (i = 0; i < DB_FILES; i++)
		read_place(db, i, &db->place[i]);
}

void db_place_guard(struct db *db)
{
	if (!is_moved(db))
		return;
	sqlite3_wal_autocheckpoint(db->sqlite, 0);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
			  NULL);
}

void db_copy_name(struct str *name, const char *stem, int number)
{
	name->len = 0;
	str_add(name, stem);
	if (number > 1)
		str_addf(name, "-%d", number);
}

int db_free_name(struct str *name, const char *stem, struct err *err)
{
	int number = 0;

	do
		db_copy_name(name, stem, ++number);
	while (!name->failed && !access(name->text, F_OK) &&
	       number < DB_COPIES_MAX);
	return str_check(name, err) ? -1 : number;
}

/* Copies the database to the first free name of `stem`. */
static int rescue_to(struct db *db, const char *stem, struct err *err)
{
	struct str name = { 0 };
	int rc = db_free_name(&name, stem, err) < 0 ? -1 : 0;

	if (!rc)
		rc = db_backup(db, name.text, false, err);
	if (!rc) {
		db->rescued = mem_text(name.text, err);
		rc = db->rescued ? 0 : -1;
	}
	str_free(&name);
	return rc;
}

/* Copies the database to a file beside it, or to $TMPDIR if that fails; later
 * calls replace the copy of the first one. */
static int rescue(struct db *db, struct err *err)
{
	const char *base = strrchr(db->path, '/');
	const char *dir = getenv("TMPDIR");
	struct str stem = { 0 };
	int rc;

	if (db->rescued)
		return db_backup(db, db->rescued, true, err);
	str_addf(&stem, "%s.rescued", db->path);
	rc = str_check(&stem, err) || rescue_to(db, stem.text, err) ? -1 : 0;
	if (rc) {
		err_clear(err);
		stem.len = 0;
		str_addf(&stem, "%s/%s.rescued", dir && *dir ? dir : "/tmp",
			 base ? base + 1 : db->path);
		rc = str_check(&stem, err) || rescue_to(db, stem.text, err) ? -1
									    : 0;
	}
	str_free(&stem);
	return rc;
}

int db_place_check(struct db *db, struct err *err)
{
	struct err why = { 0 };
	size_t i;

	if (!is_moved(db))
		return 0;
	db_place_guard(db);
	for (i = 0; i < DB_FILES - 1 && is_in_place(db, i); i++)
		;
	if (rescue(db, &why))
		return err_set(err, ERR_STORAGE,
			       "'%s%s' was deleted or replaced by another "
			       "program while dotrec wrote to it, and what was "
			       "recorded cannot be copied: %s",
			       db->path, suffixes[i], why.text);
	return err_set(err, ERR_STORAGE,
		       "'%s%s' was deleted or replaced by another program "
		       "while dotrec wrote to it; what was recorded is kept in "
		       "'%s'",
		       db->path, suffixes[i], db->rescued);
}

void db_place_leave(struct db *db)
{
	struct str name = { 0 };
	size_t i;

	if (!db->place[0].inode || is_in_place(db, 0))
		return;
	for (i = 1; i < DB_FILES; i++) {
		set_file_name(&name, db, i);
		if (db->place[i].inode && is_in_place(db, i) && name.text)
			unlink(name.text);
	}
	str_free(&name);
}
