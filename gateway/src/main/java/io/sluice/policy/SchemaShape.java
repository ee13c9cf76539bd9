package io.sluice.policy;

import io.sluice.json.Json;
import io.sluice.model.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares a schema with the facts there are: it may declare less, never something else. Reads
 * Cedar's JSON form of the schema; positions are looked up in the text.
 */
final class SchemaShape {
  /** What is known of each type of entity. */
  private static final Map<String, Map<String, Attribute>> ENTITIES =
      Map.of(
          "Caller", Attribute.CALLER,
          "Operator", Attribute.OPERATOR,
          "Model", Attribute.OF_MODEL,
          "Provider", Map.of(),
          "Audience", Attribute.OF_AUDIENCE,
          "Tool", Attribute.OF_TOOL,
          "Payload", Attribute.OF_PAYLOAD,
          "Ledger", Attribute.OF_RECORD,
          "Operation", Attribute.OF_OPERATION);

  private final SourceFile file;
  private final Json types;
  private final Json common;
  private final Json actions;
  private final List<Problem> problems;

  private SchemaShape(SourceFile file, Json namespace, List<Problem> problems) {
    this.file = file;
    this.types = namespace.at("entityTypes");
    this.common = namespace.at("commonTypes");
    this.actions = namespace.at("actions");
    this.problems = problems;
  }

  /** What the schema lets rules read; whatever is wrong is added to {@code problems}. */
  static Sight read(SourceFile file, Json schema, List<Problem> problems) {
    for (Json.Field field : schema.fields()) {
      if (!field.name().isEmpty()) {
        problems.add(at(file, field.name(), "namespaces are not used here", List.of()));
      }
    }
    return new SchemaShape(file, schema.at(""), problems).sight();
  }

  private Sight sight() {
    var contexts = new EnumMap<Action, List<Attribute>>(Action.class);
    var needed = new HashSet<String>(Set.of("Provider"));
    for (Action action : Action.values()) {
      boolean declared = !actions.at(action.word()).missing();
      if (declared || action.needed()) {
        contexts.put(action, context(action));
        needed.add(action.principal());
        needed.add(action.resource());
      }
      if (!declared && action.needed()) {
        missing("action", action.word());
      }
    }
    var words = Arrays.stream(Action.values()).map(Action::word).toList();
    unknown(actions, words, "action");
    unknown(types, ENTITIES.keySet(), "entity type");
    needed.stream()
        .filter(name -> types.at(name).missing())
        .sorted()
        .forEach(name -> missing("entity type", name));
    var entities = new HashMap<String, List<Attribute>>();
    ENTITIES.forEach((name, known) -> entities.put(name, entity(name, known)));
    return new Sight(entities, inProvider(), contexts);
  }

  private void unknown(Json declared, Collection<String> valid, String kind) {
    for (Json.Field field : declared.fields()) {
      if (!valid.contains(field.name())) {
        wrong(field.name(), "there is no " + kind + " '" + field.name() + "'", valid);
      }
    }
  }

  private void missing(String kind, String name) {
    problems.add(file.problem(0, kind + " '" + name + "' is missing", List.of()));
  }

  private List<Attribute> entity(String name, Map<String, Attribute> known) {
    Json type = types.at(name);
    if (!type.at("enum").missing()) {
      wrong(name, "'" + name + "' cannot be a list of ids", List.of());
    }
    return attributes(type.at("shape"), known, name);
  }

  private boolean inProvider() {
    return types.at("Model").at("memberOfTypes").items().stream()
        .anyMatch(item -> item.string().orElse("").equals("Provider"));
  }

  private List<Attribute> context(Action action) {
    Json applies = actions.at(action.word()).at("appliesTo");
    if (!actions.at(action.word()).missing()) {
      only(applies.at("principalTypes"), action.principal(), action);
      only(applies.at("resourceTypes"), action.resource(), action);
    }
    return attributes(applies.at("context"), known(action), "context");
  }

  private static Map<String, Attribute> known(Action action) {
    return switch (action) {
      case INVOKE_MODEL, MASK -> Attribute.MODEL_CONTEXT;
      case RELEASE_OUTPUT, STORE_PAYLOAD -> Attribute.CONTEXT;
      case FALLBACK, SHADOW -> Attribute.FALLBACK_CONTEXT;
      case CALL_TOOL -> Attribute.TOOL_CONTEXT;
      case VIEW_RECORD, ADMINISTER -> Attribute.OPERATOR_CONTEXT;
    };
  }

  private void only(Json types, String valid, Action action) {
    boolean right =
        types.items().size() == 1 && types.items().getFirst().string().orElse("").equals(valid);
    if (!right) {
      wrong(action.word(), "action '" + action.word() + "' must apply to " + valid, List.of());
    }
  }

  private List<Attribute> attributes(Json record, Map<String, Attribute> known, String owner) {
    var declared = new ArrayList<Attribute>();
    for (Json.Field field : resolved(record).at("attributes").fields()) {
      Attribute attribute = known.get(field.name());
      if (attribute == null) {
        String message = owner + " has no attribute '" + field.name() + "'";
        wrong(field.name(), message, known.keySet());
        continue;
      }
      String type = type(field.value());
      if (!type.equals(attribute.type())) {
        String message = "'" + field.name() + "' is a " + attribute.type() + ", not a " + type;
        wrong(field.name(), message, List.of());
      }
      declared.add(attribute);
    }
    return List.copyOf(declared);
  }

  /** The type behind a name of the schema's own. */
  private Json resolved(Json type) {
    Json at = type;
    for (int depth = 0; depth < 8; depth++) {
      String name = at.text("name", at.text("type", ""));
      Json target = common.at(name);
      if (target.missing()) {
        return at;
      }
      at = target;
    }
    return at;
  }

  private String type(Json declared) {
    Json type = resolved(declared);
    String kind = type.text("type", "");
    if (kind.equals("Set")) {
      return "Set<" + type(type.at("element")) + ">";
    }
    String name = kind.startsWith("Entity") ? type.text("name", kind) : kind;
    String plain = name.startsWith("__cedar::") ? name.substring("__cedar::".length()) : name;
    return plain.equals("Boolean") ? Attribute.TRUTH : plain;
  }

  private void wrong(String word, String message, Collection<String> valid) {
    problems.add(at(file, word, message, Nearest.to(word, valid, 2)));
  }

  private static Problem at(SourceFile file, String word, String message, List<String> nearest) {
    var found = Pattern.compile("\\b" + Pattern.quote(word) + "\\b").matcher(file.text());
    return file.problem(found.find() ? found.start() : 0, message, nearest);
  }
}
