/* Memory shared by processes. It has no name, so no file can be left behind. */
#include "proc/shared.h"

#include "base/units.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int shared_fail(struct shared *shared, const char *what, struct err *err)
{
	char text[UNITS_SIZE];

	err_errno(err, ERR_ENVIRONMENT, "cannot %s %s of shared memory", what,
		  units_bytes(text, (double)shared->size));
	if (shared->fd >= 0)
		close(shared->fd);
	memset(shared, 0, sizeof(*shared));
	return -1;
}

int shared_open(struct shared *shared, size_t size, struct err *err)
{
	shared->data = NULL;
	shared->size = size ? size : 1;
	shared->fd = memfd_create("dotrec", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (shared->fd < 0)
		return shared_fail(shared, "create", err);
	/* with ftruncate() alone, a full tmpfs would cause SIGBUS later */
	errno = posix_fallocate(shared->fd, 0, (off_t)shared->size);
	if (errno)
		return shared_fail(shared, "allocate", err);
	shared->data = mmap(NULL, shared->size, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_POPULATE, shared->fd, 0);
	if (shared->data == MAP_FAILED)
		return shared_fail(shared, "map", err);
	fcntl(shared->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW);
	return 0;
}

int shared_freeze(struct shared *shared, struct err *err)
{
	volatile const unsigned char *page;
	size_t i;

	munmap(shared->data, shared->size);
	if (fcntl(shared->fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL))
		return shared_fail(shared, "seal", err);
	shared->data = mmap(NULL, shared->size, PROT_READ,
			    MAP_SHARED | MAP_POPULATE, shared->fd, 0);
	if (shared->data == MAP_FAILED)
		return shared_fail(shared, "map", err);
	page = shared->data;
	for (i = 0; i < shared->size; i += 4096)
		(void)page[i];
	return 0;
}

void shared_close(struct shared *shared)
{
	if (!shared->data)
		return;
	munmap(shared->data, shared->size);
	close(shared->fd);
	memset(shared, 0, sizeof(*shared));
}
