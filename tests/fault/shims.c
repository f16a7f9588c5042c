/*
 * Simulates an odd machine, for LD_PRELOAD; environment variables choose how it
 * is odd. Compiled by the tests that need it.
 *
 * SHIM_SKEW=FILE   the time of day is off by the seconds in FILE, which may
 *                  change at any moment
 * SHIM_NO_SHM=1    files *-shm cannot be mapped, as on some network file systems
 * SHIM_NO_LOCKS=1  files cannot be locked, as on other such file systems
 * SHIM_END=FILE    the first process writes to FILE at its end: maximum kB of
 *                  memory used, open files, threads
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static pid_t first;

__attribute__((constructor)) static void begin(void)
{
	first = getpid();
}

/* ---- the time of day ------------------------------------------------------ */

static long skew_s(void)
{
	const char *path = getenv("SHIM_SKEW");
	char text[32] = "";
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0)
		return 0;
	if (read(fd, text, sizeof(text) - 1) < 0)
		text[0] = '\0';
	close(fd);
	return atol(text);
}

int clock_gettime(clockid_t id, struct timespec *t)
{
	int rc = (int)syscall(SYS_clock_gettime, id, t);

	if (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)
		t->tv_sec += skew_s();
	return rc;
}

time_t time(time_t *at)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	if (at)
		*at = t.tv_sec;
	return t.tv_sec;
}

int gettimeofday(struct timeval *at, void *zone)
{
	struct timespec t;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &t);
	at->tv_sec = t.tv_sec;
	at->tv_usec = t.tv_nsec / 1000;
	return 0;
}

/* ---- the file system ------------------------------------------------------ */

static int is_shm(int fd)
{
	char link[40], path[4096];
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, sizeof(path));
	return len > 4 && !memcmp(path + len - 4, "-shm", 4);
}

static void *map(void *at, size_t len, int prot, int flags, int fd, off_t from)
{
	if (fd >= 0 && getenv("SHIM_NO_SHM") && is_shm(fd)) {
		errno = ENODEV;
		return MAP_FAILED;
	}
	return (void *)syscall(SYS_mmap, at, len, prot, flags, fd, from);
}

void *mmap(void *at, size_t len, int prot, int flags, int fd, off_t from)
{
	return map(at, len, prot, flags, fd, from);
}

void *mmap64(void *at, size_t len, int prot, int flags, int fd, off64_t from)
{
	return map(at, len, prot, flags, fd, from);
}

static int control(int fd, int what, void *with)
{
	if ((what == F_SETLK || what == F_SETLKW) && getenv("SHIM_NO_LOCKS")) {
		errno = ENOLCK;
		return -1;
	}
	return (int)syscall(SYS_fcntl, fd, what, with);
}

int fcntl(int fd, int what, ...)
{
	va_list args;
	void *with;

	va_start(args, what);
	with = va_arg(args, void *);
	va_end(args);
	return control(fd, what, with);
}

int fcntl64(int fd, int what, ...)
{
	va_list args;
	void *with;

	va_start(args, what);
	with = va_arg(args, void *);
	va_end(args);
	return control(fd, what, with);
}

/* ---- resources used ------------------------------------------------------- */

static int entries(const char *path)
{
	DIR *d = opendir(path);
	int count = -2; /* . and .. */

	while (d && readdir(d))
		count++;
	if (d)
		closedir(d);
	return count;
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("SHIM_END");
	struct rusage used;
	FILE *f;

	if (!path || getpid() != first)
		return;
	getrusage(RUSAGE_SELF, &used);
	f = fopen(path, "w");
	if (!f)
		return;
	fprintf(f, "%ld %d %d\n", used.ru_maxrss, entries("/proc/self/fd") - 2,
		entries("/proc/self/task"));
	fclose(f);
}
