/* Tables as HTML. */
#include "table/html.h"

#include "table/layout.h"
#include "table/table.h"
#include "table/text.h"

#include <stdlib.h>

static void html_cell(const struct table_cell *cell, const char *tag,
		      bool right, struct str *out)
{
	static const char *const tones[] = { "", " good", " bad" };

	str_addf(out, "<%s%s class=\"%s%s\"><bdi>", tag,
		 *tag == 't' && tag[1] == 'h' ? " scope=\"col\"" : "",
		 right ? "r" : "l", tones[cell->tone]);
	text_html(out, cell->text);
	str_addf(out, "</bdi></%s>", tag);
}

void html_table(const struct table *t, const char *caption, struct str *out)
{
	struct layout_column *columns = layout_columns(t, false);
	size_t i, c;

	out->failed |= !columns;
	str_add(out, "<div class=\"scroll\"><table>\n");
	if (caption) {
		str_add(out, "<caption>");
		text_html(out, caption);
		str_add(out, "</caption>\n");
	}
	for (i = 0; columns && i < t->count; i++) {
		c = i % t->columns;
		if (c == 0)
			str_add(out, i == 0            ? "<thead><tr>"
				     : i == t->columns ? "<tbody>\n<tr>"
						       : "<tr>");
		html_cell(&t->cells[i], i < t->columns ? "th" : "td",
			  columns[c].right, out);
		if (c + 1 == t->columns)
			str_add(out,
				i < t->columns ? "</tr></thead>\n" : "</tr>\n");
	}
	str_add(out, t->count > t->columns ? "</tbody>" : "");
	str_add(out, "</table></div>\n");
	free(columns);
}
