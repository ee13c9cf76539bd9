package io.sluice.cli.security;

import io.sluice.cli.security.DataSet.Row;
import io.sluice.inspect.InspectSettings;
import io.sluice.inspect.Inspector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Secrets in labelled snippets: what share of those that hold one is flagged, and of those that
 * only look so.
 */
public final class SecretMeasure implements Measure {
  private final Inspector inspector = new Inspector(InspectSettings.DEFAULT);

  @Override
  public List<String> folders() {
    return List.of("secrets");
  }

  @Override
  public List<Score> scores(DataSet data) throws IOException {
    var texts = new ArrayList<String>();
    var seen = new int[4];
    for (Row row : data.rows("secrets")) {
      String text = row.text("text");
      texts.add(text);
      if (!row.in("train")) {
        boolean secret = row.text("label").equals("secret");
        seen[(secret ? 2 : 0) + (flagged(text) ? 1 : 0)]++;
      }
    }
    var at = new Score.At("secrets", "all");
    double recall = (double) seen[3] / Math.max(1, seen[2] + seen[3]);
    double wrong = (double) seen[1] / Math.max(1, seen[0] + seen[1]);
    return List.of(
        Score.atLeast(at, "recall", recall, 0.90),
        Score.atMost(at, "counter-examples flagged", wrong, 0.10),
        Speed.of("secrets", texts, inspector, 50));
  }

  private boolean flagged(String text) {
    return inspector.scan(text).bySegment().getFirst().stream()
        .anyMatch(finding -> finding.type().equals("credential"));
  }
}
