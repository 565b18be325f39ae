package arcly.shell;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, aligned. A heading that begins with {@code >} puts its column to the right, as numbers want it. */
final class Table {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] right;

    Table(String... headings) {
        right = new boolean[headings.length];
        String[] names = new String[headings.length];
        for (int i = 0; i < headings.length; i++) {
            right[i] = headings[i].startsWith(">");
            names[i] = right[i] ? headings[i].substring(1) : headings[i];
        }
        rows.add(names);
    }

    /** One cell for each heading. */
    void row(Object... cells) {
        if (cells.length != right.length) {
            throw new IllegalArgumentException(cells.length + " cells for " + right.length + " columns");
        }
        String[] row = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            row[i] = String.valueOf(cells[i]);
        }
        rows.add(row);
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    @Override
    public String toString() {
        int[] widths = new int[right.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String padding = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? "" : GAP).append(right[i] ? padding + row[i] : row[i] + padding);
            }
            text.append(text.length() == 0 ? "" : "\n").append(line.toString().stripTrailing());
        }
        return text.toString();
    }
}
