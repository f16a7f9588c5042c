/* A directory on a disk that loses power. */
#include "disk.h"

#include "fault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FILES_MAX 1000
#define NAME_SIZE 100

/* the bit of O_TMPFILE that no other flag has */
#define UNNAMED (O_TMPFILE & ~O_DIRECTORY)

enum what { WRITE, TRUNCATE, SYNC, NAME, UNNAME, RENAME, SYNC_NAMES };

struct call {
	enum what what;
	int file;
	off_t at; /* offset of a write; new size of a truncation */
	size_t len;
	char *bytes;
	char name[NAME_SIZE], to[NAME_SIZE];
};

struct file {
	ino_t inode;
	char *bytes; /* content when logging began */
	size_t len;
	char name[NAME_SIZE]; /* when logging began; "": none */
};

static char watched[FAULT_PATH_SIZE];
static struct call *calls;
static size_t count, cap;
static struct file files[FILES_MAX];
static int nfiles;

/* ---- logging --------------------------------------------------------------- */

static struct call *note(enum what what, int file)
{
	struct call *c;

	if (count == cap) {
		cap = cap ? 2 * cap : 1024;
		calls = realloc(calls, cap * sizeof(*calls));
		if (!calls)
			fault_die("memory");
	}
	c = &calls[count++];
	memset(c, 0, sizeof(*c));
	c->what = what;
	c->file = file;
	return c;
}

/* The name in the watched directory, or NULL. SQLite's shared memory (-shm) is
 * left out, because it need not survive. */
static const char *inside(const char *path)
{
	size_t len = strlen(watched), all = strlen(path);

	if (!len || strncmp(path, watched, len) || path[len] != '/' ||
	    strchr(path + len + 1, '/'))
		return NULL;
	if (all > 4 && !strcmp(path + all - 4, "-shm"))
		return NULL;
	return path + len + 1;
}

static void set_name(char name[NAME_SIZE], const char *text)
{
	if (strlen(text) >= NAME_SIZE)
		fault_die("a long name: %s", text);
	strcpy(name, text);
}

static int new_file(ino_t inode)
{
	if (nfiles == FILES_MAX)
		fault_die("too many files");
	memset(&files[nfiles], 0, sizeof(files[nfiles]));
	files[nfiles].inode = inode;
	return nfiles++;
}

/* The newest file with this inode, since inodes are reused; -1: not watched. */
static int file_of(const struct stat *st)
{
	int i;

	for (i = nfiles; i--;)
		if (files[i].inode == st->st_ino)
			return i;
	return -1;
}

static int file_at(int fd)
{
	struct stat st;

	if (!*watched || fstat(fd, &st) || !S_ISREG(st.st_mode))
		return -1;
	return file_of(&st);
}

/* Logs that a file was opened; `is_new`: it did not exist before. */
static void opened(int fd, bool is_new, int flags)
{
	char link[40], path[FAULT_PATH_SIZE];
	const char *name;
	struct stat st;
	ssize_t got;
	int file;

	if (fd < 0 || !*watched || fstat(fd, &st) || !S_ISREG(st.st_mode))
		return;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	got = readlink(link, path, sizeof(path) - 1);
	path[got > 0 ? got : 0] = '\0';
	name = inside(path);
	if (!name)
		return;
	if (is_new) {
		file = new_file(st.st_ino);
		if (!(flags & UNNAMED))
			set_name(note(NAME, file)->name, name);
	} else if (flags & O_TRUNC) {
		note(TRUNCATE, file_of(&st));
	}
}

static void written(int fd, const void *bytes, ssize_t len, off_t at)
{
	int file = len > 0 ? file_at(fd) : -1;
	struct call *c;

	if (file < 0)
		return;
	c = note(WRITE, file);
	c->at = at;
	c->len = (size_t)len;
	c->bytes = malloc(c->len);
	if (!c->bytes)
		fault_die("memory");
	memcpy(c->bytes, bytes, c->len);
}

