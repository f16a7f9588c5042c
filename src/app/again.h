/* Measuring suspicious series of a night again, before anything is said of them. */
#ifndef APP_AGAIN_H
#define APP_AGAIN_H

#include <stdint.h>

struct suspicions;

/*
 * Measures series of a finished run again, by one further session of them and
 * of the serial cells beside them: repeats of the same run. Whenever that ends,
 * the run is whole. Returns the exit code, the run's own included.
 */
int record_again(const char *db_path, int64_t run_id,
		 const struct suspicions *list);

#endif
