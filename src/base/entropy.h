/* What nobody can foresee: numbers and names from the kernel. */
#ifndef BASE_ENTROPY_H
#define BASE_ENTROPY_H

#include <stdint.h>

/* A random number from the kernel, for seeds. */
uint64_t entropy_number(void);

/* A random version 4 UUID (RFC 9562), 36 characters. */
#define ENTROPY_UUID_SIZE 37
void entropy_uuid(char text[ENTROPY_UUID_SIZE]);

#endif
