package io.sluice.pipeline;

import io.sluice.audit.Keeping;
import io.sluice.audit.Owner;
import io.sluice.audit.PayloadSettings;
import io.sluice.audit.Storing;
import io.sluice.audit.Subjects;
import io.sluice.audit.Tape;
import io.sluice.inspect.Inspector;
import io.sluice.model.Bytes;
import io.sluice.model.Categories;
import io.sluice.model.Decision;
import io.sluice.model.ExchangeId;
import io.sluice.model.Finding;
import io.sluice.model.Obligations;
import io.sluice.model.Permit;
import io.sluice.model.Splice;
import io.sluice.model.Verdict;
import io.sluice.policy.Policy;
import io.sluice.registry.RouteSetting;
import java.util.List;
import java.util.function.Supplier;

/** Says what of an exchange's content is kept, and how it is redacted. */
public final class Tapes {
  private final Keeping keeping;
  private final Subjects subjects;
  private final Supplier<PayloadSettings> settings;
  private final Redactors redactors;

  /** What redacts, masks of requests and the inspector's eye on answers, and who may forbid. */
  public record Redactors(Gates gates, Inspector inspector, Policy policy) {}

  /** Tapes that are kept by {@code keeping}, under the settings of the moment. */
  public Tapes(
      Keeping keeping, Subjects subjects, Supplier<PayloadSettings> settings, Redactors redactors) {
    this.keeping = keeping;
    this.subjects = subjects;
    this.settings = settings;
    this.redactors = redactors;
  }

  /** A tape for an exchange that was decided so. */
  Tape of(ExchangeId exchange, Content content, Decision decision) {
    var facts = content.facts();
    var principal = facts.principal();
    var level = facts.exposure().label().level();
    String subject = subjects.surrogate(principal.tenant(), Person.of(content.request()));
    var owner =
        new Owner(exchange, principal.tenant(), principal.id(), subject, level, facts.moment());
    var reel =
        new Tape.Reel(
            owner,
            settings.get().of(level, permitted(content, decision)),
            content.request().segments(),
            new Redacting(content));
    return keeping.tape(reel);
  }

  /** As much of what is asked for as policy lets be kept. */
  private Storing permitted(Content content, Decision decision) {
    Storing most = Storing.FULL;
    if (decision instanceof Permit permit) {
      for (Verdict verdict : permit.verdicts()) {
        most = verdict.allowed() ? least(most, storing(verdict.obligations().storage())) : most;
      }
    }
    Storing storing = least(most, asked(content));
    while (storing != Storing.NONE && !may(content, storing)) {
      storing = storing == Storing.FULL ? Storing.REDACTED : Storing.NONE;
    }
    return storing;
  }

  private boolean may(Content content, Storing storing) {
    return redactors
        .policy()
        .store(content.facts(), storing.word(), content.snapshot().rules())
        .allowed();
  }

  private static Storing least(Storing one, Storing other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Storing storing(Obligations.Storage storage) {
    return switch (storage) {
      case NONE -> Storing.NONE;
      case REDACTED -> Storing.REDACTED;
      case FULL -> Storing.FULL;
    };
  }

  private Storing asked(Content content) {
    var own =
        content
            .snapshot()
            .registry()
            .route(content.request().traits().call().model())
            .map(route -> route.handling().payloads())
            .orElse(RouteSetting.Payloads.DEFAULT);
    return switch (own) {
      case DEFAULT -> settings.get().otherwise();
      case NONE -> Storing.NONE;
      case REDACTED -> Storing.REDACTED;
      case FULL -> Storing.FULL;
    };
  }

  /** Every value that a detector knows is replaced, whatever may be done with it otherwise. */
  private final class Redacting implements Tape.Redaction {
    private final Content content;

    Redacting(Content content) {
      this.content = content;
    }

    @Override
    public Bytes request() {
      var labels = content.snapshot().labels();
      var all =
          Categories.of(labels.settings().categories())
              .union(Categories.of(labels.content().acting()));
      Bytes body = content.incoming().body();
      return Splice.apply(body, redactors.gates().mask(content, all).splices(body));
    }

    @Override
    public String text(String answer) {
      var rules = content.snapshot().labels().content().out();
      List<Finding> findings = redactors.inspector().scan(answer, rules).bySegment().getFirst();
      var out = new StringBuilder(answer.length());
      int from = 0;
      for (Finding finding : findings) {
        if (finding.span().start() >= from) {
          out.append(answer, from, finding.span().start());
          out.append('[').append(finding.type()).append(']');
          from = finding.span().end();
        }
      }
      return out.append(answer, from, answer.length()).toString();
    }
  }
}
