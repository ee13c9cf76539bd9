package io.sluice.policy;

import io.sluice.json.Json;
import io.sluice.model.Nearest;
import io.sluice.model.Obligations;
import io.sluice.model.Obligations.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads the annotations of one statement that ask for something, and says what is wrong. */
final class Annotations {
  static final List<String> ALL =
      List.of(
          "id",
          "owner",
          "reason",
          "controls",
          "mask",
          "hidden",
          "approval",
          "max_tokens",
          "storage",
          "region",
          "stream",
          "require_schema",
          "record");

  private static final List<String> OBLIGATIONS =
      List.of("max_tokens", "storage", "region", "stream", "require_schema", "record");

  private static final String RECORDED = "before_egress";

  private final Statement statement;
  private final Json annotations;
  private final List<Problem> problems;

  Annotations(Statement statement, Json annotations, List<Problem> problems) {
    this.statement = statement;
    this.annotations = annotations;
    this.problems = problems;
  }

  /** What a permit to use a model asks for in return. */
  Obligations obligations(boolean permitsModel) {
    boolean any = false;
    for (String name : OBLIGATIONS) {
      boolean present = !annotations.at(name).missing();
      any |= present;
      if (present && !permitsModel) {
        wrong("@" + name, "@" + name + " belongs to a permit of Action::\"invokeModel\" alone");
      }
    }
    if (!any) {
      return Obligations.NONE;
    }
    String storage = word("storage", "full", List.of("none", "redacted", "full"));
    return new Obligations(
        tokens(),
        Storage.valueOf(storage.toUpperCase(Locale.ROOT)),
        word("region", "any", List.of("any", "keep")).equals("keep"),
        word("stream", "any", List.of("any", "whole")).equals("whole"),
        !annotations.at("require_schema").missing(),
        word("record", "any", List.of("any", RECORDED)).equals(RECORDED));
  }

  List<String> controls() {
    return Arrays.stream(annotations.text("controls", "").split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private long tokens() {
    String text = annotations.text("max_tokens", "");
    if (annotations.at("max_tokens").missing()) {
      return 0;
    }
    if (text.matches("[1-9][0-9]{0,8}")) {
      return Long.parseLong(text);
    }
    wrong(text, "@max_tokens needs a whole number from 1 to 999999999");
    return 0;
  }

  private String word(String name, String otherwise, List<String> words) {
    if (annotations.at(name).missing()) {
      return otherwise;
    }
    String word = annotations.text(name, "");
    if (!words.contains(word)) {
      problems.add(
          statement.problemAtWord(
              word.isEmpty() ? "@" + name : word,
              "@" + name + " is one of " + String.join(", ", words),
              Nearest.to(word, words, 2)));
      return otherwise;
    }
    return word;
  }

  private void wrong(String word, String message) {
    problems.add(statement.problemAtWord(word, message, List.of()));
  }
}
