/* Copies a database by SQLite's online backup. */
#include "db/backup.h"

#include "base/clock.h"
#include "base/interrupt.h"
#include "base/temporary.h"
#include "db/db.h"
#include "db/descriptor.h"
#include "db/place.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_NS (60 * (int64_t)CLOCK_NS_PER_S)

static bool is_busy(int code)
{
	return (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED;
}

static int backup_fail(struct db *db, sqlite3 *to, int code, const char *path,
		       struct err *err)
{
	if (interrupt_pending() && is_busy(code))
		return err_set(err, ERR_INTERRUPTED, "interrupted");
	if ((code & 0xff) == SQLITE_FULL)
		return err_set(err, ERR_STORAGE,
			       "cannot copy '%s' to '%s': the disk is full; "
			       "make room and try again",
			       db->path, path);
	return err_set(err, is_busy(code) ? ERR_BUSY : ERR_STORAGE,
		       "cannot copy '%s' to '%s': %s", db->path, path,
		       sqlite3_errmsg(to));
}

/*
 * Copies all pages in one step: one read transaction, during which others may
 * write. With several steps, a commit between two of them restarts the copy.
 */
static int copy_pages(struct db *db, sqlite3 *to, const char *path,
		      struct err *err)
{
	int64_t until_ns = clock_ns() + PATIENCE_NS;
	struct timespec nap = { 0, 10 * CLOCK_NS_PER_MS };
	sqlite3_backup *backup;
	int code;

	code = sqlite3_exec(to, str_file_find(store_sql, "db/copy"), NULL, NULL,
			    NULL);
	if (code)
		return backup_fail(db, to, code, path, err);
	backup = sqlite3_backup_init(to, "main", db->sqlite, "main");
	if (!backup)
		return backup_fail(db, to, sqlite3_errcode(to), path, err);
	while (is_busy(code = sqlite3_backup_step(backup, -1)) &&
	       clock_ns() < until_ns && !interrupt_pending())
		nanosleep(&nap, NULL);
	sqlite3_backup_finish(backup);
	return code == SQLITE_DONE ? 0 : backup_fail(db, to, code, path, err);
}

/*
 * Refuses to replace a file that has a journal: SQLite would apply that journal
 * to the copy and corrupt it. Another process uses the file, or was killed.
 */
static int check_beside(const char *path, const char *suffix, struct err *err)
{
	struct str name = { 0 };
	struct stat st;
	int rc;

	str_addf(&name, "%s%s", path, suffix);
	rc = str_check(&name, err);
	if (!rc && !lstat(name.text, &st) && st.st_size)
		rc = err_set(err, ERR_STORAGE,
			     "'%s' is in use or was not closed: '%s' exists; "
			     "name another file, or remove both",
			     path, name.text);
	str_free(&name);
	return rc;
}

/* Sets *dir to the directory of `path`, and *base to the file's name in it. */
static bool find_dir(const char *path, struct stat *dir, const char **base)
{
	const char *slash = strrchr(path, '/');
	struct str name = { 0 };
	bool found;

	*base = slash ? slash + 1 : path;
	str_add_bytes(&name, path, (size_t)(*base - path));
	str_add(&name, ".");
	found = !name.failed && !stat(name.text, dir);
	str_free(&name);
	return found;
}

/* Whether both names are of one file, or will be once it exists. */
static bool same_place(const char *a, const char *b)
{
	const char *base_a, *base_b;
	struct stat st_a, st_b;

	if ((stat(a, &st_a) || stat(b, &st_b)) &&
	    (!find_dir(a, &st_a, &base_a) || !find_dir(b, &st_b, &base_b) ||
	     strcmp(base_a, base_b) != 0))
		return false;
	return st_a.st_dev == st_b.st_dev && st_a.st_ino == st_b.st_ino;
}

/* Sets *to to the target of a dangling symbolic link, else to `path` itself. */
static int follow_link(struct str *to, const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char target[PATH_MAX];
	struct stat st;
	ssize_t len = -1;

	if (stat(path, &st))
		len = readlink(path, target, sizeof(target));
	if (len < 0)
		str_add(to, path);
	else if (slash && target[0] != '/')
		str_add_bytes(to, path, (size_t)(slash + 1 - path));
	if (len >= 0)
		str_add_bytes(to, target, (size_t)len);
	return str_check(to, err);
}

int db_backup_check(const char *own_path, const char *path, struct err *err)
{
	static const char *const suffix[] = { "", "-wal", "-shm", "-journal" };
	struct str own = { 0 }, to = { 0 };
	int rc = follow_link(&to, path, err);
	size_t i;

	for (i = 0; !rc && i < sizeof(suffix) / sizeof(suffix[0]); i++) {
		own.len = 0;
		str_addf(&own, "%s%s", own_path, suffix[i]);
		rc = str_check(&own, err);
		if (!rc && same_place(own.text, to.text))
			rc = err_set(err, ERR_USAGE,
				     "'%s' is %sthe database itself; name "
				     "another file",
				     path, i ? "a part of " : "");
	}
	str_free(&own);
	str_free(&to);
	return rc;
}

static int check_place(struct db *db, const char *path, struct err *err)
{
	return db_backup_check(db->path, path, err) ||
		       check_beside(path, "-wal", err) ||
		       check_beside(path, "-journal", err)
		   ? -1
		   : 0;
}

/* Writes the copy of `path` to a file that has no name yet. */
static int begin_copy(struct db *db, struct temporary *file, const char *path,
		      bool replace, struct err *err)
{
	sqlite3 *to;
	int rc, code;

	if (check_place(db, path, err) ||
	    temporary_open(file, path, replace, err))
		return -1;
	code = descriptor_open(file->fd, &to);
	rc = code ? backup_fail(db, to, code, path, err)
		  : copy_pages(db, to, path, err);
	if (sqlite3_close(to) && !rc)
		rc = err_set(err, ERR_STORAGE, "cannot write '%s'", path);
	if (!rc && descriptor_settle(file->fd))
		rc = err_errno(err, ERR_STORAGE, "cannot write '%s'", path);
	if (!rc)
		rc = db_check_unchanged(db, err);
	if (rc)
		temporary_drop(file);
	return rc;
}

int db_backup(struct db *db, const char *path, bool replace, struct err *err)
{
	struct temporary file;

	if (begin_copy(db, &file, path, replace, err))
		return -1;
	return temporary_keep(&file, err);
}

static bool same_bytes(int a, int b)
{
	char of_a[16384], of_b[sizeof(of_a)];
	ssize_t got_a, got_b;
	off_t at = 0;

	do {
		got_a = pread(a, of_a, sizeof(of_a), at);
		got_b = pread(b, of_b, sizeof(of_b), at);
		if (got_a < 0 || got_a != got_b ||
		    memcmp(of_a, of_b, (size_t)got_a) != 0)
			return false;
		at += got_a;
	} while (got_a);
	return true;
}

static bool is_copy(int fd, const char *path)
{
	int other = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool same = other >= 0 && same_bytes(fd, other);

	if (other >= 0)
		close(other);
	return same;
}

int db_backup_once(struct db *db, const char *stem, struct str *name,
		   struct err *err)
{
	struct str earlier = { 0 };
	struct temporary file;
	int number, free_number;
	bool found = false;

	free_number = db_free_name(name, stem, err);
	if (free_number < 0 || begin_copy(db, &file, name->text, false, err))
		return -1;
	for (number = 1; number < free_number && !found; number++) {
		db_copy_name(&earlier, stem, number);
		found = !earlier.failed && is_copy(file.fd, earlier.text);
	}
	if (found) {
		temporary_drop(&file);
		str_free(name);
		*name = earlier;
		return 0;
	}
	str_free(&earlier);
	return temporary_keep(&file, err) ? -1 : 1;
}
