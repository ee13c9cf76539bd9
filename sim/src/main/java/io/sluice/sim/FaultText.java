package io.sluice.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** The text form of faults; see {@link Fault}. */
final class FaultText {
  private static final String NAMES =
      "status retry-after body delay-head delay-content pace chunk silence cut reset drop malformed"
          + " truncate usage throttle never redirect huge-headers trickle error-event unknown"
          + " framing serves fingerprint quirk";

  private FaultText() {}

  static List<Fault> parse(String text) {
    var faults = new ArrayList<Fault>();
    for (String part : split(text)) {
      String item = part.strip();
      if (!item.isEmpty()) {
        int equals = item.indexOf('=');
        String name = (equals < 0 ? item : item.substring(0, equals)).strip();
        String value = equals < 0 ? "" : item.substring(equals + 1).strip();
        faults.add(one(name, value));
      }
    }
    return faults;
  }

  private static Fault one(String name, String value) {
    try {
      return switch (name) {
        case "status" -> new Fault.Status(Integer.parseInt(value));
        case "retry-after" -> new Fault.RetryAfter(value);
        case "body" -> new Fault.Body(unquoted(value));
        case "delay-head" -> new Fault.DelayHead(duration(value));
        case "delay-content" -> new Fault.DelayContent(duration(value));
        case "pace" -> new Fault.Pace(Double.parseDouble(value));
        case "chunk" -> new Fault.Chunk(Integer.parseInt(value));
        case "silence" -> silence(value);
        case "cut" -> new Fault.Cut(Long.parseLong(value));
        case "reset" -> new Fault.Reset(Long.parseLong(value));
        case "drop" -> new Fault.Drop(value.equals("reset"));
        case "malformed" -> new Fault.Malformed(Integer.parseInt(value));
        case "truncate" -> new Fault.Truncate(Integer.parseInt(value));
        case "usage" -> new Fault.BadUsage(word(Fault.UsageMode.class, value));
        case "throttle" -> new Fault.Throttle(Integer.parseInt(value));
        case "never" -> new Fault.Never();
        case "redirect" -> new Fault.Redirect(value);
        case "huge-headers" -> new Fault.HugeHeaders(Integer.parseInt(value));
        case "trickle" -> new Fault.Trickle(duration(value));
        case "error-event" -> new Fault.ErrorEvent(Integer.parseInt(value));
        case "unknown" -> new Fault.Unknown();
        case "framing" -> new Fault.Framing(word(Fault.Style.class, value));
        case "serves" -> new Fault.Serves(value);
        case "fingerprint" -> new Fault.Fingerprint(value);
        case "quirk" -> quirks(value);
        default ->
            throw new IllegalArgumentException("unknown fault; there are: %s".formatted(NAMES));
      };
    } catch (IllegalArgumentException bad) {
      throw new IllegalArgumentException(
          "fault '%s=%s': %s".formatted(name, value, bad.getMessage()), bad);
    }
  }

  private static Fault silence(String value) {
    int slash = value.indexOf('/');
    return slash < 0
        ? new Fault.Silence(Integer.parseInt(value), Duration.ZERO)
        : new Fault.Silence(
            Integer.parseInt(value.substring(0, slash)), duration(value.substring(slash + 1)));
  }

  private static Fault quirks(String value) {
    var quirks = EnumSet.noneOf(Fault.Quirk.class);
    for (String name : value.split(",")) {
      quirks.add(word(Fault.Quirk.class, name.strip()));
    }
    return new Fault.Quirks(quirks);
  }

  private static <E extends Enum<E>> E word(Class<E> type, String value) {
    return Enum.valueOf(type, value.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  static Duration duration(String value) {
    if (value.endsWith("ms")) {
      return Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)));
    }
    if (value.endsWith("us")) {
      return Duration.ofNanos(1_000 * Long.parseLong(value.substring(0, value.length() - 2)));
    }
    if (value.endsWith("s")) {
      return Duration.ofSeconds(Long.parseLong(value.substring(0, value.length() - 1)));
    }
    if (value.endsWith("m")) {
      return Duration.ofMinutes(Long.parseLong(value.substring(0, value.length() - 1)));
    }
    throw new IllegalArgumentException("not a duration like 250ms, 2s or 1m");
  }

  private static String unquoted(String value) {
    return value.startsWith("\"") ? Json.parse(value).flatMap(Json::text).orElse(value) : value;
  }

  /** Splits at semicolons outside double quotes. */
  private static List<String> split(String text) {
    var parts = new ArrayList<String>();
    var part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted && i + 1 < text.length()) {
        part.append(c).append(text.charAt(++i));
      } else if (c == ';' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        quoted ^= c == '"';
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}
