/* The order of the cells in a round, from the run's seed. */
#include "run/order.h"

#include "base/random.h"
#include "kernel/fill.h"

void order_draw(uint64_t seed, uint64_t block, uint64_t round, size_t *order,
		size_t count)
{
	/* random streams 0 and 1 fill the vectors; block b has stream b + 2 */
	uint64_t state = fill_bits(seed, block + 2, round);
	size_t i, j, swap;

	for (i = 0; i < count; i++)
		order[i] = i;
	for (i = count; i > 1; i--) {
		j = (size_t)random_below(&state, i);
		swap = order[i - 1];
		order[i - 1] = order[j];
		order[j] = swap;
	}
}
