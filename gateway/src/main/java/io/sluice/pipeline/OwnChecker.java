package io.sluice.pipeline;

import io.sluice.audit.Scans;
import io.sluice.inspect.Inspector;
import io.sluice.model.Code;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.List;

/** The port of checks in process: the injection detector's model. Nothing leaves. */
record OwnChecker(Inspector inspector) implements Checker {
  @Override
  public Told ask(Asking asking) {
    var rule = asking.rule();
    var found = new ArrayList<List<Span>>(asking.texts().size());
    boolean any = false;
    for (Text text : asking.texts()) {
      var spans = inspector.orders(text.segment().text());
      if (spans.isEmpty()) {
        String late = Code.DEADLINE.word();
        return new Told(List.of(), List.of(new Scans.Asked(rule.rule(), rule.model(), "", late)));
      }
      any |= !spans.get().isEmpty();
      found.add(spans.get());
    }
    String result = any ? Scans.Asked.FOUND : Scans.Asked.CLEAN;
    return new Told(found, List.of(new Scans.Asked(rule.rule(), rule.model(), "", result)));
  }
}
