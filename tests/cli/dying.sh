# shellcheck shell=sh
# Shared by tests of what a killed command leaves behind: `dying N COMMAND...` kills
# the command just before its Nth call that changes a directory or a file; N = 0:
# never. Environment variables: ONLY=NAME counts calls of this function only;
# UNNAMED=no makes the file system lack unnamed files (O_TMPFILE); FAILS=yes makes
# the Nth call fail instead of killing; FAILS=ever also fails all later renames. The
# number of calls is written to the file `calls`.
need "${CC:-cc}"
cat >dying.c <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int calls;
static pid_t first;

__attribute__((constructor)) static void begin(void)
{
	first = getpid();
}
__attribute__((destructor)) static void end(void)
{
	FILE *f;

	if (getpid() != first)
		return;
	first = 0;
	f = fopen("calls", "w");
	if (f)
		fprintf(f, "%d\n", calls), fclose(f);
}
static int fails(const char *name, int renames)
{
	const char *at = getenv("AT"), *how = getenv("FAILS");
	const char *only = getenv("ONLY");
	int n = at ? atoi(at) : 0;

	if (getpid() != first || (only && strcmp(only, name)))
		return 0;
	calls++;
	if (!n || (calls != n && !(calls > n && renames && how &&
				   !strcmp(how, "ever"))))
		return 0;
	if (!how)
		kill(first, SIGKILL);
	errno = EIO;
	return 1;
}
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define CALL(type, name, renames, declared, given)               \
	type name declared                                       \
	{                                                        \
		return fails(#name, renames) ? -1 : REAL(name) given; \
	}
CALL(int, fsync, 0, (int fd), (fd))
CALL(int, flock, 0, (int fd, int what), (fd, what))
CALL(int, mkdir, 0, (const char *path, mode_t mode), (path, mode))
CALL(int, mkdirat, 0, (int fd, const char *path, mode_t mode), (fd, path, mode))
CALL(int, unlink, 0, (const char *path), (path))
CALL(int, unlinkat, 0, (int fd, const char *path, int how), (fd, path, how))
CALL(int, symlinkat, 0, (const char *to, int fd, const char *path), (to, fd, path))
CALL(int, linkat, 0, (int a, const char *from, int b, const char *to, int how),
     (a, from, b, to, how))
CALL(int, rename, 1, (const char *from, const char *to), (from, to))
CALL(int, renameat, 1, (int a, const char *from, int b, const char *to),
     (a, from, b, to))
CALL(ssize_t, pwrite, 0, (int fd, const void *from, size_t n, off_t at),
     (fd, from, n, at))
CALL(ssize_t, pwrite64, 0, (int fd, const void *from, size_t n, off64_t at),
     (fd, from, n, at))

long syscall(long number, ...)
{
	long a[6];
	va_list ap;
	int i;

	va_start(ap, number);
	for (i = 0; i < 6; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	if (number == SYS_renameat2 && fails("renameat2", 1))
		return -1;
	return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
int openat(int fd, const char *path, int flags, ...)
{
	const char *unnamed = getenv("UNNAMED");
	mode_t mode = 0;
	va_list ap;

	if (flags & (O_CREAT | O_TMPFILE)) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	if ((flags & O_TMPFILE) == O_TMPFILE && unnamed) {
		errno = EOPNOTSUPP;
		return -1;
	}
	if (flags & O_CREAT && fails("openat", 0))
		return -1;
	return REAL(openat)(fd, path, flags, mode);
}
C
# shellcheck disable=SC2086 # a compiler and its options
${CC:-cc} -shared -fPIC -o dying.so dying.c -ldl || skip "no shared libraries"
dying=$PWD/dying.so

# dying N COMMAND...: see above
dying() {
	_at=$1
	shift
	rm -f calls
	ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 \
		AT=$_at LD_PRELOAD=$dying "$@"
}

# killed N COMMAND...: runs `dying`; succeeds if the command was killed, fails the test
# if it ended with another exit code than 0
killed() {
	_code=0
	dying "$@" >out 2>err || _code=$?
	[ "$_code" -eq 0 ] || [ "$_code" -eq 137 ] ||
		fail "exit code $_code, not 0 or 137: $*"
	[ "$_code" -eq 137 ]
}

# parts DIR: prints the temporary files and directories of dotrec in DIR
parts() {
	find "$1" -name '.dotrec-*' -prune -print -o -name '*-part*' -print
}
