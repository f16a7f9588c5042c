/* Inside mpi/: what rank 0 tells the other ranks to do. */
#include "mpi/exchange.h"

#include <mpi.h>
#include <time.h>

#define TAG_ORDER    1
#define LOOKS        4
#define NAP_LEAST_NS 500000 /* doubled from look to look */
#define NAP_MOST_NS  20000000

void exchange_send(const struct order *order)
{
	int ranks, r;

	MPI_Comm_size(MPI_COMM_WORLD, &ranks);
	for (r = 1; r < ranks; r++)
		MPI_Send(order, sizeof(*order), MPI_BYTE, r, TAG_ORDER,
			 MPI_COMM_WORLD);
}

/* Whether an order is there. A look also lets MPI take in what has come, so that a
 * message may be seen only by the next look. */
static bool look(void)
{
	int there = 0, looks;

	for (looks = 0; looks < LOOKS && !there; looks++)
		MPI_Iprobe(0, TAG_ORDER, MPI_COMM_WORLD, &there,
			   MPI_STATUS_IGNORE);
	return there;
}

void exchange_receive(struct order *order, bool asleep)
{
	struct timespec nap = { 0, NAP_LEAST_NS };

	while (asleep && !look()) {
		nanosleep(&nap, NULL);
		nap.tv_nsec *= 2;
		if (nap.tv_nsec > NAP_MOST_NS)
			nap.tv_nsec = NAP_MOST_NS;
	}
	MPI_Recv(order, sizeof(*order), MPI_BYTE, 0, TAG_ORDER, MPI_COMM_WORLD,
		 MPI_STATUS_IGNORE);
}
