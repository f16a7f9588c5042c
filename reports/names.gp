# The range of y, and the names of the curves at their right ends, behind their marks,
# instead of a legend. Loaded by scripts that have set:
#   seen         the columns of the values, and of what the range must have beside them
#   low, high    what the range must have, or low = 1e300; high = 0
#   log_y        whether the scale is logarithmic
#   line         the height of a name as a share of that of the panel
# The commands of begin_names(p) come before the plot of panel p, those of end_names(p)
# after it.
array end_value[curves > 0 ? curves : 1]
array end_y[curves > 0 ? curves : 1]
array order[per_panel]
array longest[panels]
set yrange [*:*] # which would restrict stats
see(text) = text eq 'NaN' || (log_y && real(text) <= 0) ? 0 \
    : (low = real(text) < low ? real(text) : low, high = real(text) > high ? real(text) : high, 1)
# the last value that is drawn
drawn(new, old) = new eq 'NaN' || (log_y && real(new) <= 0) ? old : real(new)
if (curves) {
    do for [i=1:curves] { end_value[i] = NaN }
    value = int(word(seen, 1))
    stats data using (column(-2) < 1 || column(0) < 1 ? 0 \
        : ((sum [w=1:words(seen)] see(strcol(int(word(seen, w))))), \
           end_value[int(column(-2))] = drawn(strcol(value), end_value[int(column(-2))])), 1) nooutput
}
if (low > high) { low = 1; high = 10 }
if (log_y) { low = low / 1.3; high = high * 1.3 } else { high = high + 0.05 * (high - low) }
if (!(high > low)) { high = low + 1 }
share(y) = log_y ? (y > 0 ? log(y / low) / log(high / low) : NaN) : (y - low) / (high - low)

do for [p=1:panels] {
    # the curves that have a value, from the lowest end to the highest
    count = 0
    longest[p] = 0
    do for [i=from(p):to(p)] {
        end_y[i] = share(end_value[i])
        if (end_y[i] == end_y[i]) {
            count = count + 1
            order[count] = i
            longest[p] = strlen(curve_label[i]) > longest[p] ? strlen(curve_label[i]) : longest[p]
        }
    }
    do for [k=1:count - 1] {
        do for [j=1:count - k] {
            if (end_y[order[j]] > end_y[order[j + 1]]) {
                i = order[j]; order[j] = order[j + 1]; order[j + 1] = i
            }
        }
    }
    # each above the one below it; then, from the top, none above the panel
    limit = 0.0
    do for [k=1:count] {
        i = order[k]
        end_y[i] = end_y[i] < limit ? limit : end_y[i]
        limit = end_y[i] + line
    }
    limit = 0.97
    do for [k=1:count] {
        i = order[count + 1 - k]
        end_y[i] = end_y[i] > limit ? limit : end_y[i]
        limit = end_y[i] - line
    }
}
name_label(i) = end_y[i] != end_y[i] ? '' : sprintf( \
    "set label %d curve_label[%d] at graph %.4f,%.4f left noenhanced font ',8' " \
    ."textcolor rgb '#303030' point lt type(%d) offset 0.8,-0.25; ", 100 + i, i, 1 + 0.5 / width, end_y[i], type(i))
name_labels(i, p) = i > to(p) ? '' : name_label(i).name_labels(i + 1, p)
no_labels(i, p) = i > to(p) ? '' : sprintf('unset label %d; ', 100 + i).no_labels(i + 1, p)
begin_names(p) = sprintf('set yrange [%.17g:%.17g]; ', low, high) \
    .sprintf('set rmargin %g; ', 4.5 + 0.75 * longest[p]).name_labels(from(p), p)
end_names(p) = no_labels(from(p), p).'set rmargin; set yrange [*:*]'
