package io.sluice.cli;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.ledger.Checkpoint;
import io.sluice.ledger.Damage;
import io.sluice.ledger.LedgerException;
import io.sluice.ledger.Report;
import io.sluice.ledger.Verifier;
import io.sluice.ledger.VerifierKey;
import io.sluice.model.Bytes;
import io.sluice.sim.FaultRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The scenes, in the order they are played. */
final class DemoScenes {
  private static final String CLOUD = "cloud/gpt-mini";
  private static final String ANTHROPIC = "anthropic/claude-lite";
  private static final String OWN = "own/llama";
  private static final String SIBLING = "own/qwen";
  private static final String HOURS = "What are your opening hours?";
  private static final String CARD = "4111 1111 1111 1111";
  private static final String PLAN = "Summarise the plan for the merger.";
  private static final int LONG_STREAM = 3_000;

  private final DemoStage stage;
  private final DemoStage.Key website;
  private final DemoStage.Key office;

  DemoScenes(DemoStage stage) throws IOException {
    this.stage = stage;
    website = stage.key("website", "public", "");
    office = stage.key("office", "internal", "");
  }

  /** A key that may be used when the scenes are over. */
  DemoStage.Key key() {
    return website;
  }

  List<DemoScene> all() {
    var all = new ArrayList<DemoScene>();
    all.addAll(governed());
    all.addAll(new DemoDrill(stage, website).scenes());
    all.add(new DemoScene("the record, and a forged copy", "whole; forgery found", this::ledger));
    return all;
  }

  private List<DemoScene> governed() {
    return List.of(
        new DemoScene("a public prompt", "the cheapest model answers", this::cheapest),
        new DemoScene("the same through Anthropic's SDK format", "same rules", this::otherFormat),
        new DemoScene("a prompt with a card number", "masked, restored", this::masked),
        new DemoScene("a confidential prompt", "own model only", this::pinned),
        new DemoScene("the same, that model down", "its sibling takes over", this::sibling),
        new DemoScene("the same, both down", "refused, not sent outside", this::refused),
        new DemoScene("an internal prompt, review expired", "routed away", this::expired),
        new DemoScene("a budget used up", "refused with its reason", this::budget),
        new DemoScene("a stolen key, revoked mid-stream", "cut, then refused", this::stolen));
  }

  private Answer chat(DemoQuestion question) throws IOException {
    return stage.caller().ask(question.chat(false));
  }

  private DemoQuestion confidential() {
    return new DemoQuestion(office, "auto", PLAN, "confidential");
  }

  private void cheapest(DemoReport report) throws IOException {
    report.tell(chat(new DemoQuestion(website, "auto", HOURS)), CLOUD);
  }

  private void otherFormat(DemoReport report) throws IOException {
    Answer answer = stage.caller().ask(new DemoQuestion(website, "auto", HOURS).messages());
    DemoRecord here = report.tell(answer, CLOUD);
    report.expect(
        answer.text().contains("\"type\":\"message\""), "the answer is not in Anthropic's format");
    Answer again = chat(new DemoQuestion(website, "auto", HOURS));
    DemoRecord there = new DemoReport(stage).tell(again);
    report.expect(
        here.rules(CLOUD).equals(there.rules(CLOUD)), "other rules decided than for OpenAI's");
  }

  private void masked(DemoReport report) throws IOException {
    Answer answer = chat(new DemoQuestion(office, "auto", "My card is " + CARD + ", thanks."));
    report.tell(answer, CLOUD);
    report.expect(answer.text().contains(CARD), "the caller does not get the number back");
    boolean seen = stage.cloud().received().stream().anyMatch(call -> call.text().contains(CARD));
    report.expect(!seen, "the provider has seen the card number");
  }

  private void pinned(DemoReport report) throws IOException {
    int before = stage.sentOutside();
    report.tell(chat(confidential()), OWN);
    report.expect(stage.sentOutside() == before, "something went outside");
  }

  private void sibling(DemoReport report) throws IOException {
    int before = stage.sentOutside();
    stage.own().fault(FaultRule.model("llama", "status=503"));
    DemoRecord record = report.tell(chat(confidential()), SIBLING);
    report.expect(record.tried().contains(SIBLING), "the record does not say who was tried");
    report.expect(stage.sentOutside() == before, "something went outside");
  }

