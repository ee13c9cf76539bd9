package io.sluice.inspect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.inspect.rule.RuleSet;
import io.sluice.model.Finding;
import io.sluice.model.Findings;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Source;
import io.sluice.model.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for values that have a meaning for labels, and for texts that want to give orders. Each
 * text is looked at once ever, as long as its findings stay in the cache: they are kept under the
 * hash of the text, and hold types and positions only. Thread-safe.
 */
public final class Inspector {
  /** Every type that answers are looked through for while they stream. */
  public static final List<String> TYPES_IN_STREAMS = new Scanner(shipped()).types();

  /** Every type that requests are looked through for. */
  public static final List<String> TYPES = types();

  /** Below this hashing costs more than scanning again. */
  private static final int HASHED_CHARS = 32;

  private static final int ENTRY_BYTES = 120;
  private static final int FINDING_BYTES = 48;

  private final Scanner scanner;
  private final List<Judge> judges;
  private final InspectSettings settings;
  private final LongSupplier nanos;
  private final @Nullable Cache<TextHash.Key, List<Finding>> seen;

  /** With the detectors that Sluice ships. */
  public Inspector(InspectSettings settings) {
    this(settings, shipped(), List.of(new InjectionJudge(InjectionModel.shipped())));
  }

  Inspector(InspectSettings settings, List<Detector> detectors) {
    this(settings, detectors, List.of());
  }

  Inspector(InspectSettings settings, List<Detector> detectors, List<Judge> judges) {
    this(settings, detectors, judges, System::nanoTime);
  }

  /** With a clock of its own: nanoseconds from any moment on. */
  Inspector(
      InspectSettings settings, List<Detector> detectors, List<Judge> judges, LongSupplier nanos) {
    scanner = new Scanner(detectors);
    this.judges = List.copyOf(judges);
    this.settings = settings;
    this.nanos = nanos;
    seen =
        settings.cacheBytes() == 0
            ? null
            : Caffeine.newBuilder()
                .maximumWeight(settings.cacheBytes())
                .weigher(Inspector::weight)
                .executor(Runnable::run)
                .build();
  }

  private static List<String> types() {
    var all = new ArrayList<>(TYPES_IN_STREAMS);
    all.add(new InjectionJudge(InjectionModel.shipped()).type());
    return List.copyOf(all);
  }

  static List<Detector> shipped() {
    return List.of(
        new EmailDetector(),
        new CardDetector(),
        new IbanDetector(),
        new CredentialDetector(),
        new PrivateKeyDetector(),
        new AssignedSecretDetector(),
        new EmbeddedSecretDetector(),
        new SpokenSecretDetector(),
        new KeyedDetector(),
        new NationalIdDetector(),
        new MedicalRecordDetector(),
        new PhoneDetector(),
        new NationalPhoneDetector(),
        new BirthDateDetector(),
        new IpAddressDetector(),
        new AddressDetector(),
        new SourceCodeDetector());
  }

  /** What detectors see in a request's segments. */
  public Findings inspect(Request request) {
    return inspect(request, RuleSet.NONE);
  }

  /**
   * What stands in a request's segments, by detectors and by {@code rules}. Never fails: what did
   * not run is named instead.
   */
  public Findings inspect(Request request, RuleSet rules) {
    List<Segment> segments = request.segments();
    var look = new Look(rules);
    var bySegment = new ArrayList<List<Finding>>(segments.size());
    for (Segment segment : segments) {
      bySegment.add(look.at(segment));
    }
    return new Findings(bySegment, List.copyOf(look.missed));
  }

  /** One request being looked at: its time, and what did not run on it. */
  private final class Look {
    final BooleanSupplier late = within(settings.values());
    final TreeSet<String> missed = new TreeSet<>();
    private final TextHash hash = new TextHash();
    private final RuleSet rules;
    private long judging; // nanoseconds that judges took so far

    Look(RuleSet rules) {
      this.rules = rules;
    }

    List<Finding> at(Segment segment) {
      String text = segment.text();
      boolean judged = judged(segment.source());
      TextHash.Key key = null;
      if (seen != null && text.length() >= HASHED_CHARS) {
        long way = (segment.json() ? 1L : 0L) + (judged ? 2L : 0L);
        key = hash.of(text, way ^ rules.identity() << 2);
        List<Finding> known = key == null ? null : seen.getIfPresent(key);
        if (known != null) {
          return known;
        }
      }
      Window window = scan(text, segment.json(), late);
      missed.addAll(scanner.names(window.failed()));
      List<Finding> findings = findings(window);
      boolean whole = window.failed() == 0;
      if (judged || !rules.isEmpty()) {
        var all = new ArrayList<>(findings);
        whole &= ruled(segment, window, all);
        whole &= !judged || judge(text, all);
        findings = all.size() == findings.size() ? findings : List.copyOf(all);
      }
      if (seen != null && key != null && whole) {
        seen.put(key, findings);
      }
      return findings;
    }

