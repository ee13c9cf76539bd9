package io.sluice.audit;

import java.util.ArrayList;
import java.util.List;

/** One line of comma-separated values (RFC 4180), without line breaks inside values. */
public final class CsvLine {
  private CsvLine() {}

  /** The values of a line. */
  public static List<String> read(String line) {
    var values = new ArrayList<String>();
    var value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        value.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        values.add(value.toString().strip());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString().strip());
    return values;
  }

  /** A line of these values, without its end. A value that a sheet would compute is quoted off. */
  public static String write(List<String> values) {
    var line = new StringBuilder();
    for (String value : values) {
      line.append(line.isEmpty() ? "" : ",");
      boolean formula = !value.isEmpty() && "=+-@\t".indexOf(value.charAt(0)) >= 0;
      String safe = formula ? "'" + value : value;
      boolean quote = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      line.append(quote ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe);
    }
    return line.toString();
  }
}
