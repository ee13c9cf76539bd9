package io.sluice;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.ContentRule;
import io.sluice.model.ContentRule.Consequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Content rules as they are kept beside a version of policy, so that what was decided then can be
 * decided again: where they held and what came of them, not what was looked for.
 */
final class ContentRuleText {
  private ContentRuleText() {}

  static void write(JsonWriter writer, List<ContentRule> rules) {
    if (rules.isEmpty()) {
      return;
    }
    writer.name("content_rules").array();
    for (ContentRule rule : rules) {
      writer.object().field("name", rule.name()).field("in", rule.in()).field("out", rule.out());
      writer.field("verdict", rule.consequence().word());
      list(writer.name("models"), rule.scope().models());
      list(writer.name("routes"), rule.scope().routes());
      list(writer.name("roles"), rule.scope().roles());
      writer.endObject();
    }
    writer.endArray();
  }

  static List<ContentRule> read(Json list) {
    var rules = new ArrayList<ContentRule>();
    for (Json one : list.items()) {
      var scope =
          new ContentRule.Scope(
              texts(one.at("models")), texts(one.at("routes")), texts(one.at("roles")));
      rules.add(
          new ContentRule(
              one.text("name", ""),
              scope,
              one.at("in").bool(false),
              one.at("out").bool(false),
              Consequence.valueOf(one.text("verdict", "block").toUpperCase(Locale.ROOT))));
    }
    return rules;
  }

  private static void list(JsonWriter writer, Set<String> texts) {
    writer.array();
    texts.stream().sorted().forEach(writer::value);
    writer.endArray();
  }

  private static Set<String> texts(Json list) {
    var all = new HashSet<String>();
    list.items().forEach(one -> all.add(one.string().orElse("")));
    return all;
  }
}