    /** False if some rule could not be looked for to the end. */
    private boolean ruled(Segment segment, Window window, List<Finding> into) {
      List<Finding> met = rules.find(segment.text(), segment.json(), late);
      into.addAll(rules.by(List.copyOf(into)));
      into.addAll(met == null ? List.of() : met);
      into.sort(Comparator.comparingInt(finding -> finding.span().start()));
      if (met == null) {
        missed.addAll(rules.names());
      }
      for (String type : scanner.names(window.failed())) {
        missed.addAll(rules.wanting(type));
      }
      return met != null;
    }

    /** False if a judge did not run. */
    private boolean judge(String text, List<Finding> into) {
      boolean whole = true;
      long began = nanos.getAsLong();
      BooleanSupplier tooLate = within(settings.judges().minusNanos(judging));
      for (Judge judge : judges) {
        List<Span> spans = judgement(judge, text, tooLate);
        if (spans == null) {
          missed.add(judge.type());
          whole = false;
        } else {
          spans.forEach(span -> into.add(new Finding(judge.type(), span)));
        }
      }
      into.sort(Comparator.comparingInt(finding -> finding.span().start()));
      judging += nanos.getAsLong() - began;
      return whole;
    }
  }

  /** A bug in a judge must cost its findings only. */
  private static @Nullable List<Span> judgement(Judge judge, String text, BooleanSupplier late) {
    try {
      return judge.judge(text, late);
    } catch (RuntimeException bug) {
      return null;
    }
  }

  /** Policy's own words and a model's calls are not asked whether they give orders: they do. */
  private static boolean judged(Source source) {
    return switch (source) {
      case USER, ASSISTANT, TOOL_RESULT, TOOL_DEFINITION -> true;
      case SYSTEM, TOOL_CALL -> false;
    };
  }

  private BooleanSupplier within(Duration time) {
    long end = nanos.getAsLong() + time.toNanos();
    return () -> nanos.getAsLong() - end >= 0;
  }

  /** What stands in one text, for answers: findings of one segment. */
  public Findings scan(String text) {
    return scan(text, false);
  }

  /** What stands in one JSON text, such as the complete arguments of a tool call. */
  public Findings scanJson(String json) {
    return scan(json, true);
  }

  private Findings scan(String text, boolean json) {
    Window window = scan(text, json, within(settings.values()));
    return new Findings(List.of(findings(window)), scanner.names(window.failed()));
  }

  /** What stands in one text, by detectors and by {@code rules}. */
  public Findings scan(String text, RuleSet rules) {
    BooleanSupplier late = within(settings.values());
    Window window = scan(text, false, late);
    var all = new ArrayList<>(findings(window));
    var missed = new ArrayList<>(scanner.names(window.failed()));
    all.addAll(rules.by(List.copyOf(all)));
    List<Finding> met = rules.find(text, false, late);
    all.addAll(met == null ? List.of() : met);
    missed.addAll(met == null ? rules.names() : List.of());
    all.sort(Comparator.comparingInt(finding -> finding.span().start()));
    return new Findings(List.of(all), missed);
  }

  /**
   * The pieces of a text that want to give a model orders, whoever says it.
   *
   * @return empty: there was no time for all of it
   */
  public Optional<List<Span>> orders(String text) {
    BooleanSupplier late = within(settings.judges());
    var all = new ArrayList<Span>(0);
    for (Judge judge : judges) {
      List<Span> spans = judgement(judge, text, late);
      if (spans == null) {
        return Optional.empty();
      }
      all.addAll(spans);
    }
    return Optional.of(all);
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

  private Window scan(String text, boolean json, BooleanSupplier late) {
    var window = new Window(json ? RawText.view(text) : text, true).within(late);
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
      findings.add(new Finding(hit.type(), new Span(hit.start(), hit.end())));
    }
    return List.copyOf(findings);
  }

  private static int weight(TextHash.Key key, List<Finding> findings) {
    return ENTRY_BYTES + FINDING_BYTES * findings.size();
  }
}
