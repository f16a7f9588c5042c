/* Opens a file without a name as an SQLite database, by a VFS of its own. */
#include "db/descriptor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VFS_NAME      "dotrec-descriptor"
#define AT_VERSIONS   18 /* in the header: of the write and the read format */
#define PATH_SIZE_MAX 32

struct file {
	sqlite3_file base;
	int fd;
};

static int fd_of(const sqlite3_file *file)
{
	return ((const struct file *)file)->fd;
}

static int vfs_close(sqlite3_file *file)
{
	(void)file; /* the descriptor is the caller's */
	return SQLITE_OK;
}

static int vfs_read(sqlite3_file *file, void *to, int size, sqlite3_int64 at)
{
	char *bytes = to;
	ssize_t got;

	while (size > 0) {
		got = pread(fd_of(file), bytes, (size_t)size, at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return SQLITE_IOERR_READ;
		if (!got) {
			memset(bytes, 0, (size_t)size);
			return SQLITE_IOERR_SHORT_READ;
		}
		bytes += got;
		at += got;
		size -= (int)got;
	}
	return SQLITE_OK;
}

static int vfs_write(sqlite3_file *file, const void *from, int size,
		     sqlite3_int64 at)
{
	const char *bytes = from;
	ssize_t put;

	while (size > 0) {
		put = pwrite(fd_of(file), bytes, (size_t)size, at);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return errno == ENOSPC || errno == EDQUOT
				   ? SQLITE_FULL
				   : SQLITE_IOERR_WRITE;
		bytes += put;
		at += put;
		size -= (int)put;
	}
	return SQLITE_OK;
}

static int vfs_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	return ftruncate(fd_of(file), size) ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

static int vfs_sync(sqlite3_file *file, int flags)
{
	(void)flags;
	return fsync(fd_of(file)) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int vfs_file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	struct stat st;

	if (fstat(fd_of(file), &st))
		return SQLITE_IOERR_FSTAT;
	*size = st.st_size;
	return SQLITE_OK;
}

static int no_lock(sqlite3_file *file, int level)
{
	(void)file, (void)level;
	return SQLITE_OK;
}

static int nobody_locks(sqlite3_file *file, int *locked)
{
	(void)file;
	*locked = 0;
	return SQLITE_OK;
}

static int no_control(sqlite3_file *file, int op, void *arg)
{
	(void)file, (void)op, (void)arg;
	return SQLITE_NOTFOUND;
}

static int default_size(sqlite3_file *file)
{
	(void)file;
	return 0;
}

static int nothing_special(sqlite3_file *file)
{
	(void)file;
	return 0;
}

static const sqlite3_io_methods methods = {
	.iVersion = 1,
	.xClose = vfs_close,
	.xRead = vfs_read,
	.xWrite = vfs_write,
	.xTruncate = vfs_truncate,
	.xSync = vfs_sync,
	.xFileSize = vfs_file_size,
	.xLock = no_lock,
	.xUnlock = no_lock,
	.xCheckReservedLock = nobody_locks,
	.xFileControl = no_control,
	.xSectorSize = default_size,
	.xDeviceCharacteristics = nothing_special,
};

/* `name` is "/" and the number of the descriptor, as in descriptor_open(). */
static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file,
		    int flags, int *got_flags)
{
	struct file *f = (struct file *)file;

	(void)vfs;
	f->base.pMethods = NULL;
	if (!name || !(flags & SQLITE_OPEN_MAIN_DB))
		return SQLITE_CANTOPEN;
	f->fd = atoi(name + 1);
	f->base.pMethods = &methods;
	if (got_flags)
		*got_flags = flags;
	return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	(void)vfs, (void)name, (void)sync;
	return SQLITE_IOERR_DELETE_NOENT;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int what, int *there)
{
	(void)vfs, (void)name, (void)what;
	*there = 0;
	return SQLITE_OK;
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int size,
			 char *full)
{
	(void)vfs;
	snprintf(full, (size_t)size, "%s", name);
	return SQLITE_OK;
}

int descriptor_open(int fd, sqlite3 **sqlite)
{
	static sqlite3_vfs vfs; /* SQLite keeps a pointer to it */
	char name[PATH_SIZE_MAX];

	*sqlite = NULL;
	if (!vfs.zName) {
		vfs = *sqlite3_vfs_find(
		    NULL); /* for its clock and random numbers */
		vfs.szOsFile = sizeof(struct file);
		vfs.mxPathname = PATH_SIZE_MAX;
		vfs.zName = VFS_NAME;
		vfs.xOpen = vfs_open;
		vfs.xDelete = vfs_delete;
		vfs.xAccess = vfs_access;
		vfs.xFullPathname = vfs_full_path;
		if (sqlite3_vfs_register(&vfs, 0))
			return SQLITE_ERROR;
	}
	snprintf(name, sizeof(name), "/%d", fd);
	return sqlite3_open_v2(name, sqlite,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
				   SQLITE_OPEN_EXRESCODE,
			       VFS_NAME);
}

int descriptor_settle(int fd)
{
	static const char legacy[2] = { 1, 1 };
	ssize_t put;

	do
		put = pwrite(fd, legacy, sizeof(legacy), AT_VERSIONS);
	while (put < 0 && errno == EINTR);
	return put == sizeof(legacy) ? 0 : -1;
}
