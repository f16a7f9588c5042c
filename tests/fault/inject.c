/*
 * Makes an allocation fail in the program into which it is loaded (LD_PRELOAD).
 *
 * DOTREC_INJECT names a file with a struct inject, which both sides map. Only
 * allocations of the program itself, after it has been loaded, are counted.
 */
#include "inject.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t align, size_t size);

static struct inject *asked;
static pid_t main_pid;

__attribute__((constructor)) static void begin(void)
{
	const char *name = getenv("DOTREC_INJECT");
	int fd = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
	void *map = fd < 0 ? MAP_FAILED
			   : mmap(NULL, sizeof(*asked), PROT_READ | PROT_WRITE,
				  MAP_SHARED, fd, 0);

	if (fd >= 0)
		close(fd);
	unsetenv("DOTREC_INJECT"); /* children are not affected */
	unsetenv("LD_PRELOAD");
	main_pid = getpid();
	if (map != MAP_FAILED)
		asked = map;
}

/* Counts an allocation; returns whether it fails. */
static int fails(void)
{
	unsigned long number;

	if (!asked || getpid() != main_pid)
		return 0;
	number = ++asked->count;
	if (!asked->at ||
	    (asked->forever ? number < asked->at : number != asked->at))
		return 0;
	asked->failed++;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t align, size_t size)
{
	return fails() ? NULL : __libc_memalign(align, size);
}

void *memalign(size_t align, size_t size)
{
	return fails() ? NULL : __libc_memalign(align, size);
}

int posix_memalign(void **memory, size_t align, size_t size)
{
	*memory = fails() ? NULL : __libc_memalign(align, size);
	return *memory ? 0 : ENOMEM;
}
