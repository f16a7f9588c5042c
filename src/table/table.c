/* A table of texts, to be laid out for people. */
#include "table/table.h"

#include "base/line.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

int table_add_tone(struct table *table, const char *text, bool number,
		   enum tone tone, struct err *err)
{
	struct str line = { 0 };

	line_add(&line, text);
	if (str_check(&line, err) ||
	    mem_grow(&table->cells, &table->cap, table->count + 1,
		     sizeof(*table->cells), err)) {
		str_free(&line);
		return -1;
	}
	table->cells[table->count++] =
	    (struct table_cell){ line.text, number, tone };
	return 0;
}

int table_add(struct table *table, const char *text, bool number,
	      struct err *err)
{
	return table_add_tone(table, text, number, TONE_PLAIN, err);
}

void table_free(struct table *table)
{
	size_t i;

	for (i = 0; i < table->count; i++)
		free(table->cells[i].text);
	free(table->cells);
	memset(table, 0, sizeof(*table));
}
