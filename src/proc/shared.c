/* Memory shared by processes. It has no name, so no file can be left behind. */
#include "proc/shared.h"

#include "base/sys.h"
#include "base/units.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/mempolicy.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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

/* ---- huge pages ---------------------------------------------------------- */

/* A count of the huge pages of this size; 0 if it cannot be read. */
static int64_t count_of(const char *name, size_t page)
{
	int64_t value;

	return sys_number(&value, "/sys/kernel/mm/hugepages/hugepages-%zukB/%s",
			  page / 1024, name)
		   ? value
		   : 0;
}

/* How many huge pages the system must have for so many more: the setting is of
 * all, including those that others use. */
static int64_t count_needed(size_t more, size_t page)
{
	int64_t unused =
	    count_of("free_hugepages", page) - count_of("resv_hugepages", page);

	return count_of("nr_hugepages", page) + (int64_t)more -
	       (unused > 0 ? unused : 0);
}

static int huge_fail(struct shared *shared, size_t page, struct err *err)
{
	char text[UNITS_SIZE];
	const size_t size = shared->size;
	const int why = errno;

	if (shared->fd >= 0)
		close(shared->fd);
	memset(shared, 0, sizeof(*shared));
	units_bytes(text, (double)size);
	if (!page)
		return err_set(err, ERR_MISSING,
			       "this system has no huge pages to share: %s",
			       strerror(why));
	return err_set(err, ERR_MISSING,
		       "cannot have %s of huge pages: %s; reserve them with: "
		       "sudo sysctl vm.nr_hugepages=%" PRId64,
		       text, why == ENOSPC ? "too few are free" : strerror(why),
		       count_needed(size / page, page));
}

/* Allocates reserved huge pages of the system's default size. */
static int allocate_huge(struct shared *shared, struct err *err)
{
	struct stat st;
	size_t page;

	shared->fd = memfd_create("dotrec", MFD_CLOEXEC | MFD_ALLOW_SEALING |
						MFD_HUGETLB);
	if (shared->fd < 0 || fstat(shared->fd, &st))
		return huge_fail(shared, 0, err);
	page = (size_t)st.st_blksize;
	shared->size = (shared->size + page - 1) / page * page;
	errno = posix_fallocate(shared->fd, 0, (off_t)shared->size);
	return errno ? huge_fail(shared, page, err) : 0;
}

/* ---- nodes --------------------------------------------------------------- */

#define NODES_MAX 1024 /* the most that a kernel can be built for */
#define WORD_BITS (8 * sizeof(unsigned long))
struct nodes {
	unsigned long mask[NODES_MAX / WORD_BITS];
};

/* Finds the nodes with memory that this process may use; returns how many. */
static int find_nodes(struct nodes *nodes)
{
	int count = 0;
	size_t i;

	memset(nodes, 0, sizeof(*nodes));
	if (syscall(SYS_get_mempolicy, NULL, nodes->mask, NODES_MAX + 1, NULL,
		    MPOL_F_MEMS_ALLOWED))
		return -1;
	for (i = 0; i < NODES_MAX / WORD_BITS; i++)
		count += __builtin_popcountl(nodes->mask[i]);
	return count;
}

/* Has the pages of an empty memfd, which are allocated later, spread over the
 * nodes. The policy stays with the memory after it is unmapped. */
static int spread(const struct shared *shared, const struct nodes *nodes)
{
	void *all = mmap(NULL, shared->size, PROT_READ | PROT_WRITE, MAP_SHARED,
			 shared->fd, 0);
	long rc;
	int why;

	if (all == MAP_FAILED)
		return -1;
	rc = syscall(SYS_mbind, all, shared->size, MPOL_INTERLEAVE, nodes->mask,
		     NODES_MAX + 1, 0);
	why = errno;
	munmap(all, shared->size);
	errno = why;
	return rc ? -1 : 0;
}

static int set_nodes(struct shared *shared, struct err *err)
{
	struct nodes nodes;
	int count = find_nodes(&nodes);

	if (count == 1)
		err_set(err, ERR_MISSING,
			"one node has all the memory here, so it cannot be "
			"spread over nodes");
	else if (count < 1 || ftruncate(shared->fd, (off_t)shared->size) ||
		 spread(shared, &nodes))
		err_errno(err, ERR_MISSING,
			  "memory cannot be spread over nodes");
	else
		return 0;
	close(shared->fd);
	memset(shared, 0, sizeof(*shared));
	return -1;
}

/* ---- memory of any kind -------------------------------------------------- */

/* With ftruncate() alone, a full tmpfs would cause SIGBUS later. */
static int allocate(struct shared *shared, enum shared_kind kind,
		    struct err *err)
{
	if (kind == SHARED_HUGE)
		return allocate_huge(shared, err);
	shared->fd = memfd_create("dotrec", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (shared->fd < 0)
		return shared_fail(shared, "create", err);
	if (kind == SHARED_NUMA && set_nodes(shared, err))
		return -1;
	errno = posix_fallocate(shared->fd, 0, (off_t)shared->size);
	return errno ? shared_fail(shared, "allocate", err) : 0;
}

int shared_open_kind(struct shared *shared, size_t size, enum shared_kind kind,
		     struct err *err)
{
	shared->data = NULL;
	shared->size = size ? size : 1;
	if (allocate(shared, kind, err))
		return -1;
	shared->data = mmap(NULL, shared->size, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_POPULATE, shared->fd, 0);
	if (shared->data == MAP_FAILED)
		return shared_fail(shared, "map", err);
	fcntl(shared->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW);
	return 0;
}

int shared_open(struct shared *shared, size_t size, struct err *err)
{
	return shared_open_kind(shared, size, SHARED_PLAIN, err);
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
