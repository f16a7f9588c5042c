/* Pictures made by gnuplot: fixed dates in PDFs, self-contained SVGs. */
#include "report/picture.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

void picture_date_pdf(char *bytes, size_t len, int64_t date_s)
{
	static const char *const keys[] = { "/CreationDate (D:",
					    "/ModDate (D:" };
	char digits[20], *at;
	time_t date = (time_t)date_s;
	struct tm tm;
	size_t k, key;

	gmtime_r(&date, &tm);
	strftime(digits, sizeof(digits), "%Y%m%d%H%M%S", &tm);
	for (k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
		key = strlen(keys[k]);
		at = memmem(bytes, len, keys[k], key);
		if (at && (size_t)(bytes + len - at) > key + 14)
			memcpy(at + key, digits, 14);
	}
}

/* The texts before an id, where it is defined and where it is used. */
static const char *const before_id[] = { " id='", " id=\"", "href='#",
					 "url(#" };

#define HOVER       " onmousemove=\"gnuplot_svg.showHypertext(evt,'"
#define HOVER_END   "')\" onmouseout=\"gnuplot_svg.hideHypertext()\""
#define EMPTY_TITLE "<title> </title>"

/* If a text under the mouse begins at `p`, appends it as a <title>. Returns
 * what follows it, or NULL if there is none. */
static const char *hover(const char *p, struct str *out)
{
	const char *text, *end;

	if (strncmp(p, HOVER, strlen(HOVER)))
		return NULL;
	text = p + strlen(HOVER);
	end = strstr(text, HOVER_END);
	if (!end)
		return NULL;
	p = end + strlen(HOVER_END);
	if (strncmp(p, ">" EMPTY_TITLE, strlen(">" EMPTY_TITLE)))
		return NULL;
	str_add(out, "><title>");
	str_add_bytes(out, text, (size_t)(end - text));
	str_add(out, "</title>");
	return p + strlen(">" EMPTY_TITLE);
}

/* If a group without contents begins at `p`, returns what follows it, else NULL.
 * gnuplot writes three of them for each text under the mouse. */
static const char *after_empty_group(const char *p)
{
	static const char end[] = ">\n</g>\n";

	if (strncmp(p, "<g ", 3) != 0)
		return NULL;
	p += strcspn(p, ">");
	return strncmp(p, end, strlen(end)) ? NULL : p + strlen(end);
}

void picture_svg(const char *svg, const char *name, struct str *out)
{
	const char *p = svg, *next;
	size_t i, len;

	while (*p) {
		next = *p == ' '   ? hover(p, out)
		       : *p == '<' ? after_empty_group(p)
				   : NULL;
		if (next) {
			p = next;
			continue;
		}
		for (i = 0; i < sizeof(before_id) / sizeof(before_id[0]); i++)
			if (*p == *before_id[i] &&
			    !strncmp(p, before_id[i], strlen(before_id[i])))
				break;
		if (i < sizeof(before_id) / sizeof(before_id[0])) {
			len = strlen(before_id[i]);
			str_add_bytes(out, p, len);
			str_addf(out, "%s-", name);
			p += len;
		} else {
			str_add_bytes(out, p++, 1);
		}
	}
	str_add(out, "");
}
