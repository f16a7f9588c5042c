/* Collects all facts about the present state of the machine. */
#include "host/host.h"

#include "host/bandwidth.h"
#include "host/clocks.h"
#include "host/conditions.h"
#include "host/machine.h"

void host_facts(struct facts *facts, unsigned flags)
{
	struct machine machine;

	facts->count = 0;
	conditions_add(facts, flags & HOST_ANONYMOUS);
	if (flags & HOST_CLOCKS)
		clocks_add(facts);
	if (flags & HOST_BANDWIDTH) {
		machine_describe(&machine);
		bandwidth_add(facts, &machine);
	}
}
