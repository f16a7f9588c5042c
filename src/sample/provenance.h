/* Where and with what a run was made: filled by run/, kept by store/. */
#ifndef SAMPLE_PROVENANCE_H
#define SAMPLE_PROVENANCE_H

#include <stddef.h>
#include <stdint.h>

/* What stays the same over reboots; see sql/schema for the columns. */
struct machine {
	char key[17];
	char cpu_model[128];
	char architecture[32];
	int64_t cpus, numa_nodes;
	int64_t l1d_bytes, l2_bytes, l3_bytes, memory_bytes;
};

struct build {
	const char *version, *source, *compiler, *flags, *libc;
	const char *blas;
};

/* One condition of the machine at one time: "load_1min", "0.12". */
struct fact {
	char name[32];
	char value[224];
};

#define FACTS_MAX 64
struct facts {
	struct fact fact[FACTS_MAX];
	size_t count;
};

#endif
