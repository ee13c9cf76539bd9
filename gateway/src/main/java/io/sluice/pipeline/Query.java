package io.sluice.pipeline;

import io.sluice.flow.Masked;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Exposure;
import io.sluice.model.Extra;
import io.sluice.model.Facts;
import io.sluice.model.Finding;
import io.sluice.model.Findings;
import io.sluice.model.Losses;
import io.sluice.model.Prompt;
import io.sluice.model.Provenance;
import io.sluice.model.Sampling;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Shape;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import io.sluice.model.Stretch;
import io.sluice.model.Target;
import io.sluice.model.Tools;
import io.sluice.model.Traced;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Operation;
import io.sluice.pipeline.Checker.Asking;
import io.sluice.pipeline.Checker.Text;
import io.sluice.wire.Incoming;
import io.sluice.wire.moderations.Moderations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Some texts as a request to a classifier: the same nouns as any other request, so that policy, the
 * masks, the record and what is kept treat it as they treat every other.
 */
record Query(Content content) {

  static Query of(Asking asking, Target target, List<Text> texts) {
    String model = target.candidates().getFirst().ref().id();
    Content of = asking.matter().content();
    List<String> plain = texts.stream().map(text -> text.segment().text()).toList();
    var written = Moderations.ask(model, plain);
    var segments = new ArrayList<Segment>(texts.size());
    var findings = new ArrayList<List<Finding>>(texts.size());
    var traced = new ArrayList<Traced>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      Text text = texts.get(i);
      Span place = written.texts().get(i);
      segments.add(new Segment(text.segment().source(), plain.get(i), place, Coding.STRING));
      findings.add(text.findings());
      var from = new Stretch(text.whole(), text.label(), List.of(text.origin()));
      traced.add(new Traced(text.label(), List.of(), List.of(from), false));
    }
    var call = new Traits.Call(Moderations.NAME, Operation.CHECK, asking.rule().model(), false);
    var size = new Traits.Size(written.body().length(), 0, 0);
    var traits = new Traits(call, List.of(), List.of(), size, List.of());
    var extras = of.request() instanceof Prompt prompt ? prompt.extras() : List.<Extra>of();
    var request =
        new Prompt(traits, segments, List.of(), Tools.NONE, Sampling.UNSET, Shape.TEXT, extras);
    var address = new Incoming.Address(Moderations.PATH, "");
    var incoming =
        new Incoming(address, of.incoming().headers(), written.body(), JsonLimits.DEFAULT);
    var seen = new Inspection(new Findings(findings, List.of()), new Provenance(traced), List.of());
    var facts = facts(of.facts(), traits, asking.matter().exposure());
    return new Query(
        new Content(of.snapshot(), of.codec(), incoming, request, seen, facts, of.continuation()));
  }

  private static Facts facts(Facts of, Traits traits, Exposure exposure) {
    return new Facts(
        of.principal(),
        traits,
        exposure,
        Purpose.CHECK,
        of.moment(),
        of.waivers(),
        Losses.known(Map.of()));
  }

  /** The body as it is sent. */
  Bytes body(Masked masked) {
    Bytes body = content.incoming().body();
    return Splice.apply(body, masked.splices(body));
  }

  /** The texts as they are sent. */
  List<String> texts(Masked masked) {
    var texts = new ArrayList<String>(content.request().segments().size());
    for (int i = 0; i < content.request().segments().size(); i++) {
      texts.add(masked.text(i));
    }
    return texts;
  }
}
