/* Random numbers and UUIDs from the system's entropy source. */
#ifndef BASE_ENTROPY_H
#define BASE_ENTROPY_H

#include <stdint.h>

/* A random number from getrandom(2), for seeds; where that fails, a number made
 * of the clock and the process number. */
uint64_t entropy_number(void);

/* A random version 4 UUID (RFC 9562), 36 characters. */
#define ENTROPY_UUID_SIZE 37
void entropy_uuid(char text[ENTROPY_UUID_SIZE]);

#endif
