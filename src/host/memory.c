/* Memory: how much there is, and how much of it is free. */
#include "host/memory.h"

#include "base/sys.h"
#include "proc/cgroup.h"

int64_t memory_row_bytes(const char *name)
{
	int64_t kib;

	if (!sys_field_number(&kib, "/proc/meminfo", name) || kib < 0 ||
	    kib > INT64_MAX / 1024)
		return 0;
	return kib * 1024;
}

uint64_t memory_free_bytes(void)
{
	int64_t bytes = memory_row_bytes("MemAvailable");
	int64_t limit = cgroup_memory_bytes();

	return (uint64_t)(limit && limit < bytes ? limit : bytes);
}
