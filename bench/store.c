/* Times storing samples, per block of 1,000. */
#include "bench.h"
#include "record.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BLOCKS 41

int main(void)
{
	char path[] = "/dev/shm/dotrec-bench-XXXXXX", wal[64], shm[64];
	struct contender c = { 0 };
	char text[64];

	close(mkstemp(path));
	record_run(path, 0, BLOCKS, c.ns);
	snprintf(text, sizeof(text), "%.2f ms", bench_median(&c, BLOCKS) / 1e6);
	bench_row("a block of 1,000 samples stored, commit and all", text,
		  "<= 1 ms", bench_median(&c, BLOCKS) <= 1e6);
	snprintf(wal, sizeof(wal), "%s-wal", path);
	snprintf(shm, sizeof(shm), "%s-shm", path);
	unlink(path);
	unlink(wal);
	unlink(shm);
	return 0;
}
