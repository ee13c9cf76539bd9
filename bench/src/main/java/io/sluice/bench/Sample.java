package io.sluice.bench;

import io.sluice.audit.Arrival;
import io.sluice.audit.Basis;
import io.sluice.audit.Closing;
import io.sluice.audit.Descent;
import io.sluice.audit.Ruleset;
import io.sluice.audit.Scans;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Facts;
import io.sluice.model.Finish;
import io.sluice.model.Headers;
import io.sluice.model.Money;
import io.sluice.model.Principal;
import io.sluice.model.Request;
import io.sluice.model.Reserved;
import io.sluice.model.Target;
import io.sluice.model.Usage;
import io.sluice.wire.Codec;
import io.sluice.wire.Codecs;
import io.sluice.wire.Incoming;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One exchange as the parts below the wire see it: what benchmarks of them are made of. */
final class Sample {
  static final Basis BASIS =
      new Basis(
          new Ruleset("s", "p", "c"),
          Scans.NONE,
          new Arrival(4_096, ""),
          new Reserved(List.of(), Money.ZERO, 256),
          false,
          Descent.NONE);

  private static final String PATH = "/v1/chat/completions";

  private Sample() {}

  /** A chat request of 4 KB. */
  static Request request() {
    var text = StandardCharsets.US_ASCII.decode(new Requests("", 0, false).next()).toString();
    Codec codec = Codecs.at(PATH).orElseThrow();
    var body = Bytes.utf8(text.substring(text.indexOf("\r\n\r\n") + 4));
    var address = new Incoming.Address(PATH, "");
    return codec.read(new Incoming(address, Headers.NONE, body, JsonLimits.DEFAULT));
  }

  /** What policy sees of it, asked by that caller key. */
  static Facts facts(Request request, String key) {
    var allowance =
        new Principal.Allowance(new Money(1_000_000_000_000L), Principal.Period.LIFE, 0);
    return Scene.facts(key, allowance, request.traits());
  }

  /** A route with so many candidates. */
  static Target target(int candidates) {
    var all = new ArrayList<Candidate>();
    for (int i = 0; i < candidates; i++) {
      String name = "m" + i;
      all.add(Scene.candidate(new ModelRef("cloud", name), name, 1 + i % 7));
    }
    return new Target("auto", candidates == 1, all);
  }

  /** The end of an exchange that the first candidate of {@code target} answered. */
  static Closing closing(Target target) {
    var used = new Usage(1_000, 200, 0, 0, 0, Usage.Served.USUAL);
    var door = new Closing.Door("main#1", "api.example:443", "");
    var candidate = target.candidates().getFirst();
    return new Closing(
        new Closing.Result(Closing.Kind.ANSWERED, null, 200),
        new Closing.Served(candidate, candidate.name(), "", "req_1", Finish.STOP, door),
        List.of(),
        new Closing.Bill(used, new Money(29), new Money(29)),
        Closing.Carried.NOTHING,
        new Closing.Timing(Duration.ofMillis(20), Duration.ofMillis(10)));
  }
}
