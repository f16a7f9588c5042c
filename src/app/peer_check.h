/* Whether a peer keeps the protocol of doc/peers.md. */
#ifndef APP_PEER_CHECK_H
#define APP_PEER_CHECK_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct peer_check {
	const char *command; /* of the peer, run by /bin/sh */
	const char *kernel;  /* that it is asked for */
	uint32_t timeout_ms; /* of each answer */
	/* Is told each thing that is right or wrong, as a whole sentence. */
	void (*tell)(bool right, const char *sentence);
	unsigned right, wrong, measured; /* results: sentences, repeats */
};

/*
 * Plays the protocol with the peer: both types, one and two workers, one and
 * two chunks, three lengths. Returns 0 also if something is wrong, or -1 with
 * *err (ERR_INTERRUPTED, or no memory).
 */
int peer_check_all(struct peer_check *check, struct err *err);

#endif
