package arcly.deploy;

import java.util.ArrayList;
import java.util.List;

/** Columns of text under headings, aligned with blanks. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] right;

    /** @param headings one that begins with {@code >} heads a column of numbers, aligned to the right */
    TextTable(String... headings) {
        right = new boolean[headings.length];
        String[] shown = headings.clone();
        for (int i = 0; i < shown.length; i++) {
            right[i] = shown[i].startsWith(">");
            shown[i] = right[i] ? shown[i].substring(1) : shown[i];
        }
        rows.add(shown);
    }

    void row(String... cells) {
        rows.add(cells);
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
                String blanks = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? "" : GAP).append(right[i] ? blanks + row[i] : row[i] + blanks);
            }
            text.append(text.length() == 0 ? "" : "\n").append(line.toString().stripTrailing());
        }
        return text.toString();
    }
}
