/* Tables as HTML. */
#ifndef TABLE_HTML_H
#define TABLE_HTML_H

#include "base/str.h"
#include "table/table.h"

/* Appends the table as HTML. The caption may be NULL. */
void html_table(const struct table *table, const char *caption,
		struct str *out);

#endif
