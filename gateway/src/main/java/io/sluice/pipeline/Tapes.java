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
import io.sluice.model.ExchangeId;
import io.sluice.model.Finding;
import io.sluice.model.Splice;
import io.sluice.registry.RouteSetting;
import java.util.List;
import java.util.function.Supplier;

/** Says what of an exchange's content is kept, and how it is redacted. */
public final class Tapes {
  private final Keeping keeping;
  private final Subjects subjects;
  private final Supplier<PayloadSettings> settings;
  private final Redactors redactors;

  /** What redacts: masks of requests, and the inspector's eye on answers. */
  public record Redactors(Gates gates, Inspector inspector) {}

  /** Tapes that are kept by {@code keeping}, under the settings of the moment. */
  public Tapes(
      Keeping keeping, Subjects subjects, Supplier<PayloadSettings> settings, Redactors redactors) {
    this.keeping = keeping;
    this.subjects = subjects;
    this.settings = settings;
    this.redactors = redactors;
  }

  /** A tape for an exchange that is about to be decided. */
  Tape of(ExchangeId exchange, Content content) {
    var facts = content.facts();
    var principal = facts.principal();
    var level = facts.exposure().label().level();
    String subject = subjects.surrogate(principal.tenant(), Person.of(content.request()));
    var owner =
        new Owner(exchange, principal.tenant(), principal.id(), subject, level, facts.moment());
    var reel =
        new Tape.Reel(
            owner,
            settings.get().of(level, asked(content)),
            content.request().segments(),
            new Redacting(content));
    return keeping.tape(reel);
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
      var all = Categories.of(content.snapshot().labels().settings().categories());
      Bytes body = content.incoming().body();
      return Splice.apply(body, redactors.gates().mask(content, all).splices(body));
    }

    @Override
    public String text(String answer) {
      List<Finding> findings = redactors.inspector().scan(answer).bySegment().getFirst();
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
