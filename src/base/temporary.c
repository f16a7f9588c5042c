/* Temporary files and directories. */
#include "base/temporary.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/fs.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PREFIX    ".dotrec-"
#define DIGITS    16
#define LOCK      "lock"
#define FILE_NAME "file"
#define TRIES_MAX 100
#define DEPTH_MAX 8

static bool without_unnamed;

void temporary_without_unnamed(void)
{
	without_unnamed = true;
}

/* ---- removing --------------------------------------------------------------- */

/*
 * The names in a directory, read without allocating memory or opening a file:
 * what is temporary must be removed also when neither is possible any more.
 */
struct names {
	int fd;         /* of the directory; not closed */
	size_t at, end; /* in buffer */
	char buffer[4096];
};

/* As the kernel writes it; see getdents64(2). */
struct entry {
	uint64_t inode;
	int64_t offset;
	uint16_t size;
	uint8_t type;
	char name[];
};

/* Begins with the first name; `fd` must be open for reading. */
static void names_begin(struct names *names, int fd)
{
	lseek(fd, 0, SEEK_SET);
	names->fd = fd;
	names->at = names->end = 0;
}

/* The next name, valid until the next call; NULL at the end or on failure. */
static const char *names_next(struct names *names)
{
	const char *name;
	uint16_t size;
	long got;

	if (names->at >= names->end) {
		got = syscall(SYS_getdents64, names->fd, names->buffer,
			      sizeof(names->buffer));
		if (got <= 0)
			return NULL;
		names->at = 0;
		names->end = (size_t)got;
	}
	name = names->buffer + names->at + offsetof(struct entry, name);
	memcpy(&size, names->buffer + names->at + offsetof(struct entry, size),
	       sizeof(size));
	names->at += size;
	return name;
}

