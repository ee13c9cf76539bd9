package io.sluice.sim;

import io.sluice.json.Json;
import io.sluice.model.Facts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that is known of one exchange: from its client, from the record, from the way out. */
final class Case {
  final SimulatedCaller caller;

  /** Which life of the process it belongs to. */
  final int life;

  final List<Json> rulings = new ArrayList<>(0);

  /** The model of the last attempt. */
  final Set<String> models = new HashSet<>(1);

  final List<Spending> sent = new ArrayList<>(1);
  @Nullable Json decision;
  @Nullable Facts facts;
  @Nullable Json closing;
  @Nullable Json refusal;

  /** Whether something was sent before its decision was durable. */
  boolean leftEarly;

  /** The gateway's thread for it is over. */
  boolean over;

  Case(SimulatedCaller caller, int life) {
    this.caller = caller;
    this.life = life;
  }

  String name() {
    return caller.asking().name();
  }

  boolean permitted() {
    Json decided = decision;
    return decided != null && decided.text("verdict", "").equals("permit");
  }

  /** Whether it asks a route whose decisions become durable beside the call. */
  boolean beside() {
    return caller.asking().door().model().equals("beside");
  }

  boolean overlapped() {
    Json decided = decision;
    return decided != null && decided.at("overlapped").bool(false);
  }

  long rulingsAllowed() {
    return rulings.stream().filter(one -> one.text("verdict", "").equals("permit")).count();
  }

  /** How it went, for who has to find out why. */
  String told() {
    var text = new StringBuilder();
    sent.forEach(spent -> text.append(spent.play().kind()).append(' '));
    rulings.forEach(ruling -> text.append('\n').append(ruling.raw().utf8()));
    return text + "\n" + (closing == null ? "no end" : closing.raw().utf8());
  }

  String outcome() {
    Json end = closing;
    return end == null ? "" : end.at("outcome").text("kind", "");
  }
}
