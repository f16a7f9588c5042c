/* A lock file that one process at a time can hold; freed when the holder
 * dies. */
#include "proc/lock.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Sets *err with the text that the holder wrote into the file, such as "process
 * 123 since 2026-01-01T01:00:00Z", and closes fd. */
static int held(int fd, const char *path, struct err *err)
{
	char text[100];
	ssize_t got = pread(fd, text, sizeof(text) - 1, 0);

	text[got > 0 ? got : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	close(fd);
	return err_set(err, ERR_BUSY, "'%s' is held by %s; wait for it", path,
		       *text ? text : "another process");
}

static int sign(int fd)
{
	char text[100], now[CLOCK_UTC_SIZE];
	int len;

	clock_utc(now);
	len = snprintf(text, sizeof(text), "process %d since %s\n",
		       (int)getpid(), now);
	return ftruncate(fd, 0) || pwrite(fd, text, (size_t)len, 0) != len;
}

int lock_take(const char *path, struct err *err)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0 && errno == EACCES && !access(path, F_OK))
		return err_set(err, ERR_STORAGE,
			       "the lock '%s' belongs to another user; remove "
			       "it when no process uses it",
			       path);
	if (fd < 0)
		return err_errno(err, ERR_STORAGE, "cannot open the lock '%s'",
				 path);
	if (fcntl(fd, F_SETLK, &lock)) {
		if (errno == EACCES || errno == EAGAIN)
			return held(fd, path, err);
		err_errno(err, ERR_STORAGE, "cannot lock '%s'", path);
		close(fd);
		return -1;
	}
	if (sign(fd)) {
		err_errno(err, ERR_STORAGE, "cannot write '%s'", path);
		close(fd);
		return -1;
	}
	return fd;
}

void lock_release(int fd)
{
	if (fd >= 0)
		close(fd);
}
