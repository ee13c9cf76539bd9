package io.sluice.inspect;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that a key names: {@code "ssn": "..."} in JSON, {@code phone=...} in forms, {@code dob:
 * ...} in YAML and in lines of text. The key says what the value is, so the value needs no shape of
 * its own; only what is plainly no value, such as a type's name or a placeholder, is left alone.
 */
final class KeyedDetector implements Detector {
  private static final int KEY_CHARS = 40;
  private static final int VALUE_CHARS = 160;

  /** An address of which a number may be all there is. */
  private static final String STREET = "street";

  private static final Map<String, String> KEYS = keys();

  private static final boolean[] ENDINGS = endings();

  /** Who may stand before what a key names. */
  private static final List<String> PEOPLE =
      List.of(
          "user",
          "customer",
          "patient",
          "employee",
          "client",
          "passenger",
          "person",
          "contact",
          "guest",
          "member",
          "primary",
          "home",
          "personal",
          "billing",
          "shipping",
          "mailing",
          "emergency",
          "applicant",
          "guardian",
          "sender",
          "recipient",
          "holder",
          "owner");

  private static final String NOTHING =
      " null none nil true false string number integer boolean text date unknown undefined redacted"
          + " required optional n/a na tbd ";

  @Override
  public String type() {
    return "person_name";
  }

  @Override
  public List<String> types() {
    return List.of(
        "person_name",
        "phone",
        "address",
        "date_of_birth",
        "national_id",
        "medical_record",
        "card");
  }

  @Override
  public String triggers() {
    return ":=";
  }

  @Override
  public boolean after(char previous) {
    return Letters.letterOrDigit(previous)
        || previous == '"'
        || previous == '\''
        || previous == ' ';
  }

  @Override
  public void verify(Window window, int at) {
    int end = at;
    while (at - end < 2 && window.at(end - 1) == ' ') {
      end--;
    }
    char quote = window.at(end - 1);
    boolean quoted = quote == '"' || quote == '\'';
    if (quoted) {
      end--;
      end -= window.at(end - 1) == '\\' ? 1 : 0;
    }
    String type = named(window, end, quoted);
    if (type != null) {
      value(window, at + 1, type, quoted);
    }
  }

  /** What the key that ends at {@code end} names; null: nothing of anybody. */
  private static @Nullable String named(Window window, int end, boolean quoted) {
    var key = new StringBuilder(KEY_CHARS);
    int i = end;
    for (; end - i < KEY_CHARS; i--) {
      char c = window.at(i - 1);
      if (Letters.letterOrDigit(c)) {
        key.append((char) (Letters.upper(c) ? c | 0x20 : c));
      } else if (c != '_' && c != '-' && (c != ' ' || !quoted)) {
        break;
      }
    }
    if (key.length() < 3 || !ENDINGS[ending(key.charAt(2), key.charAt(1), key.charAt(0))]) {
      return null;
    }
    String name = key.reverse().toString();
    String type = KEYS.get(name);
    for (String who : PEOPLE) {
      if (type == null && name.startsWith(who)) {
        type = KEYS.get(name.substring(who.length()));
        type =
            type == null && !who.equals("user") && name.equals(who + "name") ? "person_name" : type;
      }
    }
    return type;
  }

  private static void value(Window window, int from, String type, boolean json) {
    int i = from;
    while (i - from < 3 && window.at(i) == ' ') {
      i++;
    }
    i += window.at(i) == '\\' && window.at(i + 1) == '"' ? 1 : 0;
    char quote = window.at(i);
    boolean quoted = quote == '"' || quote == '\'';
    int start = quoted ? i + 1 : i;
    int end = quoted ? quotedEnd(window, start, quote) : plainEnd(window, start, type, json);
    if (end > start && valued(window, start, end, type)) {
      window.found(type.equals(STREET) ? "address" : type, start, end);
    }
  }

  private static int quotedEnd(Window window, int start, char quote) {
    for (int i = start; i - start < VALUE_CHARS; i++) {
      char c = window.at(i);
      if (c == quote) {
        return window.at(i - 1) == '\\' ? i - 1 : i;
      }
      if (c == 0 || c == '\n' && !window.growing() && window.at(i + 1) == 0) {
        return 0;
      }
    }
    return 0;
  }

  /** Without quotes a value is a number, or in a line of text what stands up to its end. */
  private static int plainEnd(Window window, int start, String type, boolean json) {
    boolean numeric = Letters.digit(window.at(start)) || window.at(start) == '+';
    if (!numeric && (json || type.equals("person_name") && !Letters.upper(window.at(start)))) {
      return 0;
    }
    int end = start;
    for (int i = start; i - start < VALUE_CHARS; i++) {
      char c = window.at(i);
      if (Letters.letterOrDigit(c) || c >= 128) {
        end = i + 1;
      } else if (c == 0 || "\n\r;&|<>{}[]\"".indexOf(c) >= 0 || json && c == ',') {
        return end;
      } else if (c == ',' && !type.equals("address")) {
        return end;
      } else if (c == ' ' && type.equals("date_of_birth") && i - start > 9) {
        return end;
      }
    }
    return type.equals("address") ? end : 0;
  }

  private static boolean valued(Window window, int start, int end, String type) {
    int digits = 0;
    int letters = 0;
    for (int i = start; i < end; i++) {
      char c = window.at(i);
      digits += Letters.digit(c) ? 1 : 0;
      letters += Letters.letter(c) || c >= 128 ? 1 : 0;
      if (c == '{' || c == '<' || c == '$' || c == '%' || c == '*') {
        return false;
      }
    }
    String text = window.text().substring(start, Math.min(end, start + 16));
    if (NOTHING.contains(" " + text.toLowerCase(Locale.ROOT) + " ")) {
      return false;
    }
    return switch (type) {
      case "phone" -> digits >= 6 && letters <= 4;
      case "date_of_birth" -> digits >= 4;
      case "national_id", "medical_record" -> digits >= 4;
      case "address" -> letters >= 3 || digits >= 4;
      case STREET -> letters >= 3 || digits >= 1;
      case "card" -> digits >= 8 && letters == 0;
      default -> letters >= 2 && digits == 0;
    };
  }

  private static Map<String, String> keys() {
    var keys = new HashMap<String, String>();
    for (String line : Shipped.lines("personal-keys.txt")) {
      int colon = line.indexOf(':');
      for (String key : line.substring(colon + 1).strip().split(" ")) {
        keys.put(key, line.substring(0, colon));
      }
    }
    return Map.copyOf(keys);
  }

  /** Which three letters keys end in, so that most keys cost no look into a map. */
  private static boolean[] endings() {
    var endings = new boolean[1 << 15];
    KEYS.keySet().forEach(key -> mark(endings, key));
    mark(endings, "name");
    return endings;
  }

  private static void mark(boolean[] endings, String key) {
    int end = key.length();
    endings[ending(key.charAt(end - 3), key.charAt(end - 2), key.charAt(end - 1))] = true;
  }

  private static int ending(char first, char second, char third) {
    return (first & 31) << 10 | (second & 31) << 5 | third & 31;
  }
}
