/* Inside mpi/: what rank 0 tells the other ranks to do. */
#include "mpi/exchange.h"

#include <mpi.h>
#include <time.h>

#define TAG_ORDER 1
#define NAP_NS    20000000

void exchange_send(const struct order *order)
{
	int ranks, r;

	MPI_Comm_size(MPI_COMM_WORLD, &ranks);
	for (r = 1; r < ranks; r++)
		MPI_Send(order, sizeof(*order), MPI_BYTE, r, TAG_ORDER,
			 MPI_COMM_WORLD);
}

void exchange_receive(struct order *order, bool asleep)
{
	const struct timespec nap = { 0, NAP_NS };
	int there = 0;

	while (asleep) {
		MPI_Iprobe(0, TAG_ORDER, MPI_COMM_WORLD, &there,
			   MPI_STATUS_IGNORE);
		if (there)
			break;
		nanosleep(&nap, NULL);
	}
	MPI_Recv(order, sizeof(*order), MPI_BYTE, 0, TAG_ORDER, MPI_COMM_WORLD,
		 MPI_STATUS_IGNORE);
}
