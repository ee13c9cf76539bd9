package io.sluice.inspect;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Secrets that are called so: a name such as {@code api_key}, {@code token} or {@code password},
 * then an assignment or a gap, then a value. A password may be any word that is not plainly a
 * placeholder; what is called key, token or secret must look drawn at random.
 */
final class AssignedSecretDetector implements Detector {
  private static final int NAME_REST_CHARS = 16;
  private static final int GAP_CHARS = 14;
  private static final int VALUE_CHARS = 400;
  private static final int LEAST_PASSWORD = 4;
  private static final int LEAST_TOKEN = 10;
  private static final int LEAST_LOOSE_TOKEN = 16;
  private static final int LEAST_LETTERS = 20;
  private static final List<String> PASSWORDS =
      List.of("password", "passwd", "pwd", "passphrase", "passwort", "contraseña", "mot de passe");

  /** Before the name: then it is no secret. */
  private static final List<String> OPEN_NAMES =
      List.of(
          "public",
          "primary",
          "foreign",
          "partition",
          "sort",
          "cache",
          "idempotency",
          "next",
          "page",
          "continuation",
          "sync",
          "max",
          "hot",
          "object",
          "dedup",
          "routing",
          "row",
          "pub");

  private static final List<String> PLACEHOLDERS =
      List.of(
          "null",
          "none",
          "nil",
          "true",
          "false",
          "string",
          "required",
          "optional",
          "undefined",
          "your",
          "example",
          "changeme",
          "placeholder",
          "redacted",
          "xxxx",
          "test",
          "process.env",
          "os.environ",
          "getenv",
          "config.",
          "self.",
          "this.",
          "request.",
          "params",
          "args.",
          "env.",
          "input",
          "secrets.",
          "vault",
          "hidden",
          "insert",
          "enter",
          "type",
          "str",
          "bytes",
          "text",
          "function",
          "new ",
          "return",
          "get",
          "var.",
          "options.");

  private static final int MASKED_LETTERS = 10;

  @Override
  public String type() {
    return "credential";
  }

  @Override
  public boolean prevails() {
    return true;
  }

  @Override
  public List<String> words() {
    return List.of(
        "password",
        "passwd",
        "pwd",
        "passphrase",
        "passwort",
        "secret",
        "token",
        "key",
        "bearer",
        "credential",
        "credentials",
        "apikey",
        "auth",
        "access",
        "sig=",
        "pat",
        "basic",
        "client_id",
        "private",
        "_pass",
        "login");
  }

  /** What stands between a name and its value. */
  private record Gap(int end, boolean assigned, char quote) {}

  @Override
  public void word(Window window, int start, int end) {
    String name = window.text().substring(start, end).toLowerCase(Locale.ROOT);
    boolean password = PASSWORDS.contains(name) || name.equals("_pass");
    boolean own = !Letters.letter(window.at(start - 1)) || password || name.endsWith("key");
    if (!own && !Letters.upper(window.at(start)) && name.length() < 5) {
      return;
    }
    boolean goesOn = Letters.lower(window.at(end)) && !name.endsWith("=");
    if (goesOn && (weak(name) || name.equals("access") || name.equals("private"))) {
      return; // an author, a path, a login page: other words
    }
    int rest = rest(window, end, name);
    Gap gap = rest < 0 ? null : gap(window, rest);
    if (gap == null || openName(window, start)) {
      return;
    }
    int last = valueEnd(window, gap);
    if (last == gap.end) {
      return;
    }
    boolean secret =
        password
            ? password(window, gap, last)
            : (gap.assigned || !weak(name)) && token(window, gap, last);
    if (secret) {
      window.found(gap.end, last);
    }
  }

  /** Names that mean something else as often as not. */
  private static boolean weak(String name) {
    return name.equals("auth")
        || name.equals("basic")
        || name.equals("pat")
        || name.equals("login")
        || name.equals("client_id");
  }

  /** The end of the rest of a name such as {@code Key_2}; -1 if it is another word. */
  private static int rest(Window window, int end, String name) {
    if (name.endsWith("=")) {
      return end;
    }
    int i = end;
    while (i - end <= NAME_REST_CHARS
        && (Letters.letter(window.at(i))
            || window.at(i) == '_'
            || i > end && Letters.digit(window.at(i)))) {
      i++;
    }
    return i - end > NAME_REST_CHARS ? -1 : i;
  }

