package io.sluice.config;

import io.sluice.audit.PayloadSettings;
import io.sluice.audit.Storing;
import io.sluice.model.Level;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sections {@code payloads} and {@code audit}. */
final class EvidenceSections {
  private static final Duration KEEP = Duration.ofDays(400);
  private static final Duration MOST = Duration.ofDays(36_500);

  private final ConfigFile.Reading reading;

  EvidenceSections(ConfigFile.Reading reading) {
    this.reading = reading;
  }

  Config.Evidence read(Section root) {
    PayloadSettings payloads;
    try (Section section = root.section("payloads")) {
      payloads = payloads(section);
    }
    try (Section audit = root.section("audit")) {
      Duration keep = audit.duration("keep", KEEP, MOST);
      return new Config.Evidence(payloads, anchor(audit), keep);
    }
  }

  private static PayloadSettings payloads(Section section) {
    String word = section.word("default", "redacted", List.of("none", "redacted", "full"));
    Map<Level, Duration> keep = new EnumMap<>(Level.class);
    keep.putAll(PayloadSettings.DEFAULT.keep());
    try (Section times = section.section("keep")) {
      for (Level level : Level.values()) {
        Duration usual = PayloadSettings.DEFAULT.time(level);
        keep.put(level, times.duration(level.word(), usual, MOST));
      }
    }
    return new PayloadSettings(Storing.valueOf(word.toUpperCase(Locale.ROOT)), keep);
  }

  private @Nullable URI anchor(Section audit) {
    String text = audit.text("anchor").orElse("");
    if (text.isEmpty()) {
      return null;
    }
    try {
      if (text.startsWith("http://") || text.startsWith("https://")) {
        URI uri = URI.create(text);
        if (uri.getHost() != null && uri.getUserInfo() == null) {
          return uri;
        }
      } else {
        return reading.path(text).toUri();
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    audit.wrong("anchor", "'anchor' must be a directory, or an http(s) address without a password");
    return null;
  }
}
