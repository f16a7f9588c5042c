/* Where and with what a run was made: filled by run/, kept by store/. */
#ifndef SAMPLE_PROVENANCE_H
#define SAMPLE_PROVENANCE_H

#include <stdbool.h>
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

/*
 * One condition of the machine at one time: "load_1min", "0.12". A name ends in
 * its unit, where there is one.
 */
struct fact {
	char name[32];
	char value[224];
};

#define FACTS_MAX 160
struct facts {
	struct fact fact[FACTS_MAX];
	size_t count;
};

/* Adds a fact; an empty value is none. The name must be new. */
void facts_add(struct facts *facts, const char *name, const char *value);
void facts_add_integer(struct facts *facts, const char *name, int64_t value);
/* With up to six digits; not where it is not finite. */
void facts_add_real(struct facts *facts, const char *name, double value);

/* The value of a fact, or NULL. */
const char *facts_text(const struct facts *facts, const char *name);

/* The number its value is: false, and *value as it was, where it is none. */
bool facts_number(const struct facts *facts, const char *name, double *value);

#endif
