package io.sluice.sim;

import io.sluice.json.Json;
import io.sluice.model.Level;
import io.sluice.pipeline.Outbound;
import io.sluice.sim.Asking.Value;
import java.util.List;
import java.util.Objects;

/** What may leave: the first two invariants, at the only door. */
final class WayCheck {
  private final Oracle oracle;

  WayCheck(Oracle oracle) {
    this.oracle = oracle;
  }

  /** The model it goes to. */
  String leaves(Case one, SimulatedRelay relay, Oracle.Leaving leaving) {
    oracle.check(!relay.ended(), one.name() + " was sent though it had ended before the attempt");
    oracle.check(
        relay.caller().lifeline().tripped() || !oracle.isRevoked(one.caller.asking().key()),
        one.name() + " was sent under a key that had been revoked");
    Json asked = Oracle.json(leaving.body());
    String model = leaving.provider() + "/" + asked.text("model", "");
    permitted(one, model);
    oracle.check(
        !relay.caller().begun() || one.models.contains(model),
        one.name() + " was sent to " + model + " after its caller had another model's head");
    one.models.clear();
    one.models.add(model);
    content(one, leaving, asked);
    credential(one, leaving);
    return model;
  }

  private void permitted(Case one, String model) {
    Json decision = one.decision;
    if (decision == null && one.beside() && one.sent.isEmpty()) {
      one.leftEarly = true;
      return; // it becomes durable beside the call: before anything is released
    }
    if (decision == null || !one.permitted()) {
      oracle.wrong(one.name() + " was sent without a durable permit");
      return;
    }
    List<String> order = decision.at("order").items().stream().map(WayCheck::text).toList();
    oracle.check(order.contains(model), one.name() + " was sent to " + model + ": not in its plan");
    int before = one.sent.size();
    oracle.check(
        one.rulingsAllowed() >= before,
        one.name() + " made a further attempt without a durable ruling");
    if (before > 0 && !one.rulings.isEmpty()) {
      String subject = one.rulings.getLast().text("subject", "");
      oracle.check(
          subject.equals(model) || subject.endsWith("-> " + model),
          one.name() + " was sent to " + model + ", ruled was: " + subject);
    }
  }

  private static String text(Json json) {
    return json.string().orElse("");
  }

  private void content(Case one, Oracle.Leaving leaving, Json asked) {
    Asking asking = one.caller.asking();
    String provider = leaving.provider();
    Level declared = Objects.requireNonNullElse(asking.words().declared(), Level.PUBLIC);
    oracle.check(
        declared.compareTo(Setting.mostClearance(provider)) <= 0,
        one.name() + " is " + declared.word() + " and was sent to " + provider);
    String body = leaving.body().utf8();
    if (Setting.external(provider)) {
      for (Value value : asking.words().values()) {
        oracle.check(
            !body.contains(value.text()), one.name() + " was sent unmasked to " + provider);
      }
    }
    oracle.check(
        Plays.seen(asked).contains(asking.words().canary()),
        one.name() + " was sent with another prompt");
    String extra = asking.words().extra();
    boolean same = asking.anthropic() == leaving.target().getPath().endsWith("/messages");
    oracle.check(
        extra.isEmpty() || !same || body.contains("\"" + extra + "\""),
        one.name() + " lost the field " + extra + " toward its own format");
  }

  private void credential(Case one, Oracle.Leaving leaving) {
    String shown =
        switch (leaving.outbound().sign()) {
          case Outbound.Sign.None _ -> "";
          case Outbound.Sign.Header header -> header.secret().open();
          case Outbound.Sign.Aws aws -> aws.secret().open();
        };
    oracle.check(
        shown.equals(Setting.secret(leaving.provider())),
        one.name() + " shows " + leaving.provider() + " a credential that is not its own");
    for (String key : oracle.secrets()) {
      boolean told =
          leaving.body().utf8().contains(key)
              || leaving.outbound().headers().fields().stream()
                  .anyMatch(field -> field.value().contains(key));
      oracle.check(!told, one.name() + " shows " + leaving.provider() + " a caller's key");
    }
  }
}
