/* The machine a run is made on: what it is, and how it does. */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include "sample/provenance.h"

/* Fills in the machine; its key is a hash of what stays over reboots: no
 * clocks, no hostname. Unknown numbers are 0, unknown texts "unknown". */
void host_machine(struct machine *machine);

/* The build of this program. The texts live as long as the program. */
void host_build(struct build *build);

/*
 * Conditions now: load, governor, memory, kernel, ... What cannot be known is
 * left out. Counters (cpu_busy_ms, pages_swapped_in, ...) count since the
 * machine, or for own_... this process, was started: take differences.
 */
enum {
	HOST_ANONYMOUS = 1 << 0, /* without the hostname */
	HOST_PROBE = 1 << 1,     /* also what is measured in some ms: probe.h */
	HOST_ROOF = 1 << 2       /* also how fast bytes are read, some 50 ms */
};
void host_facts(struct facts *facts, unsigned flags);

/* A row of /proc/meminfo ("MemTotal") in bytes, 0 if not known. */
int64_t host_meminfo_bytes(const char *name);

/* Bytes of memory that can be used without swapping, and that the cgroup
 * allows; 0 if not known. */
uint64_t host_memory_free(void);

/* A random number from the kernel, for seeds. */
uint64_t host_random(void);

/* A random version 4 UUID (RFC 9562), 36 characters. */
#define HOST_UUID_SIZE 37
void host_uuid(char text[HOST_UUID_SIZE]);

#endif