  private void refused(DemoReport report) throws IOException {
    int before = stage.sentOutside();
    stage.own().fault(FaultRule.model("qwen", "status=503"));
    Answer answer = chat(confidential());
    stage.own().clear();
    report.tell(answer);
    report.expect(answer.status() >= 500, "status " + answer.status() + ", not a refusal");
    report.expect(stage.sentOutside() == before, "something went outside");
  }

  private void expired(DemoReport report) throws IOException {
    Answer open = chat(new DemoQuestion(website, "frugal", HOURS));
    new DemoReport(stage).tell(open);
    report.expect(
        open.headers().first("x-sluice-model", "").equals(ANTHROPIC),
        "public content does not go to " + ANTHROPIC);
    DemoRecord record = report.tell(chat(new DemoQuestion(office, "frugal", HOURS)), CLOUD);
    String reason = record.passedOver(ANTHROPIC);
    report.expect(
        !reason.isEmpty(), "the record does not say why " + ANTHROPIC + " was passed over");
    report.went(CLOUD + ", not " + ANTHROPIC);
  }

  private void budget(DemoReport report) throws IOException {
    DemoStage.Key poor = stage.key("intern", "public", "0.001");
    var question = new DemoQuestion(poor, "gpt-mini", "[[sim: tokens=800]]");
    Answer first = chat(question); // reserves 1,000 tokens of output, uses 800
    report.expect(first.status() == 200, "the first call is answered " + first.status());
    Answer second = chat(question);
    report.tell(second);
    report.expect(
        DemoReport.code(second).equals("budget_exceeded"),
        "the second call is answered " + second.status() + " " + DemoReport.code(second));
    report.expect(
        second.headers().first("x-should-retry", "").equals("false"), "a retry is not ruled out");
  }

  private void stolen(DemoReport report) throws IOException {
    DemoStage.Key key = stage.key("stolen", "public", "");
    var seen = new AtomicInteger();
    var question =
        new DemoQuestion(
            key, "auto", "[[sim: tokens=" + LONG_STREAM + "]] [[sim: fault=pace=200]]");
    Answer stream =
        stage
            .caller()
            .ask(
                question.chat(true),
                line -> {
                  if (line.startsWith("data:") && seen.incrementAndGet() == 2) {
                    revoke(key, report);
                  }
                });
    report.tell(stream);
    report.expect(seen.get() >= 2, "the stream did not begin");
    report.expect(seen.get() < LONG_STREAM / 2, "the stream went on after the key was revoked");
    Answer after = chat(new DemoQuestion(key, "auto", HOURS));
    report.expect(after.status() == 401, "the revoked key is answered " + after.status());
  }

  private void revoke(DemoStage.Key key, DemoReport report) {
    try {
      stage.revoke(key);
    } catch (IOException e) {
      report.expect(false, String.valueOf(e.getMessage()));
    }
  }

  private void ledger(DemoReport report) throws IOException {
    String note = stage.admin().call("GET", "/api/v1/ledger/checkpoint", Bytes.EMPTY).text();
    Path ledger = stage.data().resolve(OfflineRecord.LEDGER);
    try {
      var key = VerifierKey.parse(Files.readString(ledger.resolve("verifier-key")));
      Checkpoint since = Checkpoint.open(note, key);
      Report whole = Verifier.verify(ledger, key, since);
      report.expect(whole.intact(), "the record is not whole: " + whole.damage());
      Path copy = stage.data().resolveSibling("forged");
      boolean forged = TamperedCopy.make(ledger, copy, CLOUD, CLOUD.replace("mini", "tiny"));
      report.expect(forged, "there is no entry to forge");
      Report found = Verifier.verify(copy, key, since);
      report.expect(!found.intact(), "the forged entry is not found");
      report.went(
          "%d entries whole; copy: %s"
              .formatted(whole.entries(), found.damage().map(Damage::toString).orElse("whole")));
    } catch (IllegalArgumentException | LedgerException e) {
      report.expect(false, String.valueOf(e.getMessage()));
    }
  }
}