static void synced(int fd)
{
	struct stat st, dir;
	int file = file_at(fd);

	if (file >= 0)
		note(SYNC, file);
	else if (*watched && !fstat(fd, &st) && S_ISDIR(st.st_mode) &&
		 !stat(watched, &dir) && st.st_ino == dir.st_ino)
		note(SYNC_NAMES, -1);
}

/* Makes a path absolute that is relative to the directory `dir`. */
static const char *whole(int dir, const char *path, char full[FAULT_PATH_SIZE])
{
	char here[FAULT_PATH_SIZE / 2], link[40];
	ssize_t got;

	while (!strncmp(path, "./", 2))
		path += 2;
	if (*path == '/')
		return path;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", dir);
	got = readlink(dir == AT_FDCWD ? "/proc/self/cwd" : link, here,
		       sizeof(here) - 1);
	if (got < 0)
		return path;
	here[got] = '\0';
	snprintf(full, FAULT_PATH_SIZE, "%s/%s", here, path);
	return full;
}

static void unnamed(int dir, const char *path)
{
	char full[FAULT_PATH_SIZE];
	const char *name = inside(whole(dir, path, full));

	if (name)
		set_name(note(UNNAME, -1)->name, name);
}

static void named(int dir, const char *path)
{
	char full[FAULT_PATH_SIZE];
	const char *name = inside(whole(dir, path, full));
	struct stat st;

	if (name && !fstatat(dir, path, &st, AT_SYMLINK_NOFOLLOW) &&
	    S_ISREG(st.st_mode))
		set_name(note(NAME, file_of(&st))->name, name);
}

/* A file that comes from outside the watched directory gets a name there. */
static void renamed(int from_dir, const char *from, int to_dir, const char *to)
{
	char full[FAULT_PATH_SIZE], other[FAULT_PATH_SIZE];
	const char *name = inside(whole(from_dir, from, full));
	struct call *c;

	if (!name) {
		named(to_dir, to);
		return;
	}
	c = note(RENAME, -1);
	set_name(c->name, name);
	name = inside(whole(to_dir, to, other));
	if (name)
		set_name(c->to, name);
}

/* ---- replacements for functions of the C library ------------------------------ */

static int do_open(int dir, const char *path, int flags, mode_t mode)
{
	bool is_new =
	    (flags & UNNAMED) || ((flags & O_CREAT) && access(path, F_OK));
	int fd = (int)syscall(SYS_openat, dir, path, flags, mode);

	opened(fd, is_new, flags);
	return fd;
}

#define MODE(mode, flags)                               \
	do {                                            \
		va_list args_;                          \
		va_start(args_, flags);                 \
		if ((flags) & (O_CREAT | UNNAMED))      \
			(mode) = va_arg(args_, mode_t); \
		va_end(args_);                          \
	} while (0)

int open(const char *path, int flags, ...)
{
	mode_t mode = 0;

	MODE(mode, flags);
	return do_open(AT_FDCWD, path, flags, mode);
}

#ifndef open64 /* musl: the same as that without 64 */
int open64(const char *path, int flags, ...)
{
	mode_t mode = 0;

	MODE(mode, flags);
	return do_open(AT_FDCWD, path, flags, mode);
}
#endif

int openat(int dir, const char *path, int flags, ...)
{
	mode_t mode = 0;

	MODE(mode, flags);
	return do_open(dir, path, flags, mode);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
	off_t at = file_at(fd) < 0 ? 0 : lseek(fd, 0, SEEK_CUR);
	ssize_t done = syscall(SYS_write, fd, bytes, len);

	written(fd, bytes, done, at);
	return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	ssize_t done = syscall(SYS_pwrite64, fd, bytes, len, at);

	written(fd, bytes, done, at);
	return done;
}

#ifndef pwrite64 /* musl: the same as that without 64 */
ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
	return pwrite(fd, bytes, len, at);
}
#endif

