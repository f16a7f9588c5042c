/* Inside mpi/: what rank 0 tells the other ranks to do. */
#ifndef MPI_EXCHANGE_H
#define MPI_EXCHANGE_H

#include "plan/plan.h"

#include <stdbool.h>
#include <stdint.h>

enum order_word {
	ORDER_OPEN,
	ORDER_READY,
	ORDER_REPEAT,
	ORDER_REST,
	ORDER_CLOSE,
	ORDER_QUIT
};

/* An order and its arguments. All ranks must have the same byte order. */
struct order {
	enum order_word word;
	uint32_t calls; /* of ORDER_REPEAT */
	struct cell
	    cell;      /* of ORDER_OPEN: kernel, dtype, n, chunks, placement */
	uint64_t seed; /* of ORDER_OPEN */
};

/* Sends the order to all ranks but 0. */
void exchange_send(const struct order *order);

/*
 * Waits for the next order of rank 0. Where MPI waits, it looks all the time,
 * which uses a whole CPU; `asleep` sleeps between looks, at first for half a
 * millisecond, and in the end for 20 ms.
 */
void exchange_receive(struct order *order, bool asleep);

#endif
