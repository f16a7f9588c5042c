/* Measures suspicious series of a night again, before they get a verdict. */
#ifndef APP_AGAIN_H
#define APP_AGAIN_H

#include <stdint.h>

struct suspicions;

/*
 * Measures series of a finished run again: adds one session of these series and
 * of their bases to the run. If that session ends early, the run is complete
 * all the same. Returns the exit code for all samples of the run.
 */
int record_again(const char *db_path, int64_t run_id,
		 const struct suspicions *list);

#endif