int ftruncate(int fd, off_t size)
{
	int rc = (int)syscall(SYS_ftruncate, fd, size);
	int file = rc ? -1 : file_at(fd);

	if (file >= 0)
		note(TRUNCATE, file)->at = size;
	return rc;
}

#ifndef ftruncate64 /* musl: the same as that without 64 */
int ftruncate64(int fd, off64_t size)
{
	return ftruncate(fd, size);
}
#endif

int fsync(int fd)
{
	synced(fd);
	return 0; /* no real sync is needed: the power does not really fail */
}

int fdatasync(int fd)
{
	synced(fd);
	return 0;
}

int unlinkat(int dir, const char *path, int flags)
{
	int rc = (int)syscall(SYS_unlinkat, dir, path, flags);

	if (!rc && !(flags & AT_REMOVEDIR))
		unnamed(dir, path);
	return rc;
}

int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

/* musl does not declare it */
int renameat2(int from_dir, const char *from, int to_dir, const char *to,
	      unsigned flags);

int renameat2(int from_dir, const char *from, int to_dir, const char *to,
	      unsigned flags)
{
	int rc = (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);

	if (!rc)
		renamed(from_dir, from, to_dir, to);
	return rc;
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	return renameat2(from_dir, from, to_dir, to, 0);
}

