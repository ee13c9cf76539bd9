package io.sluice.policy;

import io.sluice.model.Abilities;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Categories;
import io.sluice.model.Exposure;
import io.sluice.model.Exposure.Found;
import io.sluice.model.Facts;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Price;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Affiliation;
import io.sluice.model.Principal.Allowance;
import io.sluice.model.Principal.Delegation;
import io.sluice.model.Principal.Grants;
import io.sluice.model.Profile;
import io.sluice.model.Profile.Diligence;
import io.sluice.model.Profile.Review;
import io.sluice.model.Profile.Standing;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Readers;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Call;
import io.sluice.model.Traits.Operation;
import io.sluice.model.Traits.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the test cases of one file. What a case does not say has the value that is worst for a
 * model and plainest for a request: nothing known of the provider, internal text of a user.
 */
final class TestCases {
  /** Dimensions whose values the reader of a file may know better. */
  private static final List<String> OPEN = List.of("retention_days", "jurisdiction", "terms");

  private final SourceFile file;
  private final RulesSettings settings;
  private final List<Problem> problems;
  private final Map<String, Candidate> models = new HashMap<>();

  private TestCases(SourceFile file, RulesSettings settings, List<Problem> problems) {
    this.file = file;
    this.settings = settings;
    this.problems = problems;
  }

  /** The cases of {@code file}; what cannot be understood is added to {@code problems}. */
  static List<TestCase> read(SourceFile file, RulesSettings settings, List<Problem> problems) {
    return new TestCases(file, settings, problems).cases();
  }

  /** The assertions under {@code never} of {@code file}. */
  static List<Never> nevers(SourceFile file, RulesSettings settings, List<Problem> problems) {
    var reader = new TestCases(file, settings, problems);
    var all = new ArrayList<Never>();
    for (CaseNode node : CaseNode.of(file, problems).items("never")) {
      all.add(reader.never(node));
    }
    return all;
  }

  private Never never(CaseNode node) {
    String name = node.text("name", "");
    if (name.isEmpty()) {
      node.wrong("name", "an assertion needs a name");
    }
    var choices = new HashMap<String, List<String>>();
    for (var dimension : Never.DIMENSIONS.entrySet()) {
      if (node.has(dimension.getKey())) {
        List<String> said = node.texts(dimension.getKey());
        choices.put(dimension.getKey(), said);
        List<String> valid =
            dimension.getKey().equals("found")
                ? List.copyOf(settings.categories())
                : dimension.getValue();
        if (!valid.isEmpty() && !OPEN.contains(dimension.getKey()) && !valid.containsAll(said)) {
          node.wrong(
              dimension.getKey(), "'" + dimension.getKey() + "' is of " + String.join(", ", valid));
        }
      }
    }
    boolean masked = node.word("masked", "no", List.of("no", "allowed")).equals("allowed");
    node.close();
    return new Never(name, file.path(), node.line(), choices, masked);
  }

  private List<TestCase> cases() {
    CaseNode root = CaseNode.of(file, problems);
    if (!root.has("cases") && root.has("never")) {
      return List.of();
    }
    boolean both = root.has("never"); // read apart
    assert both || root.items("never").isEmpty();
    root.named("models").forEach((name, node) -> models.put(name, model(name, node)));
    var cases = new ArrayList<TestCase>();
    var names = new HashSet<String>();
    for (CaseNode node : root.items("cases")) {
      String name = node.text("name", "");
      if (name.isEmpty() || !names.add(name)) {
        node.wrong("name", "a case needs a name of its own");
      }
      var given = given(node.at("given"));
      var expected = expected(node);
      node.close();
      cases.add(new TestCase(name, file.path(), node.line(), given, expected));
    }
    root.close();
    return cases;
  }

