package io.sluice.policy;

import com.cedarpolicy.model.exception.InternalException;
import com.cedarpolicy.model.policy.Policy;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Categories;
import io.sluice.model.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the statements of a bundle as rules and collects what is wrong with their annotations. */
final class RuleReader {
  private static final int ID_CHARS = 80;
  private static final int REASON_CHARS = 400;

  /** A rule, what Cedar made of it, and where it stands. */
  record Read(Rule rule, Policy policy, Json form, Statement statement) {}

  private final RulesSettings settings;
  private final Sight sight;
  private final List<Problem> problems;
  private final Map<String, Read> byId = new HashMap<>();
  private final List<Statement> broken = new ArrayList<>();

  RuleReader(RulesSettings settings, Sight sight, List<Problem> problems) {
    this.settings = settings;
    this.sight = sight;
    this.problems = problems;
  }

  /** Every rule that could be read, by id. */
  Map<String, Read> rules() {
    return byId;
  }

  /** The statements that Cedar cannot parse. */
  List<Statement> broken() {
    return broken;
  }

  void read(Statement statement) {
    Optional<Json> form = form(statement);
    if (form.isEmpty()) {
      broken.add(statement);
      return;
    }
    Json annotations = form.get().at("annotations");
    for (Json.Field field : annotations.fields()) {
      if (!Annotations.ALL.contains(field.name())) {
        unknown(statement, "@" + field.name(), field.name(), Annotations.ALL);
      }
    }
    String id = required(statement, annotations, "id");
    if (!id.isEmpty() && !plain(id)) {
      wrong(statement, id, "an id is of letters, digits, '-', '_' and '.'");
    }
    Rule rule = rule(id, statement, form.get());
    var read = new Read(rule, new Policy(statement.text(), id), form.get(), statement);
    if (!id.isEmpty() && byId.putIfAbsent(id, read) != null) {
      wrong(statement, id, "there is another rule '" + id + "'");
    }
  }

  private Rule rule(String id, Statement statement, Json form) {
    Json annotations = form.at("annotations");
    boolean permits = form.text("effect", "").equals("permit");
    boolean approvable = !annotations.at("approval").missing();
    if (permits && approvable) {
      wrong(statement, "@approval", "@approval belongs to a forbid: what a person may set aside");
    }
    var more = new Annotations(statement, annotations, problems);
    return new Rule(
        id,
        permits,
        new Rule.Notes(required(statement, annotations, "owner"), more.controls()),
        wording(statement, required(statement, annotations, "reason")),
        mask(statement, annotations, permits(form, Action.MASK)),
        more.obligations(permits(form, Action.INVOKE_MODEL)),
        new Rule.Marks(!annotations.at("hidden").missing(), approvable, waivable(statement, form)));
  }

  /**
   * True if the rule may be waived. A waiver only ever excepts from the forbid that opts in under
   * its own name: any other way of reading waivers would let one permit what nobody agreed to.
   */
  private boolean waivable(Statement statement, Json form) {
    boolean waivable = false;
    for (Json condition : form.at("conditions").items()) {
      if (!condition.raw().utf8().contains("\"waivers\"")) {
        continue;
      }
      boolean unless = condition.text("kind", "").equals("unless");
      boolean forbids = form.text("effect", "").equals("forbid");
      if (unless && forbids && exempts(condition.at("body"), form)) {
        waivable = true;
      } else {
        wrong(
            statement,
            "waivers",
            "waivers are read in a forbid alone, as: unless { context.waivers.contains(\"ID\") },"
                + " ID being the forbid's own id");
      }
    }
    return waivable;
  }

  private static boolean exempts(Json body, Json form) {
    Json contains = body.at("contains");
    Json set = contains.at("left").at(".");
    return set.text("attr", "").equals("waivers")
        && set.at("left").text("Var", "").equals("context")
        && contains.at("right").text("Value", "").equals(form.at("annotations").text("id", ""));
  }

  private static Optional<Json> form(Statement statement) {
    try {
      String form = new Policy(statement.text(), "rule").toJson();
      return Optional.of(Json.parse(Bytes.utf8(form), JsonLimits.DEFAULT));
    } catch (InternalException | JsonException e) {
      return Optional.empty();
    }
  }

  private String required(Statement statement, Json annotations, String name) {
    String text = annotations.text(name, "").strip();
    if (text.isEmpty()) {
      wrong(statement, statement.text(), "a rule needs @" + name + "(\"...\")");
    }
    return text;
  }

  private static boolean plain(String id) {
    return id.length() <= ID_CHARS
        && id.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '-'
                        || c == '_'
                        || c == '.');
  }

  private Wording wording(Statement statement, String text) {
    var wording = new Wording(text);
    if (text.length() > REASON_CHARS) {
      wrong(statement, text, "a reason has at most " + REASON_CHARS + " characters");
    }
    for (String place : wording.places()) {
      if (!Wording.PLACES.containsKey(place)) {
        unknown(statement, "{" + place + "}", place, Wording.PLACES.keySet());
      } else if (Wording.DECLARED.contains(place) && !sight.reads(place)) {
        wrong(statement, "{" + place + "}", "the schema does not let rules read '" + place + "'");
      }
    }
    return wording;
  }

  /** True if the rule permits this one action. */
  private static boolean permits(Json form, Action action) {
    return form.text("effect", "").equals("permit")
        && form.at("action").at("entity").text("id", "").equals(action.word());
  }

  private Categories mask(Statement statement, Json annotations, boolean masks) {
    if (annotations.at("mask").missing()) {
      if (masks) {
        wrong(statement, "mask", "a permit to mask needs @mask(\"...\"): which categories");
      }
      return Categories.NONE;
    }
    if (!masks) {
      wrong(statement, "@mask", "@mask belongs to a permit of Action::\"mask\" alone");
    }
    var names =
        Arrays.stream(annotations.text("mask", "").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    if (names.isEmpty()) {
      wrong(statement, "@mask", "@mask needs at least one category");
    }
    for (String name : names) {
      if (!settings.categories().contains(name)) {
        unknown(statement, name, name, settings.categories());
      }
    }
    return Categories.of(Set.copyOf(names));
  }

  private void wrong(Statement statement, String word, String message) {
    problems.add(statement.problemAtWord(word, message, List.of()));
  }

  private void unknown(Statement statement, String at, String name, Collection<String> valid) {
    problems.add(
        statement.problemAtWord(at, "there is no '" + name + "'", Nearest.to(name, valid, 2)));
  }
}
