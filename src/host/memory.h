/* Memory: how much there is, and how much of it is free. */
#ifndef HOST_MEMORY_H
#define HOST_MEMORY_H

#include <stdint.h>

/* A row of /proc/meminfo ("MemTotal") in bytes, 0 if not known. */
int64_t memory_row_bytes(const char *name);

/* Bytes of memory that can be used without swapping, at most what the cgroup
 * allows; 0 if not known. */
uint64_t memory_free_bytes(void);

#endif