  private TestCase.Expected expected(CaseNode node) {
    String word = node.word("expect", "deny", List.of("allow", "mask", "hold", "deny"));
    if (node.text("expect").isEmpty()) {
      node.wrong("expect", "a case needs 'expect'");
    }
    var mask = node.has("mask") ? categories(node, "mask") : null;
    return new TestCase.Expected(
        TestCase.Outcome.valueOf(word.toUpperCase(Locale.ROOT)),
        mask,
        node.texts("by"),
        node.texts("never"));
  }

  private TestCase.Given given(CaseNode node) {
    String word = node.word("action", "invokeModel", words());
    Action action =
        Arrays.stream(Action.values())
            .filter(one -> one.word().equals(word))
            .findFirst()
            .orElseThrow();
    var base =
        new Label(
            integrity(node), level(node, "level", Level.INTERNAL), categories(node), readers(node));
    var exposure = new Exposure(base, found(node));
    Thing thing = thing(action, node, base);
    var facts =
        new Facts(
            principal(node.at("caller")),
            traits(node),
            exposure,
            node.text("purpose", ""),
            Instant.EPOCH,
            node.texts("waivers"),
            losses(thing, node.texts("losses")));
    node.close();
    return new TestCase.Given(action, facts, thing);
  }

  /** Lost on the way to the model that is acted on. */
  private static Losses losses(Thing thing, List<String> names) {
    return thing instanceof Thing.Model(var model, var _, var _)
        ? Losses.known(Map.of(model.ref().text(), names))
        : Losses.UNKNOWN;
  }

  /** Names, which are never none: without the member nobody was named. */
  private static Readers readers(CaseNode node) {
    List<String> names = node.texts("readers");
    return names.isEmpty() ? Readers.EVERYONE : Readers.of(names);
  }

  private Thing thing(Action action, CaseNode node, Label label) {
    return switch (action) {
      case INVOKE_MODEL, MASK -> new Thing.Model(model(node, "model"), null, node.texts("along"));
      case FALLBACK, SHADOW -> new Thing.Model(model(node, "model"), model(node, "from"));
      case RELEASE_OUTPUT -> new Thing.Audience(level(node, "audience", Level.PUBLIC));
      case CALL_TOOL -> new Thing.Call(use(node, label));
      case STORE_PAYLOAD ->
          new Thing.Stored(node.word("storing", "redacted", sorted(ClosedLists.STORING)));
      case VIEW_RECORD ->
          new Thing.Viewed(node.word("kind", "exchange", sorted(ClosedLists.KINDS)));
      case ADMINISTER ->
          new Thing.Operation(
              node.word("operate", "policy.activate", sorted(ClosedLists.OPERATIONS)));
    };
  }

  /** A tool nobody described, whose arguments are worth what the context is, unless it is said. */
  private ToolUse use(CaseNode node, Label context) {
    CaseNode tool = node.at("tool");
    var described =
        new ToolUse.Tool(
            tool.text("name", "tool"),
            tool.text("server", ""),
            tool.word("effect", "execute", sorted(ClosedLists.EFFECTS)),
            choice(tool, "min_integrity", Integrity.USER),
            level(tool, "max_level", Level.PUBLIC),
            tool.word("declared", "true", List.of("true", "false")).equals("true"));
    tool.close();
    CaseNode given = node.at("arguments");
    var label =
        new Label(context.integrity(), level(given, "level", context.level()), categories(given));
    Integrity control = choice(given, "control", context.integrity());
    boolean named = given.word("named", "false", List.of("true", "false")).equals("true");
    boolean reads = given.word("reads", "true", List.of("true", "false")).equals("true");
    given.close();
    String mode = node.word("mode", "balanced", sorted(ClosedLists.MODES));
    return new ToolUse(
        described, context, new ToolUse.Arguments(label, control, named, reads), mode);
  }

  private static List<String> words() {
    return Arrays.stream(Action.values()).map(Action::word).toList();
  }