static int open_subdir(int parent, const char *name)
{
	return openat(parent, name,
		      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Removes everything in a directory except a file named `but` (may be NULL). */
static void clear(int fd, const char *but, int depth)
{
	struct names names;
	const char *name;
	int sub;

	names_begin(&names, fd);
	while ((name = names_next(&names))) {
		if (!strcmp(name, ".") || !strcmp(name, "..") ||
		    (but && !strcmp(name, but)) || !unlinkat(fd, name, 0))
			continue;
		sub = depth < DEPTH_MAX ? open_subdir(fd, name) : -1;
		if (sub < 0)
			continue;
		clear(sub, NULL, depth + 1);
		close(sub);
		unlinkat(fd, name, AT_REMOVEDIR);
	}
}

/* Removes the lock last: until then others see whether the directory is
 * dead. */
static void remove_dir(int parent, int fd, const char *name)
{
	clear(fd, LOCK, 0);
	unlinkat(fd, LOCK, 0);
	unlinkat(parent, name, AT_REMOVEDIR);
}

static bool is_ours(int fd, const char *name)
{
	const char *digits = name + strlen(PREFIX);
	struct stat st;

	return !strncmp(name, PREFIX, strlen(PREFIX)) &&
	       strspn(digits, "0123456789abcdef") == DIGITS &&
	       !digits[DIGITS] && !fstat(fd, &st) && st.st_uid == geteuid();
}

/*
 * Removes a temporary directory of this user that is dead. One without a lock
 * file is either just being made or almost removed: it is removed if it is
 * empty, and a process that was making it makes another one.
 */
static void remove_dead(int parent, const char *name)
{
	int fd = open_subdir(parent, name), lock = -1;

	if (fd >= 0 && is_ours(fd, name)) {
		lock = openat(fd, LOCK, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
		if (lock < 0 && errno == ENOENT)
			unlinkat(parent, name, AT_REMOVEDIR);
		else if (lock >= 0 && !flock(lock, LOCK_EX | LOCK_NB))
			remove_dir(parent, fd, name);
	}
	if (lock >= 0)
		close(lock);
	if (fd >= 0)
		close(fd);
}

static void sweep(int parent)
{
	int fd = openat(parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct names names;
	const char *name;

	if (fd < 0)
		return;
	names_begin(&names, fd);
	while ((name = names_next(&names)))
		if (!strncmp(name, PREFIX, strlen(PREFIX)))
			remove_dead(parent, name);
	close(fd);
}

/* ---- directories ------------------------------------------------------------- */

/*
 * Makes the lock file of a new directory and takes the lock. Returns its
 * descriptor, or -1: with ENOENT or EEXIST, another process took the directory
 * for dead meanwhile. On a file system without locks the lock counts as taken:
 * nobody else can take it to remove the directory either.
 */
static int hold(int fd)
{
	struct stat st;
	int lock = openat(
	    fd, LOCK, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (lock < 0)
		return -1;
	if ((!flock(lock, LOCK_EX | LOCK_NB) || errno != EWOULDBLOCK) &&
	    !fstat(lock, &st) && st.st_nlink)
		return lock;
	close(lock);
	errno = ENOENT;
	return -1;
}

static int random_name(char name[TEMPORARY_NAME_SIZE])
{
	uint64_t bits;

	if (getrandom(&bits, sizeof(bits), 0) != sizeof(bits))
		return -1;
	snprintf(name, TEMPORARY_NAME_SIZE, PREFIX "%016" PRIx64, bits);
	return 0;
}

/* Tries once to make a directory; -1 with errno. */
static int make_dir(struct temporary_dir *dir)
{
	int saved;

	if (random_name(dir->name) || mkdirat(dir->parent, dir->name, S_IRWXU))
		return -1;
	dir->fd = open_subdir(dir->parent, dir->name);
	dir->spare = dir->fd < 0 ? -1 : fcntl(dir->fd, F_DUPFD_CLOEXEC, 0);
	dir->lock = dir->spare < 0 ? -1 : hold(dir->fd);
	if (dir->lock >= 0)
		return 0;
	saved = errno;
	if (dir->fd >= 0)
		close(dir->fd);
	if (dir->spare >= 0)
		close(dir->spare);
	unlinkat(dir->parent, dir->name, AT_REMOVEDIR);
	errno = saved;
	return -1;
}

/* Makes a temporary directory in `parent`, which is open. Returns 0, or -1 with
 * errno and no directory. */
static int open_in(struct temporary_dir *dir, int parent)
{
	int tries = 0, rc, saved;

	memset(dir, 0, sizeof(*dir));
	dir->parent = fcntl(parent, F_DUPFD_CLOEXEC, 0);
	if (dir->parent < 0)
		return -1;
	sweep(dir->parent);
	do
		rc = make_dir(dir);
	while (rc && (errno == EEXIST || errno == ENOENT) &&
	       ++tries < TRIES_MAX);
	if (!rc)
		return 0;
	saved = errno;
	close(dir->parent);
	dir->name[0] = '\0';
	errno = saved;
	return -1;
}

int temporary_dir_open(struct temporary_dir *dir, const char *parent,
		       struct err *err)
{
	int fd = open(parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int rc = fd < 0 || open_in(dir, fd)
		     ? err_errno(err, ERR_STORAGE,
				 "cannot write in the directory '%s'", parent)
		     : 0;

	if (fd >= 0)
		close(fd);
	return rc;
}

void temporary_sweep(const char *parent)
{
	int fd = open(parent, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	sweep(fd);
	close(fd);
}

void temporary_dir_close(struct temporary_dir *dir)
{
	if (!dir->name[0])
		return;
	close(dir->spare);
	remove_dir(dir->parent, dir->fd, dir->name);
	close(dir->lock);
	close(dir->fd);
	close(dir->parent);
	dir->name[0] = '\0';
}

/* ---- files -------------------------------------------------------------------- */

static const char *file_name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The directory of a path; release it with free(). NULL with *err. */
static char *dir_of(const char *path, struct err *err)
{
	size_t len = (size_t)(file_name_of(path) - path);
	char *dir = mem_text(len ? path : ".", err);

	if (dir && len)
		dir[len] = '\0';
	return dir;
}

static int refuse_existing(const char *path, struct err *err)
{
	return err_set(err, ERR_STORAGE,
		       "'%s' exists already; name another file or use "
		       "--force",
		       path);
}

/* Checks that the target may be made or replaced: 0, or -1 with *err. */
static int check_target(const char *path, bool replace, struct err *err)
{
	struct stat st;

	if (lstat(path, &st)) {
		if (errno == ENOENT && *file_name_of(path))
			return 0;
		return err_errno(err, ERR_STORAGE, "cannot write '%s'", path);
	}
	if (!replace)
		return refuse_existing(path, err);
	if (S_ISLNK(st.st_mode) && stat(path, &st))
		return 0; /* a link to nothing may be replaced */
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_STORAGE,
			       "cannot write '%s': is not a plain file; name "
			       "another one",
			       path);
	return 0;
}

static void proc_path(char path[64], int fd)
{
	snprintf(path, 64, "/proc/self/fd/%d", fd);
}

/* Opens a file without a name. Returns -1 where the system has no such files,
 * or no /proc to give it a name later. */
static int open_unnamed(int parent)
{
	struct stat st, seen;
	char path[64];
	int fd;

	if (without_unnamed)
		return -1;
	fd = openat(parent, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
	if (fd < 0)
		return -1;
	proc_path(path, fd);
	if (!fstat(fd, &st) && !stat(path, &seen) && st.st_ino == seen.st_ino &&
	    st.st_dev == seen.st_dev)
		return fd;
	close(fd);
	return -1;
}

static int open_named(struct temporary *file)
{
	if (open_in(&file->aside, file->parent))
		return -1;
	return openat(file->aside.fd, FILE_NAME,
		      O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
}

static int cannot_write(const struct temporary *file, struct err *err)
{
	return err_errno(err, ERR_STORAGE, "cannot write '%s'", file->path);
}

int temporary_open(struct temporary *file, const char *path, bool replace,
		   struct err *err)
{
	char *dir = dir_of(path, err);
	int rc = -1;

	memset(file, 0, sizeof(*file));
	file->fd = file->parent = -1;
	file->replace = replace;
	if (!dir || check_target(path, replace, err) ||
	    !(file->path = mem_text(path, err)))
		goto out;
	file->parent = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (file->parent >= 0)
		file->fd = open_unnamed(file->parent);
	/* if the directory itself is the problem, this fails as well, with
	 * errno */
	if (file->parent >= 0 && file->fd < 0)
		file->fd = open_named(file);
	rc = file->fd < 0 ? cannot_write(file, err) : 0;
out:
	if (rc)
		temporary_drop(file);
	free(dir);
	return rc;
}

FILE *temporary_stream(struct temporary *file, struct err *err)
{
	int fd = fcntl(file->fd, F_DUPFD_CLOEXEC, 0);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");

	if (!f) {
		cannot_write(file, err);
		if (fd >= 0)
			close(fd);
	}
	return f;
}

int temporary_rename_new(int from_dir, const char *from, int to_dir,
			 const char *to)
{
	return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to,
			    RENAME_NOREPLACE);
}

/* Gives a name to a file without one; -1 with errno. */
static int link_to(const struct temporary *file, int parent, const char *name)
{
	char path[64];

	proc_path(path, file->fd);
	return linkat(AT_FDCWD, path, parent, name, AT_SYMLINK_FOLLOW);
}

/* Gives the file its name, which must be free; -1 with errno. */
static int give_new_name(struct temporary *file)
{
	const char *name = file_name_of(file->path);
	int aside = file->aside.fd;

	if (!file->aside.name[0])
		return link_to(file, file->parent, name);
	if (!temporary_rename_new(aside, FILE_NAME, file->parent, name))
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	return linkat(aside, FILE_NAME, file->parent, name, 0);
}

/* Gives the file its name, replacing whatever has it; -1 with errno. */
static int take_name(struct temporary *file)
{
	if (!file->aside.name[0] && (open_in(&file->aside, file->parent) ||
				     link_to(file, file->aside.fd, FILE_NAME)))
		return -1;
	return renameat(file->aside.fd, FILE_NAME, file->parent,
			file_name_of(file->path));
}

/* Waits until the name is on the medium. Skipped where the directory may not be
 * read, or the file system cannot sync directories (EINVAL). */
static int sync_parent(const struct temporary *file, struct err *err)
{
	int fd = openat(file->parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = 0;

	if (fd >= 0 && fsync(fd) && errno != EINVAL)
		rc = cannot_write(file, err);
	if (fd >= 0)
		close(fd);
	return rc;
}

int temporary_keep(struct temporary *file, struct err *err)
{
	int rc = fsync(file->fd);

	if (!rc)
		rc = file->replace ? take_name(file) : give_new_name(file);
	if (rc && !file->replace && errno == EEXIST)
		rc = refuse_existing(file->path, err);
	else if (rc)
		rc = cannot_write(file, err);
	temporary_dir_close(&file->aside);
	if (!rc)
		rc = sync_parent(file, err);
	temporary_drop(file);
	return rc;
}

void temporary_drop(struct temporary *file)
{
	if (!file->path)
		return;
	temporary_dir_close(&file->aside);
	if (file->fd >= 0)
		close(file->fd);
	if (file->parent >= 0)
		close(file->parent);
	free(file->path);
	memset(file, 0, sizeof(*file));
}

int temporary_write(const char *path, const struct str *text, struct err *err)
{
	struct temporary file = { 0 };
	FILE *stream = NULL;
	int rc = str_check(text, err);

	if (!rc)
		rc = temporary_open(&file, path, true, err);
	if (!rc && !(stream = temporary_stream(&file, err)))
		rc = -1;
	if (stream) {
		bool bad =
		    fwrite(text->text, 1, text->len, stream) != text->len;

		if (fclose(stream) || bad)
			rc = err_errno(err, ERR_STORAGE, "cannot write '%s'",
				       path);
	}
	if (!rc)
		return temporary_keep(&file, err);
	temporary_drop(&file);
	return rc;
}
