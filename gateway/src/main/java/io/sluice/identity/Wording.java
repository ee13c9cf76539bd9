package io.sluice.identity;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Stop;
import java.util.List;

/** What a text that people give may consist of. Refusals name the field and never the text. */
final class Wording {
  private static final int NAME_CHARS = 100;
  private static final int TENANT_CHARS = 64;

  private Wording() {}

  /** A name to be shown: any letters, but nothing that could disturb a terminal or a log line. */
  static String name(String field, String text) {
    if (text.isBlank()) {
      throw invalid(field + ": must not be empty");
    }
    return optional(field, text);
  }

  /** As {@link #name}, or empty. */
  static String optional(String field, String text) {
    if (text.length() > NAME_CHARS) {
      throw invalid(field + ": longer than " + NAME_CHARS + " characters");
    }
    if (!text.codePoints().allMatch(Wording::shows)) {
      throw invalid(field + ": holds a control character");
    }
    return text;
  }

  /** Names, each as {@link #name}. */
  static void names(String field, List<String> texts, int most) {
    if (texts.size() > most) {
      throw invalid(field + ": more than " + most);
    }
    texts.forEach(text -> name(field, text));
  }

  /** A tenant: letters, digits, dot, hyphen and underscore of ASCII. */
  static String tenant(String text) {
    boolean fits = !text.isEmpty() && text.length() <= TENANT_CHARS;
    if (!fits || !text.chars().allMatch(Wording::plain)) {
      throw invalid("tenant: 1 to " + TENANT_CHARS + " of a-z, A-Z, 0-9, '.', '-', '_'");
    }
    return text;
  }

  static Stop invalid(String message) {
    return Fault.of(Code.INVALID_REQUEST, message).stop();
  }

  private static boolean plain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '-'
        || c == '_';
  }

  private static boolean shows(int c) {
    boolean turnsDirection = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !turnsDirection;
    };
  }
}
