package io.sluice.audit;

import io.sluice.model.Attempt;
import io.sluice.model.Candidate;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Label;
import io.sluice.model.Loss;
import io.sluice.model.Money;
import io.sluice.model.Usage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an exchange ended: the one closing entry.
 *
 * @param served null when no model answered
 */
public record Closing(
    Result result,
    @Nullable Served served,
    List<Attempt> attempts,
    Bill bill,
    Carried carried,
    Timing timing) {

  /** The ways an exchange ends. */
  public enum Kind {
    /** The answer was delivered whole. */
    ANSWERED,
    /** Policy, a limit or the request itself stood against it. */
    REFUSED,
    /** Something broke: a provider, or the gateway. */
    FAILED,
    /** Policy stopped an answer. */
    BLOCKED,
    /** The caller left. */
    ABANDONED
  }

  /**
   * The ending itself.
   *
   * @param fault null when it was answered
   * @param status the HTTP status the caller got
   */
  public record Result(Kind kind, @Nullable Fault fault, int status) {}

  /**
   * Who answered.
   *
   * @param said the model's name as the provider gave it
   * @param fingerprint of the model's configuration as the provider gave it; empty: it gave none
   */
  public record Served(
      Candidate candidate,
      String said,
      String fingerprint,
      String upstreamId,
      Finish finish,
      Door door) {}

  /**
   * Where an answer came from.
   *
   * @param credential which provider credential was shown, with its version; empty: none
   * @param endpoint host and port; empty: nobody was asked
   * @param region empty where the provider has none
   */
  public record Door(String credential, String endpoint, String region) {
    /** Nobody was asked. */
    public static final Door NONE = new Door("", "", "");
  }

  /**
   * What it cost.
   *
   * @param cost by the prices of the snapshot
   * @param charged to budgets in dollars; differs from {@code cost} when usage never came
   * @param charges what each account is charged, in the order of the decision's earmarks; empty:
   *     each is charged {@code charged}
   */
  public record Bill(Usage usage, Money cost, Money charged, List<Long> charges) {
    /** Nothing used. */
    public static final Bill NOTHING = new Bill(Usage.NONE, Money.ZERO, Money.ZERO);

    public Bill {
      charges = List.copyOf(charges);
    }

    /** Where every account is charged the same. */
    public Bill(Usage usage, Money cost, Money charged) {
      this(usage, cost, charged, List.of());
    }
  }

  /** What of the answer was let through. */
  public enum Release {
    NONE,
    FULL,
    REDACTED,
    BLOCKED,
    CUT
  }

  /** How often values of one category were masked toward the provider and put back. */
  public record Masked(String category, int masked, int restored) {}

  /** How often a content rule was met in the answer, and what it asks for then. */
  public record Acted(String rule, String verdict, int count) {}

  /**
   * What was done to values on their way: by policy toward the provider, by rules to the answer.
   *
   * @param acted content rules that were met in the answer, sorted by name
   */
  public record Handled(List<Masked> masked, List<Acted> acted) {
    /** Nothing was. */
    public static final Handled NOTHING = new Handled(List.of(), List.of());

    public Handled {
      masked = List.copyOf(masked);
      acted = List.copyOf(acted);
    }
  }

  /**
   * What the answer is worth.
   *
   * @param label of what was released
   * @param active what of it does something where it is carried out, as far as untrusted content
   *     had a say in it: {@code html}, {@code script}, {@code sql}, {@code shell}
   * @param rule by which its label is milder than that of what led to it; empty: it is not
   */
  public record Said(Label label, List<String> active, String rule) {
    /** Nothing was said. */
    public static final Said NOTHING = new Said(Label.BOTTOM, List.of(), "");

    public Said {
      active = List.copyOf(active);
    }
  }

  /**
   * What was done to the content on its way.
   *
   * @param bytes of the body that were handed to the caller's connection: where a cut was
   */
  public record Carried(
      Release release,
      long bytes,
      Scans scans,
      List<Loss> losses,
      Handled handled,
      Said said,
      Kept kept) {
    /** Nothing was carried. */
    public static final Carried NOTHING =
        new Carried(
            Release.NONE, 0, Scans.NONE, List.of(), Handled.NOTHING, Said.NOTHING, Kept.NOTHING);

    public Carried {
      losses = List.copyOf(losses);
    }
  }

  /** How long it took, and how long until the caller got the first content; null: none. */
  public record Timing(Duration took, @Nullable Duration firstContent) {}

  public Closing {
    attempts = List.copyOf(attempts);
  }

  /** The same, with what is kept of the content. */
  public Closing keeping(Kept kept) {
    var now =
        new Carried(
            carried.release(),
            carried.bytes(),
            carried.scans(),
            carried.losses(),
            carried.handled(),
            carried.said(),
            kept);
    return new Closing(result, served, attempts, bill, now, timing);
  }

  /** The closing of an exchange that ended with {@code fault} before any attempt. */
  public static Closing refused(Fault fault, Duration took) {
    return new Closing(
        new Result(Kind.REFUSED, fault, fault.status()),
        null,
        List.of(),
        Bill.NOTHING,
        Carried.NOTHING,
        new Timing(took, null));
  }
}
