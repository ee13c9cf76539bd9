package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Call;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every field that an entry is to have is in the entries of one real exchange. */
class EntryFieldsTest {
  private static final String BODY =
      """
      {"model":"auto","stream":true,"max_tokens":200,"user":"ann@example.org","messages":[{"role":"user",
      "content":"Write to bob.miller@example.org [[sim: tokens=20]]"}],
      "tools":[{"type":"function","function":{"name":"send","parameters":{"type":"object"}}}]}
      """;

  private static final List<String> DECISION =
      List.of(
          "version",
          "entry",
          "at",
          "log",
          "gateway",
          "exchange",
          "whole",
          "origin.auth",
          "origin.body_bytes",
          "origin.commitment",
          "origin.parent",
          "origin.session",
          "origin.storing",
          "origin.subject",
          "origin.trace",
          "facts.principal.tenant",
          "facts.principal.id",
          "facts.principal.session",
          "facts.principal.allowance.budget",
          "facts.traits.format",
          "facts.traits.operation",
          "facts.traits.model",
          "facts.traits.stream",
          "facts.traits.tools.0",
          "facts.exposure.base.level",
          "facts.exposure.base.integrity",
          "facts.exposure.found.0.type",
          "facts.exposure.found.0.label.categories.0",
          "facts.purpose",
          "facts.moment",
          "rules.engine",
          "rules.policy",
          "rules.schema",
          "rules.snapshot",
          "rules.forbids.0",
          "verdict",
          "verdicts.0.allowed",
          "verdicts.0.model",
          "verdicts.0.rules.0",
          "verdicts.0.terms.hash",
          "verdicts.0.terms.zone",
          "verdicts.0.terms.jurisdiction",
          "verdicts.0.terms.retention_days",
          "verdicts.0.terms.training",
          "verdicts.0.terms.expires",
          "order.0",
          "target.name",
          "budget.bound",
          "scans.run.0");

  private static final List<String> OUTCOME =
      List.of(
          "outcome.kind",
          "outcome.status",
          "served.model",
          "served.said",
          "served.fingerprint",
          "served.endpoint",
          "served.upstream_id",
          "served.finish",
          "served.credential.id",
          "served.credential.version",
          "served.price.input",
          "served.terms.hash",
          "usage.input",
          "usage.output",
          "usage.cost",
          "budget.charged",
          "timing.took_ms",
          "timing.first_content_ms",
          "tries.0.model",
          "released.how",
          "released.bytes",
          "masked.0.category",
          "payload.caller",
          "payload.provider",
          "scans.run.0");

  @TempDir Path directory;

  @Test
  void they_are_all_there() throws Exception {
    Path credential = directory.resolve("credential");
    Files.createFile(
        credential,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(credential, "sk-of-the-provider");
    try (var provider = Simulator.start(SimSettings.of(Kind.OPENAI))) {
      Path file =
          Files.writeString(
              directory.resolve("sluice.yaml"),
              """
              server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
              providers:
                cloud: {api: openai, base_url: %s/v1, credential: {file: %s}, profile: %s}
              models:
                small: {provider: cloud, price: {input: 1, output: 2}}
              routes:
                auto: {models: [small], payloads: full}
              """
                  .formatted(provider.uri(), credential, Stated.reviewed("external", "internal")));
      try (var gateway = GatewayProcess.start(file, directory.resolve("data"))) {
        var key = gateway.key("internal", "10");
        var headers =
            new Headers(
                List.of(
                    new Header("traceparent", "00-%032x-%016x-01".formatted(7, 9)),
                    new Header("x-sluice-session", "s-1"),
                    new Header("x-sluice-purpose", "support")));
        var call = new Call("/v1/chat/completions", key.secret(), headers, Bytes.utf8(BODY));
        var answer = gateway.caller().ask(call);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var entries = Traces.of(gateway.admin(), answer.headers().first("x-sluice-exchange", ""));
        assertThat(missing(entries.getFirst(), DECISION))
            .as(entries.getFirst().raw().utf8())
            .isEmpty();
        assertThat(missing(entries.getLast(), OUTCOME))
            .as(entries.getLast().raw().utf8())
            .isEmpty();
      }
    }
  }

  private static List<String> missing(Json entry, List<String> paths) {
    var missing = new ArrayList<String>();
    for (String path : paths) {
      Json at = entry;
      for (String part : path.split("\\.")) {
        at = part.equals("0") ? first(at) : at.at(part);
      }
      if (at.missing()) {
        missing.add(path);
      }
    }
    return missing;
  }

  private static Json first(Json list) {
    return list.items().isEmpty() ? list.at("nothing") : list.items().getFirst();
  }
}
