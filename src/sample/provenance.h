/* The provenance of a run: its machine, its build, and facts about both. Filled
 * by run/ and host/, stored by store/. */
#ifndef SAMPLE_PROVENANCE_H
#define SAMPLE_PROVENANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The properties of a machine that stay the same over reboots; sql/schema
 * documents the columns. */
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
 * One condition of the machine at one time, such as "load_1min" with value
 * "0.12". The name ends in the unit of the value, if it has one.
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

/* Adds a fact, unless its value is empty. The name must be new. */
void facts_add(struct facts *facts, const char *name, const char *value);
void facts_add_integer(struct facts *facts, const char *name, int64_t value);
/* Adds a number with up to six significant digits, unless it is not finite. */
void facts_add_real(struct facts *facts, const char *name, double value);

/* The value of a fact, or NULL if the fact is missing. */
const char *facts_text(const struct facts *facts, const char *name);

/* Reads the value of a fact as a number. Returns false, with *value unchanged,
 * if the fact is missing or not a number. */
bool facts_number(const struct facts *facts, const char *name, double *value);

#endif
