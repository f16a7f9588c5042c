/* SHA-256 (FIPS 180-4): so that anybody can check a file with sha256sum. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stddef.h>

/* 64 hexadecimal digits and a NUL. */
#define SHA256_SIZE 65

/* Writes the hash of `len` bytes as hexadecimal digits. Returns `text`. */
char *sha256_hex(char text[SHA256_SIZE], const void *bytes, size_t len);

#endif
