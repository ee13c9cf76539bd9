package io.sluice.cli;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.model.Bytes;
import io.sluice.sim.FaultRule;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.util.List;

/** The fault drill: what an application sees while its providers are in trouble. */
final class DemoDrill {
  private static final String HOURS = "What are your opening hours?";
  private static final String CLOUD = "cloud/gpt-mini";
  private static final String OWN = "own/llama";
  private static final String CLOUD_SWIFT = "cloud/swift";
  private static final String OWN_SWIFT = "own/swift";
  private static final int CALLS = 4;

  private final DemoStage stage;
  private final DemoStage.Key key;

  DemoDrill(DemoStage stage, DemoStage.Key key) {
    this.stage = stage;
    this.key = key;
  }

  List<DemoScene> scenes() {
    return List.of(
        new DemoScene("drill: a provider is down", "another answers", this::outage),
        new DemoScene("drill: a stream breaks off", "one clean error", this::cut),
        new DemoScene("drill: a deployment is slow", "its sibling is asked", this::slow),
        new DemoScene("drill: a server that is not itself", "nothing is sent", this::impostor),
        new DemoScene("drill: another model is served", "noticed and recorded", this::changed),
        new DemoScene("drill: a provider throttles", "left alone as it says", this::throttle));
  }

  private Answer ask(String route) throws IOException {
    return stage.caller().ask(new DemoQuestion(key, route, HOURS).chat(false));
  }

  private void outage(DemoReport report) throws IOException {
    stage.cloud().fault(FaultRule.model("gpt-mini", "status=503"));
    DemoRecord record = report.tell(ask("auto"), OWN);
    stage.cloud().clear();
    report.expect(record.tried().contains(CLOUD), "the record does not say who was tried");
  }

  private void throttle(DemoReport report) throws IOException {
    int before = stage.cloud().received().size();
    stage.cloud().fault(FaultRule.model("gpt-mini", "status=429;retry-after=30"));
    new DemoReport(stage).tell(ask("auto"));
    report.tell(ask("auto"), OWN);
    int asked = stage.cloud().received().size() - before;
    stage.cloud().clear();
    report.expect(asked == 1, "the provider that said to wait was asked " + asked + " times");
    report.went(OWN + ", " + CLOUD + " asked once");
  }

  private void changed(DemoReport report) throws IOException {
    new DemoReport(stage).tell(ask("mini"), CLOUD);
    stage.cloud().fault(FaultRule.model("gpt-mini", "serves=gpt-nano;fingerprint=fp_drill"));
    DemoRecord record = report.tell(ask("mini"), CLOUD);
    stage.cloud().clear();
    report.expect(
        record.entry("outcome").at("served").text("said", "").equals("gpt-nano"),
        "the record does not say who answered");
    String told = stage.admin().call("GET", "/metrics", Bytes.EMPTY).text();
    report.expect(
        told.contains("sluice_model_changes_total{what=\"model\"}"), "the change is not counted");
    report.went(CLOUD + ", which said it was gpt-nano");
  }

  private void slow(DemoReport report) throws IOException {
    stage.cloud().fault(FaultRule.model("swift", "delay-head=300ms"));
    int slow = 0;
    Answer last = ask("pool");
    for (int i = 1; i < CALLS; i++) {
      slow += served(last, CLOUD_SWIFT) ? 1 : 0;
      last = ask("pool");
    }
    stage.cloud().clear();
    report.tell(last, OWN_SWIFT);
    report.expect(slow <= 1, "the slow one was asked " + slow + " times");
    report.went("%s, %s at most once".formatted(OWN_SWIFT, CLOUD_SWIFT));
  }

  private static boolean served(Answer answer, String model) {
    return answer.headers().first("x-sluice-model", "").equals(model);
  }

  private void impostor(DemoReport report) throws IOException {
    Simulator pretended = stage.cloud();
    int before = pretended.received().size();
    DemoRecord record = report.tell(ask("guarded"), OWN);
    report.expect(
        record.tried().contains("impostor/mini"), "the record does not say who was tried");
    report.expect(pretended.received().size() == before, "something was sent to it");
  }

  private void cut(DemoReport report) throws IOException {
    int before = stage.cloud().received().size();
    var question = new DemoQuestion(key, "mini", "[[sim: tokens=200]] [[sim: fault=cut=8000]]");
    Answer stream = stage.caller().ask(question.chat(true));
    report.tell(stream);
    report.expect(stream.status() == 200, "status " + stream.status());
    long errors = stream.lines().stream().filter(line -> line.contains("\"error\"")).count();
    report.expect(errors == 1, errors + " error events in the stream");
    report.expect(!stream.text().contains("[DONE]"), "the broken stream claims to be whole");
    int asked = stage.cloud().received().size() - before;
    report.expect(asked == 1, "the provider was asked " + asked + " times");
  }
}
