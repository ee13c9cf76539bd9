package io.sluice.json;

import io.sluice.json.Json.Field;
import io.sluice.json.Json.Kind;
import io.sluice.model.Bytes;
import io.sluice.model.Span;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One check of a value against a schema that was read. It ends after a bounded number of steps. */
final class SchemaCheck {
  private static final int MOST_DEPTH = 512;
  private static final int MOST_MAGNITUDE = 2_000;

  private final Json root;
  private final Map<String, Pattern> patterns;
  private int steps;
  private int depth;
  private @Nullable String inner;

  SchemaCheck(Json root, Map<String, Pattern> patterns, int mostSteps) {
    this.root = root;
    this.patterns = patterns;
    this.steps = mostSteps;
  }

  /** The check would take too long. */
  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuch() {
      super("a check of a schema takes too long", null, false, false);
    }
  }

  Optional<String> flaw(Json value) {
    try {
      return Optional.ofNullable(flaw(root, value));
    } catch (TooMuch | StackOverflowError e) { // a pattern may go as deep as a text is long
      return Optional.of("too much to check");
    }
  }

  /** The first word of {@code schema} that {@code value} does not keep to; null: it does. */
  private @Nullable String flaw(Json schema, Json value) {
    step();
    if (schema.kind() == Kind.FALSE) {
      return "false";
    }
    if (++depth > MOST_DEPTH) {
      throw new TooMuch();
    }
    String flaw = null;
    for (Field rule : schema.fields()) {
      inner = null;
      if (!kept(schema, rule, value)) {
        flaw = inner == null || rule.name().equals("contains") ? rule.name() : inner;
        break;
      }
    }
    depth--;
    inner = flaw;
    return flaw;
  }

  private boolean keeps(Json value, Json schema) {
    return flaw(schema, value) == null;
  }

  private void step() {
    if (--steps < 0) {
      throw new TooMuch();
    }
  }

  private boolean kept(Json schema, Field rule, Json value) {
    Json said = rule.value();
    return switch (rule.name()) {
      case "$ref" -> keeps(value, JsonSchema.referred(root, said.string().orElseThrow()));
      case "type" -> empty(schema, value) || type(said, value);
      case "enum" -> empty(schema, value) || said.items().stream().anyMatch(it -> same(it, value));
      case "const" -> same(said, value);
      case "not" -> !keeps(value, said);
      case "allOf" -> said.items().stream().allMatch(each -> keeps(value, each));
      case "anyOf" -> said.items().stream().anyMatch(each -> keeps(value, each));
      case "oneOf" -> said.items().stream().filter(each -> keeps(value, each)).count() == 1;
      case "if" -> {
        Json then = schema.at(keeps(value, said) ? "then" : "else");
        yield then.missing() || keeps(value, then);
      }
      default ->
          switch (value.kind()) {
            case NUMBER -> number(schema, rule, value);
            case STRING -> text(rule, value.string().orElseThrow());
            case ARRAY -> array(schema, rule, value.items());
            case OBJECT -> object(schema, rule, value);
            case TRUE, FALSE, NULL, MISSING -> true;
          };
    };
  }

  /** OpenAPI 3.0: null is allowed besides what the type says. */
  private static boolean empty(Json schema, Json value) {
    return value.kind() == Kind.NULL && schema.at("nullable").bool(false);
  }

  private static boolean type(Json said, Json value) {
    return said.isArray()
        ? said.items().stream().anyMatch(each -> is(each.string().orElse(""), value))
        : is(said.string().orElse(""), value);
  }

  private static boolean is(String type, Json value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "boolean" -> value.kind() == Kind.TRUE || value.kind() == Kind.FALSE;
      case "null" -> value.kind() == Kind.NULL;
      case "number" -> value.kind() == Kind.NUMBER;
      default -> decimal(value).map(it -> it.stripTrailingZeros().scale() <= 0).orElse(false);
    };
  }

  /** The exact value of a number; empty if it is none, or too large to be one here. */
  static Optional<BigDecimal> decimal(Json value) {
    if (value.kind() != Kind.NUMBER) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(value.raw().utf8()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static BigDecimal exact(Json value) {
    return decimal(value).orElseThrow(TooMuch::new);
  }

  private static boolean number(Json schema, Field rule, Json value) {
    Json said = rule.value();
    return switch (rule.name()) {
      case "minimum" -> exact(value).compareTo(exact(said)) >= 0;
      case "maximum" -> exact(value).compareTo(exact(said)) <= 0;
      case "exclusiveMinimum" -> beyond(said, schema.at("minimum"), value, 1);
      case "exclusiveMaximum" -> beyond(said, schema.at("maximum"), value, -1);
      case "multipleOf" -> multiple(exact(value), exact(said));
      default -> true;
    };
  }

  /** Draft 4 says with true that the limit beside it is not reached. */
  private static boolean beyond(Json said, Json beside, Json value, int sign) {
    Json limit = said.kind() == Kind.NUMBER ? said : said.bool(false) ? beside : Json.MISSING;
    return limit.missing() || exact(value).compareTo(exact(limit)) * sign > 0;
  }

  private static boolean multiple(BigDecimal value, BigDecimal of) {
    long far = (long) value.precision() - value.scale() - of.precision() + of.scale();
    if (Math.abs(far) > MOST_MAGNITUDE) {
      throw new TooMuch();
    }
    return value.remainder(of).signum() == 0;
  }

  private boolean text(Field rule, String text) {
    return switch (rule.name()) {
      case "minLength" -> text.codePointCount(0, text.length()) >= count(rule.value());
      case "maxLength" -> text.codePointCount(0, text.length()) <= count(rule.value());
      case "pattern" -> matches(rule.value().string().orElseThrow(), text);
      default -> true;
    };
  }

  private boolean matches(String pattern, String text) {
    Pattern known = patterns.get(pattern);
    if (known == null) {
      throw new IllegalStateException("a pattern was not read");
    }
    return known.matcher(new Watched(text)).find();
  }

  /** A text that counts how often it is looked at. */
  private final class Watched implements CharSequence {
    private final String text;

    Watched(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      step();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return "Watched[" + text.length() + " chars]";
    }
  }

  private static long count(Json said) {
    return said.integer().orElseThrow();
  }

  private boolean array(Json schema, Field rule, List<Json> items) {
    Json said = rule.value();
    return switch (rule.name()) {
      case "minItems" -> items.size() >= count(said);
      case "maxItems" -> items.size() <= count(said);
      case "uniqueItems" -> !said.bool(false) || unique(items);
      case "prefixItems" -> inOrder(said.items(), items);
      case "items" ->
          said.isArray()
              ? inOrder(said.items(), items)
              : from(schema.at("prefixItems").items().size(), items, said);
      case "additionalItems" ->
          !schema.at("items").isArray() || from(schema.at("items").items().size(), items, said);
      case "contains" -> contains(schema, said, items);
      default -> true;
    };
  }

  private boolean inOrder(List<Json> schemas, List<Json> items) {
    for (int i = 0; i < Math.min(schemas.size(), items.size()); i++) {
      if (!keeps(items.get(i), schemas.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean from(int start, List<Json> items, Json schema) {
    return items.stream().skip(start).allMatch(item -> keeps(item, schema));
  }

  private boolean contains(Json schema, Json said, List<Json> items) {
    long found = items.stream().filter(item -> keeps(item, said)).count();
    return found >= schema.integer("minContains", 1)
        && found <= schema.integer("maxContains", Long.MAX_VALUE);
  }

  private boolean unique(List<Json> items) {
    for (int i = 1; i < items.size(); i++) {
      for (int k = 0; k < i; k++) {
        if (same(items.get(i), items.get(k))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean object(Json schema, Field rule, Json value) {
    Json said = rule.value();
    List<Field> members = value.fields();
    return switch (rule.name()) {
      case "required" -> all(said, value);
      case "minProperties" -> members.size() >= count(said);
      case "maxProperties" -> members.size() <= count(said);
      case "properties" ->
          said.fields().stream()
              .allMatch(
                  each ->
                      value.at(each.name()).missing()
                          || keeps(value.at(each.name()), each.value()));
      case "patternProperties" ->
          members.stream().allMatch(member -> fits(said.fields(), member, false));
      case "additionalProperties" ->
          members.stream().allMatch(member -> named(schema, member) || keeps(member.value(), said));
      case "propertyNames" -> members.stream().allMatch(member -> keeps(name(member), said));
      case "dependentRequired", "dependentSchemas", "dependencies" ->
          said.fields().stream()
              .allMatch(each -> value.at(each.name()).missing() || follows(each.value(), value));
      default -> true;
    };
  }

  private static boolean all(Json names, Json value) {
    return names.items().stream().noneMatch(name -> value.at(name.string().orElse("")).missing());
  }

  private boolean follows(Json said, Json value) {
    return said.isArray() ? all(said, value) : keeps(value, said);
  }

  /** Whether the member keeps to every rule whose pattern its name fits; or fits one at all. */
  private boolean fits(List<Field> rules, Field member, boolean any) {
    for (Field rule : rules) {
      boolean fits = matches(rule.name(), member.name());
      if (any && fits) {
        return true;
      }
      if (!any && fits && !keeps(member.value(), rule.value())) {
        return false;
      }
    }
    return !any;
  }

  private boolean named(Json schema, Field member) {
    return !schema.at("properties").at(member.name()).missing()
        || fits(schema.at("patternProperties").fields(), member, true);
  }

  private static Json name(Field member) {
    return new Json(Kind.STRING, Bytes.EMPTY, Span.NONE, member.name());
  }

  /** Equal as JSON has it: numbers by value, members in any order. */
  private boolean same(Json one, Json other) {
    step();
    if (one.kind() != other.kind()) {
      return false;
    }
    return switch (one.kind()) {
      case STRING -> one.string().equals(other.string());
      case NUMBER -> exact(one).compareTo(exact(other)) == 0;
      case ARRAY -> sameItems(one.items(), other.items());
      case OBJECT ->
          one.fields().size() == other.fields().size()
              && one.fields().stream().allMatch(each -> same(each.value(), other.at(each.name())));
      case TRUE, FALSE, NULL, MISSING -> true;
    };
  }

  private boolean sameItems(List<Json> one, List<Json> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!same(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }
}
