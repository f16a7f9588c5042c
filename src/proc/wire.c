/* Moving bytes through pipes, with deadlines. */
#include "proc/wire.h"

#include "base/clock.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#define LOOK_MS   1000 /* the longest single wait */
#define WAITS_MAX 256

int wire_open(int ends[2], struct err *err)
{
	if (pipe2(ends, O_CLOEXEC)) {
		ends[0] = ends[1] = -1;
		return err_errno(err, ERR_ENVIRONMENT, "cannot make a pipe");
	}
	return 0;
}

void wire_close(int *end)
{
	if (*end >= 0)
		close(*end);
	*end = -1;
}

void wire_nonblocking(int end)
{
	fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK);
}

int wire_read_all(int end, void *bytes, size_t len)
{
	unsigned char *p = bytes;
	enum wire_result got;

	while ((got = wire_read(end, &p, &len)) == WIRE_WAIT)
		;
	return got == WIRE_DONE ? 0 : -1;
}

int wire_write_all(int end, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;
	enum wire_result put;

	while ((put = wire_write(end, &p, &len)) == WIRE_WAIT)
		;
	return put == WIRE_DONE ? 0 : -1;
}

enum wire_result wire_read(int end, unsigned char **bytes, size_t *left)
{
	ssize_t got;

	while (*left) {
		got = read(end, *bytes, *left);
		if (got == 0)
			return WIRE_CLOSED;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno == EAGAIN ? WIRE_WAIT : WIRE_FAILED;
		*bytes += got;
		*left -= (size_t)got;
	}
	return WIRE_DONE;
}

enum wire_result wire_write(int end, const unsigned char **bytes, size_t *left)
{
	ssize_t put;

	while (*left) {
		put = write(end, *bytes, *left);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0 && errno == EPIPE)
			return WIRE_CLOSED;
		if (put < 0)
			return errno == EAGAIN ? WIRE_WAIT : WIRE_FAILED;
		*bytes += put;
		*left -= (size_t)put;
	}
	return WIRE_DONE;
}

/* Milliseconds until the deadline for poll(), rounded up so that poll() never
 * returns too early. */
static int poll_ms(int64_t deadline_ns)
{
	int64_t left = deadline_ns - clock_ns();

	if (left <= 0)
		return 0;
	left = left / CLOCK_NS_PER_MS + 1;
	return left > LOOK_MS ? LOOK_MS : (int)left;
}

int wire_wait(struct wire_wait *waits, size_t count, int64_t deadline_ns)
{
	struct pollfd polls[WAITS_MAX];
	size_t i;
	int ready;

	assert(count <= WAITS_MAX);
	for (i = 0; i < count; i++) {
		polls[i].fd = waits[i].end;
		polls[i].events = waits[i].for_write ? POLLOUT : POLLIN;
		polls[i].revents = 0;
	}
	ready = poll(polls, count, poll_ms(deadline_ns));
	for (i = 0; i < count; i++)
		waits[i].ready = ready > 0 && polls[i].revents != 0;
	return ready;
}
