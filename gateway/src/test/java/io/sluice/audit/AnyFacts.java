package io.sluice.audit;

import io.sluice.model.Categories;
import io.sluice.model.Exposure;
import io.sluice.model.Facts;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Money;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Period;
import io.sluice.model.Task;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Facts drawn at random, with texts that need escapes. */
final class AnyFacts {
  private static final List<String> ODD =
      List.of(
          "",
          "plain",
          "quo\"te",
          "back\\slash",
          "n\new\tline",
          "\u0001\u001f",
          "Größe",
          "雪",
          "\uD83D\uDE00",
          "</script>",
          "exchange",
          "\u007f\u2028");

  private final SplittableRandom random;

  AnyFacts(SplittableRandom random) {
    this.random = random;
  }

  Facts facts() {
    var found = new ArrayList<Exposure.Found>();
    for (String type : texts()) {
      found.add(new Exposure.Found(type, label(), random.nextInt(100)));
    }
    var exposure = new Exposure(label(), found);
    return new Facts(principal(), traits(), exposure, text(), moment(), texts(), losses());
  }

  private Losses losses() {
    if (random.nextBoolean()) {
      return Losses.UNKNOWN;
    }
    var lost = new TreeMap<String, List<String>>();
    texts().forEach(model -> lost.put(model, texts()));
    return Losses.known(lost);
  }

  private Principal principal() {
    Money budget = random.nextBoolean() ? null : new Money(random.nextLong(Long.MAX_VALUE));
    return new Principal(
        text(),
        text(),
        new Principal.Affiliation(text(), text(), texts()),
        new Principal.Grants(
            pick(Level.values()),
            random.nextBoolean() ? null : pick(Level.values()),
            pick(Integrity.values()),
            texts()),
        new Principal.Allowance(budget, pick(Period.values()), random.nextInt(1_000)),
        new Principal.Delegation(texts(), text(), texts()));
  }

  private Traits traits() {
    return new Traits(
        new Traits.Call(
            text(),
            pick(Operation.values()),
            text(),
            random.nextBoolean(),
            random.nextBoolean() ? Task.NONE : new Task("code", "long")),
        texts(),
        texts(),
        new Traits.Size(
            random.nextLong(Long.MAX_VALUE), random.nextInt(1_000), random.nextLong(9_000)),
        texts());
  }

  private Label label() {
    return new Label(pick(Integrity.values()), pick(Level.values()), Categories.of(texts()));
  }

  private Instant moment() {
    return Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
  }

  List<String> texts() {
    var texts = new ArrayList<String>();
    for (int i = random.nextInt(4); i > 0; i--) {
      texts.add(text());
    }
    return texts;
  }

  private String text() {
    return pick(ODD.toArray(String[]::new)) + pick(ODD.toArray(String[]::new));
  }

  private <T> T pick(T[] from) {
    return from[random.nextInt(from.length)];
  }
}
