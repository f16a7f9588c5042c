/* Fuzz target: histories as CSV, which are judged and divided into levels. */
#include "fuzz.h"

#include "judge/replay.h"

#define ROWS_MAX 300 /* judging takes long */

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	return 0;
}

/* Judges each history in this process, where libFuzzer sees the coverage. */
static void judge(struct replay *r, struct str *out)
{
	struct err err = { 0 };
	size_t i;

	for (i = 0; i < r->nhistories; i++)
		fuzz_must(!history_judge(&r->histories[i],
					 r->verdicts + r->offset[i], &err));
	replay_csv(r, out);
	fuzz_must(!replay_levels(r, out, &err));
	fuzz_must(!str_check(out, &err));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct replay r = { 0 };
	struct str out = { 0 };
	struct err err = { 0 };
	int rc = replay_read(&r, (const char *)data, size, "input", &err);

	if (!rc)
		rc = replay_sort(&r, "input", &err);
	fuzz_told(rc, &err);
	fuzz_must(!rc || err.kind == ERR_USAGE);
	if (!rc && r.count <= ROWS_MAX)
		judge(&r, &out);
	replay_free(&r);
	str_free(&out);
	return 0;
}