  /** A model by its name in this file, or as it is described in its place. */
  private Candidate model(CaseNode node, String key) {
    if (!node.isText(key)) {
      CaseNode described = node.at(key);
      if (!described.present()) {
        node.wrong(key, "a case needs '" + key + "'");
      }
      return model(key, described);
    }
    Candidate known = models.get(node.text(key, ""));
    if (known == null) {
      String word = node.word(key, "", List.copyOf(models.keySet()));
      return model(word, CaseNode.of(new SourceFile(file.path(), ""), problems));
    }
    return known;
  }

  private Candidate model(String name, CaseNode node) {
    String provider = node.text("provider", name);
    String id = node.text("id", name);
    var standing = choice(node, "review", Standing.MISSING);
    var profile =
        new Profile(
            choice(node, "zone", Zone.EXTERNAL),
            node.text("jurisdiction", ""),
            node.number("retention_days", -1),
            training(node),
            level(node, "clearance", Level.PUBLIC),
            new Review(standing, "", null, null),
            Diligence.NONE);
    Price price = node.text("price", "").equals("free") ? Price.FREE : null;
    var ref = new ModelRef(provider, id);
    String called = node.text("name", ref.text());
    String api = node.text("api", "openai");
    node.close();
    return new Candidate(ref, called, api, profile, price, Abilities.UNKNOWN);
  }

  private static Training training(CaseNode node) {
    return switch (node.word("trains_on_data", "unknown", List.of("true", "false", "unknown"))) {
      case "true" -> Training.YES;
      case "false" -> Training.NO;
      default -> Training.UNKNOWN;
    };
  }

  private Principal principal(CaseNode node) {
    var affiliation =
        new Affiliation(node.text("team", ""), node.text("app", ""), node.texts("roles"));
    var grants = new Grants(level(node, "level", Level.INTERNAL), null, integrity(node), List.of());
    var principal =
        new Principal(
            node.text("tenant", "default"),
            node.text("id", "caller"),
            affiliation,
            grants,
            Allowance.NONE,
            new Delegation(node.texts("agents"), ""));
    node.close();
    return principal;
  }

  private static Traits traits(CaseNode node) {
    boolean stream = node.word("stream", "false", List.of("true", "false")).equals("true");
    var call =
        new Call(
            node.text("format", "openai"),
            choice(node, "operation", Operation.CHAT),
            node.text("asked", ""),
            stream);
    return new Traits(
        call,
        sorted(node.texts("modalities")),
        sorted(node.texts("tools")),
        new Size(0, 0, 0),
        sorted(node.texts("terms")));
  }

  private List<Found> found(CaseNode node) {
    var all = new ArrayList<Found>();
    for (CaseNode item : node.items("found")) {
      var label =
          new Label(Integrity.OPERATOR, level(item, "level", Level.PUBLIC), categories(item));
      all.add(new Found(item.text("type", "value"), label, 1));
      item.close();
    }
    return all;
  }

  private Categories categories(CaseNode node) {
    return categories(node, "categories");
  }

  private Categories categories(CaseNode node, String key) {
    Set<String> known = settings.categories();
    List<String> names = node.texts(key);
    for (String name : names) {
      if (!known.contains(name)) {
        node.wrong(key, "there is no category '" + name + "'");
      }
    }
    return Categories.of(names);
  }

  private static Level level(CaseNode node, String key, Level otherwise) {
    return choice(node, key, otherwise);
  }

  private static Integrity integrity(CaseNode node) {
    return choice(node, "integrity", Integrity.USER);
  }

  private static <E extends Enum<E>> E choice(CaseNode node, String key, E otherwise) {
    E[] all = otherwise.getDeclaringClass().getEnumConstants();
    var words = Arrays.stream(all).map(Attribute::word).toList();
    String word = node.word(key, Attribute.word(otherwise), words);
    return all[words.indexOf(word)];
  }

  private static List<String> sorted(Collection<String> names) {
    return names.stream().sorted().toList();
  }
}
