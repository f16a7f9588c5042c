/* A table as HTML. */
#ifndef TABLE_HTML_H
#define TABLE_HTML_H

#include "base/str.h"
#include "table/table.h"

/* Appends the table as an HTML table with this caption, which may be NULL. */
void html_table(const struct table *table, const char *caption,
		struct str *out);

#endif
