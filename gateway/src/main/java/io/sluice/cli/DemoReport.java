package io.sluice.cli;

import io.sluice.egress.CallerClient.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How one scene went: what its line says, and what was not as stated. */
final class DemoReport {
  private final DemoStage stage;
  private final List<String> wrong = new ArrayList<>();
  private String label = "-";
  private String went = "-";
  private String rules = "-";
  private String cost = "-";
  private String receipt = "-";

  DemoReport(DemoStage stage) {
    this.stage = stage;
  }

  /** Notes what has to be so. */
  void expect(boolean so, String otherwise) {
    if (!so) {
      wrong.add(otherwise);
    }
  }

  /** Takes the line's facts from an answer and from what the record says of it. */
  DemoRecord tell(Answer answer) throws IOException {
    String exchange = answer.headers().first("x-sluice-exchange", "");
    expect(!exchange.isEmpty(), "the answer (" + answer.status() + ") names no exchange");
    var record = DemoRecord.of(stage.admin(), exchange);
    expect(
        exchange.isEmpty() || record.closed(),
        "the record has no closing entry of exchange " + exchange);
    String model = answer.headers().first("x-sluice-model", "");
    label = record.level().isEmpty() ? "-" : record.level();
    went = model.isEmpty() ? "nowhere: " + code(answer) : model;
    List<String> decided = record.rules(model);
    rules = decided.isEmpty() ? "-" : String.join(",", decided);
    cost = record.cost();
    receipt = answer.headers().first("x-sluice-receipt", "-");
    return record;
  }

  /** The same, and the model that has to have answered. */
  DemoRecord tell(Answer answer, String model) throws IOException {
    expect(answer.status() == 200, "status " + answer.status() + " " + code(answer));
    String said = answer.headers().first("x-sluice-model", "nobody");
    expect(said.equals(model), "answered by " + said + ", not by " + model);
    return tell(answer);
  }

  /** Where it went, when the headers do not say it all. */
  void went(String where) {
    went = where;
  }

  static String code(Answer answer) {
    return answer.headers().first("x-sluice-code", "no code");
  }

  boolean asStated() {
    return wrong.isEmpty();
  }

  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** Label, where it went, which rule, cost, receipt. */
  String line() {
    return "label %s | %s | rule %s | cost %s | receipt %s"
        .formatted(label, went, rules, cost, receipt);
  }
}
