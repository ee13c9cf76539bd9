package io.sluice.audit;

import io.sluice.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of the detectors that looked at the content, and of those that did not.
 *
 * @param asked who was asked beside them, because a content rule says so
 */
public record Scans(List<String> run, List<String> missed, List<Asked> asked) {
  /** Nothing had to be looked at. */
  public static final Scans NONE = new Scans(List.of(), List.of());

  /**
   * That a classifier was asked.
   *
   * @param rule the content rule that wants it
   * @param model {@code provider/id}, or who in process
   * @param exchange the exchange in which it was asked; empty: nothing was sent
   * @param result {@code clean}, {@code found}, or why nobody said: the word of a fault
   */
  public record Asked(String rule, String model, String exchange, String result) {
    /** Nothing of what the rule looks for is in it. */
    public static final String CLEAN = "clean";

    /** It is. */
    public static final String FOUND = "found";
  }

  public Scans {
    run = List.copyOf(run);
    missed = List.copyOf(missed);
    asked = List.copyOf(asked);
  }

  /** Where nobody was asked. */
  public Scans(List<String> run, List<String> missed) {
    this(run, missed, List.of());
  }

  /** Names are in the order that canonical JSON wants. */
  static void write(EntryText text, Scans scans) {
    if (scans.run.isEmpty() && scans.missed.isEmpty() && scans.asked.isEmpty()) {
      return;
    }
    text.open("scans");
    if (!scans.asked.isEmpty()) {
      text.array("asked");
      for (Asked one : scans.asked) {
        text.open().text("exchange", one.exchange).text("model", one.model);
        text.text("result", one.result).text("rule", one.rule).close();
      }
      text.endArray();
    }
    text.list("missed", scans.missed).list("run", scans.run).close();
  }

  /** Who was asked of {@code what}, for a reader. */
  static List<String> told(String what, Json scans) {
    var lines = new ArrayList<String>();
    for (Json one : scans.at("asked").items()) {
      String exchange = one.text("exchange", "");
      lines.add(
          "%s by %s for %s: %s%s"
              .formatted(
                  what,
                  one.text("model", ""),
                  one.text("rule", ""),
                  one.text("result", ""),
                  exchange.isEmpty() ? "" : ", in exchange " + exchange));
    }
    return lines;
  }
}
