/* The native kernel, compiled once for each instruction set level. */
#ifndef KERNEL_NATIVE_ISA_H
#define KERNEL_NATIVE_ISA_H

#include "kernel/kernel.h"

#include <stdbool.h>

struct native_isa {
	const char *name; /* of the level: "x86-64-v4" */
	int level;        /* the lowest cpu_level() that can run this code */
	struct native_functions {
		double (*dot)(const void *x, const void *y, size_t n);
		void (*add)(struct fold *fold, const void *x, const void *y,
			    size_t n);
		void (*join)(struct fold *fold, const struct fold *next);
		double (*value)(const struct fold *fold);
	} of[DTYPE_COUNT];
	void (*read)(const void *bytes, size_t size); /* kernel_read() */
};

/* The levels compiled into this program, the best first; ends with NULL. The
 * last level runs on every CPU. All levels give the same bits. */
extern const struct native_isa *const native_isa_table[];

/* Whether this CPU and the operating system support the level. */
bool native_isa_usable(const struct native_isa *isa);

/* The best level that this machine supports. */
const struct native_isa *native_isa_best(void);

#endif