  private static boolean openName(Window window, int start) {
    int end = start;
    while (start - end < 2 && "_- ".indexOf(window.at(end - 1)) >= 0) {
      end--;
    }
    for (String word : OPEN_NAMES) {
      int from = end - word.length();
      boolean here = from >= 0;
      for (int i = 0; here && i < word.length(); i++) {
        char c = window.at(from + i);
        here = (Letters.upper(c) ? c | 0x20 : c) == word.charAt(i);
      }
      if (here && (!Letters.letter(window.at(from - 1)) || Letters.upper(window.at(from)))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Gap gap(Window window, int from) {
    boolean assigned = false;
    boolean listed = false;
    int lines = 0;
    char quote = 0;
    int i = from;
    for (; i - from <= GAP_CHARS; i++) {
      char c = window.at(i);
      switch (c) {
        case '=', ':', '>', ',', '(' -> {
          listed = c == ',' && quote != 0;
          assigned = true;
          quote = 0;
        }
        case '"', '\'', '`' -> quote = c;
        case ' ', '\t', ')', ']', '[', '\\', '-', '.' -> {}
        case '\n', '\r' -> lines++;
        default -> {
          boolean next = listed && Letters.letter(c) && key(window, i);
          return i == from || lines > 1 || next ? null : new Gap(i, assigned, quote);
        }
      }
    }
    return null;
  }

  /** True if what begins here is a name itself, with a value of its own. */
  private static boolean key(Window window, int from) {
    int end = from;
    while (end - from <= NAME_REST_CHARS
        && (Letters.letterOrDigit(window.at(end)) || "_\"' ".indexOf(window.at(end)) >= 0)) {
      end++;
    }
    return window.at(end) == ':';
  }

  private static int valueEnd(Window window, Gap gap) {
    int i = gap.end;
    int limit = gap.end + VALUE_CHARS;
    for (; i < limit; i++) {
      char c = window.at(i);
      boolean stops =
          c <= ' '
              || c >= 127
              || (gap.quote != 0 ? c == gap.quote : "\"'`;,<>()&|".indexOf(c) >= 0)
              || c == '\\'
              || c == '=' && gap.quote == 0 && Letters.letterOrDigit(window.at(i + 1));
      if (stops) {
        return i;
      }
    }
    return i;
  }

  private static boolean password(Window window, Gap gap, int end) {
    int length = end - gap.end;
    if (!gap.assigned || length < LEAST_PASSWORD || length > 128) {
      return false;
    }
    String value = window.text().substring(gap.end, end);
    if (placeholder(value)
        || value.charAt(0) == '/'
        || value.toLowerCase(Locale.ROOT).contains("password")) {
      return false;
    }
    boolean plain = value.chars().allMatch(c -> Letters.letter((char) c) || c == '_' || c == '.');
    if (gap.quote != 0) {
      return window.at(end) == gap.quote && !(plain && length > 24);
    }
    boolean code = value.chars().anyMatch(c -> "()[]{}$".indexOf(c) >= 0);
    if (code || value.endsWith(":")) {
      return false;
    }
    char after = window.at(end);
    boolean alone =
        after == ';'
            || after == '\n'
            || after == '\r'
            || after == 0
            || after == '&'
            || after == ' ' && window.at(end + 1) == ' '
            || after == '"';
    boolean direct = window.at(gap.end - 1) == '=';
    return plain ? alone && (direct || value.indexOf('_') > 0) : after != '(' && varied(value);
  }

  static boolean varied(String value) {
    boolean digit = value.chars().anyMatch(c -> c >= '0' && c <= '9');
    boolean letter = value.chars().anyMatch(c -> Letters.letter((char) c));
    return letter && (digit || value.chars().anyMatch(c -> "!#%^*+?~@".indexOf(c) >= 0));
  }

  private static boolean token(Window window, Gap gap, int end) {
    int length = end - gap.end;
    boolean strong = gap.assigned || gap.quote != 0;
    if (length < (strong ? LEAST_TOKEN : LEAST_LOOSE_TOKEN)) {
      return false;
    }
    String value = window.text().substring(gap.end, end);
    if (placeholder(value) || value.contains("://")) {
      return false;
    }
    int digits = 0;
    int capitals = 0;
    int small = 0;
    int breaks = 0;
    int odd = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      digits += Letters.digit(c) ? 1 : 0;
      capitals += Letters.upper(c) ? 1 : 0;
      small += Letters.lower(c) ? 1 : 0;
      breaks += "/._-".indexOf(c) >= 0 ? 1 : 0;
      odd += "{}[]*?!#@$^|<>(),;&".indexOf(c) >= 0 ? 1 : 0;
    }
    if (odd > 0 && (gap.quote == 0 || length < 16 || value.contains("()"))) {
      return false;
    }
    boolean mixed = digits >= 2 && small + capitals >= 2 || digits >= 20;
    boolean letters =
        breaks == 0
            && (capitals >= 3 && small >= 3 && length >= 20 && strong && !camel(value)
                || digits <= 1 && length >= LEAST_LETTERS && !spoken(window, gap.end, end));
    if (time(value)) {
      return false;
    }
    boolean wordy = breaks > 1 && (breaks * 8 >= length && digits * 6 < length || words(value));
    return (mixed && (strong || digits >= 3) || letters)
        && !wordy
        && Randomness.possible(window, gap.end, end);
  }

  /** True for names in camel case: in what is drawn at random every second letter changes case. */
  private static boolean camel(String value) {
    int changes = 0;
    for (int i = 1; i < value.length(); i++) {
      changes += Letters.upper(value.charAt(i)) != Letters.upper(value.charAt(i - 1)) ? 1 : 0;
    }
    return changes * 3 < value.length();
  }

  /** True for a moment as ISO 8601 has it, whatever was accessed then. */
  private static boolean time(String value) {
    return value.chars().allMatch(c -> Letters.digit((char) c) || "-:.TZ+".indexOf(c) >= 0)
        && value.indexOf(':') > 0;
  }

  /** True if the parts between dashes and dots are letters only or digits only. */
  private static boolean words(String value) {
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      char before = value.charAt(i - 1);
      if (Letters.digit(c) && Letters.letter(before)
          || Letters.letter(c) && Letters.digit(before)
          || Letters.upper(c) && Letters.lower(before)) {
        return false;
      }
    }
    return true;
  }

  /** True where letters alone would be a long word of some language rather than drawn. */
  private static boolean spoken(Window window, int start, int end) {
    int vowels = 0;
    for (int i = start; i < end; i++) {
      vowels += "aeiouAEIOU".indexOf(window.at(i)) >= 0 ? 1 : 0;
    }
    return vowels * 10 > (end - start) * 3;
  }

  static boolean placeholder(String value) {
    char first = value.charAt(0);
    if ("$<{%*#@&".indexOf(first) >= 0 || value.contains("${") || value.contains("{{")) {
      return true;
    }
    String small = value.toLowerCase(Locale.ROOT);
    for (String word : PLACEHOLDERS) {
      if (small.startsWith(word)
          && (word.length() > 3 && !word.equals("test") || small.equals(word))) {
        return true;
      }
    }
    return small.contains("example")
        || small.contains("xxxx")
        || small.contains("****")
        || masked(value);
  }

  /** True for what stands for a value that was masked: a type, and ten letters or digits. */
  private static boolean masked(String value) {
    int stem = value.length() - MASKED_LETTERS - 1;
    return stem > 0
        && value.charAt(stem) == '_'
        && value
            .chars()
            .skip(stem + 1L)
            .allMatch(c -> Letters.digit((char) c) || Letters.upper((char) c))
        && Stems.ALL.contains(value.substring(0, stem));
  }

  /** What masked values begin with; apart, because the types are those of all detectors. */
  private static final class Stems {
    static final Set<String> ALL =
        Inspector.TYPES.stream()
            .map(type -> type.toUpperCase(Locale.ROOT).replace('-', '_'))
            .collect(Collectors.toUnmodifiableSet());
  }
}
