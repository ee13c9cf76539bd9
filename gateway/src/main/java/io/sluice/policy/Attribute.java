package io.sluice.policy;

import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import io.sluice.model.Candidate;
import io.sluice.model.Integrity;
import io.sluice.model.Level;
import io.sluice.model.Price;
import io.sluice.model.Principal;
import io.sluice.model.Profile;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Readers;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * One fact that a schema may let rules read, and how it is found. A bundle's schema names those its
 * rules need; nothing else is sent to Cedar or distinguishes remembered decisions.
 *
 * @param type Cedar's name for it
 */
record Attribute(String name, String type, Function<View, Value> value) {
  static final String TEXT = "String";
  static final String NUMBER = "Long";
  static final String TRUTH = "Bool";
  static final String TEXTS = "Set<String>";
  static final String MODEL = "Model";

  /** What an unknown retention counts as, in days: longer than any limit. */
  static final int UNKNOWN_RETENTION = 1_000_000_000;

  private static final BigDecimal LOW = BigDecimal.valueOf(2);
  private static final BigDecimal MEDIUM = BigDecimal.valueOf(20);

  /** Of whoever asks. */
  static final Map<String, Attribute> CALLER =
      table(
          text("tenant", view -> principal(view).tenant()),
          text("id", view -> principal(view).id()),
          text("team", view -> principal(view).affiliation().team()),
          text("app", view -> principal(view).affiliation().app()),
          texts("roles", view -> principal(view).affiliation().roles()),
          texts("agents", view -> principal(view).delegation().chain()),
          number("level", view -> number(principal(view).grants().level())),
          number("integrity", view -> number(principal(view).grants().integrity())));

  /** Of a model at its provider. */
  static final Map<String, Attribute> OF_MODEL =
      table(
          text("provider", view -> model(view).ref().provider()),
          text("id", view -> model(view).ref().id()),
          text("name", view -> model(view).name()),
          text("api", view -> model(view).api()),
          text("zone", view -> word(profile(view).zone())),
          number("distance", view -> distance(profile(view).zone())),
          text("jurisdiction", view -> profile(view).jurisdiction()),
          truth("jurisdictionAccepted", Attribute::accepted),
          number("retentionDays", view -> retention(profile(view))),
          text("training", view -> word(profile(view).training())),
          number("clearance", view -> number(profile(view).clearance())),
          text("review", view -> word(profile(view).review().standing())),
          text("price", view -> priceClass(model(view))));

  /** Of those an answer goes to. */
  static final Map<String, Attribute> OF_AUDIENCE =
      table(number("clearance", view -> number(clearance(view))));

  /** Of a tool that a model calls. */
  static final Map<String, Attribute> OF_TOOL =
      table(
          text("name", view -> view.use().tool().name()),
          text("server", view -> view.use().tool().server()),
          text("effect", view -> view.use().tool().effect()),
          number("minIntegrity", view -> number(view.use().tool().minIntegrity())),
          number("maxLevel", view -> number(view.use().tool().maxLevel())),
          truth("declared", view -> view.use().tool().declared()));

  /** Of content that is to be kept. */
  static final Map<String, Attribute> OF_PAYLOAD = table(text("storing", Attribute::named));

  /** Of what an operator wants to see, or to do. */
  static final Map<String, Attribute> OF_RECORD = table(text("kind", Attribute::named));

  static final Map<String, Attribute> OF_OPERATION = table(text("name", Attribute::named));

  /** Of an operator. */
  static final Map<String, Attribute> OPERATOR =
      table(
          text("name", view -> principal(view).id()),
          text("role", view -> String.join(",", principal(view).affiliation().roles())));

  /** Of the question itself. */
  static final Map<String, Attribute> CONTEXT =
      table(
          number("level", view -> number(view.label().level())),
          number("integrity", view -> number(view.label().integrity())),
          texts("categories", view -> view.label().categories().names()),
          texts("readers", view -> view.label().readers().names()),
          truth("reader", Attribute::reader),
          number("carriedLevel", view -> number(view.facts().exposure().base().level())),
          number("observedLevel", view -> number(observed(view))),
          texts("masked", view -> view.masked().names()),
          text("purpose", view -> view.facts().purpose()),
          text("session", view -> principal(view).delegation().session()),
          number("hourOfWeek", view -> hourOfWeek(view.facts().moment())),
          texts("waivers", View::waived),
          text("operation", view -> word(view.facts().traits().call().operation())),
          text("format", view -> view.facts().traits().call().format()),
          text("asked", view -> view.facts().traits().call().model()),
          truth("stream", view -> view.facts().traits().call().stream()),
          texts("modalities", view -> view.facts().traits().modalities()),
          texts("tools", view -> view.facts().traits().tools()),
          texts("terms", view -> view.facts().traits().terms()));

  /** Of a question about a model: what the request would lose on its way there, too. */
  static final Map<String, Attribute> MODEL_CONTEXT =
      and(CONTEXT, texts("losses", view -> view.losses()));

  /** Of the question whether another model may stand beside one: that one, too. */
  static final Map<String, Attribute> FALLBACK_CONTEXT = withPrimary();

  /** Of the question about a tool call: what its arguments are worth, too. */
  static final Map<String, Attribute> TOOL_CONTEXT =
      and(
          CONTEXT,
          text("mode", view -> view.use().mode()),
          number("argumentLevel", view -> number(view.use().arguments().label().level())),
          texts("argumentCategories", view -> view.use().arguments().label().categories().names()),
          number("controlIntegrity", view -> number(view.use().arguments().control())),
          truth("named", view -> view.use().arguments().named()),
          truth("reads", view -> view.use().arguments().reads()));