int rename(const char *from, const char *to)
{
	return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int linkat(int from_dir, const char *from, int to_dir, const char *to,
	   int flags)
{
	int rc = (int)syscall(SYS_linkat, from_dir, from, to_dir, to, flags);

	if (!rc)
		named(to_dir, to);
	return rc;
}

int link(const char *from, const char *to)
{
	return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* ---- the directory after a power failure ---------------------------------------- */

struct content {
	char *bytes;
	size_t len, cap;
};

static void resize(struct content *c, size_t len, bool rubbish)
{
	size_t i;

	if (len >= c->cap) {
		c->cap = 2 * len + 1;
		c->bytes = realloc(c->bytes, c->cap);
		if (!c->bytes)
			fault_die("memory");
	}
	for (i = c->len; i < len; i++)
		c->bytes[i] = rubbish ? (char)(i * 131 + len) : 0;
	c->len = len;
}

/* Repeats one call; each sector of it survives with a chance of `percent`. */
static void do_call(struct content *c, const struct call *call, size_t sector,
		    unsigned percent, bool rubbish)
{
	size_t at, end, next, from = (size_t)call->at;

	if (call->what == TRUNCATE) {
		if (percent == 100 || fault_random(100) < percent)
			resize(c, from, rubbish);
		return;
	}
	end = from + call->len;
	for (at = from; at < end; at = next) {
		next = (at / sector + 1) * sector;
		if (next > end)
			next = end;
		if (percent < 100 && fault_random(100) >= percent)
			continue;
		if (next > c->len)
			resize(c, next, rubbish);
		memcpy(c->bytes + at, call->bytes + (at - from), next - at);
	}
}

static void make_content(int file, size_t made, enum disk_luck luck,
			 struct content *c)
{
	static const unsigned chances[] = { 10, 50, 90 };
	unsigned percent = chances[fault_random(3)];
	size_t safe = 0, i, sector = luck == DISK_PAGES ? 4096 : 512;

	c->len = 0;
	resize(c, files[file].len, false);
	if (c->len)
		memcpy(c->bytes, files[file].bytes, c->len);
	if (luck == DISK_NOTHING)
		percent = 0;
	else if (luck == DISK_ALL)
		percent = 100;
	for (i = 0; i < made; i++)
		if (calls[i].file == file && calls[i].what == SYNC)
			safe = i;
	for (i = 0; i < made; i++)
		if (calls[i].file == file &&
		    (calls[i].what == WRITE || calls[i].what == TRUNCATE))
			do_call(c, &calls[i], sector, i < safe ? 100 : percent,
				i >= safe && luck == DISK_PAGES);
}

struct names {
	char name[FILES_MAX][NAME_SIZE];
	int file[FILES_MAX], count;
};

static int find(const struct names *n, const char *name)
{
	int i;

	for (i = 0; i < n->count; i++)
		if (!strcmp(n->name[i], name))
			return i;
	return -1;
}

static void put(struct names *n, const char *name, int file)
{
	int i = find(n, name);

	if (i < 0)
		i = n->count++;
	set_name(n->name[i], name);
	n->file[i] = file;
}

static void take(struct names *n, const char *name)
{
	int i = find(n, name);

	if (i < 0)
		return;
	n->count--;
	memmove(n->name[i], n->name[n->count], NAME_SIZE);
	n->file[i] = n->file[n->count];
}

static void do_name(struct names *n, const struct call *c)
{
	int i;

	if (c->what == NAME) {
		put(n, c->name, c->file);
	} else if (c->what == UNNAME) {
		take(n, c->name);
	} else if (c->what == RENAME) {
		i = find(n, c->name);
		if (i < 0)
			return;
		i = n->file[i];
		take(n, c->name);
		if (*c->to)
			put(n, c->to, i);
	}
}

static bool is_name(const struct call *c)
{
	return c->what == NAME || c->what == UNNAME || c->what == RENAME;
}

static void make_names(size_t made, enum disk_luck luck, struct names *n)
{
	size_t safe = 0, until = made, i;

	n->count = 0;
	for (i = 0; i < (size_t)nfiles; i++)
		if (*files[i].name)
			put(n, files[i].name, (int)i);
	for (i = 0; i < made; i++)
		if (calls[i].what == SYNC_NAMES)
			safe = i;
	if (luck == DISK_NOTHING)
		until = safe;
	else if (luck == DISK_SECTORS)
		until = safe + fault_random(made - safe + 1);
	for (i = 0; i < until; i++)
		if (is_name(&calls[i]) &&
		    (i < safe || luck != DISK_PAGES || fault_random(2)))
			do_name(n, &calls[i]);
}

void disk_after(const char *dir, size_t made, enum disk_luck luck)
{
	static struct names n;
	static struct content c;
	char path[FAULT_PATH_SIZE];
	FILE *f;
	int i;

	fault_remove(dir);
	if (mkdir(dir, 0777))
		fault_die("cannot make '%s'", dir);
	make_names(made, luck, &n);
	for (i = 0; i < n.count; i++) {
		make_content(n.file[i], made, luck, &c);
		f = fopen(fault_path(path, dir, n.name[i], ""), "we");
		if (!f || fwrite(c.bytes, 1, c.len, f) != c.len || fclose(f))
			fault_die("cannot write '%s'", path);
	}
}

/* ---- beginning and ending --------------------------------------------------------- */

void disk_watch(const char *dir)
{
	char path[FAULT_PATH_SIZE];
	struct dirent *entry;
	struct stat st;
	struct file *f;
	DIR *d = opendir(dir);
	FILE *in;
	char *real;

	while (d && (entry = readdir(d))) {
		fault_path(path, dir, entry->d_name, "");
		if (stat(path, &st) || !S_ISREG(st.st_mode))
			continue;
		f = &files[new_file(st.st_ino)];
		set_name(f->name, entry->d_name);
		f->len = (size_t)st.st_size;
		f->bytes = malloc(f->len + 1);
		in = fopen(path, "re");
		if (!f->bytes || !in ||
		    fread(f->bytes, 1, f->len, in) != f->len)
			fault_die("cannot read '%s'", path);
		fclose(in);
	}
	real = realpath(dir, NULL);
	if (!d || !real || strlen(real) >= sizeof(watched))
		fault_die("cannot watch '%s'", dir);
	strcpy(watched, real);
	free(real);
	closedir(d);
}

size_t disk_stop(void)
{
	*watched = '\0';
	return count;
}

size_t disk_calls(void)
{
	return count;
}

void disk_forget(void)
{
	size_t i;

	for (i = 0; i < count; i++)
		free(calls[i].bytes);
	for (i = 0; i < (size_t)nfiles; i++)
		free(files[i].bytes);
	count = 0;
	nfiles = 0;
}
