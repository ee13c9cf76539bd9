package io.sluice.policy;

import com.cedarpolicy.model.exception.InternalException;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the rules of a bundle speak of: two questions that differ in nothing that is mentioned have
 * the same answer.
 */
final class Mentions {
  private final Set<String> attributes = new HashSet<>();
  private final Set<String> types = new HashSet<>();
  private final Map<String, Set<String>> literals = new HashMap<>();

  private Mentions() {}

  static Mentions of(Bundle bundle) {
    var mentions = new Mentions();
    for (SourceFile file : bundle.rules()) {
      for (Statement statement : Statement.of(file)) {
        mentions.read(statement);
      }
    }
    return mentions;
  }

  /** True if some rule reads an attribute of that name, of whatever it be. */
  boolean attribute(String name) {
    return attributes.contains(name);
  }

  /** True if some rule names an entity of that type. */
  boolean type(String name) {
    return types.contains(name);
  }

  /** The texts that rules compare the attribute {@code name} with, sorted. */
  Set<String> literals(String name) {
    return literals.getOrDefault(name, Set.of());
  }

  private void read(Statement statement) {
    try {
      String form = new com.cedarpolicy.model.policy.Policy(statement.text(), "rule").toJson();
      walk(Json.parse(Bytes.utf8(form), JsonLimits.DEFAULT));
    } catch (InternalException | JsonException e) {
      throw new IllegalArgumentException("a bundle that was checked can be read", e);
    }
  }

  private void walk(Json at) {
    if (at.at("type").isString() && at.at("id").isString()) {
      types.add(at.text("type", ""));
    }
    if (at.at("attr").isString()) {
      attributes.add(at.text("attr", ""));
    }
    for (Json.Field field : at.fields()) {
      if (!field.name().equals("annotations")) {
        compared(field.value().at("left"), field.value().at("right"));
        compared(field.value().at("right"), field.value().at("left"));
        walk(field.value());
      }
    }
    at.items().forEach(this::walk);
  }

  private void compared(Json path, Json with) {
    String name = path.at(".").text("attr", "");
    if (!name.isEmpty()) {
      texts(with, literals.computeIfAbsent(name, _ -> new TreeSet<>()));
    }
  }

  private static void texts(Json expression, Set<String> all) {
    Json value = expression.at("Value");
    value.string().ifPresent(all::add);
    value.items().forEach(item -> item.string().ifPresent(all::add));
    expression.at("Set").items().forEach(item -> texts(item, all));
  }
}