  /** Of the questions about operators, where there is no content. */
  static final Map<String, Attribute> OPERATOR_CONTEXT =
      table(number("hourOfWeek", view -> hourOfWeek(view.facts().moment())));

  /** The values of {@code attributes} in {@code view}. */
  static Map<String, Value> values(List<Attribute> attributes, View view) {
    var values = HashMap.<String, Value>newHashMap(attributes.size());
    for (Attribute attribute : attributes) {
      values.put(attribute.name, attribute.value.apply(view));
    }
    return values;
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Attribute> withPrimary() {
    return and(
        MODEL_CONTEXT,
        new Attribute(
            "from", MODEL, view -> Entities.modelName(Objects.requireNonNull(view.from()).ref())));
  }

  private static Map<String, Attribute> and(Map<String, Attribute> first, Attribute... more) {
    var all = new LinkedHashMap<>(first);
    all.putAll(table(more));
    return Map.copyOf(all);
  }

  private static Map<String, Attribute> table(Attribute... attributes) {
    var all = new LinkedHashMap<String, Attribute>();
    for (Attribute attribute : attributes) {
      all.put(attribute.name, attribute);
    }
    return Map.copyOf(all);
  }

  private static Attribute text(String name, Function<View, String> value) {
    return new Attribute(name, TEXT, view -> new PrimString(value.apply(view)));
  }

  private static Attribute number(String name, Function<View, Integer> value) {
    return new Attribute(name, NUMBER, view -> new PrimLong(value.apply(view)));
  }

  private static Attribute truth(String name, Function<View, Boolean> value) {
    return new Attribute(name, TRUTH, view -> new PrimBool(value.apply(view)));
  }

  private static Attribute texts(String name, Function<View, List<String>> value) {
    return new Attribute(
        name,
        TEXTS,
        view -> {
          var list = new ArrayList<Value>();
          value.apply(view).forEach(item -> list.add(new PrimString(item)));
          return new CedarList(list);
        });
  }

  private static Level clearance(View view) {
    if (view.thing() instanceof Thing.Audience(Level clearance)) {
      return clearance;
    }
    throw new IllegalStateException("no audience is asked about");
  }

  private static String named(View view) {
    return switch (view.thing()) {
      case Thing.Stored(String storing) -> storing;
      case Thing.Viewed(String kind) -> kind;
      case Thing.Operation(String name) -> name;
      case Thing.Model _, Thing.Audience _, Thing.Call _ ->
          throw new IllegalStateException("it has no plain name");
    };
  }

  /** Whether whoever asks, and all who read along, may read it. */
  private static boolean reader(View view) {
    Readers readers = view.label().readers();
    List<String> along =
        view.thing() instanceof Thing.Model(_, _, List<String> named) ? named : List.of();
    return readers.include(principal(view)) && along.stream().allMatch(readers::include);
  }

  /** What detectors saw and nobody masked. */
  private static Level observed(View view) {
    Level level = Level.PUBLIC;
    for (var found : view.facts().exposure().found()) {
      if (!found.label().categories().meets(view.masked())) {
        level = level.max(found.label().level());
      }
    }
    return level;
  }

  /** Hours since Monday 00:00 UTC, from 0 to 167. */
  static int hourOfWeek(Instant moment) {
    var at = moment.atOffset(ZoneOffset.UTC);
    return (at.getDayOfWeek().getValue() - 1) * 24 + at.getHour();
  }

  private static Principal principal(View view) {
    return view.facts().principal();
  }

  private static Candidate model(View view) {
    return Objects.requireNonNull(view.model());
  }

  private static Profile profile(View view) {
    return model(view).profile();
  }

  private static int number(Level level) {
    return switch (level) {
      case PUBLIC -> 0;
      case INTERNAL -> 1;
      case CONFIDENTIAL -> 2;
      case RESTRICTED -> 3;
    };
  }

  private static int number(Integrity integrity) {
    return switch (integrity) {
      case UNTRUSTED -> 0;
      case INTERNAL -> 1;
      case USER -> 2;
      case OPERATOR -> 3;
    };
  }

  private static int distance(Zone zone) {
    return switch (zone) {
      case OWN -> 0;
      case PRIVATE -> 1;
      case EXTERNAL -> 2;
    };
  }

  private static int retention(Profile profile) {
    return profile.retentionDays() < 0 ? UNKNOWN_RETENTION : profile.retentionDays();
  }

  private static boolean accepted(View view) {
    String jurisdiction = profile(view).jurisdiction();
    Set<String> accepted = view.jurisdictions();
    return !jurisdiction.isEmpty() && (accepted.isEmpty() || accepted.contains(jurisdiction));
  }

  /**
   * By the price of output: free, low (below 2 dollars per million tokens), medium (below 20),
   * high.
   */
  private static String priceClass(Candidate candidate) {
    Price price = candidate.price();
    if (price == null) {
      return "unknown";
    }
    BigDecimal dearer = price.output().max(price.input());
    if (dearer.signum() == 0) {
      return "free";
    }
    if (dearer.compareTo(LOW) < 0) {
      return "low";
    }
    return dearer.compareTo(MEDIUM) < 0 ? "medium" : "high";
  }
}
