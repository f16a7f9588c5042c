/* Locks a run by a record lock on one byte of the database file. */
#include "db/hold.h"

#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

/* Bytes that no other program locks. They come after those of SQLite,
 * 0x40000000 to 0x400001ff (https://sqlite.org/fileformat.html, 1.4), and fit
 * into an off_t of 32 bits. They are only locked, never read or written. */
#define FIRST_BYTE 0x40001000
#define BYTES      0x3f000000

/* A temporary database has no name, so no other process can open it. */
static bool is_private(const struct db *db)
{
	const char *name = sqlite3_db_filename(db->sqlite, "main");

	return !name || !*name;
}

static int open_database(struct db *db, struct err *err)
{
	if (db->holds)
		return 0;
	db->hold_fd = open(db->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (db->hold_fd < 0)
		return err_errno(err, ERR_STORAGE, "cannot lock '%s'",
				 db->path);
	db->holds = true;
	return 0;
}

/* A holder in another container or machine has a process id of 0 or less. */
static int report_holder(int64_t run_id, pid_t holder, struct err *err)
{
	if (holder <= 0)
		return err_set(err, ERR_BUSY,
			       "run %" PRId64 " is still being run by a "
			       "process that cannot be seen from here (of "
			       "another container or machine); wait for it",
			       run_id);
	return err_set(err, ERR_BUSY,
		       "run %" PRId64 " is still being run by process %d; "
		       "wait for it",
		       run_id, (int)holder);
}

int db_hold_run(struct db *db, int64_t run_id, struct err *err)
{
	struct flock lock = { .l_type = F_WRLCK,
			      .l_whence = SEEK_SET,
			      .l_start = FIRST_BYTE +
					 (off_t)((uint64_t)run_id % BYTES),
			      .l_len = 1 };

	if (is_private(db))
		return 0;
	if (open_database(db, err))
		return -1;
	while (fcntl(db->hold_fd, F_SETLK, &lock)) {
		if (errno != EACCES && errno != EAGAIN)
			return err_errno(err, ERR_STORAGE, "cannot lock '%s'",
					 db->path);
		if (fcntl(db->hold_fd, F_GETLK, &lock))
			return err_errno(err, ERR_STORAGE, "cannot lock '%s'",
					 db->path);
		if (lock.l_type != F_UNLCK)
			return report_holder(run_id, lock.l_pid, err);
		lock.l_type =
		    F_WRLCK; /* the holder has just ended: try again */
	}
	return 0;
}

void db_release(struct db *db)
{
	if (db->holds)
		close(db->hold_fd);
	db->holds = false;
}
