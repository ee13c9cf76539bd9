package io.sluice.inspect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.model.Finding;
import io.sluice.model.Findings;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for values that have a meaning for labels. Each text is looked at once ever, as long as its
 * findings stay in the cache: they are kept under the hash of the text, and hold types and
 * positions only. Thread-safe.
 */
public final class Inspector {
  /** Below this hashing costs more than scanning again. */
  private static final int HASHED_CHARS = 256;

  private static final int ENTRY_BYTES = 120;
  private static final int FINDING_BYTES = 48;

  private final Scanner scanner;
  private final @Nullable Cache<TextHash.Key, List<Finding>> seen;

  /** With the detectors that Sluice ships. */
  public Inspector(InspectSettings settings) {
    this(settings, shipped());
  }

  Inspector(InspectSettings settings, List<Detector> detectors) {
    scanner = new Scanner(detectors);
    seen =
        settings.cacheBytes() == 0
            ? null
            : Caffeine.newBuilder()
                .maximumWeight(settings.cacheBytes())
                .weigher(Inspector::weight)
                .executor(Runnable::run)
                .build();
  }

  static List<Detector> shipped() {
    return List.of(
        new EmailDetector(),
        new CardDetector(),
        new IbanDetector(),
        new CredentialDetector(),
        new PrivateKeyDetector(),
        new PhoneDetector());
  }

  /** What stands in a request's segments. Never fails: a detector that did is named instead. */
  public Findings inspect(Request request) {
    List<Segment> segments = request.segments();
    var bySegment = new ArrayList<List<Finding>>(segments.size());
    TextHash hash = null;
    int failed = 0;
    for (Segment segment : segments) {
      String text = segment.text();
      TextHash.Key key = null;
      if (seen != null && text.length() >= HASHED_CHARS) {
        hash = hash == null ? new TextHash() : hash;
        key = hash.of(text, segment.json());
        List<Finding> known = key == null ? null : seen.getIfPresent(key);
        if (known != null) {
          bySegment.add(known);
          continue;
        }
      }
      Window window = scan(text, segment.json());
      List<Finding> findings = findings(window);
      bySegment.add(findings);
      failed |= window.failed();
      if (seen != null && key != null && window.failed() == 0) {
        seen.put(key, findings);
      }
    }
    return new Findings(bySegment, scanner.names(failed));
  }

  /** What stands in one text, for answers: findings of one segment. */
  public Findings scan(String text) {
    Window window = scan(text, false);
    return new Findings(List.of(findings(window)), scanner.names(window.failed()));
  }

  /** What stands in one JSON text, such as the complete arguments of a tool call. */
  public Findings scanJson(String json) {
    Window window = scan(json, true);
    return new Findings(List.of(findings(window)), scanner.names(window.failed()));
  }

  /** Looks at one text while it streams. */
  public StreamScan stream() {
    return new StreamScan(scanner);
  }

  /** How many texts the findings of are kept. */
  public long kept() {
    if (seen == null) {
      return 0;
    }
    seen.cleanUp();
    return seen.estimatedSize();
  }

  private Window scan(String text, boolean json) {
    var window = new Window(json ? RawText.view(text) : text, true);
    scanner.scan(window, 0);
    return window;
  }

  private List<Finding> findings(Window window) {
    List<Window.Hit> hits = scanner.resolve(window.hits());
    if (hits.isEmpty()) {
      return List.of();
    }
    var findings = new ArrayList<Finding>(hits.size());
    for (Window.Hit hit : hits) {
      findings.add(new Finding(scanner.type(hit.detector()), new Span(hit.start(), hit.end())));
    }
    return List.copyOf(findings);
  }

  private static int weight(TextHash.Key key, List<Finding> findings) {
    return ENTRY_BYTES + FINDING_BYTES * findings.size();
  }
}
