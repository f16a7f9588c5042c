/* The machine a run is made on: what it is, and how it does. */
#include "host/host.h"

#include "base/clock.h"
#include "base/sys.h"
#include "host/clocks.h"
#include "host/conditions.h"
#include "kernel/kernel.h"
#include "proc/cgroup.h"

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif
#include <inttypes.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

int64_t host_meminfo_bytes(const char *name)
{
	int64_t kib;

	if (!sys_field_number(&kib, "/proc/meminfo", name) || kib < 0 ||
	    kib > INT64_MAX / 1024)
		return 0;
	return kib * 1024;
}

/* Made by src/build_id.sh. */
extern const char build_source[], build_compiler[], build_flags[];

void host_build(struct build *build)
{
	build->version = PACKAGE_VERSION;
	build->source = build_source;
	build->compiler = build_compiler;
	build->flags = build_flags;
#ifdef __GLIBC__
	build->libc = gnu_get_libc_version();
#else
	build->libc = "not glibc"; /* musl does not tell its version */
#endif
	build->blas = kernel_blas_version();
}

void host_facts(struct facts *facts, unsigned flags)
{
	struct machine machine;

	facts->count = 0;
	conditions_add(facts, flags & HOST_ANONYMOUS);
	if (flags & HOST_PROBE)
		probe_add(facts);
	if (flags & HOST_ROOF) {
		host_machine(&machine);
		probe_roof(facts, &machine);
	}
}

uint64_t host_memory_free(void)
{
	int64_t bytes = host_meminfo_bytes("MemAvailable");
	int64_t limit = cgroup_memory_bytes();

	return (uint64_t)(limit && limit < bytes ? limit : bytes);
}

uint64_t host_random(void)
{
	uint64_t value;

	if (getrandom(&value, sizeof(value), 0) != sizeof(value))
		value = (uint64_t)clock_ns() ^ (uint64_t)getpid() << 32;
	return value;
}

void host_uuid(char text[HOST_UUID_SIZE])
{
	uint64_t a = host_random(), b = host_random();

	a = (a & ~UINT64_C(0xf000)) | 0x4000;
	b = (b & ~(UINT64_C(3) << 62)) | UINT64_C(2) << 62;
	snprintf(text, HOST_UUID_SIZE,
		 "%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64
		 "-%012" PRIx64,
		 a >> 32, a >> 16 & 0xffff, a & 0xffff, b >> 48,
		 b & UINT64_C(0xffffffffffff));
}
