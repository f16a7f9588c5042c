/* Progress of a run on stderr: a bar on a terminal, else a line per block. */
#include "app/progress.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/units.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void draw_bar(const struct run_progress *p, const char *left)
{
	enum { WIDTH = 30 };
	char bar[WIDTH + 1];
	size_t full = p->planned ? p->done * WIDTH / p->planned : 0;

	memset(bar, '.', WIDTH);
	memset(bar, '#', full);
	bar[WIDTH] = '\0';
	log_status("[%s] %3zu %%  n = %" PRIu64 " %s, %s left", bar,
		   p->planned ? p->done * 100 / p->planned : 0, p->cell->n,
		   p->cell->dtype, left);
}

void progress_tell(struct progress *state, const struct run_progress *p)
{
	char left[UNITS_SIZE + 10], time[UNITS_SIZE];
	int64_t now = clock_ns();

	snprintf(left, sizeof(left), p->left_ns > 0 ? "about %s" : "no time",
		 units_time(time, (double)p->left_ns));
	if (log_is_terminal()) {
		/* drawn outside the timed windows, at most every 0.1 s */
		if (p->block_done || now - state->drawn_ns >= 100000000) {
			draw_bar(p, left);
			state->drawn_ns = now;
		}
	} else if (p->block_done) {
		log_info("block %zu of %zu, n = %" PRIu64 " %s: done, %s left",
			 p->block, p->blocks, p->cell->n, p->cell->dtype, left);
	}
}
