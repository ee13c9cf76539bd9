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
import java.math.BigDecimal;
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
      table(number("clearance", view -> number(Objects.requireNonNull(view.audience()))));

  /** Of the question itself. */
  static final Map<String, Attribute> CONTEXT =
      table(
          number("level", view -> number(view.label().level())),
          number("integrity", view -> number(view.label().integrity())),
          texts("categories", view -> view.label().categories().names()),
          texts("masked", view -> view.masked().names()),
          text("purpose", view -> view.facts().purpose()),
          texts("waivers", View::waived),
          text("operation", view -> word(view.facts().traits().call().operation())),
          text("format", view -> view.facts().traits().call().format()),
          text("asked", view -> view.facts().traits().call().model()),
          truth("stream", view -> view.facts().traits().call().stream()),
          texts("modalities", view -> view.facts().traits().modalities()),
          texts("tools", view -> view.facts().traits().tools()),
          texts("terms", view -> view.facts().traits().terms()));

  /** Of the question whether another model may take over: the one that failed, too. */
  static final Map<String, Attribute> FALLBACK_CONTEXT = withPrimary();

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
    var all = new LinkedHashMap<>(CONTEXT);
    var primary =
        new Attribute(
            "from", MODEL, view -> Entities.modelName(Objects.requireNonNull(view.from()).ref()));
    all.put(primary.name, primary);
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
