/* How far a run is, on stderr: a bar on a terminal, a line per block elsewhere. */
#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include "run/runner.h"

struct progress {
	int64_t drawn_ns; /* when the bar was last drawn */
};

/* Tells it; *state is zeroed at first. */
void progress_tell(struct progress *state, const struct run_progress *p);

#endif
