/* SHA-256 (FIPS 180-4), the hash that people can check with sha256sum(1). */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stddef.h>

/* 64 hexadecimal digits and a NUL. */
#define SHA256_SIZE 65

/* Writes the hash of `len` bytes to `text` as hexadecimal digits. Returns
 * `text`. */
char *sha256_hex(char text[SHA256_SIZE], const void *bytes, size_t len);

#endif
