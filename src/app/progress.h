/* Progress of a run on stderr: a bar on a terminal, else a line per block. */
#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include "run/runner.h"

struct progress {
	int64_t drawn_ns; /* when the bar was last drawn */
};

/* Shows *p. *state must be zeroed before the first call. */
void progress_tell(struct progress *state, const struct run_progress *p);

#endif
