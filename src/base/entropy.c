/* Random numbers and UUIDs from the system's entropy source. */
#include "base/entropy.h"

#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

uint64_t entropy_number(void)
{
	uint64_t value;

	if (getrandom(&value, sizeof(value), 0) != sizeof(value))
		value = (uint64_t)clock_ns() ^ (uint64_t)getpid() << 32;
	return value;
}

void entropy_uuid(char text[ENTROPY_UUID_SIZE])
{
	uint64_t a = entropy_number(), b = entropy_number();

	a = (a & ~UINT64_C(0xf000)) | 0x4000;
	b = (b & ~(UINT64_C(3) << 62)) | UINT64_C(2) << 62;
	snprintf(text, ENTROPY_UUID_SIZE,
		 "%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64
		 "-%012" PRIx64,
		 a >> 32, a >> 16 & 0xffff, a & 0xffff, b >> 48,
		 b & UINT64_C(0xffffffffffff));
}
