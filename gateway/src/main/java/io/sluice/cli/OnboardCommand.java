package io.sluice.cli;

import io.sluice.egress.CallerClient;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Secret;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models onboard NAME}: finds out what a model can do, before traffic does. */
@Command(
    name = "onboard",
    description =
        "Ask a model through the gateway what it can do: tools, several at once, a schema,"
            + " pictures, streams; measure latency and cost on a small set of questions. What it"
            + " cannot do is heeded from then on. Exit 1: it did not answer.",
    footer = {
      "",
      "Every probe is an exchange: checked by policy, recorded, paid for with a key that lives for"
          + " a quarter of an hour. A capability that the configuration does not state, where it"
          + " states some, counts as missing; what the budget does not cover is untold (the dearest"
          + " that a picture can be is set aside first)."
    })
final class OnboardCommand extends Verb {
  private static final double TOKENS_PER_PRICE = 1e6;

  @Parameters(paramLabel = "NAME", description = "a model as callers name it")
  String name = "";

  @Option(
      names = "--budget",
      paramLabel = "USD",
      description = "the most it may cost; default: ${DEFAULT-VALUE}; 0: no bound")
  String budget = "2.00";

  @Override
  public Integer call() {
    Json price = price();
    Json key = key();
    var found = new LinkedHashMap<String, Probes.Finding>();
    try (var client = new CallerClient(ClientPlane.find(terminal(), common).uri())) {
      var probes = new Probes(client, Secret.of(key.text("key", "")), name);
      probe(found, "streaming", probes::streaming);
      probe(found, "tools", probes::tools);
      probe(found, "parallel_tools", probes::parallelTools);
      probe(found, "json_schema", probes::schema);
      probe(found, "vision", probes::vision);
      int right = probes.calibrated();
      if (probes.answered() == 0) {
        throw Failure.negative("'" + name + "' did not answer: ./sluice search shows why");
      }
      double cost = cost(price, probes);
      String path = "/api/v1/models/" + Group.segment(name) + "/probes";
      Bytes body = body(found, probes, right, cost);
      common.call(terminal(), "POST", path, body);
      tell(found, probes, body, "%d of %d".formatted(right, Probes.items()));
      return Exit.OK;
    } finally {
      String path = "/api/v1/keys/" + Group.segment(key.text("id", ""));
      common.call(terminal(), "DELETE", path, Bytes.EMPTY);
    }
  }

  private void probe(
      Map<String, Probes.Finding> found, String word, Supplier<Probes.Finding> probe) {
    if (!common.json) {
      terminal().note("asking for " + word.replace('_', ' ') + " ...");
    }
    found.put(word, probe.get());
  }

  private Json price() {
    Json models = common.call(terminal(), "GET", "/api/v1/models", Bytes.EMPTY).body().at("models");
    return models.items().stream()
        .filter(one -> one.text("name", "").equals(name) || one.text("model", "").equals(name))
        .findFirst()
        .orElseThrow(() -> Failure.negative("there is no model '" + name + "'"));
  }

  private Json key() {
    var body = new JsonWriter(256).object().field("name", "onboard").field("ttl", "15m");
    body.field("level", "public");
    if (!budget.equals("0")) {
      body.field("budget", budget);
    }
    body.name("models").array().value(name).endArray();
    return common.call(terminal(), "POST", "/api/v1/keys", body.endObject().done()).body();
  }

  private static double cost(Json price, Probes probes) {
    return (probes.input() * dollars(price, "input") + probes.output() * dollars(price, "output"))
        / TOKENS_PER_PRICE;
  }

  private static double dollars(Json price, String name) {
    try {
      return Double.parseDouble(price.text(name, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Bytes body(
      Map<String, Probes.Finding> found, Probes probes, int right, double cost) {
    var body = new JsonWriter(256).object().name("capabilities").object();
    found.forEach(
        (word, finding) -> {
          if (finding != Probes.Finding.UNTOLD) {
            body.field(word, finding == Probes.Finding.YES);
          }
        });
    body.endObject().field("median_ms", probes.medianMillis()).name("cost_usd").value(cost);
    body.field("calibrated", right).field("calibration_items", Probes.items());
    return body.endObject().done();
  }

  private void tell(
      Map<String, Probes.Finding> found, Probes probes, Bytes body, String calibrated) {
    if (common.json) {
      terminal().say(body.utf8());
      return;
    }
    var table = new Table("capability", "found");
    found.forEach((word, finding) -> table.row(word, finding.name().toLowerCase(Locale.ROOT)));
    table.row("median_ms", String.valueOf(probes.medianMillis()));
    table.row("right answers", calibrated);
    table.row("tokens in, out", probes.input() + ", " + probes.output());
    table.print(terminal(), false);
  }
}
